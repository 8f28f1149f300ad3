"""Access: survivors' travel times, counted in memory, protected, proven and attacked; only then written, as groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from accessibility.protection import Design, ProtectedTables
from custody.counting import Counted, count_records, dimensions_of
from custody.design import Wish, choose_pillars, lay_units, names_in
from custody.disclosure_report import ReportHead, write_report
from custody.earlier import all_told, had_place_unknown, next_release_id, rounding_key, snapshot_of, with_release
from custody.leaving import leave, prepare, report_of
from custody.placing import (
    AREA_NOT_THERE,
    BY_AREA_ALONE,
    FAR_FROM_HOMES,
    NEAREST_HOME_M,
    OUTSIDE_GRID,
    PLACED,
    Placement,
    find_home_bands,
    place_records,
)
from custody.protecting import PillarRelease, ReleasePlan, atoms_of, protect_pillar, refuse_unsafe
from custody.records import SurvivorRecord
from custody.release_ground import ReleaseGround, RunOnGround, choose_run, read_release_ground, read_run
from custody.store import Store
from custody.units import UnitsOnGrid
from geo.errors import ReleaseError
from geo.progress import Progress

_FATES: Final = {
    BY_AREA_ALONE: "are known by area alone, which these units or the earlier design leave out",
    OUTSIDE_GRID: "lie outside the grid of the release",
    FAR_FROM_HOMES: f"lie more than {NEAREST_HOME_M / 1000:g} km from where anybody lives",
    AREA_NOT_THERE: "are of an area that the release does not have",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A release that is out. ``screen`` is for the custodian's screen alone, ``report`` for the data officer."""

    release_id: str
    report: Path
    screen: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class _Count:
    """All pillars counted on one ground, by one design."""

    design: Design
    runs: Mapping[str, RunOnGround]
    counted: Mapping[str, Counted]
    placement: Placement
    has_place_unknown: bool


def release_survivors(store: Store, release: Path, wish: Wish, out: Path, *, progress: Progress) -> Released:
    """Write the protected tables of a wish to ``out``, over the base runs of its tier in a release.

    Only records whose consent allows it are counted. Raises InputError, MissingFileError or ReleaseError,
    UnsafeTableError among them; then nothing is out and the store keeps nothing of it.
    """
    prepare(out)
    progress("reading the release", 0.0)
    ground = read_release_ground(release, wish.tier)
    records = [record for record in store.records if record.may_be_reported]
    if not records:
        raise ReleaseError("no record in the store may be reported by its consent; nothing was written")
    counts = _count(store, ground, records, wish, progress=progress)
    key = rounding_key(store.ledger)
    plan = ReleasePlan(
        release_id=next_release_id(store.ledger, wish.tier),
        tier=wish.tier,
        rules=wish.rules,
        as_of=store.visit.today,
        key=key,
        snapshot=snapshot_of(records, key),
        noise_epsilon=wish.noise_epsilon,
        records=records,
        earlier=all_told(store.ledger),
    )
    pillars = [
        protect_pillar(
            plan,
            counted,
            counts.runs[pillar],
            progress=_naming(pillar, progress),
        )
        for pillar, counted in counts.counted.items()
    ]
    refuse_unsafe(pillars)
    told = ProtectedTables(
        tier=wish.tier,
        k=wish.rules.k,
        rounding_base=wish.rules.rounding_base,
        as_of=plan.as_of,
        snapshot=plan.release_id,
        is_synthetic=bool(store.is_synthetic),
        design=counts.design,
        tables=tuple(each.table for each in pillars),
    )
    head = ReportHead(
        release_id=plan.release_id,
        ground=f"{release.name}, tier {wish.tier}",
        reason=store.visit.why,
        who=store.visit.who,
        earlier=tuple(dict.fromkeys(name for each in pillars for name in each.heard)),
    )
    progress("writing", 0.0)
    leave(
        out,
        told,
        report=write_report(head, told, pillars),
        keep=lambda: _keep(store, plan, counts, pillars),
    )
    screen = tuple(_screen(store, records, counts.placement))
    return Released(release_id=plan.release_id, report=report_of(out), screen=screen)


def _naming(pillar: str, progress: Progress) -> Progress:
    """Progress that says which pillar it is about."""

    def show(stage: str, share: float) -> None:
        progress(f"{pillar}: {stage}", share)

    return show


def _count(
    store: Store, ground: ReleaseGround, records: Sequence[SurvivorRecord], wish: Wish, *, progress: Progress
) -> _Count:
    """Every pillar's counts; the design is the same for all."""
    units = lay_units(ground, wish.units_kind, wish.rules, tier=wish.tier)
    pillars = choose_pillars(ground, wish.pillars)
    names = names_in(wish.margins)
    has_place_unknown = _has_place_unknown(store, pillars, records, units)
    dimensions = dimensions_of(names, ground.bands_minutes, has_place_unknown=has_place_unknown)
    design = Design(
        units_kind=units.kind,
        units=units.units,
        dimensions=tuple(dimensions),
        shows=wish.margins,
        least_people=int(wish.rules.least_people),
    )
    runs: dict[str, RunOnGround] = {}
    counted: dict[str, Counted] = {}
    for pillar in pillars:
        progress(f"{pillar}: placing and counting", 0.0)
        run = choose_run(ground, pillar, hazards=wish.hazards, season=wish.season, direction=wish.direction)
        runs[pillar] = read_run(ground, run)
        homes = find_home_bands(ground, runs[pillar], units)
        placement = place_records(records, ground, runs[pillar], units, homes, has_place_unknown=has_place_unknown)
        counted[pillar] = count_records(
            records,
            placement,
            homes,
            pillar=pillar,
            units=units.units,
            dimensions=dimensions,
            shows=wish.margins,
            least_needs=wish.rules.least_needs,
        )
    return _Count(design=design, runs=runs, counted=counted, placement=placement, has_place_unknown=has_place_unknown)


def _has_place_unknown(
    store: Store, pillars: Sequence[str], records: Sequence[SurvivorRecord], units: UnitsOnGrid
) -> bool:
    """Whether who is known by area alone is counted: as in earlier releases, else if there are such records."""
    if units.leaf_of_area is None:
        return False
    before = had_place_unknown(store.ledger, pillars)
    return any(record.lon is None for record in records) if before is None else before


def _keep(store: Store, plan: ReleasePlan, counts: _Count, pillars: Sequence[PillarRelease]) -> None:
    """Let the store remember what is told, and of each record in which cells it was counted."""
    atoms = {record.id: atoms_of(counts.counted, place) for place, record in enumerate(plan.records)}
    kept = [
        record.released(plan.release_id, atoms[record.id]) if atoms.get(record.id) else record
        for record in store.records
    ]
    ledger = with_release(
        store.ledger, plan.key, [each.told for each in pillars], has_place_unknown=counts.has_place_unknown
    )
    store.commit(outcome=f"release {plan.release_id} was told", records=kept, ledger=ledger)


def _screen(store: Store, records: Sequence[SurvivorRecord], placement: Placement) -> Iterator[str]:
    """What became of the records, for the custodian's screen alone."""
    fates = Counter(placement.fate.tolist())
    everyone = len(store.records)
    if store.is_synthetic:
        yield "The survivors are made up: no figure is about a real person."
    yield f"{fates[PLACED]:,} of {everyone:,} records are placed; of these each pillar counts who needs it."
    if everyone > len(records):
        yield f"{everyone - len(records):,} are for planning alone by their consent, and in no table."
    for fate, words in _FATES.items():
        if fates[fate]:
            yield f"{fates[fate]:,} {words}, and are in no table."
    moved = int(placement.is_moved.sum())
    if moved:
        yield (
            f"{moved:,} are counted at the nearest home of their unit, since by the population nobody lives where they "
            "point to in their band of minutes."
        )
