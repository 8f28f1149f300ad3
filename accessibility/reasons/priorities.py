"""Which region comes first: a score whose parts are shown, and how the order moves when the weights move.

The parts are need and lack of access, each from 0 to 1, the greatest of the run: ``people`` beyond the threshold,
``depth`` (their person-hours beyond it), ``need`` (those of them who need the service), ``no-way`` (those without any
way, inside hazard areas too), ``steadiness`` (the share of draws in which most of the region is underserved). The score
is the mean of the parts by the weights of the study. Runs are never compared with one another.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.run_dimensions import DIMENSIONS
from accessibility.study_file import PRIORITY_PARTS
from geo.errors import InputError

Floats = npt.NDArray[np.float64]

AS_GIVEN: Final = "as given"
EQUAL: Final = "all equal"
RANDOM_WEIGHTINGS: Final = 1000
STEADINESS_COLUMN: Final = "share_underserved"
_COLUMN_OF: Final = {
    "people": "people",
    "depth": "person_hours_beyond",
    "need": "people_in_need",
    "no-way": "people_no_way",
    "steadiness": STEADINESS_COLUMN,
}
_HEAD: Final = [*DIMENSIONS, "region_id", "region_name"]
_TOP: Final = 3
_SAME_SCORE: Final = 12  # digits: scores that differ by less are one score
_PART_COLUMNS: Final = [f"{kind}_{part.replace('-', '_')}" for kind in ("part", "weight") for part in PRIORITY_PARTS]
PRIORITY_COLUMNS: Final = (
    *_HEAD,
    "rank",
    "score",
    *_PART_COLUMNS,
    "share_first_by_weights",
    "share_top3_by_weights",
    "as_of",
)
_KINDS: Final = {  # all others are parts, weights and shares
    **dict.fromkeys([*DIMENSIONS, "region_name", "weighting", "as_of"], "str"),
    "region_id": "int64",
    **dict.fromkeys(["rank", "rank_move"], "Int64"),
}
MOVE_COLUMNS: Final = (*_HEAD, "weighting", "score", "rank", "rank_move", "as_of")


def priorities_frame(regions: pd.DataFrame, weights: Mapping[str, float], *, seed: int = 2026) -> pd.DataFrame:
    """The regions of each run by rank, with what their scores are made of; columns as in ``PRIORITY_COLUMNS``.

    ``regions``: the columns of regions.csv that are used, one row for each region, and ``share_underserved`` if there
    were draws. ``weights`` by part; one that is missing is 0. ``part_…``: 0 to 1, NaN where it is unknown.
    ``weight_…``: what the part has of all weights in this run, so that they add up to 1 and the score is the sum of
    weight times part. A part that is unknown for any region of a run weighs nothing in that run, since regions told
    by different parts cannot be compared; if none that weighs is left, score and rank are absent.

    Equal scores (to 12 digits) share the better rank. ``share_first_by_weights`` and ``share_top3_by_weights``: the
    share of 1,000 weightings, drawn evenly over all weightings of the parts that weigh (Dirichlet with all 1), in
    which the region is first or among the first three; those that share a rank all count, so that shares may add up
    to more. Draws are keyed by seed and part: a part more changes nothing in those of others. Raises InputError for
    columns that are missing, amounts that are negative or not finite, and weights that are no weights.
    """
    known = _checked_weights(weights)
    frames = [_priorities_of(run, known, seed) for run in _runs_of(regions)]
    return _together(frames, PRIORITY_COLUMNS)


def priority_moves_frame(regions: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Score and rank of each region as given and under other weightings; columns as in ``MOVE_COLUMNS``.

    ``weighting``: ``as given``; each part that weighs ``doubled`` and ``left out``; each known part ``alone``; and
    ``all equal``, all known parts alike. ``rank_move``: places gained against ``as given``, below 0 for places lost.
    Arguments, ties and errors as in ``priorities_frame``. A part that alone weighs cannot be left out.
    """
    known = _checked_weights(weights)
    frames = [_moves_of(run, known) for run in _runs_of(regions)]
    return _together(frames, MOVE_COLUMNS)


def _priorities_of(run: pd.DataFrame, weights: Mapping[str, float], seed: int) -> pd.DataFrame:
    parts = _parts_of(run)
    counted = _counted(parts, weights)
    score = _scores(parts, counted)
    frame = run[[*_HEAD, "as_of"]].copy()
    frame["rank"], frame["score"] = _whole(_ranks(score)), score
    total = sum(counted.values())
    for part in PRIORITY_PARTS:
        name = part.replace("-", "_")
        frame[f"part_{name}"] = parts.get(part, np.full(len(run), np.nan))
        frame[f"weight_{name}"] = counted.get(part, 0.0) / total if counted else np.nan
    frame["share_first_by_weights"], frame["share_top3_by_weights"] = _shares_by_weights(parts, counted, seed)
    order = np.lexsort((run["region_id"].to_numpy(), _ranks(score)))
    return frame.iloc[order]


def _moves_of(run: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    parts = _parts_of(run)
    counted = _counted(parts, weights)
    given = _ranks(_scores(parts, counted))
    names, rows, scores, ranks, moves = [], [], [], [], []
    for weighting, others in _weightings(parts, counted):
        score = _scores(parts, others)
        rank = _ranks(score)
        order = np.lexsort((run["region_id"].to_numpy(), rank))
        names += [weighting] * len(order)
        rows.append(order)
        scores.append(score[order])
        ranks.append(rank[order])
        moves.append((given - rank)[order])
    frame = run[[*_HEAD, "as_of"]].iloc[np.concatenate(rows)].copy()
    frame["weighting"], frame["score"] = names, np.concatenate(scores)
    frame["rank"], frame["rank_move"] = _whole(np.concatenate(ranks)), _whole(np.concatenate(moves))
    return frame


def _weightings(parts: Mapping[str, Floats], counted: Mapping[str, float]) -> Iterator[tuple[str, dict[str, float]]]:
    """Each weighting with its name; ``counted`` are the parts that weigh."""
    yield AS_GIVEN, dict(counted)
    for part in counted:
        yield f"{part} doubled", {**counted, part: 2 * counted[part]}
        others = {other: weight for other, weight in counted.items() if other != part}
        if others:
            yield f"{part} left out", others
    for part in parts:
        yield f"{part} alone", {part: 1.0}
    if parts:
        yield EQUAL, dict.fromkeys(parts, 1.0)


def _shares_by_weights(parts: Mapping[str, Floats], counted: Mapping[str, float], seed: int) -> tuple[Floats, Floats]:
    """The share of random weightings in which each region is first, and among the first three."""
    count = len(next(iter(parts.values()))) if parts else 0
    if not counted:
        return np.full(count, np.nan), np.full(count, np.nan)
    score, total = np.zeros((RANDOM_WEIGHTINGS, count)), np.zeros((RANDOM_WEIGHTINGS, 1))
    for part in counted:
        weight = _draws(part, seed)[:, None]
        score += weight * parts[part]
        total += weight
    score = np.round(score / total, _SAME_SCORE)
    is_first = score == score.max(axis=1, keepdims=True)
    third = np.sort(score, axis=1)[:, -min(_TOP, count), None]
    return is_first.mean(axis=0), (score >= third).mean(axis=0)


def _draws(part: str, seed: int) -> Floats:
    """Weights of a part, to be divided by those of all parts: exponential ones make a Dirichlet with all 1."""
    key = np.random.SeedSequence([seed, zlib.crc32(f"priority weight:{part}".encode())])
    return np.random.default_rng(key).standard_exponential(RANDOM_WEIGHTINGS)


def _parts_of(run: pd.DataFrame) -> dict[str, Floats]:
    """Each part that is known for all regions of a run, from 0 to the greatest of them as 1."""
    parts: dict[str, Floats] = {}
    for part in PRIORITY_PARTS:
        column = _COLUMN_OF[part]
        if column not in run.columns:
            continue
        values = run[column].to_numpy(dtype=np.float64, na_value=np.nan)
        if np.isnan(values).any():
            continue
        greatest = values.max(initial=0.0)
        parts[part] = values / greatest if greatest > 0 else np.zeros(len(values))
    return parts


def _counted(parts: Mapping[str, Floats], weights: Mapping[str, float]) -> dict[str, float]:
    return {part: weights[part] for part in parts if weights[part] > 0}


def _scores(parts: Mapping[str, Floats], counted: Mapping[str, float]) -> Floats:
    """The weighted mean of the parts; NaN if none weighs."""
    count = len(next(iter(parts.values()))) if parts else 0
    if not counted:
        return np.full(count, np.nan)
    score = np.zeros(count)
    for part, weight in counted.items():
        score += weight * parts[part]
    return np.asarray(np.clip(np.round(score / sum(counted.values()), _SAME_SCORE), 0.0, 1.0), dtype=np.float64)


def _ranks(score: Floats) -> Floats:
    """1 for the greatest score; equal ones share the better rank. NaN for unknown ones."""
    rank = 1.0 + len(score) - np.searchsorted(np.sort(score), score, side="right")
    return np.asarray(np.where(np.isnan(score), np.nan, rank), dtype=np.float64)


def _whole(values: Floats) -> pd.Series:
    """Whole numbers, absent where they are unknown."""
    return pd.array(values, dtype="Int64")


def _runs_of(regions: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The regions of each run, in the order of the runs; raises InputError for a table that is no such table."""
    asked = [*_HEAD, "people", "person_hours_beyond", "people_in_need", "people_no_way", "as_of"]
    missing = [column for column in asked if column not in regions.columns]
    if missing:
        raise InputError(f"the regions have no column {', '.join(missing)}; give the columns of regions.csv")
    for part, column in _COLUMN_OF.items():
        if column in regions.columns:
            values = regions[column].to_numpy(dtype=np.float64, na_value=np.nan)
            is_odd = (values < 0) | np.isinf(values)
            if is_odd.any():
                row = int(np.flatnonzero(is_odd)[0])
                raise InputError(
                    f"{column} of region {regions['region_id'].iloc[row]} is {values[row]:g}, which can be "
                    f"no part of its priority ({part}); give a finite number of at least 0, NaN where it is unknown"
                )
    for _, run in regions.groupby(list(DIMENSIONS), sort=False, dropna=False):
        yield run


def _checked_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """A weight for each part; those of a study file have been checked before."""
    unknown = sorted(set(weights) - set(PRIORITY_PARTS))
    if unknown:
        raise InputError(f"{unknown[0]!r} is no part of a priority; weigh some of {', '.join(PRIORITY_PARTS)}")
    known = {part: float(weights.get(part, 0.0)) for part in PRIORITY_PARTS}
    if not all(np.isfinite(weight) and weight >= 0 for weight in known.values()) or not any(known.values()):
        raise InputError("the weights are not all 0 or more with one above 0; give such weights")
    return known


def _together(frames: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    """The rows of all runs; without any the columns are of the same kinds."""
    if not frames:
        return pd.DataFrame(columns=list(columns)).astype({column: _KINDS.get(column, "float64") for column in columns})
    return pd.concat(frames, ignore_index=True)[list(columns)]
