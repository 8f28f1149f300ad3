"""The suite: every family of attacks that one release can be put to before anything of it is written.

Each reads only what is told and is then compared with the truth. Figures told afresh are taken at their exact
counts, which is stronger than anybody who reads the rounded ones: what withstands it withstands them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.protection.attacks.differences import narrow
from accessibility.protection.attacks.outsider import Outsider, knows_who_moved, reads_between
from accessibility.protection.attacks.programs import solve_margins
from accessibility.protection.attacks.releases import Glimpse, changes_proven, moved_visibly
from accessibility.protection.attacks.results import AttackResult
from accessibility.protection.bounds import told_cells
from accessibility.protection.cube import CountTable, Mask

_KNOWING_WHO_MOVED: Final = "Subtraction of releases, knowing who came and went"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Target:
    """What is attacked: a table, what is about to be told of it, and what has been told before.

    ``earlier`` are the releases of the same design to the same audience, oldest first. ``core`` (as the counts) are the
    people who were in all of them unchanged and ``known`` (a cube) the cells that any of them told; both absent
    for a first release. ``residents``: how many people live in each cell by the public population, all
    sexes and ages, of a shape that broadcasts to the cube. ``can_be``, as the counts: where anybody can be by
    the travel times that this audience may see. What is absent is not attacked.
    """

    truth: CountTable
    now: Glimpse
    k: int
    earlier: tuple[Glimpse, ...] = ()
    core: npt.NDArray[np.int64] | None = None
    known: Mask | None = None
    residents: npt.NDArray[np.float64] | None = None
    can_be: Mask | None = None


def run_attacks(target: Target) -> tuple[AttackResult, ...]:
    """What every family that applies finds."""
    return tuple(_run(target))


def _run(target: Target) -> Iterator[AttackResult]:
    told = _reader(target)
    axes = tuple(range(1, told.is_told.ndim))
    yield _difference("Differencing of places, zooms among them", told, over_units=True, axes=())
    yield _difference("Differencing of categories", told, over_units=False, axes=axes)
    yield _difference("Differencing of places and categories in turn", told, over_units=True, axes=axes)
    solved = solve_margins(told)
    yield AttackResult(
        name="Margin solving by linear programming",
        aim=f"narrows a hidden figure to fewer than {target.k}",
        tried=solved.tried,
        succeeded=solved.inferred,
        is_sample=solved.is_sample,
    )
    yield AttackResult(
        name="Membership",
        aim="proves that somebody is, or that nobody is, where few are",
        tried=solved.tried,
        succeeded=solved.proven,
        is_sample=solved.is_sample,
    )
    if target.core is not None and target.known is not None:
        yield _with_movers(target, target.core, target.known)
    if target.earlier:
        yield _standing(target)
        yield _subtraction(target, told)
    if target.residents is not None:
        yield _crowd(target, target.residents)
    if target.can_be is not None:
        yield _hidden_times(target.truth, target.can_be)


def _reader(target: Target) -> Outsider:
    """Who takes what is told afresh at its exact count, and a held figure to be off by fewer than k besides.

    Of a held figure that no longer fits, since the group has grown too small to be told, nothing is known today.
    """
    now, cells = target.now, target.truth.cells()
    low, high = now.low - (target.k - 1), now.high + (target.k - 1)
    is_out = ~now.is_fresh & ((cells < low) | (cells > high))
    low = np.where(now.is_fresh, cells, np.where(is_out, 0.0, np.maximum(low, 0.0)))
    high = np.where(now.is_fresh, cells, np.where(is_out, np.inf, high))
    return reads_between(target.truth, now.is_told, low, high, k=target.k)


def _difference(name: str, told: Outsider, *, over_units: bool, axes: tuple[int, ...]) -> AttackResult:
    low, high = narrow(told.truth.units, told.low, told.high, over_units=over_units, over_axes=axes)
    return AttackResult(
        name=name,
        aim=f"narrows a hidden figure to fewer than {told.k}",
        tried=int(told.is_hidden.sum()),
        succeeded=int(told.is_inferred(low, high).sum()),
    )


def _with_movers(target: Target, core: npt.NDArray[np.int64], known: Mask) -> AttackResult:
    """The strongest reader of several releases: who knows just who came and went.

    To such a reader a release that tells nothing but cells told before adds nothing; only what it adds counts.
    """
    if not (target.now.is_told & target.truth.is_possible_cell() & ~told_cells(target.truth, known)).any():
        return AttackResult(
            name=_KNOWING_WHO_MOVED, aim=f"narrows a hidden figure to fewer than {target.k}", tried=0, succeeded=0
        )
    solved = solve_margins(knows_who_moved(target.truth, target.now.is_told | known, core, k=target.k))
    return AttackResult(
        name=_KNOWING_WHO_MOVED,
        aim=f"narrows a hidden figure to fewer than {target.k}",
        tried=solved.tried,
        succeeded=solved.inferred,
        is_sample=solved.is_sample,
    )


def _standing(target: Target) -> AttackResult:
    is_tried, has_moved = moved_visibly(target.earlier[-1], target.now, k=target.k)
    return AttackResult(
        name="Reading of changed figures, dates and statuses",
        aim=f"shows a change by fewer than {target.k}",
        tried=int(is_tried.sum()),
        succeeded=int(has_moved.sum()),
    )


def _subtraction(target: Target, told: Outsider) -> AttackResult:
    tried = succeeded = 0
    for before in target.earlier:
        is_tried, is_proven = changes_proven(told, before, target.now)
        of_both = before.is_fresh & target.now.is_told
        tried += int((is_tried & of_both).sum())
        succeeded += int((is_proven & of_both).sum())
    return AttackResult(
        name="Subtraction of releases",
        aim=f"proves a change by fewer than {target.k}",
        tried=tried,
        succeeded=succeeded,
    )


def _crowd(target: Target, residents: npt.NDArray[np.float64]) -> AttackResult:
    """Whether most of those who live where a told group can only be are of the group."""
    is_told = target.now.is_told & target.truth.is_possible_cell()
    is_crowded_out = 2 * target.truth.cells() > np.broadcast_to(residents, is_told.shape)
    return AttackResult(
        name="Location from bands of minutes",
        aim="confines a told group to a place where most people are of the group",
        tried=int(is_told.sum()),
        succeeded=int((is_told & is_crowded_out).sum()),
    )


def _hidden_times(truth: CountTable, can_be: Mask) -> AttackResult:
    """Whether the table was made with other times than those that its readers may see, such as hazards' ones."""
    return AttackResult(
        name="Hazards from bands of minutes",
        aim="shows people where by the told travel times nobody is, or nobody where somebody can be",
        tried=int(can_be.size),
        succeeded=int((truth.is_possible != np.broadcast_to(can_be, truth.is_possible.shape)).sum()),
    )
