"""Writes the made-up valley into data/sample, or into the folder named."""

import sys
from pathlib import Path

from scripts.make_sample.files import SAMPLE, make_sample

make_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
