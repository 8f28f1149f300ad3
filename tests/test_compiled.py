"""What is compiled is kept, for these sources alone."""

import os
import subprocess
import sys

from accessibility.search.engine.compiling import FOLDER, edition_of


def test_the_folder_is_named_after_the_sources(root):
    assert FOLDER is not None
    assert FOLDER.name == f"nearcare-{edition_of(root / 'accessibility' / 'search')}"


def test_another_source_has_another_edition(tmp_path):
    (tmp_path / "steps.py").write_text("one", encoding="utf-8")
    one = edition_of(tmp_path)
    (tmp_path / "steps.py").write_text("other", encoding="utf-8")
    assert edition_of(tmp_path) != one


def test_where_numba_is_told_to_keep_things_they_are_kept(root, tmp_path):
    program = "from accessibility.search.engine.steps import tobler_factor; tobler_factor(0.0)"
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True, env=environment)
    assert list(tmp_path.glob("nearcare-*/**/*.nbc"))
