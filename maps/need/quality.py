"""The chapter on quality: what the directory says of the centres, how old it is, and what it leaves open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import shapely

from accessibility.need import order_pillars
from maps.need.chapter import (
    MOST_ROWS,
    Chapter,
    Part,
    Row,
    Table,
    count_known,
    cut_note,
    is_known,
    kept,
    of_centres,
    yes_no_counts,
    yes_no_unknown,
)
from maps.need.columns import DIRECTORY
from maps.need.values import Entry, NeedTables
from maps.release_values import Tier
from maps.table_facts import centre_source, table_facts
from maps.words import UNKNOWN, counted, date_in_words, listed, lowered, name_in_words
from maps.worlds import pillar_name

_FIELDS: Final = {
    "step_free": "Step-free",
    "female_staff": "Female staff",
    "transport_support": "Helps with transport",
    "first_fitting": "First fitting",
    "repair": "Repair",
}
_TOLD: Final = {
    "fee": "Fee",
    "languages": "Languages",
    "days_open": "Days open",
    "dormitory_beds": "Dormitory beds",
    "tasks": "Tasks",
    "level": "Level",
    "last_verified": "Last verified",
}
_LEAD: Final = (
    "This chapter tells what the directory of services says. It is no measure of how good the care is, and what it "
    "does not say is not known: it is not a no."
)
_OUTSIDE: Final = "Outside all areas"


def quality_chapter(need: NeedTables, tier: Tier) -> Chapter | None:
    """The chapter; None for a tier without a directory."""
    if not need.directory:
        return None
    facts = table_facts(
        unit="centres", denominator="the centres of the row", date=tier.as_of, source=centre_source(tier)
    )
    pillars = order_pillars(pillar for entry in need.directory for pillar in entry.pillars)
    by_pillar = [(pillar_name(each, tier), [one for one in need.directory if each in one.pillars]) for each in pillars]
    by_area = _by_area(need, tier)
    tables = [_pillar_table(by_pillar, facts)]
    if len(tier.areas) > 1:
        tables.append(_area_table(by_area[:MOST_ROWS], facts))
    tables.append(_directory_table(need, tier))
    part = Part(
        sentences=(_LEAD, *verified_sentences(need.directory), *_field_sentences(need.directory)),
        tables=tuple(tables),
        notes=kept(
            "A centre that serves several pillars is counted in each.",
            cut_note(len(by_area), "areas", DIRECTORY) if len(tier.areas) > 1 else "",
            _unknown_note(need.directory),
            cut_note(len(need.directory), "centres", DIRECTORY),
        ),
    )
    return Chapter(id="quality", title="Quality", parts=(part,))


def verified_sentences(entries: Sequence[Entry]) -> tuple[str, ...]:
    """How many entries someone has verified, and how old the newest and the oldest word of it are."""
    verified = sum(yes_no_unknown(entry.fields["is_verified"]) == "yes" for entry in entries)
    said = [
        f"The directory has {counted(len(entries), 'centre')}: {verified:,} verified, {len(entries) - verified:,} not."
    ]
    dated = sorted(day for entry in entries if (day := _day(entry.fields["last_verified"])) is not None)
    if dated:
        oldest, newest = dated[0], dated[-1]
        when = f"When they were last verified is known of {of_centres(len(dated), len(entries))}: "
        span = date_in_words(oldest) if oldest == newest else f"{date_in_words(oldest)} to {date_in_words(newest)}"
        said.append(f"{when}{span}.")
    else:
        said.append("When they were last verified is known of none.")
    return tuple(said)


def _day(said: str) -> str | None:
    try:
        return dt.date.fromisoformat(said[:10]).isoformat()
    except ValueError:
        return None


def _field_sentences(entries: Sequence[Entry]) -> list[str]:
    """For each field of yes or no: how many say yes, and of how many it is not known; those known of none together."""
    said, of_none = [], []
    for field, label in _FIELDS.items():
        answers = [yes_no_unknown(entry.fields[field]) for entry in entries]
        yes, unknown = answers.count("yes"), answers.count(UNKNOWN)
        if unknown == len(entries):
            of_none.append(lowered(label))
            continue
        known = f"not known of {unknown:,}" if unknown else "known of all"
        said.append(f"{label}: {of_centres(yes, len(entries))}, {known}.")
    if of_none:
        said.append(f"Not known of any centre: {listed(of_none)}.")
    return said


def _pillar_table(by_pillar: Sequence[tuple[str, Sequence[Entry]]], facts: str) -> Table:
    """A row for each field of each pillar: how many say yes or tell it, how many say no, and of how many it is open."""
    rows = []
    for pillar, entries in by_pillar:
        for field, label in {**_FIELDS, "is_verified": "Verified"}.items():
            said = [yes_no_unknown(entry.fields[field]) for entry in entries]
            counts = (f"{said.count(answer):,}" for answer in ("yes", "no", UNKNOWN))
            rows.append(Row(name=label, cells=(*counts, f"{len(entries):,}", pillar)))
        for field, label in _TOLD.items():
            told = count_known([entry.fields[field] for entry in entries])
            cells = (f"{told:,}", "", f"{len(entries) - told:,}", f"{len(entries):,}", pillar)
            rows.append(Row(name=label, cells=cells))
    return Table(
        id="quality-pillars",
        caption="What the directory tells of the centres of each service",
        facts=facts,
        headings=("Field", "Yes, or told", "No", "Not known", "Centres", "Service"),
        rows=tuple(rows),
        texts=(5,),
    )


def _area_table(by_area: Sequence[tuple[str, Sequence[Entry]]], facts: str) -> Table:
    labels = {"is_verified": "Verified", **_FIELDS}
    return Table(
        id="quality-areas",
        caption="What the directory tells of the centres in each area",
        facts=facts,
        headings=("Area", "Centres", *labels.values()),
        rows=tuple(Row(name=name, cells=_area_cells(entries, tuple(labels))) for name, entries in by_area),
        texts=tuple(range(2, len(labels) + 2)),
    )


def _area_cells(entries: Sequence[Entry], fields: Sequence[str]) -> tuple[str, ...]:
    if not entries:
        return ("0", *("no centre" for _ in fields))
    return (
        f"{len(entries):,}",
        *(yes_no_counts([entry.fields[field] for entry in entries]) for field in fields),
    )


def _by_area(need: NeedTables, tier: Tier) -> list[tuple[str, list[Entry]]]:
    """The centres in each area; one on a border is in the first that touches it, and who is in none stands last."""
    found: dict[str, list[Entry]] = {area.area_id: [] for area in tier.areas}
    outside: list[Entry] = []
    tree = shapely.STRtree([area.geometry for area in tier.areas])
    for entry in need.directory:
        hits = sorted(int(hit) for hit in tree.query(shapely.Point(entry.lon, entry.lat), predicate="intersects"))
        (found[tier.areas[hits[0]].area_id] if hits else outside).append(entry)
    rows = [(area.name, found[area.area_id]) for area in tier.areas]
    rows.sort(key=lambda row: -len(row[1]))
    return [*rows, *([(_OUTSIDE, outside)] if outside else [])]


def _directory_table(need: NeedTables, tier: Tier) -> Table:
    """The centres with the fields that something is known of."""
    fields = _known_fields(need.directory)
    return Table(
        id="quality-directory",
        caption="The directory of centres",
        facts=table_facts(
            unit="yes, no or not known; beds",
            denominator="one centre a row",
            date=tier.as_of,
            source=centre_source(tier),
        ),
        headings=(
            "Centre",
            "Service",
            *fields.values(),
            "Verified",
        ),
        rows=tuple(_directory_row(entry, fields, tier) for entry in need.directory[:MOST_ROWS]),
        texts=tuple(range(1, len(fields) + 3)),
    )


def _known_fields(entries: Sequence[Entry]) -> dict[str, str]:
    """The fields of the directory of which anything is known, with their headings."""
    return {
        field: label
        for field, label in {**_FIELDS, **_TOLD}.items()
        if count_known([entry.fields[field] for entry in entries])
    }


def _unknown_note(entries: Sequence[Entry]) -> str:
    known = _known_fields(entries)
    lacking = [lowered(label) for field, label in {**_FIELDS, **_TOLD}.items() if field not in known]
    return f"Left out of the directory, for they are known of no centre: {listed(lacking)}." if lacking else ""


def _directory_row(entry: Entry, shown: Iterable[str], tier: Tier) -> Row:
    fields = entry.fields
    return Row(
        name=entry.name or entry.centre_id,
        cells=(
            "; ".join(pillar_name(pillar, tier) for pillar in entry.pillars),
            *(yes_no_unknown(fields[field]) if field in _FIELDS else _told(field, fields[field]) for field in shown),
            yes_no_unknown(fields["is_verified"]),
        ),
    )


def _told(field: str, said: str) -> str:
    if not is_known(said):
        return UNKNOWN
    if field == "last_verified":
        return date_in_words(said)
    if field == "dormitory_beds":
        return f"{float(said):,.0f}" if said.replace(".", "", 1).isdigit() else said
    parts = [part.strip() for part in said.split(";")]
    return "; ".join(name_in_words(part) if field in {"level", "tasks", "fee"} else part for part in parts)
