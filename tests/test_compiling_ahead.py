"""Compiling ahead: a process of its own that says how far it is, and is gone when the server is."""

import sys
import time

import pytest

from api.operations import CompilingAhead, compiling


@pytest.fixture
def ahead(monkeypatch):
    made = []

    def start(program):
        monkeypatch.setattr(compiling, "_COMMAND", (sys.executable, "-c", program))
        made.append(CompilingAhead())
        return made[-1]

    yield start
    for each in made:
        each.end()


def test_it_says_that_the_first_waits_until_it_is_done(ahead):
    process = ahead("import sys; sys.stdin.read()")
    assert "being compiled" in process.told
    process._process.stdin.close()  # noqa: SLF001 - it ends now
    process._minding.join(10)  # noqa: SLF001
    assert process.told == "They are compiled."


def test_one_that_fails_is_told_in_the_log_and_harms_nothing(ahead, caplog):
    process = ahead("raise SystemExit(3)")
    process._minding.join(10)  # noqa: SLF001
    assert "exit code 3" in caplog.text
    assert "when the first is asked" in process.told


def test_ending_leaves_nothing_of_it_and_complains_of_nothing(ahead, caplog):
    process = ahead("import time; time.sleep(600)")
    began = time.monotonic()
    process.end()
    assert process._process.returncode is not None  # noqa: SLF001
    assert time.monotonic() - began < 30
    assert not caplog.records


def test_it_knows_none_of_the_servers_settings(ahead, monkeypatch):
    monkeypatch.setenv("NEARCARE_DATABASE_URL", "postgresql://a:secret@b/c")
    process = ahead("import os, sys; sys.exit(any(name.startswith('NEARCARE_') for name in os.environ))")
    process._minding.join(10)  # noqa: SLF001
    assert process.told == "They are compiled."


@pytest.mark.verify
def test_every_kind_of_change_of_the_sample_is_asked_and_nothing_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    asked = []
    monkeypatch.setattr(
        "accessibility.live.country.LiveCountry.with_changes", lambda _self, changes: asked.extend(map(type, changes))
    )
    from api.work.compiling import compile_what_ifs  # noqa: PLC0415 - it loads much, for this proof alone

    compile_what_ifs()
    assert len(set(asked)) == 7
    assert not list(tmp_path.iterdir())
