"""Writing what may be told of survivors: the rows of a tier's protected tables, and what must be said with them."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from accessibility.protection import ALL, ProtectedTables, protection_facts, table_columns, table_rows

SURVIVORS_CSV: Final = "survivors.csv"
SURVIVORS_JSON: Final = "survivors.json"
_LABELS: Final = ("table", "tier", "synthetic")


def write_survivors(folder: Path, tables: Sequence[ProtectedTables]) -> None:
    """``survivors.csv`` and ``survivors.json`` in a folder of tables; nothing without any table.

    ``table`` numbers the folders from 1, as the study names them. A dimension by which one does not tell
    people apart reads ``all`` there.
    """
    if not tables:
        return
    columns = [table_columns(told.design) for told in tables]
    names = [[dimension.name for dimension in told.design.dimensions] for told in tables]
    dimensions = list(dict.fromkeys(name for each in names for name in each))
    before, after = _around(columns[0], names[0])
    with (folder / SURVIVORS_CSV).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*_LABELS, *before, *dimensions, *after))
        for number, (told, own) in enumerate(zip(tables, names, strict=True), start=1):
            label = (str(number), told.tier, "true" if told.is_synthetic else "false")
            last = len(before) + len(own)
            for row in table_rows(told):
                by_name = dict(zip(own, row[len(before) : last], strict=True))
                told_apart = (by_name.get(name, ALL) for name in dimensions)
                writer.writerow((*label, *row[: len(before)], *told_apart, *row[last:]))
    facts = [{"table": number, **protection_facts(told)} for number, told in enumerate(tables, start=1)]
    text = json.dumps({"tables": facts}, indent=2, ensure_ascii=False)
    (folder / SURVIVORS_JSON).write_text(text + "\n", encoding="utf-8")


def survivors_told(tables: Sequence[ProtectedTables]) -> list[dict[str, Any]]:
    """What a manifest and a summary say of each table: by which rules it is told, of which day; no figure."""
    return [
        {
            "table": number,
            "tier": told.tier,
            "k": told.k,
            "rounding_base": told.rounding_base,
            "as_of": told.as_of.isoformat(),
            "synthetic": told.is_synthetic,
            "units": told.design.units_kind,
            "pillars": list(dict.fromkeys(table.run.pillar for table in told.tables)),
            "suppression": (
                f"No figure is told that stands for fewer than {told.k} survivors, nor one from which such a figure "
                "could be worked out; suppressed does not mean zero."
            ),
        }
        for number, told in enumerate(tables, start=1)
    ]


def _around(columns: Sequence[str], dimensions: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The columns of a table before its dimensions, and those after them."""
    if not dimensions:
        at = columns.index("survivors")
        return columns[:at], columns[at:]
    first = columns.index(dimensions[0])
    return columns[:first], columns[first + len(dimensions) :]
