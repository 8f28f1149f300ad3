"""A process that lets others release survivors and kills them: at a step of their work on files, or after a time.

It loads the libraries once and forks. Told in JSON: the release, the key file, and a folder with ``first/store``. It
makes ``second`` of it, where a release is out, and then for each victim a copy of one of the two, named by its number.
A victim dies ``back`` steps before its end, a step being an audited event, or after a ``share`` of the time that one
takes; without either it does at every step, in as many copies.
"""

import datetime as dt
import json
import os
import select
import shutil
import signal
import sys
import time
from pathlib import Path

from custody.access import release_survivors
from custody.design import Wish, margins_of, rules_for
from custody.keys import read_key
from custody.store import open_store
from custody.visit import new_visit
from geo.progress import silent

EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.truncate"}


def release_once(release, key, folder):
    wish = Wish(
        tier="public",
        units_kind="areas",
        margins=margins_of("minutes_band"),
        pillars=(),
        rules=rules_for("public", None),
        hazards=None,
        season=None,
        direction=None,
        noise_epsilon=None,
    )
    visit = new_visit("access", why="a test", clock=lambda: dt.datetime.now(dt.UTC))
    with open_store(folder / "store", key, visit) as store:
        release_survivors(store, release, wish, folder / "protected" / "public", progress=silent)


def live(release, key, folder, step, report):
    """Release, and die before the step; how many there were goes down the pipe."""
    lived = 0

    def count(event, words):
        nonlocal lived
        if event in EVENTS and str(words[0]).startswith(str(folder)):
            if lived == step:
                os.kill(os.getpid(), signal.SIGKILL)
            lived += 1

    sys.addaudithook(count)
    try:
        release_once(release, key, folder)
        os.write(report, str(lived).encode())
    finally:
        os._exit(0)


def let_live(release, key, folder, *, step=-1, wait_s=None):
    """Fork a victim; how many steps it took, -1 if it did not come to its end, and its seconds."""
    reading, writing = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        live(release, key, folder, step, writing)
    os.close(writing)
    if wait_s is not None:
        select.select([reading], [], [], wait_s)
        os.kill(child, signal.SIGKILL)
    lived = os.read(reading, 100)
    os.close(reading)
    os.waitpid(child, 0)
    return int(lived or -1), time.monotonic() - start


def main():
    task = json.loads(sys.argv[1])
    folder, release = Path(task["folder"]), Path(task["release"])
    key = read_key(Path(task["key"]), away_from=release)
    shutil.copytree(folder / "first", folder / "second")
    lived = {"first": let_live(release, key, folder / "second")}
    shutil.copytree(folder / "second", folder / "rehearsal")
    lived["second"] = let_live(release, key, folder / "rehearsal")
    number = 0
    for victim in task["victims"]:
        steps, seconds = lived[victim["of"]]
        if steps < 0:
            sys.exit("a rehearsal did not come to its end")
        plans = [{"wait_s": victim["share"] * seconds}] if "share" in victim else [{"step": steps - victim["back"]}]
        if victim.get("is_every"):
            plans = [{"step": step} for step in range(steps)]
        for plan in plans:
            place = folder / str(number)
            shutil.copytree(folder / victim["of"], place)
            let_live(release, key, place, **plan)
            number += 1
    sys.stdout.write(str(number))


if __name__ == "__main__":
    main()
