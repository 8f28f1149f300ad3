"""The candidates of a study: read from all that names them, held against its constraints, every fault told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from accessibility.candidates.drafts import NO_CENTRE, Draft, places_of
from accessibility.candidates.named_by_study import (
    GRID,
    TOWNS,
    UPGRADES,
    adds_anything,
    grid_points,
    towns,
    upgrades,
)
from accessibility.candidates.offers import Words, read_offer
from accessibility.candidates.own_list import read_list
from accessibility.candidates.refusals import Judged, judge, tell_refused
from accessibility.candidates.values import Candidates
from accessibility.inputs import Inputs
from accessibility.study_file import CandidatesTable, OfferTable, StudyFile
from geo.faults import Faults
from geo.layers import list_names

_OFFER = "[candidates.offer]"


def read_candidates(inputs: Inputs, *, faults: Faults) -> Candidates | None:
    """The candidates of a study in its base: those of the list, then upgrades, towns and the points of the grid.

    None without ``[candidates]``, or after an error, all of them told: plans without candidates, a list that cannot be
    read, words and numbers that nobody knows, costs that a budget needs, ids that repeat, towns without places,
    upgrades of no centre, and constraints that leave none. Whoever may not be chosen is in ``refused`` and counted in
    notices, which are restricted where they speak of hazards or sensitive centres. With away_from_hazards_m a
    candidate is refused that is nearer than that, one at just the distance is not; all_year_road_within_m includes it.
    """
    study, table = inputs.study, inputs.study.candidates
    if table is None:
        check_plans_have_candidates(study, faults=faults)
        return None
    before = len(faults.errors)
    if table.all_year_road_within_m is not None and study.roads is None:
        faults.error(
            where=study.file_name,
            which="[candidates] all_year_road_within_m",
            what="the study has no roads",
            do="Add [roads], or take all_year_road_within_m out",
        )
    drafts = _read_drafts(inputs, table, faults=faults)
    if len(faults.errors) > before:
        return None
    judged = judge([_with_what_it_adds(draft, inputs) for draft in drafts], table, inputs)
    tell_refused(judged, inputs, faults=faults)
    return _candidates_of(judged, table, inputs) if len(faults.errors) == before else None


def check_plans_have_candidates(study: StudyFile, *, faults: Faults) -> None:
    """Tell plans of a study without candidates; nothing if the table is there but had a fault."""
    if study.plans and study.candidates is None and "candidates" not in study.lost:
        faults.error(
            where=study.file_name,
            which=f"[[plans]] {list_names([plan.name for plan in study.plans])}",
            what="the study names no candidates to choose from",
            do="Add [candidates] with a list, upgrades, towns or a grid, or take [[plans]] out",
        )


def _read_drafts(inputs: Inputs, table: CandidatesTable, *, faults: Faults) -> list[Draft]:
    """Everything that is named, whether it may be chosen or not."""
    where, words = inputs.study.file_name, Words.of(inputs)
    before = len(faults.errors)
    needs_cost = any(plan.budget is not None for plan in inputs.study.plans)
    usual = read_offer(table.offer, table.offer, words, which=_OFFER, where=where, faults=faults)
    named: list[tuple[str, OfferTable]] = [
        (f"{UPGRADES} {number}", each) for number, each in enumerate(table.upgrades, start=1)
    ]
    named += [(TOWNS, table.towns)] if table.towns is not None else []
    named += [(GRID, table.grid)] if table.grid is not None else []
    offers = {}
    for which, each in named:
        offer = read_offer(each, table.offer, words, which=which, where=where, faults=faults)
        if offer is not None and needs_cost and not offer.has_cost:
            faults.error(
                where=where,
                which=f"{which} cost",
                what="no cost is said, and a plan has a budget",
                do="Write cost or cost_per_year there or in [candidates.offer]",
            )
        offers[which] = offer
    stand_in = usual or read_offer(OfferTable(), OfferTable(), words, which=_OFFER, where=where, faults=faults)
    if stand_in is None:
        raise AssertionError("an empty offer has no fault")
    drafts = read_list(table, inputs, stand_in, words, needs_cost=needs_cost, faults=faults)
    for number, upgrade in enumerate(table.upgrades, start=1):
        offer = offers[f"{UPGRADES} {number}"] or stand_in
        drafts += upgrades(upgrade, number, offer, inputs, faults=faults)
    if table.towns is not None:
        drafts += towns(table.towns, offers[TOWNS] or stand_in, inputs, faults=faults)
    if table.grid is not None:
        drafts += grid_points(table.grid, offers[GRID] or stand_in, inputs, faults=faults)
    repeated = [identity for identity, count in Counter(draft.identity for draft in drafts).items() if count > 1]
    if repeated:
        faults.error(
            where=str(table.path or where),
            which="[candidates]",
            what=f"ids of the list are those of candidates that the study file names: {list_names(repeated)}",
            do="Give the rows of the list ids that begin with neither upgrade-, town- nor grid-",
        )
    return drafts if len(faults.errors) == before else []


def _with_what_it_adds(draft: Draft, inputs: Inputs) -> Draft:
    """The draft with the services that its pillars meet, and whether it adds anything to its centre."""
    centres, is_upgrade = inputs.centres, draft.centre != NO_CENTRE
    record = centres.records[draft.centre] if is_upgrade else None
    offer = replace(draft.offer, pillars=draft.offer.served(record, centres.services))
    return replace(draft, offer=offer, adds=not is_upgrade or adds_anything(draft.offer, centres, draft.centre))


def _candidates_of(judged: Judged, table: CandidatesTable, inputs: Inputs) -> Candidates:
    rows = judged.accepted
    drafts = [judged.drafts[row] for row in rows]
    offers = [draft.offer for draft in drafts]
    cell = judged.cell[rows]
    return Candidates(
        ids=tuple(draft.identity for draft in drafts),
        names=tuple(draft.name for draft in drafts),
        kinds=tuple(draft.kind for draft in drafts),
        pillars=tuple(offer.pillars for offer in offers),
        tasks=tuple(offer.tasks for offer in offers),
        levels=tuple(offer.level for offer in offers),
        is_satellite=np.array([offer.is_satellite for offer in offers], np.bool_),
        centre_ids=tuple("" if draft.centre == NO_CENTRE else inputs.centres.ids[draft.centre] for draft in drafts),
        xy=places_of(drafts),
        cell=cell,
        moved_m=judged.moved_m[rows],
        cost=np.array([offer.cost for offer in offers], np.float64),
        cost_per_year=np.array([offer.cost_per_year for offer in offers], np.float64),
        capacity_per_year=np.array([offer.capacity_per_year for offer in offers], np.float64),
        place=np.unique(cell, return_inverse=True)[1].ravel().astype(np.int64),
        currency=table.currency,
        years=table.years,
        refused=judged.refused(inputs),
    )
