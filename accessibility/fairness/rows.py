"""The indices of one run as rows of fairness.csv: of each group in the whole and, where asked, in each area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.fairness.columns import FAIRNESS_COLUMNS
from accessibility.fairness.counted import check_arrays, check_number, refuse
from accessibility.fairness.deprivation import fgt
from accessibility.fairness.entropy import theil_by_group
from accessibility.fairness.equivalents import DEFAULT_AVERSION, kolm_pollak_ede, kolm_pollak_kappa
from accessibility.fairness.lorenz import gini, palma
from accessibility.fairness.measured import Measured
from accessibility.fairness.pairs import EVERYONE
from accessibility.fairness.ranks import concentration_index
from accessibility.run_dimensions import DIMENSIONS

Floats = npt.NDArray[np.float64]
TOTAL_ID: Final = "total"
OUTSIDE_ID: Final = "outside"
_FROM_0_TO_1: Final = "index from 0 to 1"
_FROM_0: Final = "index from 0"
_FROM_LESS_THAN_0: Final = "index from -1 to 1"
_ALPHAS: Final = (0, 1, 2)


def fairness_frame(  # noqa: PLR0913 - whose minutes, who they are, where they live, by which run
    minutes: Floats,
    people_by_group: Mapping[str, Floats],
    *,
    run: Mapping[str, str],
    area_of_home: npt.NDArray[np.int64],
    area_ids: Sequence[str],
    threshold_minutes: float,
    ranks: Mapping[str, Floats] | None = None,
    aversion: float = DEFAULT_AVERSION,
    kappa_per_minute: float | None = None,
    groups_by_area: Sequence[str] = (EVERYONE,),
) -> pd.DataFrame:
    """Rows of fairness.csv for one run: every group in the whole, and those of ``groups_by_area`` in each area.

    ``minutes``: float64 (homes,), inf no way, NaN unknown. ``people_by_group``: by key of the group, everyone first,
    float64 (homes,). ``area_of_home``: int (homes,), the row of ``area_ids`` in which each home lies, -1 outside all
    areas, which has rows of its own if there are such homes. ``run``: the six dimensions of the run.
    ``ranks``: by name, such as ``people per km2``, by what homes are ranked, float64 (homes,); one concentration
    index each, of being within the threshold (1 or 0, so that who has no way is in it), corrected as by Erreygers.

    Of minutes among those who have a way: gini, palma, kolm_pollak_ede, and in the whole theil and its parts within and
    between areas. Over everyone: fgt0, fgt1, fgt2 and concentration_index. ``denominator`` is the people that a figure
    is of, ``note`` says who is left out of it. ``kappa_per_minute``: what the equivalents of several runs have in
    common, see ``kolm_pollak_kappa``; by default it is taken from the first group of this run, in the whole. A
    group or an area of nobody has rows without a value. Raises InputFaults.
    """
    _check(minutes, people_by_group, run=run, area_of_home=area_of_home, area_ids=area_ids, ranks=ranks or {})
    check_number("threshold_minutes", threshold_minutes, do="Give the minutes within which care counts as reached")
    for group in (name for name in groups_by_area if name not in people_by_group):
        refuse("groups_by_area", f"{group!r} is no group", f"It has {', '.join(people_by_group)}")
    order = np.argsort(minutes, kind="stable")  # once for all: each measure finds them sorted
    minutes, area_of_home = minutes[order], area_of_home[order]
    people_by_group = {group: people[order] for group, people in people_by_group.items()}
    ranks = {name: rank[order] for name, rank in (ranks or {}).items()}
    if kappa_per_minute is None:
        kappa_per_minute = kolm_pollak_kappa(minutes, next(iter(people_by_group.values())), aversion=aversion)
        if np.isnan(kappa_per_minute):  # nobody has a way of more than 0 minutes, and then any kappa gives the same
            kappa_per_minute = aversion
    asked = _Asked(
        threshold_minutes, kappa_per_minute, f"aversion {aversion:g}, kappa {kappa_per_minute:.4g} per minute"
    )
    rows: list[dict[str, Any]] = []
    within = np.where(np.isnan(minutes), np.nan, (minutes <= threshold_minutes).astype(np.float64))
    for group, people in people_by_group.items():
        start = {**run, "area_id": TOTAL_ID, "group": group}
        figures = [*asked.figures(minutes, people), *_theil(minutes, people, area_of_home)]
        for name, rank in ranks.items():
            figure = concentration_index(within, people, rank_by=rank, bounds=(0.0, 1.0)).noting(
                f"share within {threshold_minutes:g} min, ranked by {name}"
            )
            figures.append(("concentration_index", _FROM_LESS_THAN_0, figure))
        rows += [_row(start, *figure) for figure in figures]
    for identity, homes in _homes_by_area(area_of_home, area_ids):
        for group in groups_by_area:
            start = {**run, "area_id": identity, "group": group}
            rows += [_row(start, *figure) for figure in asked.figures(minutes[homes], people_by_group[group][homes])]
    return pd.DataFrame(rows, columns=list(FAIRNESS_COLUMNS))


class _Asked:
    """What is asked of the minutes of some people."""

    def __init__(self, threshold_minutes: float, kappa_per_minute: float, kappa_words: str) -> None:
        self._threshold_minutes = threshold_minutes
        self._kappa_per_minute = kappa_per_minute
        self._kappa_words = kappa_words

    def figures(self, minutes: Floats, people: Floats) -> Iterator[tuple[str, str, Measured]]:
        """The measures that are asked of every group, each with its unit."""
        yield "gini", _FROM_0_TO_1, gini(minutes, people)
        yield "palma", "ratio", palma(minutes, people)
        for alpha in _ALPHAS:
            figure = fgt(minutes, people, threshold_minutes=self._threshold_minutes, alpha=alpha)
            unit = _FROM_0_TO_1 if alpha else "share"
            yield f"fgt{alpha}", unit, figure.noting(f"beyond {self._threshold_minutes:g} min")
        figure = kolm_pollak_ede(minutes, people, kappa_per_minute=self._kappa_per_minute)
        yield "kolm_pollak_ede", "minutes", figure.noting(self._kappa_words)


def _theil(minutes: Floats, people: Floats, area: npt.NDArray[np.int64]) -> Iterator[tuple[str, str, Measured]]:
    split = theil_by_group(minutes, people, area)
    yield "theil", _FROM_0, split.total
    yield "theil_within", _FROM_0, split.within.noting("within areas")
    yield "theil_between", _FROM_0, split.between.noting("between areas")


def _row(start: Mapping[str, str], measure: str, unit: str, figure: Measured) -> dict[str, Any]:
    return {
        **start,
        "measure": measure,
        "other_group": "",
        "value": figure.value,
        "other_value": np.nan,
        "difference": np.nan,
        "unit": unit,
        "denominator": figure.people,
        "other_denominator": np.nan,
        "note": figure.note,
    }


def _homes_by_area(
    area_of_home: npt.NDArray[np.int64], area_ids: Sequence[str]
) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
    """The homes of each area, and of outside all areas if there are some."""
    order = np.argsort(area_of_home, kind="stable")
    edges = np.searchsorted(area_of_home[order], np.arange(-1, len(area_ids) + 1))
    for row, identity in enumerate(area_ids, start=1):
        yield identity, order[edges[row] : edges[row + 1]]
    if edges[1] > edges[0]:
        yield OUTSIDE_ID, order[edges[0] : edges[1]]


def _check(  # noqa: PLR0913 - as fairness_frame
    minutes: Floats,
    people_by_group: Mapping[str, Floats],
    *,
    run: Mapping[str, str],
    area_of_home: npt.NDArray[np.int64],
    area_ids: Sequence[str],
    ranks: Mapping[str, Floats],
) -> None:
    if set(run) != set(DIMENSIONS):
        refuse("run", f"has {', '.join(run) or 'nothing'}", f"Give {', '.join(DIMENSIONS)}")
    if not people_by_group:
        refuse("people_by_group", "has no group", f"Give {EVERYONE!r} at least")
    for people in people_by_group.values():
        check_arrays(
            {"people": people, "values": minutes, "area_of_home": np.asarray(area_of_home, dtype=np.float64), **ranks}
        )
    if len(area_of_home) and not -1 <= area_of_home.min() <= area_of_home.max() < len(area_ids):
        what = f"goes from {area_of_home.min()} to {area_of_home.max()} beside {len(area_ids)} areas"
        refuse("area_of_home", what, "Give the row of each home's area, -1 outside all")
