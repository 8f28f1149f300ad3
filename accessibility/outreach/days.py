"""The days of a tour: a sequence of pieces of work laid out day by day, with no hour too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from accessibility.outreach.month import Leg, Month, Pieces, Tour

_ROUNDING = 1e-6  # minutes within which a day counts as kept


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    """A way to have done some pieces: on which day, after how many minutes of it, and how it came about."""

    day: int
    minutes: float
    drive_minutes: float
    place: int
    before: _Label | None
    legs: tuple[Leg, ...]


def make_pieces(month: Month) -> Pieces:
    """The work at each stop in as many equal pieces as a tour to it asks for.

    A piece fits into one day of a tour to this stop alone, with its set-up: into a day trip where nobody stays the
    night at stops, into the day of coming or going with one night, into a whole day with more. Work for more than
    one piece is cut into halves of such days, so that a day that begins with a drive is of use as well.
    """
    bases, day = month.base_count, month.day_minutes
    out = month.drive_minutes[:bases, bases:]
    back = month.drive_minutes[bases:, :bases].T
    if not bases or not month.stop_count:
        nothing = np.zeros(month.stop_count, np.int64)
        return Pieces(count=nothing, visits=np.zeros(month.stop_count), base=nothing - 1)
    nights = month.nights_away if month.may_sleep_at_stops else 0
    if nights == 0:
        room = day - out - back
    else:
        room = np.where((out <= day) & (back <= day), day - (np.minimum(out, back) if nights == 1 else 0.0), -np.inf)
    room = np.where(np.isfinite(out + back), room, -np.inf) - month.set_up_minutes
    best = np.lexsort((np.arange(bases)[:, None] + np.zeros_like(out), out + back, -room), axis=0)[0]
    most = room[best, np.arange(month.stop_count)]
    work = month.visits * month.visit_minutes
    can = (most > _ROUNDING) & (month.visits > 0)
    share = work / np.where(can, most, 1.0)
    count = np.where(share <= 1 + _ROUNDING, 1, np.ceil(2 * share - _ROUNDING))
    count = np.where(can, count, 0).astype(np.int64)
    visits = month.visits / np.maximum(count, 1)
    return Pieces(count=count, visits=np.where(can, visits, 0.0), base=np.where(can, best, -1).astype(np.int64))


def tours_along(month: Month, pieces: Pieces, base: int, stops: Sequence[int]) -> Iterator[Tour]:
    """The tour from a base along the first piece, the first two, and so on, as long as its days can be kept.

    Each has the fewest days in which the pieces can be done in this order, and of these the least minutes on the
    last day. Nights are spent at the stop just left or the one that is next, or at another base between them.
    """
    start = _Label(day=1, minutes=0.0, drive_minutes=0.0, place=base, before=None, legs=())
    labels = [start]
    for number, stop in enumerate(stops, start=1):
        found: dict[int, _Label] = {}
        for label in labels:
            for new in _next_piece(month, pieces, base, label, stop):
                held = found.get(new.day)
                key = (new.minutes, new.drive_minutes)
                if new.day <= month.most_days and (held is None or key < (held.minutes, held.drive_minutes)):
                    found[new.day] = new
        labels = [found[day] for day in sorted(found)]
        if not labels:
            return
        ends = [end for label in labels for end in _home(month, base, label) if end.day <= month.most_days]
        if ends:
            best = min(ends, key=lambda end: (end.day, end.drive_minutes, end.minutes))
            yield Tour(base=base, stops=tuple(stops[:number]), legs=_legs_of(best))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """A way on from a label: the last drive, the day and its minutes before it, and the legs and nights until then."""

    day: int
    used_minutes: float
    start: int
    drive_minutes: float
    legs: tuple[Leg, ...] = ()


def _next_piece(month: Month, pieces: Pieces, base: int, label: _Label, stop: int) -> Iterator[_Label]:
    """All ways to do one piece more after a label."""
    there, visits = month.place(stop), float(pieces.visits[stop])
    for way in _ways_to(month, base, label, there):
        is_going_on = way.day == label.day and label.place == there and label.before is not None
        work = visits * month.visit_minutes + (0.0 if is_going_on else month.set_up_minutes)
        minutes = way.used_minutes + way.drive_minutes + work
        if minutes > month.day_minutes + _ROUNDING:
            continue
        last = _leg(way.day, way.start, there, way.drive_minutes, work_minutes=work, visits=visits)
        legs = (*way.legs, last)
        driven = label.drive_minutes + sum(leg.drive_minutes for leg in legs)
        yield _Label(day=way.day, minutes=minutes, drive_minutes=driven, place=there, before=label, legs=legs)


def _ways_to(month: Month, base: int, label: _Label, there: int) -> Iterator[_Way]:
    """All ways from a label to the next stop: on the same day, or with one night on the way or two."""
    here, day, full = label.place, label.day, month.day_minutes + _ROUNDING
    direct = float(month.drive_minutes[here, there])
    yield _Way(day=day, used_minutes=label.minutes, start=here, drive_minutes=direct)
    is_under_way = label.before is not None
    if month.may_sleep_at_stops:
        night_here = _leg(day, here, here, 0.0, is_night_away=True)
        if is_under_way:
            yield _Way(day=day + 1, used_minutes=0.0, start=here, drive_minutes=direct, legs=(night_here,))
        if here != there and label.minutes + direct <= full:
            night_there = _leg(day, here, there, direct, is_night_away=True)
            yield _Way(day=day + 1, used_minutes=0.0, start=there, drive_minutes=0.0, legs=(night_there,))
        if is_under_way and here != there and direct <= full:
            both = (night_here, _leg(day + 1, here, there, direct, is_night_away=True))
            yield _Way(day=day + 2, used_minutes=0.0, start=there, drive_minutes=0.0, legs=both)
    for other in range(month.base_count) if is_under_way else ():
        away = float(month.drive_minutes[here, other])
        if other != base and label.minutes + away <= full:
            night = _leg(day, here, other, away, is_night_away=True)
            onward = float(month.drive_minutes[other, there])
            yield _Way(day=day + 1, used_minutes=0.0, start=other, drive_minutes=onward, legs=(night,))


def _home(month: Month, base: int, label: _Label) -> Iterator[_Label]:
    """The ways home after the last piece: on the same day, or after a night at the stop."""
    here, back = label.place, float(month.drive_minutes[label.place, base])
    ways = [_Way(day=label.day, used_minutes=label.minutes, start=here, drive_minutes=back)]
    if month.may_sleep_at_stops:
        night = (_leg(label.day, here, here, 0.0, is_night_away=True),)
        ways.append(_Way(day=label.day + 1, used_minutes=0.0, start=here, drive_minutes=back, legs=night))
    for way in ways:
        minutes = way.used_minutes + back
        if minutes <= month.day_minutes + _ROUNDING:
            legs = (*way.legs, _leg(way.day, here, base, back))
            driven = label.drive_minutes + back
            yield _Label(day=way.day, minutes=minutes, drive_minutes=driven, place=base, before=label, legs=legs)


def _leg(  # noqa: PLR0913 - what a leg is
    day: int,
    start: int,
    end: int,
    drive_minutes: float,
    *,
    work_minutes: float = 0.0,
    visits: float = 0.0,
    is_night_away: bool = False,
) -> Leg:
    return Leg(
        day=day,
        start=start,
        end=end,
        drive_minutes=drive_minutes,
        work_minutes=work_minutes,
        visits=visits,
        is_night_away=is_night_away,
    )


def _legs_of(label: _Label) -> tuple[Leg, ...]:
    """The legs of a label and all before it; a night at a place is told by the leg that led there."""
    chain: list[Leg] = []
    at: _Label | None = label
    while at is not None:
        chain = [*at.legs, *chain]
        at = at.before
    told: list[Leg] = []
    for leg in chain:
        if leg.start == leg.end and told and told[-1].day == leg.day and told[-1].end == leg.end:
            last = told[-1]  # a further piece at the same stop on the same day, or the night there
            told[-1] = replace(
                last,
                work_minutes=last.work_minutes + leg.work_minutes,
                visits=last.visits + leg.visits,
                is_night_away=last.is_night_away or leg.is_night_away,
            )
        else:
            told.append(leg)
    return tuple(told)
