"""The process of one inspection: confines itself, looks at one file, and says what it found as JSON."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import warnings
from pathlib import Path
from typing import Any

from api.confinement import bound, confine
from api.inspection.looking import look_at
from api.inspection.refusals import RefusedError
from api.inspection.running import MOST_TOLD_BYTES
from api.inspection.texts import LONGEST_FIELD


def main() -> int:
    """Inspect one file; the exit code is 0 if the end was told, whatever it is."""
    asked = argparse.ArgumentParser(prog="python -m api.inspection", description="Inspect a file that was sent in.")
    asked.add_argument("file", type=Path)
    asked.add_argument("--memory-bytes", type=int, default=2 * 2**30)
    asked.add_argument("--cpu-s", type=int, default=60)
    given = asked.parse_args()
    bound(memory_bytes=given.memory_bytes, cpu_s=given.cpu_s, told_bytes=MOST_TOLD_BYTES)
    confinement = confine(may_write=False)
    csv.field_size_limit(LONGEST_FIELD)
    warnings.simplefilter("ignore")  # nobody reads them
    told: dict[str, Any] = {"refusal": None, "is_personal": False, "told": {}, "confinement": confinement.words}
    try:
        told["told"] = look_at(given.file)
    except RefusedError as refused:
        told |= {"refusal": str(refused), "is_personal": refused.is_personal}
    except (MemoryError, RecursionError):
        told["refusal"] = "looking at it takes more memory or depth than it may; send it in smaller parts"
    except Exception as error:  # noqa: BLE001 - a file of a kind that nobody thought of is refused, not a fault
        told["refusal"] = f"it cannot be read ({type(error).__name__}); write the file again, then send it"
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
