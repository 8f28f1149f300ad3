"""Shapley values: what lies beyond a threshold shared among the factors that it comes from, in no order of theirs.

A game says for each set of factors what is left when they are cured. What one factor adds depends on what is cured
already; its Shapley value is the mean of what it adds over all orders of curing: so the values add up to the whole,
factors that do alike get alike, one that does nothing gets 0, and games may be added. Shapley, L. S. (1953), A value
for n-person games, in Contributions to the Theory of Games II, 307-317, https://doi.org/10.1515/9781400881970-018.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.errors import InputError

Floats = npt.NDArray[np.float64]
Cured = frozenset[str]

TOO_FAR: Final = "too-far"
MOST_PLAYERS: Final = 16  # 65,536 sets
_SHOWN_SETS: Final = 3


def every_set(players: Sequence[str]) -> Iterator[Cured]:
    """All sets of the players, the small ones first; those of one size in the order of the players.

    >>> [sorted(some) for some in every_set(["a", "b"])]
    [[], ['a'], ['b'], ['a', 'b']]
    """
    for size in range(len(players) + 1):
        yield from (frozenset(some) for some in combinations(players, size))


def shapley_values(worth: Mapping[Cured, npt.ArrayLike], players: Sequence[str]) -> dict[str, Floats]:
    """The Shapley value of each player at each place, in the order of ``players``; float64 of the worth's shape.

    ``worth``: of every set of the players, finite, arrays of one shape with one entry for each place; NaN is unknown
    and makes all values of that place unknown. The values add up to the worth of all less that of none, but for what
    is rounded: less than 1e-12 of the greatest worth there. Neither the order of the players, nor their names, nor
    what stands at other places changes a bit of a value. Raises InputError for a player named twice, more than 16 of
    them, and sets that are missing, not finite, of other players, or of another shape.
    """
    known = _checked(worth, players)
    return {player: _value_of(player, known, players) for player in players}


def shares_of(beyond: Mapping[Cured, npt.ArrayLike], factors: Sequence[str]) -> dict[str, Floats]:
    """The share that each factor has of what is beyond, and last ``too-far``, what is left when all are cured.

    ``beyond``: as the worth in ``shapley_values``, what is beyond when a set of factors is cured, 0 or more. At each
    place the shares add up to 1 within 1e-12; nothing is put right to make them. They are NaN where nobody is beyond
    with nothing cured: there is nothing to share. A share is below 0 where curing a factor mostly makes it worse, as
    it can where centres are full. Raises InputError as ``shapley_values``, and for what is negative.
    """
    known = _checked_beyond(beyond, factors)
    now, left = known[frozenset()], known[frozenset(factors)]
    parts = {factor: _value_of(factor, known, factors) for factor in factors}
    is_there = now > 0
    shares = {factor: _over(0.0 - value, now, is_there) for factor, value in parts.items()}
    return {**shares, TOO_FAR: _over(left, now, is_there)}


def _value_of(player: str, known: Mapping[Cured, Floats], players: Sequence[str]) -> Floats:
    """The mean over the sizes of sets of the mean over the sets of a size of what the player adds to them.

    A set of s of the others comes before the player in s! (n - s - 1)! of n! orders, 1 / (n C(n - 1, s)) of them.
    """
    others = [other for other in players if other != player]
    values = np.zeros(known[frozenset()].shape)
    for size in range(len(players)):
        sets = (frozenset(some) for some in combinations(others, size))
        added = np.sort(np.stack([known[some | {player}] - known[some] for some in sets]), axis=0)
        total = np.zeros(values.shape)
        for addition in added:  # by size at each place, one by one: whose they are leaves no trace
            total += addition
        values += total / math.comb(len(others), size)
    return np.asarray(values / len(players), dtype=np.float64)


def _over(part: Floats, whole: Floats, is_there: npt.NDArray[np.bool_]) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=is_there), dtype=np.float64)


def _checked_beyond(beyond: Mapping[Cured, npt.ArrayLike], factors: Sequence[str]) -> dict[Cured, Floats]:
    if TOO_FAR in factors:
        raise InputError(f"{TOO_FAR!r} is given as a factor; it is the name of what is left, so name the factor anew")
    known = _checked(beyond, factors)
    for cured, amount in known.items():
        if (amount < 0).any():
            raise InputError(f"what is beyond is negative {_named(cured)}; give 0 where nobody is beyond")
    return known


def _checked(worth: Mapping[Cured, npt.ArrayLike], players: Sequence[str]) -> dict[Cured, Floats]:
    """The worth of each set as float64; raises InputError for whatever is no game of these players."""
    repeated = sorted({player for player in players if list(players).count(player) > 1})
    if repeated:
        raise InputError(f"{', '.join(repeated)} is named twice; name each factor once")
    if len(players) > MOST_PLAYERS:
        raise InputError(
            f"{len(players)} factors have {2 ** len(players):,} sets; ask for {MOST_PLAYERS} factors at most"
        )
    sets = list(every_set(players))
    missing = [cured for cured in sets if cured not in worth]
    if missing:
        shown = "; ".join(_named(cured) for cured in missing[:_SHOWN_SETS])
        more = "; ..." if len(missing) > _SHOWN_SETS else ""
        raise InputError(
            f"{len(missing)} of {len(sets)} sets of factors have no worth ({shown}{more}); give one for every set"
        )
    odd = sorted({player for cured in worth for player in cured} - set(players))
    if odd:
        raise InputError(f"a worth is given for {odd[0]!r}, which is none of the factors; leave it out or name it")
    known: dict[Cured, Floats] = {}
    for cured in sets:
        given: npt.NDArray[Any] = np.asarray(worth[cured], dtype=np.float64)
        shape = known[frozenset()].shape if known else given.shape
        if given.shape != shape:
            raise InputError(
                f"the worth {_named(cured)} has shape {given.shape}, and {shape} with nothing cured; "
                "give one entry for each place"
            )
        if np.isinf(given).any():
            raise InputError(f"the worth {_named(cured)} is not finite; bound the minutes first")
        known[cured] = given
    return known


def _named(cured: Cured) -> str:
    return f"with {', '.join(sorted(cured)) or 'nothing'} cured"
