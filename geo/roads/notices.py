"""What a reader of roads tells: tags not understood, ways not used, ferries without a duration."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.faults import Faults
from geo.roads.speeds import CAP_KEYS
from geo.roads.tags import AN_AREA, CLOSED, FERRY, FERRY_WITHOUT_DURATION, IMPASSABLE, WayUse
from geo.roads.ways import RoadWays

MAX_VALUES: Final = 12
MAX_IDS: Final = 5

# What is wrong and what to do, by the topic of a remark.
_TOPICS: Final = {
    **{
        key: (f"{key} has values that the speeds table does not know; they lower no speed", f"Add a {key} row for each")
        for key in CAP_KEYS
    },
    "highway": (
        "these classes are not in the speeds table, so the roads are not used",
        "Add a highway row if they are roads",
    ),
    "maxspeed zone": (
        "maxspeed names a zone instead of a speed; it lowers nothing",
        "Nothing, unless the zone's limit matters",
    ),
    "maxspeed": ("maxspeed is no speed above 0; it lowers nothing", "Write the speed in km/h"),
    "oneway": ("oneway is neither yes, no nor -1; vehicles go both ways", "Write yes, no or -1"),
    "oneway changing": (
        "the direction changes with the hour; no vehicles are let in",
        "Set oneway=no if both ways are open",
    ),
    "access": ("these access values are not known; the ways are taken as open", "Write yes or no"),
}
_REASONS: Final = {
    AN_AREA: "Draw the line that people follow if the area is to be crossed",
    CLOSED: "Mend the access tags if people may pass",
    IMPASSABLE: "Mend the tags or the speeds table if people may pass",
}


def tell_remarks(ways: RoadWays, uses: Sequence[WayUse], *, where: str, faults: Faults) -> None:
    """One notice for each topic with its values and counts; an error for an unknown unit of maxspeed."""
    ways_of_use = np.bincount(ways.tag_row, minlength=len(uses))
    values: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows_of_unknown_unit = []
    for row, use in enumerate(uses):
        for topic, value in use.remarks:
            values[topic][value] += int(ways_of_use[row])
            if topic == "maxspeed unit":
                rows_of_unknown_unit.append(row)
    for topic, (what, do) in _TOPICS.items():
        if topic in values:
            which = count_of(values[topic].total(), ways.row_name)
            faults.notice(where=where, which=which, what=f"{what}: {name_values(values[topic])}", do=do)
    if rows_of_unknown_unit:
        ids = ways.source_id[np.isin(ways.tag_row, rows_of_unknown_unit)]
        what = f"maxspeed has an unknown unit: {name_values(values['maxspeed unit'])}"
        do = "Write a number alone (km/h), or with km/h, mph or knots"
        faults.error(where=where, which=name_ids(ids, ways.row_name), what=what, do=do)


def tell_skipped(*, skipped: Mapping[str, int], row_name: str, where: str, faults: Faults) -> None:
    """One notice for each reason why ways are not used, but for those told by value or by name."""
    for reason, do in _REASONS.items():
        if reason in skipped:
            which = count_of(skipped[reason], row_name)
            faults.notice(where=where, which=which, what=f"not used: {reason}", do=do)


def tell_ferries(ways: RoadWays, uses: Sequence[WayUse], *, where: str, faults: Faults) -> None:
    """A notice for each ferry that has no duration that can be read."""
    rows = [row for row, use in enumerate(uses) if use.skipped == FERRY_WITHOUT_DURATION]
    for way in np.flatnonzero(np.isin(ways.tag_row, rows)):
        found = ways.tags[ways.tag_row[way]]
        name = f" ({found['name']})" if "name" in found else ""
        text = f"the duration {found['duration']!r} cannot be read" if "duration" in found else "it has no duration"
        which = f"{FERRY} {ways.row_name} {ways.source_id[way]}{name}"
        what = f"{text}, and a ferry without a duration links nothing"
        faults.notice(where=where, which=which, what=what, do="Add duration=HH:MM in the file")


def name_values(values: Counter[str]) -> str:
    """Values with their counts, the commonest first, at most a dozen."""
    common = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    text = ", ".join(f"{value!r} ({count})" for value, count in common[:MAX_VALUES])
    return text if len(common) <= MAX_VALUES else f"{text} and {len(common) - MAX_VALUES} others"


def name_ids(ids: npt.NDArray[np.int64], row_name: str) -> str:
    """At most five ids, and how many there are."""
    text = ", ".join(str(number) for number in ids[:MAX_IDS])
    more = "" if len(ids) <= MAX_IDS else f" and {len(ids) - MAX_IDS} others"
    return f"{row_name} {text}" if len(ids) == 1 else f"{count_of(len(ids), row_name)} ({text}{more})"


def count_of(count: int, noun: str) -> str:
    """The count with its noun: 1 way, 2 ways."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
