"""The custodian's program: its help, exit codes and keys, and that nothing it says or leaves tells of a person."""

import datetime as dt
import os
import resource
import shlex
import signal
import stat
import subprocess
import sys

import pytest
from custodian import (
    PROGRAM,
    ROW,
    SURROUNDINGS,
    TELLING,
    Custodian,
    a_record,
    a_row,
    many_rows,
    some_records,
    write_table,
)
from typer.main import get_command

from custody import cli_records
from custody.cli import app
from custody.keys import KEY_FILE_VARIABLE, KEY_VARIABLE, find_key, key_of_text, read_key, write_new_key
from custody.visit import new_visit
from geo.errors import CustodyError, MissingFileError

STORE_COMMANDS = ("key", "rekey", "log", "import", "inspect", "forget")


@pytest.fixture
def custodian(tmp_path):
    return Custodian(tmp_path)


def secret_of(path):
    return path.read_text(encoding="ascii").splitlines()[-1]


def start(*words, env=SURROUNDINGS, **more):
    return subprocess.Popen(
        [*PROGRAM, *(str(word) for word in words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        **more,
    )


@pytest.mark.parametrize("command", STORE_COMMANDS)
def test_the_help_of_each_command_ends_with_an_example(custodian, command):
    done = custodian.say(command, "--help")
    assert done.exit_code == 0
    assert f"Example: nearcare-custody {command}" in " ".join(done.output.split())


def test_each_example_of_the_help_is_understood():
    for name, command in get_command(app).commands.items():
        words = shlex.split(command.epilog)[2:]
        assert words.pop(0) == name
        assert command.make_context(name, words)


def test_a_store_lives_from_its_key_to_its_log(custodian):
    assert custodian.bring_in(many_rows(3)).exit_code == 0
    inspected = custodian.say("inspect", custodian.store)
    assert "3 made-up records" in inspected.output
    assert "sex: 3 of 3 (100%)" in inspected.output
    assert "3 made-up records" not in custodian.say("log", custodian.store).output
    forgotten = custodian.say(
        "forget", custodian.store, "S-0001", "--reason", "asked by the person", "--who", "Data officer"
    )
    assert forgotten.exit_code == 0
    assert custodian.ids() == ["S-0000", "S-0002"]
    log = custodian.say("log", custodian.store).output
    assert "Data officer (" in log
    assert "forget changed  a record was forgotten; asked by the person" in log
    assert "The log holds together" in log


def test_an_id_that_is_asked_for_stands_in_no_history(custodian):
    custodian.bring_in(many_rows(2))
    done = custodian.say("forget", custodian.store, "--reason", "asked", typed="S-0001\n")
    assert done.exit_code == 0
    assert custodian.ids() == ["S-0000"]
    assert custodian.say("forget", custodian.store, "--reason", "asked", typed="").exit_code == 1
    assert custodian.ids() == ["S-0000"]


def test_forget_lists_the_releases_that_the_record_went_into(custodian):
    custodian.keep(
        [a_record(id="S-1", released_in={"public-2026-03": [1], "partner-2025-11": [2]}), a_record(id="S-2")]
    )
    done = custodian.say("forget", custodian.store, "S-1", "--reason", "asked")
    assert done.output.index("partner-2025-11") < done.output.index("public-2026-03")
    assert "Tables that are out keep their figures" in done.output
    assert "In" not in custodian.say("forget", custodian.store, "S-2", "--reason", "asked").output.split()


def test_a_forgotten_person_does_not_come_back_with_the_next_table(custodian):
    custodian.bring_in(many_rows(3))
    custodian.say("forget", custodian.store, "S-0001", "--reason", "asked")
    again = custodian.bring_in([*many_rows(3), a_row(id="s-0001", lon="43.9")])
    assert again.exit_code == 1
    assert "rows 3 and 5, column id" in again.output
    assert custodian.ids() == ["S-0000", "S-0002"]
    assert custodian.bring_in(many_rows(2, start=3)).exit_code == 0
    assert custodian.bring_in(many_rows(3)).exit_code == 1


def test_a_table_with_faults_changes_nothing_and_makes_no_store(custodian):
    done = custodian.bring_in([*many_rows(2), a_row(sex="Qzwoman")])
    assert done.exit_code == 1
    assert "row 4, column sex" in done.output
    assert "Nothing was done: 1 to mend." in done.output
    assert not custodian.store.exists()
    custodian.keep(some_records(2))
    assert custodian.bring_in([*many_rows(2), a_row(sex="Qzwoman")]).exit_code == 1
    assert custodian.ids() == ["S-0", "S-1"]


def test_a_reason_is_needed_to_change_the_store(custodian):
    custodian.keep([a_record()])
    for words in (["forget", custodian.store, "QZ-7741"], ["rekey", custodian.store, "--new-key", custodian.key_file]):
        assert custodian.say(*words).exit_code == 2
        assert "needs a reason" in custodian.say(*words, "--reason", " ").output
    assert "needs a reason" in custodian.say("log", custodian.store, "--restart").output


@pytest.mark.parametrize(
    "reason", ["ask qz@mail.org", "call +961 3 555 777", "at 43.617 east", "two\nlines", "x" * 201, "QZ-7741 asked"]
)
def test_a_reason_that_tells_of_a_person_is_refused_and_not_repeated(custodian, reason):
    custodian.keep([a_record()])
    before = (custodian.store / "log.jsonl").read_bytes()
    done = custodian.say("forget", custodian.store, "QZ-7741", "--reason", reason)
    assert done.exit_code == 1
    assert reason not in done.output
    assert (custodian.store / "log.jsonl").read_bytes() == before


def test_an_id_of_digits_alone_is_not_repeated_in_the_reason_either(custodian):
    custodian.keep([a_record(id="17")])
    assert custodian.say("forget", custodian.store, "17", "--reason", "17 asked").exit_code == 1
    assert custodian.say("forget", custodian.store, "17", "--reason", "asked").exit_code == 0


def test_an_id_that_is_not_there_is_not_repeated(custodian):
    custodian.keep([a_record()])
    done = custodian.say("forget", custodian.store, "Qzomar", "--reason", "asked")
    assert done.exit_code == 1
    assert "Qzomar" not in done.output


def test_the_log_is_begun_anew_only_with_a_reason_and_is_set_aside(custodian):
    custodian.keep([a_record()])
    (custodian.store / "log.jsonl").unlink()
    refused = custodian.say("inspect", custodian.store)
    assert refused.exit_code == 1
    assert "nearcare-custody log --restart" in refused.output
    assert custodian.say("log", custodian.store, "--restart", "--reason", "the disk failed").exit_code == 0
    assert custodian.say("inspect", custodian.store).exit_code == 0


# Keys


def test_a_key_is_written_once_for_its_owner_alone_and_never_shown(custodian, tmp_path):
    path = tmp_path / "a.key"
    made = custodian.say("key", path)
    assert made.exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secret_of(path).startswith("AGE-SECRET-KEY-1")
    assert "AGE-SECRET" not in made.output
    again = custodian.say("key", path)
    assert again.exit_code == 1
    assert "never overwritten" in again.output
    assert "there is no" not in custodian.say("key", tmp_path / "none" / "a.key").output


def test_a_key_comes_from_the_option_then_from_the_environment(custodian, tmp_path):
    other, store = write_new_key(tmp_path / "other.key"), tmp_path / "store"
    in_file, in_text = {KEY_FILE_VARIABLE: str(custodian.key_file)}, {KEY_VARIABLE: secret_of(custodian.key_file)}
    assert find_key(tmp_path / "other.key", away_from=store, environment=in_file) == other
    assert find_key(None, away_from=store, environment=in_file) == custodian.key
    assert find_key(None, away_from=store, environment=in_text) == custodian.key
    with pytest.raises(CustodyError, match="both"):
        find_key(None, away_from=store, environment=in_file | in_text)
    with pytest.raises(CustodyError, match="there is no key"):
        find_key(None, away_from=store, environment={KEY_VARIABLE: ""})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no key"),
        ("# a comment alone\n", "holds no key"),
        ("age1ekvwy93xh3ewm3xqpwkwyqf9h8s3vmmg0x4596p2d603jsv5ravqvxf6gs", "holds a public key, which opens nothing"),
        ("QZpassword", "holds no age key"),
        ("AGE-SECRET-KEY-1QZQZQZ", "is mistyped or cut off"),
        ("AGE-SECRET-KEY-1QZ\nAGE-SECRET-KEY-1QZ", "holds 2 lines beside comments"),
    ],
)
def test_a_text_that_is_no_key_is_refused_and_not_repeated(text, words):
    with pytest.raises(CustodyError, match=words) as error:
        key_of_text(text, where="here")
    assert not [word for word in text.split() if len(word) > 9 and word in str(error.value)]


def test_a_key_file_that_others_may_read_is_refused(custodian):
    custodian.key_file.chmod(0o640)
    with pytest.raises(CustodyError, match="may be read by others"):
        read_key(custodian.key_file, away_from=custodian.store)


def test_a_key_in_the_store_is_refused(custodian):
    custodian.keep([a_record()])
    inside = custodian.store / "custodian.key"
    custodian.key_file.rename(inside)
    with pytest.raises(CustodyError, match="lies in the store"):
        read_key(inside, away_from=custodian.store)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00QZ", b"x" * 70_000])
def test_a_file_that_is_no_key_file_is_told(custodian, content):
    custodian.key_file.write_bytes(content)
    with pytest.raises(CustodyError, match="key file"):
        read_key(custodian.key_file, away_from=custodian.store)


def test_a_key_file_that_is_not_there_is_told(custodian, tmp_path):
    with pytest.raises(MissingFileError, match="is not there"):
        read_key(tmp_path / "none.key", away_from=custodian.store)
    with pytest.raises(CustodyError, match="is a folder"):
        read_key(tmp_path, away_from=custodian.store)


def test_rekey_needs_another_key_and_the_old_one_is_over(custodian, tmp_path):
    custodian.keep([a_record()])
    same = custodian.say("rekey", custodian.store, "--new-key", custodian.key_file, "--reason", "yearly")
    assert "the new key is the one" in same.output
    write_new_key(tmp_path / "new.key")
    assert (
        custodian.say("rekey", custodian.store, "--new-key", tmp_path / "new.key", "--reason", "yearly").exit_code == 0
    )
    assert custodian.say("inspect", custodian.store).exit_code == 1
    assert custodian.say("inspect", custodian.store, "--key", tmp_path / "new.key").exit_code == 0


# What goes wrong


def test_a_fault_of_our_own_tells_its_type_and_place_alone(custodian, monkeypatch):
    def fail(*_words, **_more):
        raise KeyError("Qzomar Haddad, 43.617")

    monkeypatch.setattr(cli_records, "import_records", fail)
    done = custodian.bring_in([a_row()])
    assert done.exit_code == 70
    assert "a fault of nearcare itself: KeyError (test_custody_cli.py, line" in done.output
    assert not [word for word in ("Qzomar", *TELLING) if word in done.output]


def test_a_panic_of_a_library_tells_its_type_and_place_alone(custodian, monkeypatch):
    class PanicError(BaseException):
        pass

    def fail(*_words, **_more):
        raise PanicError("Qzomar Haddad, 43.617")

    monkeypatch.setattr(cli_records, "import_records", fail)
    done = custodian.bring_in([a_row()])
    assert done.exit_code == 70
    assert "PanicError" in done.output
    assert "Qzomar" not in done.output


UNCAUGHT = """
from custody import cli
@cli.app.command()
def fail():
    raise ValueError("Qzomar Haddad")
cli.app()
"""


def test_the_process_leaves_no_dump_no_open_file_and_no_value_in_a_trace():
    done = subprocess.run(
        [sys.executable, "-c", UNCAUGHT, "fail"], env=SURROUNDINGS, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "a fault of nearcare itself: ValueError" in done.stderr
    assert "Qzomar" not in done.stdout + done.stderr
    look = "import os, resource; from custody.telling import keep_private; keep_private(); "
    look += "print(resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)))"
    done = subprocess.run([sys.executable, "-c", look], env=SURROUNDINGS, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["(0,", "0)", "0o77"]


def test_a_disk_that_fills_is_told_and_the_store_is_the_old_one(custodian):
    custodian.keep(some_records(2))
    table = write_table(custodian.table, many_rows(1000))
    words = ["import", custodian.store, table, "--source", "qzregistry", "--reason", "x", "--key", custodian.key_file]
    limit = (200_000, 200_000)  # bytes of one file, as a quota would have it; 1,000 records are 0.4 MB
    full = start(*words, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    out, err = full.communicate()
    assert full.returncode == 1
    assert "File too large; the store is whole" in err
    assert not [word for word in ("S-0001", "43.001", "Traceback") if word in out + err]
    assert custodian.ids() == ["S-0", "S-1"]
    assert sorted(path.name for path in custodian.store.iterdir()) == ["lock", "log.jsonl", "records.age"]
    whole = start(*words)
    whole.communicate()
    assert whole.returncode == 0
    assert len(custodian.ids()) == 1002


def test_a_folder_that_may_not_be_written_is_told(custodian):
    custodian.keep([a_record()])
    custodian.store.chmod(0o500)
    try:
        if os.access(custodian.store, os.W_OK):
            pytest.skip("root may write everywhere")
        done = custodian.say("inspect", custodian.store)
    finally:
        custodian.store.chmod(0o700)
    assert done.exit_code == 1
    assert "Check the folder, its permissions" in done.output


def test_a_store_below_a_file_is_told(custodian):
    (custodian.folder / "file").write_text("")
    done = custodian.say("inspect", custodian.folder / "file" / "store")
    assert done.exit_code == 1
    assert "there is no store" in done.output
    write_table(custodian.table, [a_row()])
    words = ["import", custodian.folder / "file" / "store", custodian.table, "--source", "qzregistry", "--reason", "x"]
    done = custodian.say(*words)
    assert done.exit_code == 1
    assert "is not there; make it" in done.output


def test_a_stopped_command_says_so_and_leaves_the_store(custodian, monkeypatch):
    custodian.keep(some_records(2))

    def stop(*_words, **_more):
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(cli_records, "import_records", stop)
    done = custodian.bring_in([a_row()])
    assert done.exit_code == 128 + signal.SIGTERM
    assert "stopped; the store is as it was" in done.output
    monkeypatch.undo()
    assert custodian.ids() == ["S-0", "S-1"]
    assert "import fails  stopped" in custodian.say("log", custodian.store).output


def test_nothing_that_is_said_or_left_outside_the_store_tells_of_a_person(custodian, tmp_path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    write_table(custodian.table, [a_row()])
    surroundings = {**SURROUNDINGS, "TMPDIR": str(temporary), KEY_FILE_VARIABLE: str(custodian.key_file)}
    said = ""
    for words in (
        ["import", custodian.store, custodian.table, "--source", "qzregistry", "--reason", "first"],
        ["import", custodian.store, custodian.table, "--source", "another", "--reason", "again"],
        ["inspect", custodian.store],
        ["log", custodian.store],
        ["forget", custodian.store, "QZ-7741", "--reason", "asked"],
    ):
        out, err = start(*words, env=surroundings, cwd=tmp_path).communicate()
        said += out + err
    assert "added" in said
    assert "none of the sources" in said
    assert "forgotten" in said
    left = [
        path for path in tmp_path.rglob("*") if path.is_file() and path not in {custodian.table, custodian.key_file}
    ]
    assert sorted(path.name for path in left) == ["lock", "log.jsonl", "records.age"]
    everything = said.encode() + b"".join(path.read_bytes() for path in left)
    assert not [word for word in TELLING if word.encode() in everything]
    assert ROW["id"].encode() in custodian.table.read_bytes()


def test_who_is_the_account_of_the_system_unless_said(monkeypatch):
    monkeypatch.setenv("LOGNAME", "somebody-else")
    visit = new_visit("inspect")
    assert visit.who == visit.account != "somebody-else"
    assert new_visit("inspect", who=" Data officer ").who == "Data officer"
    with pytest.raises(CustodyError, match="--who"):
        new_visit("inspect", who=" ")
    assert new_visit("inspect").today == dt.datetime.now(dt.UTC).date()
