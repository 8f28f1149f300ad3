"""Protecting one pillar: from its counts to the figures that may be told, proven and attacked before they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.protection import (
    LEAST_K,
    SUPPRESSED,
    Audience,
    CountTable,
    Design,
    Fixed,
    Protected,
    ProtectedTable,
    Rounded,
    Rules,
    audit,
    protect,
    round_counts,
    statuses,
    subkey,
)
from accessibility.protection.attacks import AttackResult, Glimpse, Target, run_attacks
from custody.counting import Counted, core_counts
from custody.earlier import (
    READS,
    Known,
    Telling,
    design_hash,
    is_held,
    known_to,
    may_show,
    refuse_other_designs,
)
from custody.records import SurvivorRecord
from custody.release_ground import RunOnGround
from geo.errors import ReleaseError
from geo.progress import Progress

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
EXACT_UP_TO_CELLS: Final = 2000
BELOW_K: Final = "below_k"
ONE_SET_OF_NEEDS: Final = "one_set_of_needs"
NOT_ALLOWED: Final = "not_allowed"
COMPLEMENTARY: Final = "complementary"
REASONS: Final = {
    BELOW_K: "fewer than k people",
    ONE_SET_OF_NEEDS: "all have the same needs",
    NOT_ALLOWED: "hidden from a narrower audience",
    COMPLEMENTARY: "would give others away",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePlan:
    """What holds for all pillars of a release. ``records`` are those that consent allows to be reported."""

    release_id: str
    tier: Audience
    rules: Rules
    as_of: dt.date
    key: bytes
    records: Sequence[SurvivorRecord]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PillarRelease:
    """One pillar, ready to be told: the table, how it came about, and what the ledger keeps of it.

    ``reasons``: why wanted cells are suppressed, each by one of REASONS; for the data officer alone.
    """

    told: ProtectedTable
    protected: Protected
    rounded: Rounded
    attacks: tuple[AttackResult, ...]
    is_safe_for_others: Mapping[Audience, bool]
    reasons: Mapping[str, Mask]
    known: Known
    telling: Telling

    def __repr__(self) -> str:
        return f"PillarRelease({self.told.run.pillar!r})"

    @property
    def is_safe(self) -> bool:
        """Whether every check and every attack says that it may be told."""
        checks = (self.protected.audit.is_safe, *self.is_safe_for_others.values())
        return all(checks) and all(attack.passes for attack in self.attacks)


def protect_pillar(  # noqa: PLR0913 - a pillar and all that was told of it
    plan: ReleasePlan,
    design: Design,
    counted: Counted,
    run: RunOnGround,
    earlier: Sequence[Telling],
    *,
    progress: Progress,
) -> PillarRelease:
    """The figures of one pillar that may be told, beside ``earlier``, all that was ever told of it.

    Raises ReleaseError if it was told by another design, UnsafeTableError if nothing makes it safe.
    """
    table, rules = counted.table, plan.rules
    name = design_hash(design, run.run)
    refuse_other_designs(earlier, name)
    known = known_to(plan.tier, earlier, plan.records, table.cube_shape)
    core = core_counts(counted, known.atoms)
    allowed = may_show(plan.tier, earlier, known)
    protected = protect(
        table,
        rules,
        is_diverse=counted.is_diverse,
        core=core,
        known=known.is_known,
        may_show=allowed,
        exact_up_to_cells=EXACT_UP_TO_CELLS,
        progress=progress,
    )
    is_wanted, is_possible, counts = table.is_wanted(), table.is_possible_cell(), table.cells()
    is_told = (protected.is_shown | known.is_known) & is_wanted & is_possible
    stays = is_held(known, counts, rules, is_diverse=counted.is_diverse) & is_told
    progress("rounding", 0.0)
    rounded = round_counts(
        counts,
        is_told,
        table,
        base=rules.rounding_base,
        key=subkey(plan.key, "rounding", run.run.pillar),
        fixed=Fixed(is_fixed=stays, values=known.values) if stays.any() else None,
    )
    today = np.datetime64(plan.as_of, "D")
    days = np.where(stays, known.days, today)
    told = ProtectedTable(
        run=run.run,
        status=statuses(is_wanted=is_wanted, is_possible=is_possible, is_told=is_told, is_held=stays),
        values=np.where(is_told, rounded.values, 0),
        as_of=days,
        noise_epsilon=None,
        ground_sha256=run.ground_sha256,
        method=protected.method,
        audit_scope="every cell" if protected.audit.is_every_cell else "sample",
        cells_checked=protected.audit.cells_checked,
    )
    cells = np.flatnonzero(is_told)
    telling = Telling(
        release_id=plan.release_id,
        tier=plan.tier,
        as_of=plan.as_of,
        pillar=run.run.pillar,
        design=name,
        cells=cells,
        counts=np.where(stays, known.counts, counts).ravel()[cells],
        values=told.values.ravel()[cells],
        days=days.ravel()[cells],
    )
    progress("trying attacks", 0.0)
    hidden = told.status == SUPPRESSED
    return PillarRelease(
        told=told,
        protected=protected,
        rounded=rounded,
        attacks=_attack(plan, table, telling, known, core, earlier),
        is_safe_for_others=_hold_for_others(plan, counted, is_told, earlier),
        reasons=_reasons(hidden, counted, rules, allowed),
        known=known,
        telling=telling,
    )


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
        wrong += [f"{each.told.run.pillar}: {', '.join(failed)}"] if failed else []
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
        (NOT_ALLOWED, np.zeros_like(hidden) if allowed is None else ~allowed),
        (COMPLEMENTARY, np.ones_like(hidden)),
    ):
        found[name] = rest & applies
        rest &= ~applies
    return found


def _hold_for_others(
    plan: ReleasePlan, counted: Counted, is_told: Mask, earlier: Sequence[Telling]
) -> dict[Audience, bool]:
    """Of each narrower audience, which reads this release too, whether all that it knows then stays safe."""
    found: dict[Audience, bool] = {}
    for audience, reads in READS.items():
        is_narrower = audience != plan.tier and plan.tier in reads
        if not is_narrower or not any(telling.tier == audience for telling in earlier):
            continue
        known = known_to(audience, earlier, plan.records, is_told.shape)
        rules = Rules(k=LEAST_K[audience], rounding_base=plan.rules.rounding_base)
        core = core_counts(counted, known.atoms)
        found[audience] = audit(counted.table, is_told, rules, core=core, known=known.is_known).is_safe
    return found


def _attack(  # noqa: PLR0913, PLR0917 - all that was ever told
    plan: ReleasePlan,
    table: CountTable,
    telling: Telling,
    known: Known,
    core: Ints,
    earlier: Sequence[Telling],
) -> tuple[AttackResult, ...]:
    """What the attacks find, with all that this audience has read before."""
    heard = [each for each in earlier if each.tier in READS[plan.tier]]
    return run_attacks(
        Target(
            truth=table,
            now=_glimpse(table, telling, plan.rules),
            k=plan.rules.k,
            earlier=tuple(_glimpse(table, each, plan.rules) for each in heard),
            core=core if heard else None,
            known=known.is_known if heard else None,
        )
    )


def _glimpse(table: CountTable, telling: Telling, rules: Rules) -> Glimpse:
    """A release as its readers saw it."""
    cube: dict[str, npt.NDArray[np.generic]] = {}
    size = int(np.prod(table.cube_shape))
    for name, values, absent in (
        ("values", telling.values, 0),
        ("counts", telling.counts, 0),
        ("days", telling.days, np.datetime64("1970-01-01", "D")),
    ):
        flat = np.full(size, absent, dtype=values.dtype)
        flat[telling.cells] = values
        cube[name] = flat.reshape(table.cube_shape)
    is_told = np.zeros(size, dtype=np.bool_)
    is_told[telling.cells] = True
    reach = rules.rounding_base - 1
    values = np.asarray(cube["values"], dtype=np.float64)
    return Glimpse(
        day=np.datetime64(telling.as_of, "D"),
        is_told=is_told.reshape(table.cube_shape),
        values=np.asarray(cube["values"], dtype=np.int64),
        as_of=cube["days"],
        low=np.maximum(values - reach, rules.k),
        high=values + reach,
        counts=np.where(is_told.reshape(table.cube_shape), cube["counts"], table.cells()),
    )
