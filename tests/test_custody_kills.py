"""The store's files: whole after a kill at any step and a disk that is full at any write."""

import datetime as dt
import errno
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys

import pytest
from custodian import SURROUNDINGS, Custodian, many_rows, some_records, write_table

from custody.files import append_line, write_new, write_whole


@pytest.fixture
def custodian(tmp_path):
    return Custodian(tmp_path)


def test_a_file_that_is_there_is_not_written_over_as_new(tmp_path):
    write_new(tmp_path / "a", b"1")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a", b"2")
    assert (tmp_path / "a").read_bytes() == b"1"


def test_the_old_content_is_never_written_over_but_replaced(custodian):
    custodian.keep(some_records(1))
    other_name = custodian.folder / "old.age"
    os.link(custodian.store / "records.age", other_name)
    old = other_name.read_bytes()
    custodian.keep(some_records(2))
    assert other_name.read_bytes() == old
    assert (custodian.store / "records.age").read_bytes() != old


def test_a_link_in_the_place_of_what_is_being_written_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").write_text("mine")
    (tmp_path / ".a.new").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        write_whole(tmp_path / "a", b"2")
    assert (tmp_path / "elsewhere").read_text() == "mine"


def test_a_line_that_does_not_fit_on_the_disk_is_taken_off_again(tmp_path, monkeypatch):
    append_line(tmp_path / "log", b"first")
    write = os.write
    calls = itertools.count()

    def half(descriptor, content):
        if next(calls):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, content[:3])

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(OSError, match="No space"):
        append_line(tmp_path / "log", b"second")
    assert (tmp_path / "log").read_bytes() == b"first\n"


def test_a_disk_that_is_full_at_any_write_leaves_the_old_or_the_new_store_whole(custodian, monkeypatch):
    custodian.keep(some_records(3))
    outcomes = []
    for failing in itertools.count():
        before = custodian.ids()
        new = some_records(3 if len(before) > 3 else 5)
        with monkeypatch.context() as patch:
            calls = itertools.count()
            write = os.write

            def refuse(descriptor, content, calls=calls, write=write, failing=failing):
                if next(calls) >= failing:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return write(descriptor, content)

            patch.setattr(os, "write", refuse)
            try:
                custodian.keep(new)
                failed = False
            except OSError:
                failed = True
        after = custodian.ids()
        assert after in (before, [record.id for record in new])
        outcomes.append((failed, after == before))
        if next(calls) <= failing:  # nothing was refused
            break
    assert outcomes[0] == (True, True)
    assert outcomes[-1] == (False, False)
    assert not list(custodian.store.glob(".*"))


# Kills

KILL = """
import itertools, os, signal, sys
from custody.cli import app

step, half = int(sys.argv.pop(1)), sys.argv.pop(1) == "half"
count = itertools.count()

def killed_at(name):
    act = getattr(os, name)
    def acting(*words, **more):
        if next(count) == step:
            if half and name == "write":
                act(words[0], bytes(words[1])[: len(words[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*words, **more)
    setattr(os, name, acting)

for name in ("open", "write", "fsync", "close", "ftruncate", "replace", "mkdir", "unlink"):
    killed_at(name)
try:
    app()
finally:
    print("steps", next(count))
"""


class KilledImport:
    """A store with 3 records, and an import of 4 others that is killed, again and again."""

    def __init__(self, folder):
        self.custodian = Custodian(folder)
        self.custodian.keep(some_records(3))
        self.before = self.custodian.ids()
        table = write_table(folder / "table.csv", many_rows(4, start=100))
        self.after = [*self.before, *(f"S-0{number}" for number in range(100, 104))]
        options = ["--source", "qzregistry", "--reason", "a test", "--key", str(self.custodian.key_file)]
        self.words = ["import", str(self.custodian.store), str(table), *options]
        shutil.copytree(self.custodian.store, folder / "kept")
        self.kept = folder / "kept"

    def start(self, step=-1, half="whole"):
        shutil.rmtree(self.custodian.store)
        shutil.copytree(self.kept, self.custodian.store)
        words = [sys.executable, "-c", KILL, str(step), half, *self.words]
        return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=SURROUNDINGS)

    def count_steps(self):
        out, _ = self.start().communicate()
        return int(out.split()[-1])

    def check(self):
        """The store opens with the old or the new content, whole, and then takes the import."""
        found = self.custodian.ids()
        assert found in (self.before, self.after)
        assert not list(self.custodian.store.glob(".*"))
        done = self.custodian.say(*self.words)
        assert done.exit_code == 0, done.output
        assert self.custodian.ids() == self.after
        return found == self.after


@pytest.fixture
def killed(tmp_path):
    return KilledImport(tmp_path)


def test_an_import_killed_at_ten_steps_leaves_the_old_or_the_new_store(killed):
    steps = killed.count_steps()
    assert steps > 20
    is_new = []
    for number in range(10):
        import_ = killed.start(number * (steps - 1) // 9, "half" if number % 2 else "whole")
        out, _ = import_.communicate()
        assert import_.returncode == -signal.SIGKILL, out
        is_new.append(killed.check())
    assert is_new == sorted(is_new)  # the old one up to some step, the new one from there on
    assert set(is_new) == {False, True}


@pytest.mark.verify
def test_an_import_killed_at_every_step_leaves_the_old_or_the_new_store(killed):
    for half in ("whole", "half"):
        is_new = []
        for step in range(killed.count_steps()):
            import_ = killed.start(step, half)
            import_.communicate()
            assert import_.returncode == -signal.SIGKILL
            is_new.append(killed.check())
        assert is_new == sorted(is_new)


@pytest.mark.verify
def test_an_import_killed_at_fifty_random_moments_leaves_the_old_or_the_new_store(killed):
    draw = random.Random(5)  # noqa: S311 - moments, not secrets
    started = dt.datetime.now(dt.UTC)
    killed.start().communicate()
    lasting = (dt.datetime.now(dt.UTC) - started).total_seconds()
    killed_in_time = 0
    for _ in range(50):
        import_ = killed.start()
        try:
            import_.communicate(timeout=lasting * (0.4 + 0.6 * draw.random()))
        except subprocess.TimeoutExpired:
            import_.kill()
            import_.communicate()
            killed_in_time += 1
        killed.check()
    assert killed_in_time > 10
