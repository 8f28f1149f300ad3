"""Sites and releases together: in the head along a street with walls, and beside all choices of both."""

from itertools import combinations

import numpy as np
import pytest
from small_study import CELL, LEFT, SIZE, TOP, polygon
from street_plans import Street, street_study

from accessibility.clearance import rank_clearance
from accessibility.plans import (
    NO_BOUND,
    measure_plan,
    minutes_of_entries,
    plan_jointly,
    released_ids,
    releases_frame,
)
from accessibility.runs import sources_of
from accessibility.siting import value_of


def wall(column):
    """A field from the north to the south of the land, a column wide."""
    left, right = LEFT + column * CELL, LEFT + (column + 1) * CELL
    shape = polygon(left, TOP - SIZE * CELL - 0.01, right, TOP + 0.01)
    return shape, {"id": f"wall-{column}", "kind": "suspected", "status": "open", "name": f"Wall {column}"}


def walled(folder, *, walls, **options):
    return Street(street_study(folder, hazards=[wall(column) for column in walls] or None, **options))


def joint_of(street):
    joint = plan_jointly(street.inputs, street.posed, street.network, street.answer)
    assert joint is not None
    return joint


def gained_by(joint):
    """The people newly within reach by a real search over the released ground, from as it is."""
    posed, within = joint.posed, joint.posed.ask.within_minutes
    measured = measure_plan(posed, joint.answer.chosen, joint.network)
    is_then = minutes_of_entries(posed, measured) <= within
    return float(posed.problem.people[is_then & ~(minutes_of_entries(posed) <= within)].sum())


def best_of_all(folder, *, walls, sites, releases, **options):
    """The most people within reach by any choice of walls and sites, each choice of walls a study of its own."""
    best = 0.0
    for count in range(releases + 1):
        for released in combinations(walls, count):
            left = [column for column in walls if column not in released]
            street = walled(folder / "-".join(map(str, ("left", *left))), walls=left, sites=sites, **options)
            problem, ask = street.posed.problem, street.posed.ask
            for size in range(sites + 1):
                for chosen in combinations(range(problem.candidate_count), size):
                    best = max(best, value_of(problem, ask, "most-people", chosen))
    return best


def value_of_releases(folder, street, *, walls, **options):
    """The people within reach without sites once what ``rank_clearance`` proposes is released."""
    [run], [within] = street.posed.runs, [street.posed.ask.within_minutes]
    ranking = rank_clearance(
        street.network,
        sources_of(run.world.centres, run.pillar),
        run.demand,
        bands_minutes=(within,),
        threshold_minutes=within,
        most_released=street.table.release_hazards,
    )
    ids = run.world.ground.blocking_ids()
    released = {each for step in ranking.steps for cluster in step.clusters for each in ids[cluster]}
    other = walled(folder, walls=[column for column in walls if f"wall-{column}" not in released], **options)
    return value_of(other.posed.problem, other.posed.ask, "most-people", ())


def test_the_site_and_the_release_each_bring_their_own(tmp_path):
    """Fifty behind the wall are near the old centre, forty in the east are near the site: ninety together."""
    street = walled(
        tmp_path / "s",
        walls=(4, 17),
        homes={2: 10, 6: 50, 14: 40},
        costs={14: 1},
        sites=1,
        release_hazards=1,
        within_minutes=50.0,
    )
    joint = joint_of(street)
    assert street.ids(joint.answer.chosen) == ["c14"]
    assert released_ids(joint) == ("wall-4",)
    assert gained_by(joint) == pytest.approx(90)
    assert (joint.answer.status, np.isnan(joint.answer.bound)) == ("unbounded", True)
    frame = releases_frame(street.inputs, joint)
    assert frame["people_gained"].tolist() == pytest.approx([50])
    assert frame["hazard_ids"].tolist() == ["wall-4"]
    assert frame["note"].tolist() == [NO_BOUND]


def test_a_release_that_helps_nobody_alone_helps_with_the_site(tmp_path):
    """Seventy live far from the old centre and behind a wall from the site, which without it reaches thirty."""
    street = walled(
        tmp_path / "s",
        walls=(13, 18),
        homes={2: 10, 12: 70, 16: 30},
        costs={14: 1},
        sites=1,
        release_hazards=1,
        within_minutes=30.0,
    )
    assert street.answer.value == pytest.approx(40)
    joint = joint_of(street)
    assert released_ids(joint) == ("wall-13",)
    assert joint.answer.value == pytest.approx(110)
    assert gained_by(joint) == pytest.approx(100)


def test_the_site_moves_to_where_it_does_more_once_the_wall_is_gone(tmp_path):
    """With the wall the site is at the door of fifty; without it one place reaches thirty on both its sides."""
    street = walled(
        tmp_path / "s",
        walls=(9,),
        homes={2: 10, 8: 30, 10: 30, 16: 50},
        costs={16: 1, 10: 1},
        sites=1,
        release_hazards=1,
        within_minutes=16.0,
    )
    assert street.ids(street.answer.chosen) == ["c16"]
    joint = joint_of(street)
    assert street.ids(joint.answer.chosen) == ["c10"]
    assert gained_by(joint) == pytest.approx(60)


@pytest.mark.parametrize("seed", range(4))
def test_both_give_at_least_what_either_gives_and_no_more_than_all_choices(tmp_path, seed):
    random = np.random.default_rng(seed)
    columns = [column for column in range(SIZE) if column != 2]
    walls = tuple(int(column) for column in random.choice(columns[3::2], 3, replace=False))  # none touches another
    free = [column for column in columns if column not in walls]
    homes = {int(column): int(random.integers(5, 90)) for column in random.choice(free, 6, replace=False)}
    costs = dict.fromkeys((int(column) for column in random.choice(free, 4, replace=False)), 1)
    options = {"homes": homes, "costs": costs, "within_minutes": float(random.choice([16.0, 30.0, 45.0]))}
    street = walled(tmp_path / "s", walls=walls, sites=1, release_hazards=2, **options)
    joint = joint_of(street)
    sites_alone = street.answer.value
    releases_alone = value_of_releases(tmp_path / "r", street, walls=walls, **options)
    together = best_of_all(tmp_path / "b", walls=walls, sites=1, releases=2, **options)
    assert len(joint.answer.chosen) <= 1
    assert len(joint.clusters) <= 2
    assert max(sites_alone, releases_alone) - 1e-9 <= joint.answer.value <= together + 1e-9
    inside = street.posed.problem.people[minutes_of_entries(street.posed) <= street.posed.ask.within_minutes].sum()
    assert joint.answer.value - inside == pytest.approx(gained_by(joint))


def test_without_hazards_or_releases_there_is_no_joint_plan(tmp_path):
    street = walled(tmp_path / "s", walls=(4,), homes={2: 10, 6: 50}, costs={14: 1})
    assert plan_jointly(street.inputs, street.posed, street.network, street.answer) is None
    street = Street(street_study(tmp_path / "none", release_hazards=1))
    assert plan_jointly(street.inputs, street.posed, street.network, street.answer) is None
