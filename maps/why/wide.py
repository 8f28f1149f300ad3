"""Why an interval is wide, and why a figure as computed may lie at the end of its own interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from maps.why.values import REGION, Drawn, Interval, Reason, RunTables
from maps.words import listed

_HAZARDS: Final = "hazards"
_MAIN: Final = 0.5  # of the lost time
_NARROW: Final = 0.5  # of the figure as computed: a lower end no higher is far from it
_EVEN: Final = 0.01  # of the figure: a range is lopsided by more
_KINDS: Final = {"suspected": "suspected hazard areas", "unknown": "hazard areas of unknown kind"}
_SPEEDS: Final = frozenset({"road class", "land class", "walking"})


def hazards_not_sure(reasons: Sequence[Reason], ranges: Sequence[Drawn]) -> str:
    """The kinds of hazard areas that are in some draws alone, where most lost time of a place is theirs; else empty.

    >>> hazards_not_sure((), ())
    ''
    """
    share = next((each.share for each in reasons if each.factor == _HAZARDS and each.is_active), 0.0)
    kinds = _open_kinds(ranges) if share >= _MAIN else []
    return listed(kinds) if kinds else ""


def is_wide(interval: Interval | None) -> bool:
    """Whether the lower end is half of the figure as computed or less."""
    return interval is not None and interval.value > 0 and interval.low <= _NARROW * interval.value


def wide_sentence(hazards: str) -> str:
    """Why an interval is wide, with the kinds of hazard areas of which it is not sure.

    >>> wide_sentence("suspected hazard areas")[:64]
    'It is not known whether suspected hazard areas are really there.'
    """
    return (
        f"It is not known whether {hazards} are really there. With them much time is lost, without them little; "
        "survey would tell."
    )


def wide_rows(region_id: str, told: RunTables, ranges: Sequence[Drawn]) -> list[tuple[str, str]]:
    """A row that says why the range of a region is wide, and which; none where it is narrow or hazards are sure."""
    hazards = hazards_not_sure(told.reasons_of(REGION, region_id), ranges)
    named = (("people", "beyond_threshold_people"), ("hours", "person_hours_beyond"))
    wide = [word for word, measure in named if is_wide(told.interval_of(REGION, region_id, measure))]
    return [(f"Why the range of {listed(wide)} is wide", wide_sentence(hazards))] if hazards and wide else []


def lopsided_sentence(ranges: Sequence[Drawn]) -> str:
    """Why a figure as computed may lie at an end of its interval, or outside; empty where all ranges are even."""
    parts = []
    if kinds := _open_kinds(ranges):
        parts.append(f"it takes every recorded hazard area as there, and {listed(kinds)} are left out of some draws")
    speeds = [each for each in ranges if each.kind in _SPEEDS and each.low < each.high]
    slower = sum(each.value - each.low > each.high - each.value + _EVEN for each in speeds)
    faster = sum(each.high - each.value > each.value - each.low + _EVEN for each in speeds)
    if slower > faster:
        parts.append(f"{slower} of {len(speeds)} ranges of speed reach further down than up")
    elif faster > slower:
        parts.append(f"{faster} of {len(speeds)} ranges of speed reach further up than down")
    waits = [each for each in ranges if each.kind == "boarding wait"]
    if any(each.low >= each.value and each.high > each.value for each in waits):
        parts.append("waits for a ride are only ever longer in the draws")
    if not parts:
        return ""
    return (
        "“As computed” is one answer, with the speeds of the tables; it need not be the middle of the draws, and "
        f"it can lie at an end of the interval or outside: {'; '.join(parts)}."
    )


def _open_kinds(ranges: Sequence[Drawn]) -> list[str]:
    """The kinds of hazard areas whose chance to be there is neither 0 nor 1."""
    return [
        _KINDS.get(each.name, f"hazard areas that are {each.name}")
        for each in ranges
        if each.kind == "hazard" and 0 < each.value < 1
    ]
