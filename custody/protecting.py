"""Protecting one pillar: from its counts to the figures that may be told, proven and attacked before they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.protection import (
    SUPPRESSED,
    AttackResult,
    Audience,
    CountTable,
    Fixed,
    Glimpse,
    Holding,
    Protected,
    ProtectedTable,
    Rounded,
    Rules,
    Series,
    Target,
    Told,
    audit,
    cells_of_a_person,
    design_sha256,
    hold,
    known_to,
    may_show,
    needing_joint_check,
    protect,
    read_by,
    round_counts,
    run_attacks,
    same_cells,
    spend,
    statuses,
    subkey,
    tell_noisy,
)
from custody.counting import Counted, core_counts
from custody.earlier import atoms_in
from custody.records import SurvivorRecord
from custody.release_ground import RunOnGround
from geo.errors import ReleaseError
from geo.progress import Progress

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
EXACT_UP_TO_CELLS: Final = 2000
NOISE_BUDGET: Final = 10.0  # for all that is told of one state of the records
BELOW_K: Final = "below_k"
ONE_SET_OF_NEEDS: Final = "one_set_of_needs"
MOST_OF_A_PLACE: Final = "most_of_a_place"
NOT_ALLOWED: Final = "not_allowed"
COMPLEMENTARY: Final = "complementary"
REASONS: Final = {
    BELOW_K: "fewer than k people",
    ONE_SET_OF_NEEDS: "all have the same needs",
    MOST_OF_A_PLACE: "most who live there",
    NOT_ALLOWED: "hidden from a narrower audience",
    COMPLEMENTARY: "would give others away",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePlan:
    """What holds for all pillars of a release.

    ``records`` are those that consent allows to be reported, ``snapshot`` names their state and ``earlier`` is all
    that was ever told. ``noise_epsilon`` is what noise may cost for each table, None without noise.
    """

    release_id: str
    tier: Audience
    rules: Rules
    as_of: dt.date
    key: bytes
    snapshot: str
    noise_epsilon: float | None
    records: Sequence[SurvivorRecord]
    earlier: Sequence[Told]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PillarRelease:
    """One pillar, ready to be told: the table, how it came about, and what the ledger keeps of it.

    ``rounded`` is None with noise, which leaves no sums. ``reasons``: why wanted cells are suppressed, each by one
    of REASONS; for the data officer alone. ``heard`` are the releases that its readers have read before.
    """

    table: ProtectedTable
    protected: Protected
    rounded: Rounded | None
    attacks: tuple[AttackResult, ...]
    is_safe_for_others: Mapping[Audience, bool]
    reasons: Mapping[str, Mask]
    heard: tuple[str, ...]
    told: Told

    def __repr__(self) -> str:
        return f"PillarRelease({self.table.run.pillar!r})"

    @property
    def is_safe(self) -> bool:
        """Whether every check and every attack says that it may be told."""
        checks = (self.protected.audit.is_safe, *self.is_safe_for_others.values())
        return all(checks) and all(attack.passes for attack in self.attacks)


def protect_pillar(plan: ReleasePlan, counted: Counted, run: RunOnGround, *, progress: Progress) -> PillarRelease:
    """The figures of one pillar that may be told.

    Raises ReleaseError if it was told by another design, UnsafeTableError if nothing makes it safe.
    """
    table, rules = counted.table, plan.rules
    series = Series(tier=plan.tier, run=run.run, design_sha256=design_sha256(table))
    _refuse_other_designs(series, plan.earlier)
    known = _known_to(plan.tier, series, table, plan)
    core = _core_of(plan.tier, series, counted, plan)
    allowed = may_show(series, plan.earlier)
    protected = protect(
        table,
        rules,
        is_diverse=counted.is_diverse & counted.is_hidden_among_others,
        core=core,
        known=known,
        may_show=allowed,
        exact_up_to_cells=EXACT_UP_TO_CELLS,
        progress=progress,
    )
    is_wanted, is_possible, counts = table.is_wanted(), table.is_possible_cell(), table.cells()
    is_fit = (counts >= rules.k) & counted.is_diverse & counted.is_hidden_among_others & is_wanted & is_possible
    is_shown = protected.is_shown if protected.repeats_only else protected.is_shown | (known & is_fit)
    holding = hold(counts, is_shown, plan.earlier, series=series, k=rules.k, as_of=plan.as_of)
    is_told = holding.is_told & is_wanted & is_possible
    progress("rounding", 0.0)
    rounded, values, spent = _tell(plan, table, holding, is_told, run.run.pillar)
    # a figure of an earlier release of the same day is of the day of the records, whether it is repeated or not
    is_held = is_told & holding.is_held & (holding.as_of < np.datetime64(plan.as_of, "D"))
    status = statuses(is_wanted=is_wanted, is_possible=is_possible, is_told=is_told, is_held=is_held)
    told = Told(
        series=series,
        release_id=plan.release_id,
        snapshot=plan.snapshot,
        released_as_of=plan.as_of,
        k=rules.k,
        is_shown=is_told,
        fresh_counts=np.where(is_told, holding.fresh_counts, 0),
        values=values,
        as_of=np.where(is_told, holding.as_of, np.datetime64(plan.as_of, "D")),
        epsilon_spent=spent,
    )
    progress("trying attacks", 0.0)
    heard = read_by(plan.tier, same_cells(series, plan.earlier))
    return PillarRelease(
        table=ProtectedTable(
            run=run.run,
            status=status,
            values=values,
            as_of=told.as_of,
            noise_epsilon=plan.noise_epsilon,
            ground_sha256=run.ground_sha256,
            method=protected.method,
            audit_scope="every cell" if protected.audit.is_every_cell else "sample",
            cells_checked=protected.audit.cells_checked,
        ),
        protected=protected,
        rounded=rounded,
        attacks=run_attacks(
            Target(
                truth=table,
                now=_glimpse(table, told, rules),
                k=rules.k,
                earlier=tuple(_glimpse(table, one, rules) for one in heard),
                core=core if heard else None,
                known=known if heard else None,
                residents=counted.residents,
            )
        ),
        is_safe_for_others=_hold_for_others(plan, series, counted, is_told),
        reasons=_reasons(status == SUPPRESSED, counted, rules, allowed),
        heard=tuple(one.release_id for one in heard),
        told=told,
    )


def _refuse_other_designs(series: Series, earlier: Sequence[Told]) -> None:
    """Raise ReleaseError if the people were told by another design: one may be subtracted from the other."""
    others = sorted({one.release_id for one in needing_joint_check(series, earlier)})
    if others:
        raise ReleaseError(
            f"{series.run.pillar} was told in {', '.join(others)} by other places, dimensions or times, and what both "
            "would tell together is not proven safe; keep to the units, the dimensions of --by and the run of then"
        )


def _known_to(audience: Audience, series: Series, table: CountTable, plan: ReleasePlan) -> Mask:
    """Of each cell whether an audience has been told it."""
    known = known_to(audience, series, plan.earlier)
    return np.zeros(table.cube_shape, dtype=np.bool_) if known is None else known


def _core_of(audience: Audience, series: Series, counted: Counted, plan: ReleasePlan) -> Ints:
    """The people who are where they were in every release that an audience has read."""
    read = read_by(audience, same_cells(series, plan.earlier))
    return core_counts(counted, [atoms_in(one.release_id, series.run.pillar, plan.records) for one in read])


def _tell(
    plan: ReleasePlan, table: CountTable, holding: Holding, is_told: Mask, pillar: str
) -> tuple[Rounded | None, Ints, float]:
    """The figures: what was rounded (None with noise), the cube of values, and what noise has cost."""
    base, counts = plan.rules.rounding_base, table.cells()
    is_held = holding.is_held & is_told
    if plan.noise_epsilon is None:
        rounded = round_counts(
            counts,
            is_told,
            table,
            base=base,
            key=subkey(plan.key, "rounding", pillar),
            fixed=Fixed(is_fixed=is_held, values=holding.values) if is_held.any() else None,
        )
        return rounded, np.where(is_told, rounded.values, 0), 0.0
    spend(plan.earlier, snapshot=plan.snapshot, epsilon=plan.noise_epsilon, budget=NOISE_BUDGET)
    values = tell_noisy(
        counts,
        is_told & ~is_held,
        table,
        epsilon=plan.noise_epsilon / cells_of_a_person(table),
        least=plan.rules.k - plan.rules.k % base,
        base=base,
        key=subkey(plan.key, "noise", plan.snapshot, pillar),
    )
    return None, np.where(is_held, holding.values, values), plan.noise_epsilon


def atoms_of(counted: Mapping[str, Counted], place: int) -> dict[str, int]:
    """In which atom each pillar counts the record at a place of the list; pillars that do not are left out."""
    return {pillar: int(each.atom[place]) for pillar, each in counted.items() if each.atom[place] >= 0}


def refuse_unsafe(pillars: Sequence[PillarRelease]) -> None:
    """Raise ReleaseError if any check or attack says that something must not be told; without any figure."""
    wrong = []
    for each in pillars:
        failed = [attack.name for attack in each.attacks if not attack.passes]
        failed += [f"audit for the tier {tier}" for tier, is_safe in each.is_safe_for_others.items() if not is_safe]
        failed += [] if each.protected.audit.is_safe else ["audit"]
        wrong += [f"{each.table.run.pillar}: {', '.join(failed)}"] if failed else []
    if wrong:
        raise ReleaseError(
            f"nothing is told, since what was to be told would give people away ({'; '.join(wrong)}); ask for less "
            "with --by, for larger --units, or wait until more records have changed"
        )


def _reasons(hidden: Mask, counted: Counted, rules: Rules, allowed: Mask | None) -> dict[str, Mask]:
    """Why each hidden cell is: the first reason that applies, so that every hidden cell has just one."""
    rest = hidden.copy()
    found: dict[str, Mask] = {}
    for name, applies in (
        (BELOW_K, counted.table.cells() < rules.k),
        (ONE_SET_OF_NEEDS, ~counted.is_diverse),
        (MOST_OF_A_PLACE, ~counted.is_hidden_among_others),
        (NOT_ALLOWED, np.zeros_like(hidden) if allowed is None else ~allowed),
        (COMPLEMENTARY, np.ones_like(hidden)),
    ):
        found[name] = rest & applies
        rest &= ~applies
    return found


def _hold_for_others(plan: ReleasePlan, series: Series, counted: Counted, is_told: Mask) -> dict[Audience, bool]:
    """Of each narrower audience that was told of these cells, whether all that it knows with this release is safe."""
    same = same_cells(series, plan.earlier)
    partners = [one for one in same if one.series.tier == "partner"]
    if plan.tier == "partner" or not partners:
        return {}
    rules = Rules(k=max(one.k for one in partners), rounding_base=plan.rules.rounding_base)
    core = _core_of("partner", series, counted, plan)
    known = _known_to("partner", series, counted.table, plan)
    return {"partner": audit(counted.table, is_told, rules, core=core, known=known).is_safe}


def _glimpse(table: CountTable, told: Told, rules: Rules) -> Glimpse:
    """A release as its readers saw it."""
    reach = rules.rounding_base - 1
    return Glimpse(
        day=np.datetime64(told.released_as_of, "D"),
        is_told=told.is_shown,
        values=told.values,
        as_of=told.as_of,
        low=np.maximum(told.values - reach, told.k).astype(np.float64),
        high=(told.values + reach).astype(np.float64),
        counts=np.where(told.is_shown, told.fresh_counts, table.cells()),
    )
