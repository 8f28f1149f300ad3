"""Releases of made-up people, one after the other, protected as those of real ones are."""

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from told_tables import folder_of, run_of, told_by

from accessibility.protection import (
    Fixed,
    Rules,
    Series,
    Told,
    design_sha256,
    hold,
    known_to,
    protect,
    round_counts,
    told_cells,
)
from accessibility.protection.attacks import Glimpse, Target

K, BASE, KEY = 10, 5, b"a key of the store"
FIRST = np.datetime64("2024-01-01")


@dataclass(frozen=True, kw_only=True)
class People:
    """Who there is: an id and an atom of the table for each."""

    ids: np.ndarray
    atoms: np.ndarray

    @classmethod
    def of(cls, counts):
        atoms = np.repeat(np.arange(counts.size), counts.ravel())
        return cls(ids=np.arange(len(atoms)), atoms=atoms)

    def without(self, ids):
        stays = ~np.isin(self.ids, ids)
        return People(ids=self.ids[stays], atoms=self.atoms[stays])

    def joined_by(self, atoms):
        new = np.arange(len(atoms)) + self.ids.max(initial=0) + 1
        return People(ids=np.concatenate([self.ids, new]), atoms=np.concatenate([self.atoms, atoms]))

    def counts(self, shape):
        return np.bincount(self.atoms, minlength=int(np.prod(shape))).reshape(shape)


@dataclass(frozen=True, kw_only=True)
class Release:
    """What was told of one state of the people, and what is remembered of it."""

    table: object
    people: People
    told: Told
    protected: object
    target: Target

    @property
    def folder(self):
        return replace(folder_of(self.table, self.protected), as_of=self.told.released_as_of)


def release(table, people, earlier=(), *, pattern=None, is_large=False):
    """The next release of these people; ``table`` gives the design, ``pattern`` what is shown if not the safe one.

    With ``is_large`` it is protected in the way of tables that are too large to be solved exactly.
    """
    table = replace(table, counts=people.counts(table.counts.shape))
    series = Series(tier="public", run=run_of(), design_sha256=design_sha256(table))
    told_before = [one.told for one in earlier]
    known = known_to("public", series, told_before)
    core = _core(people, [one.people for one in earlier]).counts(table.counts.shape)
    rules = Rules(k=K, rounding_base=BASE)
    if pattern is None:
        exact_up_to = 0 if is_large else 2000
        is_shown = protect(
            table,
            rules,
            core=core,
            known=known,
            exact_up_to_cells=exact_up_to,
            greedy_up_to_cells=exact_up_to,
            most_work=300_000,
        ).is_shown
    else:
        is_shown = pattern(table, k=K)
    day = FIRST + 365 * len(earlier)
    cells = table.cells()
    holding = hold(cells, is_shown, told_before, series=series, k=K, as_of=day.astype(object))
    rounded = round_counts(
        cells,
        holding.is_told,
        table,
        base=BASE,
        key=KEY,
        fixed=Fixed(is_fixed=holding.is_held, values=holding.values),
    )
    is_told = holding.is_told
    told = Told(
        series=series,
        release_id=f"public-{len(earlier) + 1}",
        snapshot="s-1",
        released_as_of=day.astype(object),
        k=K,
        is_shown=is_told,
        fresh_counts=holding.fresh_counts,
        values=np.where(is_told, rounded.values, 0),
        as_of=holding.as_of,
        epsilon_spent=0.0,
    )
    protected = replace(
        told_by(table, rounded.values, is_told, is_held=holding.is_held),
        as_of=holding.as_of,
        cells_checked=int((table.is_possible_cell() & ~told_cells(table, is_told)).sum()),
    )
    target = Target(
        truth=table,
        now=_glimpse(told, cells),
        k=K,
        earlier=tuple(_glimpse(one.told, one.table.cells()) for one in earlier),
        core=core if earlier else None,
        known=known,
    )
    return Release(table=table, people=people, told=told, protected=protected, target=target)


def _core(people, earlier):
    """Who was in all earlier releases in the same atom."""

    def only_alike(one, other):
        atom_of = dict(zip(other.ids.tolist(), other.atoms.tolist(), strict=True))
        alike = [atom_of.get(person) == atom for person, atom in zip(one.ids.tolist(), one.atoms.tolist(), strict=True)]
        return People(ids=one.ids[alike], atoms=one.atoms[alike])

    return reduce(only_alike, earlier, people)


def _glimpse(told, cells):
    """What its readers saw: of a held figure the counts of its day."""
    reach = BASE - 1
    return Glimpse(
        day=np.datetime64(told.released_as_of),
        is_told=told.is_shown,
        values=told.values,
        as_of=told.as_of,
        low=np.maximum(told.values - reach, K).astype(np.float64),
        high=(told.values + reach).astype(np.float64),
        counts=np.where(told.is_shown, told.fresh_counts, cells),
    )
