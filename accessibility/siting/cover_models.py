"""Models of cover: most people within reach, reached twice, or with room; and the fewest sites that reach all."""

from __future__ import annotations

import numpy as np

from accessibility.siting.limits import candidate_of_pair, pairs_by_entry, settled
from accessibility.siting.merging import merge_alike
from accessibility.siting.model import Model, add_floors, begin_model, cover_columns, require_cover
from accessibility.siting.problem import Ask, SitingProblem
from accessibility.siting.program import INFINITE
from accessibility.siting.values import can_be_reached, site_costs


def most_people(problem: SitingProblem, ask: Ask) -> Model:
    r"""The maximal covering location problem.

    .. math:: \max \sum_i a_i y_i, \quad y_i \le \sum_{j \in N_i} x_j, \quad x_j \in \{0, 1\}, \quad 0 \le y_i \le 1

    with :math:`a_i` people and :math:`N_i` the candidates within the minutes asked. Entries with the same
    :math:`N_i` are one. Church, R. and ReVelle, C. (1974), The maximal covering location problem, Papers of the
    Regional Science Association 32, doi:10.1007/BF01942293.
    """
    model = begin_model(problem, ask, is_maximised=True)
    people = problem.people
    model.constant = float(people[problem.now_minutes <= ask.within_minutes].sum())
    cover_columns(model, ask.within_minutes, [people, *(floor.people for floor in ask.floors)], people)
    add_floors(model)
    return model


def backup(problem: SitingProblem, ask: Ask) -> Model:
    r"""Backup cover: people within reach of a first centre, and of a second, weighted.

    .. math:: \max \sum_i a_i ((1 - w) y_i + w u_i), \quad y_i + u_i \le n_i + \sum_{j \in N_i} x_j, \quad u_i \le y_i

    with :math:`n_i` existing centres within the minutes asked. Hogan, K. and ReVelle, C. (1986), Concepts and
    applications of backup coverage, Management Science 32(11), doi:10.1287/mnsc.32.11.1434.
    """
    model = begin_model(problem, ask, is_maximised=True)
    weight, count = ask.backup_weight, np.minimum(problem.now_count, 2)
    people = problem.people
    model.constant = float(people @ ((1 - weight) * (count >= 1) + weight * (count >= 2)))  # noqa: PLR2004 - a second
    is_kept = (problem.minutes <= ask.within_minutes) & np.isin(candidate_of_pair(problem), model.candidate)
    pairs = pairs_by_entry(problem, is_kept)
    is_in = (people > 0) & (count < 2) & (np.diff(pairs.start) > 0)  # noqa: PLR2004 - a second
    merged = merge_alike(pairs, is_in, by_entry=[count])
    have, gain = count[merged.first].astype(np.float64), merged.added_up(people)
    first = model.program.add_columns(len(merged), cost=(1 - weight) * gain)
    second = model.program.add_columns(len(merged), cost=weight * gain)
    model.constant -= float(((1 - weight) * gain) @ have)  # of those the first column counts
    rows, site = np.arange(len(merged)), model.place_of[merged.pairs.candidate]
    parts = [(rows, first, 1.0), (rows, second, 1.0), (merged.pairs.entry, site, -1.0)]
    model.program.add_rows(parts, len(merged), high=have)
    model.program.add_rows([(rows, second, 1.0), (rows, first, -1.0)], len(merged), high=0.0)
    add_floors(model)
    return model


def with_room(problem: SitingProblem, ask: Ask) -> Model:
    r"""Cover with capacities: people within reach who find room, shared out freely.

    .. math:: \max \sum_{ij} f_{ij}, \quad \sum_j f_{ij} \le a_i, \quad \sum_i f_{ij} \le c_j x_j, \quad f_{ij} \ge 0

    over pairs within the minutes asked; whoever has an existing centre within them counts as served by it. Current, J.
    and Storbeck, J. (1988), Capacitated covering models, Environment and Planning B 15(2), doi:10.1068/b150153.
    ``problem``: with its required candidates as they are; those take no part in the limits.
    """
    model = begin_model(settled(problem, ask), ask, is_maximised=True)
    is_open = np.zeros(problem.candidate_count, np.bool_)
    is_open[model.candidate] = True
    is_open |= problem.is_required
    people, is_served = problem.people, problem.now_minutes <= ask.within_minutes
    model.constant = float(people[is_served].sum())
    of = candidate_of_pair(problem)
    pairs = pairs_by_entry(problem, (problem.minutes <= ask.within_minutes) & is_open[of])
    merged = merge_alike(pairs, (people > 0) & ~is_served & (np.diff(pairs.start) > 0))
    asking = merged.added_up(people)
    entry, candidate = merged.pairs.entry, merged.pairs.candidate
    flow = model.program.add_columns(len(entry), cost=1.0, upper=asking[entry])
    model.program.add_rows([(entry, flow, 1.0)], len(merged), high=asking)
    capacity = np.minimum(problem.capacity, asking.sum())  # more room than there are people is no different
    site = model.place_of[candidate]
    sites = np.flatnonzero(is_open)
    row = np.searchsorted(sites, candidate)
    is_new = model.place_of[sites] >= 0
    parts = [(row, flow, 1.0), (np.flatnonzero(is_new), model.place_of[sites[is_new]], -capacity[sites[is_new]])]
    model.program.add_rows(parts, len(sites), high=np.where(is_new, 0.0, capacity[sites]))
    is_site = site >= 0  # a site that is not chosen serves nobody, not even in part
    pair = np.arange(int(is_site.sum()))
    upper = np.minimum(asking[entry], capacity[candidate])[is_site]
    model.program.add_rows([(pair, flow[is_site], 1.0), (pair, site[is_site], -upper)], len(pair), high=0.0)
    add_floors(model)
    return model


def fewest_sites(problem: SitingProblem, ask: Ask) -> Model | None:
    r"""The location set covering problem; None if some entry can be reached by no candidate that may be chosen.

    .. math:: \min \sum_j c_j x_j, \quad \sum_{j \in N_i} x_j \ge 1

    over the entries that an existing centre or some candidate reaches within the minutes asked. Toregas, C., Swain,
    R., ReVelle, C. and Bergman, L. (1971), The location of emergency service facilities, Operations Research 19(6),
    doi:10.1287/opre.19.6.1363.
    """
    model = begin_model(problem, ask, is_maximised=False, cost=site_costs(problem))
    is_asked = (problem.people > 0) & can_be_reached(problem, ask.within_minutes)
    if not require_cover(model, ask.within_minutes, is_asked.astype(np.float64)):
        return None
    add_floors(model)
    return model


def reaching_all(problem: SitingProblem, ask: Ask, within_minutes: float) -> Model | None:
    """Sites within so many minutes of everybody whom anything reaches: one step of the search for the p-center.

    None if no candidate that may be chosen is near enough to somebody. The fewest sites are asked for, since
    some are enough.
    """
    model = begin_model(problem, ask, is_maximised=False, cost=np.ones(problem.candidate_count))
    is_asked = (problem.people > 0) & can_be_reached(problem, INFINITE)
    if not require_cover(model, within_minutes, is_asked.astype(np.float64)):
        return None
    add_floors(model)
    return model
