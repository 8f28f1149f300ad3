"""Which candidates may not be chosen, each for its first reason, and how that is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.candidates.constraints import INSIDE, distance_to_all_year_roads_m, distance_to_hazards_m
from accessibility.candidates.drafts import NO_CENTRE, Draft, places_of
from accessibility.candidates.values import REFUSED_COLUMNS, RefusalCode
from accessibility.inputs import Inputs
from accessibility.study_file import CandidatesTable
from geo.faults import Faults
from geo.land import NearestPassableCell
from geo.layers import list_names

_TO_DO: Final[dict[RefusalCode, tuple[str, str]]] = {
    "outside-grid": ("lie outside the grid", "Check their coordinates, or enlarge the grid"),
    "no-land-data": ("lie where there is no land data", "Correct their coordinates, or raise [land] adopt_within_m"),
    "barrier": ("lie on a barrier", "Correct their coordinates, or raise [land] adopt_within_m"),
    "no-all-year-road": (
        "lie too far from every road that is open all year",
        "Leave it so, or raise all_year_road_within_m of [candidates]",
    ),
    "land-not-owned": ("stand on land that is not known to be owned", "Ask whose it is, and fill in land_owned"),
    "adds-nothing": ("are upgrades that add nothing to what the centre has", "Leave it so, or offer more"),
    "already-given": ("stand at a centre that gives all their pillars already", "Leave it so"),
    "duplicate": ("stand twice at a place with the same offer; the cheaper stayed", "Leave it so, or part them"),
    "inside-hazard": ("lie in an open hazard", "Leave it so until the area is released"),
    "near-hazard": ("lie too near to an open hazard", "Leave it so, or lower away_from_hazards_m of [candidates]"),
}
_RESTRICTED: Final[frozenset[RefusalCode]] = frozenset({"inside-hazard", "near-hazard"})
Cells = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Drafts with their cells, and for each the first reason against it; "" and None where there is none.

    ``cell``: -1 where nobody can stand near enough. ``is_restricted``: what is said of it speaks of a hazard or a
    sensitive centre.
    """

    drafts: tuple[Draft, ...]
    cell: Cells
    moved_m: npt.NDArray[np.float64]
    codes: tuple[RefusalCode | None, ...]
    reasons: tuple[str, ...]
    is_restricted: npt.NDArray[np.bool_]

    @property
    def accepted(self) -> list[int]:
        """The rows that may be chosen."""
        return [row for row, code in enumerate(self.codes) if code is None]

    def refused(self, inputs: Inputs) -> pd.DataFrame:
        """The rows that may not, as the columns REFUSED_COLUMNS."""
        xy = places_of(list(self.drafts))
        lon, lat = inputs.ground.grid.to_lon_lat(xy[:, 0], xy[:, 1])
        rows = [
            (draft.identity, draft.name, draft.kind, lon[row], lat[row], self.reasons[row], code, restricted)
            for row, (draft, code, restricted) in enumerate(
                zip(self.drafts, self.codes, self.is_restricted.tolist(), strict=True)
            )
            if code is not None
        ]
        types = dict.fromkeys(REFUSED_COLUMNS, "str") | {"lon": "float64", "lat": "float64", "is_restricted": "bool"}
        return pd.DataFrame(rows, columns=list(REFUSED_COLUMNS)).astype(types)

    def counts(self) -> Iterator[tuple[RefusalCode, bool, list[int]]]:
        """The refused rows by code, in the order of the reasons, restricted ones apart."""
        for code in _TO_DO:
            for restricted in (False, True):
                rows = [
                    row
                    for row, each in enumerate(self.codes)
                    if each == code and bool(self.is_restricted[row]) == restricted
                ]
                if rows:
                    yield code, restricted, rows


def judge(drafts: Sequence[Draft], table: CandidatesTable, inputs: Inputs) -> Judged:
    """Each draft against every constraint; the first reason in the order of ``RefusalCode`` stands.

    Hazards come last: whoever may not know of them sees the same refusals as where there were none.
    """
    land, hazards, centres = inputs.ground.land, inputs.ground.hazards, inputs.centres
    xy = places_of(list(drafts))
    own = land.grid.cell_at(xy[:, 0], xy[:, 1])
    within_m = inputs.study.land.adopt_within_m
    cell, distance_m = NearestPassableCell(land).of(xy[:, 0], xy[:, 1], within_m=within_m)
    codes: list[RefusalCode | None] = [None] * len(drafts)
    reasons = [""] * len(drafts)
    is_restricted = np.array([_is_sensitive(draft, inputs) for draft in drafts], np.bool_)

    def refuse(code: RefusalCode, is_meant: npt.NDArray[np.bool_], words: Callable[[int], str]) -> None:
        for row in np.flatnonzero(is_meant).tolist():
            if codes[row] is None:
                codes[row], reasons[row] = code, words(row)
                is_restricted[row] |= code in _RESTRICTED

    has_data = land.has_data.ravel()[np.maximum(own, 0)]
    nowhere = f", with no passable cell within {within_m:g} m"
    refuse("outside-grid", own < 0, lambda _: "it lies outside the grid")
    refuse("no-land-data", (cell < 0) & ~has_data, lambda _: f"there is no land data{nowhere}")
    refuse("barrier", cell < 0, lambda _: f"it lies on a barrier{nowhere}")
    most_m = table.all_year_road_within_m
    if most_m is not None:
        road_m = distance_to_all_year_roads_m(inputs, xy, within_m=most_m)
        words = f"no road that is open in every season lies within {most_m:g} m"
        refuse("no-all-year-road", road_m > most_m, lambda _: words)
    is_unowned = [table.land_owned and draft.kind == "listed" and draft.is_land_owned is not True for draft in drafts]
    refuse("land-not-owned", np.array(is_unowned, np.bool_), lambda _: "its land is not known to be owned")
    adds_nothing = np.array([not draft.adds for draft in drafts], np.bool_)
    refuse("adds-nothing", adds_nothing, lambda row: f"{centres.ids[drafts[row].centre]} has all of it already")
    giving = [_giver_at(draft, int(cell[row]), inputs) for row, draft in enumerate(drafts)]
    is_given = np.array([row != NO_CENTRE for row in giving], np.bool_)
    is_restricted |= is_given & np.array([bool(centres.is_sensitive[row]) for row in giving], np.bool_)
    refuse("already-given", is_given, lambda row: f"centre {centres.ids[giving[row]]} gives its pillars there already")
    kept_of = _cheaper_alike(drafts, cell, codes, years=table.years)
    for row, kept in kept_of.items():
        is_restricted[row] |= is_restricted[kept]
    is_twice = np.isin(np.arange(len(drafts)), list(kept_of))
    refuse("duplicate", is_twice, lambda row: f"{drafts[kept_of[row]].identity} offers the same there for no more")
    away_m = distance_to_hazards_m(inputs, xy, within_m=table.away_from_hazards_m)
    is_inside = away_m <= INSIDE
    if hazards is not None:
        is_inside |= (cell >= 0) & hazards.is_inside.ravel()[np.maximum(cell, 0)]
    refuse("inside-hazard", is_inside, lambda _: "it lies inside an open hazard")
    refuse(
        "near-hazard",
        away_m < table.away_from_hazards_m,
        lambda row: f"it lies {away_m[row]:.0f} m from an open hazard, nearer than {table.away_from_hazards_m:g} m",
    )
    return Judged(
        drafts=tuple(drafts),
        cell=cell,
        moved_m=np.where((cell >= 0) & (cell != own), distance_m, 0.0),
        codes=tuple(codes),
        reasons=tuple(reasons),
        is_restricted=is_restricted,
    )


def tell_refused(judged: Judged, inputs: Inputs, *, faults: Faults) -> None:
    """Tell how many were refused for what, and how many were moved; an error if none is left."""
    where, total, left = inputs.study.file_name, len(judged.drafts), judged.accepted
    counts = list(judged.counts())
    for code, restricted, rows in counts:
        words, do = _TO_DO[code]
        faults.notice(
            where=where,
            which=f"[candidates], {_named(judged, rows)}",
            what=f"{len(rows):,} of the candidates {words}, and may not be chosen",
            do=do,
            is_restricted=restricted,
        )
    if not left:
        by_code: dict[RefusalCode, int] = {}
        for code, _, rows in counts:
            by_code[code] = by_code.get(code, 0) + len(rows)
        why = "; ".join(f"{count:,} {_TO_DO[code][0]}" for code, count in by_code.items())
        faults.error(
            where=where,
            which="[candidates]",
            what=f"no candidate is left of {total:,}: {why}",
            do="Name others, or ask less of them",
        )
    for is_apart in (False, True):
        moved = [
            row
            for row, code in enumerate(judged.codes)
            if code in {None, *_RESTRICTED}
            and judged.moved_m[row] > 0
            and _is_sensitive(judged.drafts[row], inputs) == is_apart
        ]
        if moved:
            faults.notice(
                where=where,
                which=f"[candidates], {_named(judged, moved)}",
                what=f"{len(moved):,} of the candidates lie on no passable cell and were moved up to "
                f"{judged.moved_m[moved].max():.0f} m to the nearest one",
                do="Check their coordinates",
                is_restricted=is_apart,
            )


def _named(judged: Judged, rows: list[int]) -> str:
    return list_names([judged.drafts[row].identity for row in rows])


def _is_sensitive(draft: Draft, inputs: Inputs) -> bool:
    return draft.centre != NO_CENTRE and bool(inputs.centres.is_sensitive[draft.centre])


def _giver_at(draft: Draft, cell: int, inputs: Inputs) -> int:
    """The first centre of the base at a cell that serves all that a new site would; -1 for none, and for upgrades."""
    centres = inputs.centres
    if draft.centre != NO_CENTRE or cell < 0:
        return NO_CENTRE
    served = set(draft.offer.served(None, centres.services))
    for row in np.flatnonzero(centres.cell == cell).tolist():
        if not centres.scenario[row] and served <= set(centres.pillars[row]):
            return int(row)
    return NO_CENTRE


def _cheaper_alike(
    drafts: Sequence[Draft], cell: Cells, codes: Sequence[RefusalCode | None], *, years: float
) -> dict[int, int]:
    """The rows that offer the same as another of their cell, and that one: the cheapest, of as cheap ones the first.

    A cost that is not said is more than any. Capacities that are not said are the same. Costs are over ``years``.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    for row, draft in enumerate(drafts):
        offer = draft.offer
        if codes[row] is None:
            capacity = None if np.isnan(offer.capacity_per_year) else offer.capacity_per_year
            same = (frozenset(offer.pillars), frozenset(offer.tasks), offer.level, capacity, offer.is_satellite)
            alike.setdefault((int(cell[row]), *same), []).append(row)
    kept_of: dict[int, int] = {}
    for rows in alike.values():
        kept = min(rows, key=lambda row: (drafts[row].offer.total_cost(years), row))
        kept_of |= {row: kept for row in rows if row != kept}
    return kept_of
