"""Values told as JSON: no way and not known are null with a word beside them, since JSON has neither."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from api.reports.models import CellValue, ColumnTold, FigureTold, PartTold, PlaceTold, RowTold, RunTold, SourceTold

if TYPE_CHECKING:
    from maps.gap_reports import Figure, GapReport, Part
    from maps.release_values import Run, Tier

NO_WAY: Final = "no way"
NOT_KNOWN: Final = "not known"
UNITS: Final = (
    "population and people: people; minutes: one way; person_minutes: minutes one way, summed over people; before and "
    "after are the two runs; bands are cumulative and inclusive."
)


def number(value: float) -> float | None:
    """A number as JSON can hold it; None where there is no way, or it is not known."""
    return float(value) if math.isfinite(value) else None


def absence(value: float) -> str | None:
    """Why a number is none; None where it is one."""
    if math.isfinite(value):
        return None
    return NOT_KNOWN if math.isnan(value) else NO_WAY


def row_told(row: Mapping[str, CellValue]) -> RowTold:
    """A row with null for what is no number, and why."""
    cells: dict[str, CellValue] = {}
    absent: dict[str, str] = {}
    for name, cell in row.items():
        if isinstance(cell, float) and not math.isfinite(cell):
            cells[name] = None
            absent[name] = absence(cell) or NOT_KNOWN
        else:
            cells[name] = cell
    return RowTold(cells=cells, absent=absent)


def rows_as_csv(rows: Iterable[Mapping[str, CellValue]]) -> bytes:
    """Rows as CSV in UTF-8: not known is empty, inf is no way, and no text is a formula for a spreadsheet."""
    from accessibility.release import neutral_text  # noqa: PLC0415 - it loads the libraries of tables

    told = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(told[0]) if told else [], lineterminator="\r\n")
    writer.writeheader()
    for row in told:
        writer.writerow({name: _csv_cell(cell, neutral_text) for name, cell in row.items()})
    return out.getvalue().encode("utf-8")


def _csv_cell(cell: CellValue, neutral: object) -> str:
    if isinstance(cell, str):
        assert callable(neutral)  # noqa: S101 - given above
        return str(neutral(cell))
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return repr(float(cell))


def run_told(run: Run, tier: Tier) -> RunTold:
    """A run with its id and its name in words."""
    from maps.gap_reports import run_id  # noqa: PLC0415 - it loads the libraries of tables
    from maps.sentences import list_questions, run_label  # noqa: PLC0415

    question = next(each for each in list_questions(tier) if each.key.question == run.key.question)
    key = run.key
    return RunTold.model_validate(
        {
            "id": run_id(key),
            "label": run_label(run, question),
            "pillar": key.pillar,
            "profile": key.profile,
            "scenario": key.scenario,
            "season": key.season,
            "direction": key.direction,
            "hazards": key.hazards,
        }
    )


def place_told(report: GapReport) -> PlaceTold:
    """The place of a report."""
    place = report.place
    return PlaceTold.model_validate({"kind": place.kind, "id": place.place_id, "name": place.name})


def figure_told(figure: Figure) -> FigureTold:
    """A figure with its range, in numbers and in words."""
    from maps.gap_reports import range_of_figure  # noqa: PLC0415 - it loads the libraries of tables

    return FigureTold(
        measure=figure.measure,
        label=figure.label,
        group=figure.group,
        group_label=figure.group_label,
        group_kind=figure.group_kind,
        value=number(figure.value),
        absence=figure.note or absence(figure.value),
        unit=figure.unit,
        denominator=number(figure.denominator),
        denominator_of=figure.denominator_of,
        as_of=figure.as_of,
        low=number(figure.low),
        high=number(figure.high),
        draws_between=number(figure.interval),
        range_in_words=range_of_figure(figure),
    )


def part_told(part: Part) -> PartTold:
    """A part with its columns and rows."""
    columns = [
        ColumnTold(
            name=each.name,
            label=each.label,
            unit=each.unit,
            denominator_of=each.of,
            denominator_column=each.denominator,
        )
        for each in part.columns
    ]
    return PartTold.model_validate(
        {
            "key": part.key,
            "title": part.title,
            "status": part.status,
            "sentences": list(part.sentences),
            "as_of": part.as_of,
            "columns": columns,
            "rows": [row_told(row) for row in part.rows],
        }
    )


def sources_told(report: GapReport) -> list[SourceTold]:
    """The inputs of the study."""
    return [
        SourceTold(role=each.role, file=each.file, source=each.source, licence=each.licence, date=each.date)
        for each in report.sources
    ]
