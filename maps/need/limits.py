"""The chapters on what is not known, and on the method with its limits: definitions, groups, sources, certainty."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from accessibility.need import pillar_label
from maps.need.chapter import MOST_ROWS, Chapter, Part, Row, Table, cut_note, kept
from maps.need.columns import DATA_GAPS, GROUPS
from maps.need.values import TOTAL_ID, DataGap, Group, NeedTables
from maps.release_values import Tier
from maps.table_facts import centre_source, people_source, table_facts
from maps.words import (
    UNKNOWN,
    date_in_words,
    duration_in_words,
    listed,
    lowered,
    minutes_in_words,
    name_in_words,
    people_in_words,
    percent_in_words,
)

CERTAINTY: Final = {
    "S": "given by those who asked for this study",
    "V": "read in a public source",
    "D": "worked out from a public source",
    "M": "recalled, to be confirmed",
    "A": "assumed; a planner may change it",
}
BY_PEOPLE: Final = "area"  # centres, weighed by the people who have them nearest
SUBJECTS: Final = {
    "centres": "Centres",
    BY_PEOPLE: "Centres, weighed by people",
    "demand": "People",
    "demands": "People",
}
_GAP_LEAD: Final = (
    "What is not known is a finding of its own: a share that rests on few known fields says little, however exact it "
    "looks."
)
_ESTIMATES: Final = (
    "Needs are estimated: people of a sex and age times a rate from a source. They are no count of persons, and their "
    "range is that of the rate."
)


def data_gaps_chapter(need: NeedTables, tier: Tier) -> Chapter | None:
    """The chapter; None where no table tells what is known."""
    if not need.data_gaps:
        return None
    names = {area.area_id: area.name for area in tier.areas}
    parts: list[Part] = []
    for subject in dict.fromkeys(row.subject for row in need.data_gaps):
        told = [row for row in need.data_gaps if row.subject == subject]
        rows = _telling(told)
        is_demand = subject.startswith("demand")
        is_people = is_demand or subject == BY_PEOPLE
        table = Table(
            id=f"data-gaps-{subject.replace('_', '-')}",
            caption=f"{_subject(subject)}: how much of each field is known, least first",
            facts=table_facts(
                unit="people" if is_people else "centres",
                denominator="the people whose nearest centre it is, by whether its field is known"
                if subject == BY_PEOPLE
                else f"all {'people' if is_people else 'centres'} of the row, known or not",
                date=tier.as_of,
                source=people_source(tier) if is_demand else _sources(subject, tier),
            ),
            headings=("Field", "Area", "Pillar", "Known", "Of", "Share known", "Note"),
            rows=tuple(_gap_row(row, names) for row in rows[:MOST_ROWS]),
            texts=(1, 2, 6),
        )
        parts.append(
            Part(
                title=_subject(subject),
                sentences=(*((_GAP_LEAD,) if not parts else ()), *known_sentences(rows, names)),
                tables=(table,),
                notes=kept(
                    f"Rows that tell no more than those of all are left out; all are in {DATA_GAPS} of this release."
                    if len(rows) < len(told)
                    else "",
                    cut_note(len(rows), "rows", DATA_GAPS),
                ),
            )
        )
    return Chapter(id="data-gaps", title="Data gaps", parts=tuple(parts))


def _telling(told: Sequence[DataGap]) -> list[DataGap]:
    """The rows of all areas first, then those whose share is not that of all; of each the least known first."""
    whole = {(row.field, row.pillar): row for row in told if _is_whole(row)}

    def tells(row: DataGap) -> bool:
        own = None if _is_whole(row) else whole.get((row.field, row.pillar))
        wider = own or (whole.get((row.field, "")) if row.pillar else None)
        return wider is None or _share(wider) != _share(row)

    return sorted(filter(tells, told), key=lambda row: (not _is_whole(row), bool(row.pillar), _share(row)))


def _share(row: DataGap) -> float:
    return math.inf if math.isnan(row.share_known) else row.share_known


def _is_whole(row: DataGap) -> bool:
    return row.area_id in {"", TOTAL_ID}


def _sources(subject: str, tier: Tier) -> str:
    return f"{centre_source(tier)}; {people_source(tier)}" if subject == BY_PEOPLE else centre_source(tier)


def _subject(subject: str) -> str:
    return SUBJECTS.get(subject, name_in_words(subject))


def known_sentences(rows: Sequence[DataGap], names: dict[str, str]) -> tuple[str, ...]:
    """The three fields of which least is known, of all where that is told; fields known of none in one sentence."""
    known = [row for row in rows if row.total > 0 and not math.isnan(row.share_known)]
    whole = [row for row in known if _is_whole(row)]
    known = [row for row in whole if not row.pillar] or whole or known
    of_none: dict[tuple[str, float], list[DataGap]] = {}
    for row in known:
        if row.known == 0 and _is_whole(row):
            of_none.setdefault((row.pillar, row.total), []).append(row)
    together = [rows for rows in of_none.values() if len(rows) > 1]
    said = [
        f"Known of none of {people_in_words(rows[0].total)}{_where(rows[0], names)}: "
        f"{listed([lowered(name_in_words(row.field)) for row in rows])}."
        for rows in together
    ]
    alone = [row for row in known if not any(row in rows for rows in together)]
    said += [
        f"{name_in_words(row.field)}{_where(row, names)}: known of {people_in_words(row.known)} of "
        f"{people_in_words(row.total)} ({percent_in_words(row.known, row.total)})."
        for row in alone[:3]
    ]
    if known and all(row.known >= row.total for row in known):
        said = ["All fields are known."]
    return tuple(said)


def _where(row: DataGap, names: dict[str, str]) -> str:
    parts = [*([] if row.area_id in {"", TOTAL_ID} else [names.get(row.area_id, row.area_id)]), *_pillar(row)]
    return f" ({', '.join(parts)})" if parts else ""


def _pillar(row: DataGap) -> list[str]:
    return [pillar_label(row.pillar)] if row.pillar else []


def _gap_row(row: DataGap, names: dict[str, str]) -> Row:
    share = "nothing to know" if row.total == 0 else percent_in_words(row.known, row.total)
    return Row(
        name=name_in_words(row.field),
        cells=(
            "all" if row.area_id in {"", TOTAL_ID} else names.get(row.area_id, row.area_id),
            "; ".join(_pillar(row)) or "all",
            people_in_words(row.known),
            people_in_words(row.total),
            share,
            row.note,
        ),
    )


def method_part(need: NeedTables, tier: Tier) -> Part:
    """What the words of the chapters mean, who the groups are and how certain their figures are."""
    return Part(
        title="What the words mean",
        items=definitions(need, tier),
        tables=(_groups_table(need, tier),) if need.groups else (),
        notes=kept(
            "Range: what the people of a group may be at the lowest and at the highest rate.",
            cut_note(len(need.groups), "groups", GROUPS),
        )
        if need.groups
        else (),
    )


def definitions(need: NeedTables, tier: Tier) -> tuple[str, ...]:
    """The definitions and limits, each in a sentence or two, as far as this release uses them."""
    threshold = duration_in_words(tier.threshold_minutes)
    bands = listed([minutes_in_words(band) for band in tier.bands_minutes])
    said = [
        f"Within: travel time is at most the limit; the limit counts as within. The bands are {bands}, one way.",
        (
            f"Threshold: {threshold}. No accepted standard of travel time to rehabilitation was found, so the "
            "threshold is a parameter of the study, and the curves show what others would give."
        ),
        (
            "Denominator: everyone of the group in the area, also those with no time; a share of the reached alone "
            "would hide those who reach nothing."
        ),
        "Median, 9 in 10 and worst tenth: over everyone, those with no time last, so that one may be “no way”.",
        (
            "Absences: “not known” is no figure, “no way” is a finding, “nobody” is an empty group; “not asked” is a "
            "figure that this study does not compute."
        ),
        (
            "Day trip and overnight: there and back within the hours that the study sets, or longer. A year's hours "
            "and fares are of the visits that it sets."
        ),
    ]
    kinds = {group.kind for group in need.groups}
    if "settlement" in kinds:
        said.append(
            "City, town, rural: the Degree of Urbanisation (DEGURBA): cities are centres of at least 1,500 people per "
            "km² and 50,000 people, towns are clusters of at least 300 per km² and 5,000 people, the rest is rural."
        )
    if "need" in kinds:
        said.append(_ESTIMATES)
    if need.supply or need.loads:
        said.append(
            "Supply and load rest on the capacity that centres tell; a centre of unknown capacity is left out of them "
            "unless the study gives a figure, so supply can be higher than told."
        )
    if need.fairness:
        said.append("Indices of inequality describe how times are spread over people; they say nothing of why.")
    if need.parity:
        said.append("Parity: survivors and everyone in need are compared in the same area and stratum, by one limit.")
    said += [
        (
            "Times are modelled. Real ways are often slower: those of patients in one study took 1.49 times as long as "
            "modelled (confidence interval 1.40 to 1.57, 664 patients, Rwanda; PMC7266844)."
        ),
        "Certainty: " + "; ".join(f"{mark}, {meaning}" for mark, meaning in CERTAINTY.items()) + ".",
    ]
    return tuple(said)


def _groups_table(need: NeedTables, tier: Tier) -> Table:
    return Table(
        id="method-groups",
        caption="The groups of people, with their range, source and certainty",
        facts=table_facts(
            unit="people",
            denominator="none, these are counts",
            date=tier.as_of,
            source=f"{people_source(tier)}, and the source of each group",
        ),
        headings=("Group", "People", "Range", "Source", "Date of the source", "Certainty", "Note"),
        rows=tuple(_group_row(group) for group in need.groups[:MOST_ROWS]),
        texts=(3, 4, 5, 6),
    )


def _group_row(group: Group) -> Row:
    certainty = CERTAINTY.get(group.certainty, "")
    return Row(
        name=group.label or group.key,
        cells=(
            "nobody" if group.people == 0 else people_in_words(group.people),
            range_in_words(group),
            group.source or "not given",
            date_in_words(group.source_date) if group.source_date else "not given",
            f"{group.certainty}: {certainty}" if certainty else group.certainty or UNKNOWN,
            group.note,
        ),
    )


def range_in_words(group: Group) -> str:
    """The range of a group's people; empty where there is none beside its figure."""
    if math.isnan(group.low_people) or math.isnan(group.high_people) or group.low_people == group.high_people:
        return "none given"
    return f"{people_in_words(group.low_people)} to {people_in_words(group.high_people)}"
