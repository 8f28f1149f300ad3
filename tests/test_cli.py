"""The program: its help, its exit codes, where it writes, and that nothing half is left when it is stopped."""

import importlib.metadata
import json
import os
import signal
import subprocess
import sys

import pytest
from small_study import SmallStudy
from typer.main import get_command
from typer.testing import CliRunner

from accessibility import study as door
from api import cli
from geo.errors import MissingFileError

PROGRAM = [sys.executable, "-c", "from api.cli import app; app()"]
COMMANDS = ("demo", "check", "run", "serve", "publish", "keys", "osm-hazards", "osm-centres")


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


@pytest.fixture
def written(study):
    """The small study with its files on disk."""
    study.write()
    return study


def say(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def earlier_release(folder):
    """Something that looks like a release, with a file that no release has."""
    (folder / "public").mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"nearcare_version": "0.0.1", "tiers": ["public"]}))
    (folder / "public/old.txt").write_text("old")


def files_of(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_ends_with_an_example(command):
    done = say(command, "--help")
    assert done.exit_code == 0
    assert done.output.rstrip().splitlines()[-1].strip().startswith(f"Example: nearcare {command}")


def test_each_example_of_the_help_is_understood():
    commands = get_command(cli.app).commands
    assert set(commands) == set(COMMANDS)
    for name, command in commands.items():
        words = command.epilog.removeprefix("Example: nearcare ").split()
        assert words[0] == name
        command.make_context(name, words[1:])


def test_the_program_alone_shows_its_help():
    done = say()
    assert "Usage" in done.output
    assert "not for navigation" in done.output
    assert all(command in done.output for command in COMMANDS)


@pytest.mark.parametrize("words", [("check",), ("run", "a.toml", "--outt", "b"), ("sing",)])
def test_a_command_that_is_not_understood_ends_with_two(words):
    assert say(*words).exit_code == 2


def test_a_sound_study_ends_with_nought_and_says_where_its_pages_are(written):
    done = say("run", written.file, "--out", written.out)
    assert done.exit_code == 0
    assert f"Release  {written.out}\n" in done.output
    for name, page in (("Map     ", "map.html"), ("Report  ", "report.html")):
        assert f"{name} {written.out / 'public/pages' / page}\n" in done.output
        assert (written.out / "public/pages" / page).is_file()
    assert "not for navigation" in done.output
    assert written.left_over() == ["out"]


def test_check_writes_nothing(written, monkeypatch):
    before = files_of(written.folder)
    monkeypatch.chdir(written.folder)
    assert say("check", written.file).exit_code == 0
    assert files_of(written.folder) == before


def test_a_release_goes_to_releases_and_the_name_of_the_study_file(written, monkeypatch):
    monkeypatch.chdir(written.folder)
    done = say("run", "valley.toml")
    assert done.exit_code == 0
    assert (written.folder / "releases/valley/manifest.json").is_file()
    assert "releases/valley/public/pages/map.html" in done.output
    assert [path.name for path in (written.folder / "releases").iterdir()] == ["valley"]


def test_demo_writes_the_sample_to_its_folder(tmp_path, monkeypatch):
    calls = []

    def run(path, *, out, **_keys):
        calls.append((path, out))
        return out

    monkeypatch.setattr(door, "run_study", run)
    done = say("demo", "--no-open")
    assert done.exit_code == 0
    assert "nearcare serve releases/sample\nand go to http://127.0.0.1:8000/releases/sample/map" in done.output
    assert say("demo", "--out", tmp_path / "here").exit_code == 0
    [(sample, usual), (_, named)] = calls
    assert sample.parts[-2:] == ("sample", "study.toml")
    assert sample.is_file()
    assert usual.parts == ("releases", "sample")
    assert named == tmp_path / "here"


def test_demo_opens_the_web_map_where_there_is_a_screen_unless_told_not_to(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(door, "run_study", lambda _path, *, out, **_keys: out)
    monkeypatch.setattr("api.cli._has_screen", lambda: True)
    monkeypatch.setattr("api.cli_serve.serve_and_open", lambda *asked, **_show: opened.append(asked))
    assert say("demo", "--out", tmp_path / "here", "--no-open").exit_code == 0
    assert opened == []
    assert say("demo", "--out", tmp_path / "here").exit_code == 0
    assert opened == [(tmp_path / "here", "/releases/here/map")]


def test_an_earlier_release_is_replaced_whole(written):
    earlier_release(written.out)
    assert say("run", written.file, "--out", written.out).exit_code == 0
    assert "public/old.txt" not in files_of(written.out)
    assert json.loads((written.out / "manifest.json").read_text())["study"]["name"] == "Made-up valley"
    assert written.left_over() == ["out"]


def test_an_earlier_release_stays_if_the_study_is_refused(written):
    earlier_release(written.out)
    written.text("roads.osm", "")
    assert say("run", written.file, "--out", written.out).exit_code == 1
    assert files_of(written.out) == {"manifest.json", "public/old.txt"}
    assert written.left_over() == ["out"]


def test_a_folder_that_is_no_release_is_refused_and_untouched(written):
    written.out.mkdir()
    (written.out / "thesis.txt").write_text("mine")
    done = say("run", written.file, "--out", written.out)
    assert done.exit_code == 1
    assert f"{written.out} exists and is not a release; choose another folder with --out" in done.output
    assert files_of(written.out) == {"thesis.txt"}
    assert written.left_over() == ["out"]


def test_a_file_in_place_of_the_release_is_refused_and_untouched(written):
    written.out.write_text("mine")
    done = say("run", written.file, "--out", written.out)
    assert done.exit_code == 1
    assert "exists and is not a release" in done.output
    assert written.out.read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_told(written):
    done = say("run", written.file, "--out", written.folder / "roads.osm" / "out")
    assert done.exit_code == 1
    assert "roads.osm" in done.output
    assert "nothing was written. Check the folder, its permissions and its space" in done.output


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_told(written):
    locked = written.folder / "locked"
    locked.mkdir(mode=0o500)
    done = say("run", written.file, "--out", locked / "out")
    assert done.exit_code == 1
    assert "Permission denied; nothing was written" in done.output


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (MissingFileError("a.tif: there is no such file"), 1, "a.tif: there is no such file"),
        (OSError(28, "No space left on device", "/out/x.tif"), 1, "/out/x.tif: No space left on device; nothing was"),
        (OSError("the disk is gone"), 1, "the disk is gone; nothing was written"),
        (MemoryError(), 1, "not enough memory for this study; nothing was written. Take larger cells"),
        (KeyboardInterrupt(), 130, "stopped; nothing was written"),
        (ZeroDivisionError("oops"), 70, "a fault of nearcare itself: ZeroDivisionError: oops (test_cli.py, line"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_error_is_told_in_words_with_its_exit_code(monkeypatch, error, code, words):
    def fail(*_words, **_keys):
        raise error

    monkeypatch.setattr(door, "run_study", fail)
    monkeypatch.delenv("NEARCARE_TRACEBACK", raising=False)
    done = say("run", "valley.toml")
    assert done.exit_code == code
    assert words in done.output
    assert "Traceback" not in done.output


def test_a_fault_of_ours_can_be_shown_with_its_traceback(monkeypatch):
    def fail(*_words, **_keys):
        raise ZeroDivisionError

    monkeypatch.setattr(door, "check_study", fail)
    monkeypatch.setenv("NEARCARE_TRACEBACK", "1")
    assert isinstance(say("check", "valley.toml").exception, ZeroDivisionError)


def test_names_with_brackets_are_printed_as_they_are(study):
    study.file = study.folder / "[bold]valley[/].toml"
    assert "[bold]valley[/].toml: there is no such study file" in say("check", study.file).output


@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_does_not_stop_the_tidying_up(monkeypatch, first):
    tidied = []

    def run(*_words, **_keys):
        try:
            os.kill(os.getpid(), first)
            for _ in range(1000):  # the handler runs between two steps
                pass
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGTERM)
            tidied.append(True)

    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    monkeypatch.setattr(door, "run_study", run)
    assert say("run", "valley.toml").exit_code == 128 + first
    assert tidied == [True]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers


# each starts the program anew: every signal and both states of the folder here, their other pairs in the slow proofs
@pytest.mark.parametrize(
    ("number", "is_replaced"),
    [
        (signal.SIGINT, False),
        (signal.SIGTERM, True),
        (signal.SIGHUP, False),
        *(
            pytest.param(number, is_replaced, marks=pytest.mark.verify)
            for number, is_replaced in ((signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGHUP, True))
        ),
    ],
)
def test_a_signal_leaves_nothing_half_and_an_earlier_release_untouched(root, written, number, is_replaced):
    if is_replaced:
        earlier_release(written.out)
    words = [*PROGRAM, "run", str(written.file), "--out", str(written.out)]
    with subprocess.Popen(words, cwd=root, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        while not list(written.folder.glob(".out-unfinished-*")):
            with pytest.raises(subprocess.TimeoutExpired):  # it is still at work
                process.wait(timeout=0.005)
        os.killpg(process.pid, number)
        said = process.stderr.read()
        assert process.wait(timeout=60) == 128 + number, said
    assert "stopped; nothing was written" in said
    assert "Traceback" not in said
    assert written.left_over() == (["out"] if is_replaced else [])
    if is_replaced:
        assert files_of(written.out) == {"manifest.json", "public/old.txt"}


def test_the_version_is_that_of_the_package():
    result = CliRunner().invoke(cli.app, ["--version"])
    assert (result.exit_code, result.output.strip()) == (0, f"nearcare {importlib.metadata.version('nearcare')}")
