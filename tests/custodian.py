"""A custodian for tests: made-up records, tables of them, a key, a store and the program."""

import csv
import datetime as dt
import io
import os
import sys
from pathlib import Path

from typer.testing import CliRunner

from custody.cli import app
from custody.columns import COLUMNS
from custody.keys import write_new_key
from custody.records import SurvivorRecord
from custody.store import open_store
from custody.visit import new_visit

ROOT = Path(__file__).resolve().parent.parent
SURROUNDINGS = {**os.environ, "PYTHONPATH": str(ROOT)}  # whatever the folder that a process starts in
PROGRAM = [sys.executable, "-c", "from custody.cli import app; app()"]
UNTIL = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1500)).isoformat()
# Values that stand nowhere else, so that one found outside the store has leaked.
ROW = {
    "id": "QZ-7741",
    "synthetic": "true",
    "lon": "43.617",
    "lat": "-12.943",
    "area_id": "",
    "place_precision": "exact_100m",
    "sex": "female",
    "age_band": "12-17",
    "impairment": "lower_limb_loss",
    "washington_group_flag": "true",
    "device_class": "trans_tibial",
    "year_band": "2003-2011",
    "direct_or_indirect": "direct",
    "need_pillars": "physical_rehab;psychosocial",
    "consent_scope": "planning_and_reporting",
    "source": "qzregistry",
    "retention_date": UNTIL,
}
TELLING = ("QZ-7741", "43.617", "-12.943", "12.943", "2003-2011", "qzregistry")


def a_row(**changes):
    return {**ROW, **changes}


def many_rows(count, *, start=0, **changes):
    """Rows of as many persons, no two alike in place."""
    numbers = range(start, start + count)
    return [a_row(id=f"S-{number:04d}", lon=f"{43 + number / 1000:.3f}", **changes) for number in numbers]


def a_record(**changes):
    values = {
        "id": "QZ-7741",
        "synthetic": True,
        "lon": 43.617,
        "lat": -12.943,
        "area_id": None,
        "place_precision": "exact_100m",
        "sex": "female",
        "age_band": "12-17",
        "impairment": "lower_limb_loss",
        "washington_group_flag": None,
        "device_class": "trans_tibial",
        "year_band": "2003-2011",
        "direct_or_indirect": "direct",
        "need_pillars": ("physical_rehab",),
        "consent_scope": "planning",
        "source": "qzregistry",
        "retention_date": dt.date.fromisoformat(UNTIL),
    }
    return SurvivorRecord(**(values | changes))


def some_records(count, **changes):
    return [a_record(id=f"S-{number}", lon=43 + number / 1000, **changes) for number in range(count)]


def write_table(path, rows, *, columns=None, separator=","):
    """A CSV of rows; without ``columns``, all those of the first row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns or list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def rows_of(*rows):
    """Rows with the columns in their usual order."""
    return [{name: row[name] for name in COLUMNS} for row in rows]


class Custodian:
    """A folder with a key, a store that is not there yet, and the program."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.key_file = folder / "custodian.key"
        self.key = write_new_key(self.key_file)
        self.store = folder / "store"
        self.table = folder / "table.csv"

    def say(self, *words, typed="", **environment):
        """Run the program in this process; ``output`` holds all that it says. ``typed`` is what it is answered."""
        variables = {"NEARCARE_CUSTODY_KEY_FILE": str(self.key_file), "NEARCARE_CUSTODY_KEY": "", **environment}
        before, hook = os.umask(0o022), sys.excepthook
        try:
            return CliRunner().invoke(app, [str(word) for word in words], env=variables, input=typed)
        finally:
            os.umask(before)
            sys.excepthook = hook

    def bring_in(self, rows, *options, columns=None):
        """Import rows from a table."""
        write_table(self.table, rows, columns=columns)
        return self.say(
            "import", self.store, self.table, "--source", "qzregistry", "--reason", "a test of it", *options
        )

    def open(self, command="test", **options):
        """The store, opened by its functions."""
        clock = {"clock": options.pop("clock")} if "clock" in options else {}
        key = options.pop("key", self.key)
        return open_store(self.store, key, new_visit(command, **clock), **options)

    def keep(self, records, **options):
        """Put records into the store, a new one if there is none."""
        with self.open(is_new_allowed=True, **options) as store:
            store.commit(records=records, outcome="records were imported")

    def ids(self):
        """The ids in the store."""
        with self.open() as store:
            return [record.id for record in store.records]
