"""A release killed at any moment leaves a readable store, a ledger of all that is out, and no half release."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from custodian import SURROUNDINGS, Custodian
from custody_releases import rows_on

from accessibility.protection import read_protected
from geo.faults import Faults

SCRIPT = Path(__file__).with_name("killed_access.py")
NAMES = {"counts.csv", "protection.json"}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def kill(folder, release, victims):
    """Releases killed as told; their folders in order, and a custodian with the key to all."""
    custodian = Custodian(folder)
    assert custodian.bring_in(rows_on(120), "--keep-duplicates").exit_code == 0
    (folder / "first").mkdir()
    custodian.store.rename(folder / "first" / "store")
    task = {"folder": str(folder), "release": str(release), "key": str(custodian.key_file), "victims": victims}
    words = [sys.executable, str(SCRIPT), json.dumps(task)]
    done = subprocess.run(words, env=SURROUNDINGS, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return custodian, [folder / str(number) for number in range(int(done.stdout))]


def check(custodian, folder):
    """What a kill has left: the store opens, and what is out is whole and known to its ledger."""
    custodian.store = folder / "store"
    with custodian.open() as store:
        ledger, records = store.ledger, store.records
    known = {release["id"] for release in ledger.get("releases", ())}
    assert len(records) == 120
    assert {name for record in records for name in record.released_in} == known
    assert len(ledger.get("told", ())) == len(known)
    out = folder / "protected" / "public"
    if out.exists():
        faults = Faults()
        told = read_protected(out, where="out", faults=faults)
        assert told is not None, list(faults)
        assert told.snapshot in known
        assert out.with_name("public-disclosure.md").is_file()
    return len(known)


def check_next(custodian, folder, release):
    """The next run tidies up, and goes through."""
    out = folder / "protected" / "public"
    done = custodian.say(
        "access", release, "--store", folder / "store", "--tier", "public", "--by", "minutes_band", "--out", out,
        "--reason", "a test",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert {path.name for path in out.parent.iterdir()} == {"public", "public-disclosure.md"}
    assert {path.name for path in out.iterdir()} == NAMES


def test_a_release_killed_at_any_step_or_moment_is_whole_or_not_there(tmp_path, custody_release):
    chance = np.random.default_rng(5)
    victims = [{"of": of, "back": back} for of in ("first", "second") for back in (1, 4, 9)]
    victims += [{"of": of, "share": chance.random()} for of in ("first", "second", "first", "second")]
    custodian, folders = kill(tmp_path, custody_release, victims)
    assert len(folders) == len(victims)
    known = [check(custodian, folder) for folder in folders]
    assert known[0] == 1
    assert known[3] == 2
    for folder in folders[2:9:3]:
        check_next(custodian, folder, custody_release)


@pytest.mark.verify
def test_a_release_killed_at_every_step_and_at_fifty_moments_is_whole_or_not_there(tmp_path, custody_release):
    chance = np.random.default_rng(6)
    victims = [{"of": of, "back": 0, "is_every": True} for of in ("first", "second")]
    victims += [{"of": str(chance.choice(["first", "second"])), "share": chance.random()} for _ in range(50)]
    custodian, folders = kill(tmp_path, custody_release, victims)
    assert len(folders) > 100
    known = [check(custodian, folder) for folder in folders]
    assert set(known) == {0, 1, 2}
    for folder in folders:
        check_next(custodian, folder, custody_release)
