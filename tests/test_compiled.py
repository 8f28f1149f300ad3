"""What is compiled is kept, for these sources alone."""

import subprocess
import sys

from accessibility.search import compiled


def test_the_folder_is_named_after_the_sources_and_holds_what_was_compiled():
    assert compiled._FOLDER is not None
    assert compiled._FOLDER.name == f"nearcare-{compiled._edition()}"


def test_another_source_has_another_folder(tmp_path, monkeypatch):
    (tmp_path / "steps.py").write_text("one", encoding="utf-8")
    monkeypatch.setattr(compiled, "_ROOM", tmp_path)
    one = compiled._edition()
    (tmp_path / "steps.py").write_text("other", encoding="utf-8")
    assert compiled._edition() != one


def test_where_numba_is_told_to_keep_things_they_are_kept(root, tmp_path):
    program = "from accessibility.search.steps import tobler_factor; tobler_factor(0.0)"
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True, env={"NUMBA_CACHE_DIR": str(tmp_path)})
    assert list(tmp_path.glob("nearcare-*/**/*.nbc"))
