"""What the tables make of the draws: tenths at their ends, ranks of everyone, and waits and limits of one's own."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from drawn_studies import draw_runs, one_road_valley, study_and_runs, with_uncertainty
from small_study import SmallStudy, polygon
from study_runs import inputs_of

from accessibility.uncertainty import DrawnNetworks, ranges_of
from accessibility.uncertainty.certainty import certainty_frame
from accessibility.uncertainty.draw import Draw
from accessibility.uncertainty.figures import BEYOND_SHARE, PERSON_HOURS, Measure, Place
from accessibility.uncertainty.stability import rank_frame

AS_IT_IS = Draw(
    number=0,
    road_class={},
    land_class={},
    walk_speed={},
    boarding_wait_minutes=None,
    hazard={},
    hazard_chance={},
    population=1.0,
    need={},
)


def some_figures(values, *, measure, groups=1, beyond=()):
    """Figures of two areas; ``values`` (draws, groups, places) of one measure, the undrawn those of the first draw."""
    drawn = np.asarray(values, np.float64).reshape(len(values), groups, 2, 1)
    people = np.array([[10.0, 20.0]] * groups)
    return SimpleNamespace(
        drawn=drawn,
        undrawn=drawn[0],
        measures=(Measure(name=measure, unit="share"),),
        places=(Place(kind="area", id="W", name="West"), Place(kind="area", id="E", name="East")),
        people=people,
        people_where=lambda is_meant: np.where(is_meant, people[0], 0.0),
        beyond_draws=np.array(beyond, np.uint16),
        dimensions={"pillar": "care"},
    )


@pytest.mark.parametrize(
    ("times", "expected"), [(8, "perhaps_beyond"), (9, "surely_beyond"), (1, "perhaps_beyond"), (0, "surely_within")]
)
def test_nine_draws_of_ten_are_sure_and_one_of_ten_is_perhaps(times, expected):
    frame = certainty_frame(some_figures([[[0.5, 0.4]]] * 10, measure=BEYOND_SHARE, beyond=[times, 0]), as_of="")
    parts = frame.loc[0, ["surely_beyond", "perhaps_beyond", "surely_within"]]
    assert parts[expected] == parts.sum() == 10


def test_a_place_is_underserved_in_a_draw_if_half_of_its_people_are_beyond_or_more():
    shares = [[[0.5, 0.4]], [[0.6, 0.5]], [[0.1, 0.49]], [[1.0, 0.0]]]
    frame = certainty_frame(some_figures(shares, measure=BEYOND_SHARE, beyond=[0, 0]), as_of="")
    assert frame["share_underserved"].tolist() == [0.75, 0.25]


def test_places_are_ranked_by_the_hours_of_everyone_not_by_those_of_a_need():
    hours = [[[9.0, 1.0], [1.0, 9.0]], [[9.0, 2.0], [1.0, 9.0]], [[1.0, 3.0], [9.0, 1.0]]]
    frame = rank_frame(some_figures(hours, measure=PERSON_HOURS, groups=2), tails=(0.3, 0.7), as_of="")
    assert frame["rank"].tolist() == [1, 2]
    assert frame["share_first"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert (frame["low_rank"].tolist(), frame["high_rank"].tolist()) == ([1, 1], [2, 2])  # 1 to 1.6, 1.4 to 2


def test_a_cell_at_the_threshold_to_the_bit_is_beyond_in_no_draw(tmp_path):
    inputs, (run,) = study_and_runs(one_road_valley(tmp_path), draws=2)
    at = np.unravel_index(int(run.demand.home_cell[12]), run.travel.minutes.shape)
    gaps = inputs.study.gaps.model_copy(update={"threshold_minutes": float(run.travel.minutes[at])})
    study = inputs.study.model_copy(update={"gaps": gaps})
    study.be_located_at(inputs.study.folder / inputs.study.file_name)
    tables = draw_runs(replace(inputs, study=study), [run])
    share = tables.underserved_share[run.folder]
    assert share[at] == 0
    assert (share[at[0], at[1] + 1], share[at[0], at[1] - 1]) == (1, 0)
    beyond = tables.intervals.query("place_kind == 'all' and measure == 'beyond_threshold_people'").iloc[0]
    assert beyond["value"] == beyond["low"] == run.demand.people[13:].sum()
    certain = tables.certainty.query("place_kind == 'all'").iloc[0]
    assert (certain["surely_beyond"], certain["perhaps_beyond"]) == (run.demand.people[13:].sum(), 0)


def test_a_profile_with_a_wait_of_its_own_keeps_it_in_every_draw(tmp_path):
    study = one_road_valley(tmp_path)
    study.tables["travel"] = {"bands_minutes": [60], "boarding_wait_minutes": 10}
    study.tables["profiles"] = [
        {"name": "vehicle"},
        {"name": "sure", "walk_speed_factor": 1.0, "boarding_wait_minutes": 10},
    ]
    inputs, runs = study_and_runs(study, draws=8, boarding_wait_minutes={"low": 0, "high": 40})
    told = draw_runs(inputs, runs).intervals
    of_all = told[(told["place_kind"] == "all") & (told["measure"] == "median_minutes")].set_index("profile")
    drawn, sure = (of_all.loc[[name]].iloc[0] for name in ("vehicle", "sure"))
    assert drawn["value"] == sure["value"] == sure["low"] == sure["high"]
    assert drawn["low"] < drawn["value"] < drawn["high"]


def test_a_daily_limit_of_a_scenario_holds_for_those_whose_walk_is_drawn(tmp_path):
    study = one_road_valley(tmp_path)
    study.tables["profiles"] = [{"name": "slow", "vehicle": False, "walk_speed_factor": 0.5, "walk_limit_m": 4000}]
    study.tables["scenarios"] = [{"name": "curfew", "daily_limit_minutes": 20}]
    inputs = inputs_of(study)
    draw = replace(AS_IT_IS, walk_speed={"slow": 0.8})
    networks = DrawnNetworks(inputs)
    limit_minutes = {
        world.key[0]: networks.of(world, "to", has_hazards=False, draw=draw).rules.limit_minutes
        for world in inputs.worlds
    }
    assert limit_minutes["curfew"] == 20
    assert limit_minutes["base"] > 60


def test_areas_of_a_scenario_that_is_not_drawn_have_no_range(tmp_path):
    study = SmallStudy(tmp_path)
    study.layer("bombs.geojson", [(polygon(30.07, 9.92, 30.08, 9.93), {"id": "b1", "status": "open", "kind": "CHA"})])
    study.tables["scenarios"] = [{"name": "struck", "added_hazards": "bombs.geojson"}]
    study.tables["uncertainty"] = {"draws": 2}
    inputs = inputs_of(study)
    assert [each.name for each in ranges_of(inputs, has_hazards=True).of("hazard")] == ["suspected"]
    both = with_uncertainty(inputs, scenarios=("base", "struck"))
    assert [each.name for each in ranges_of(both, has_hazards=True).of("hazard")] == ["confirmed", "suspected"]


def test_where_a_slower_area_is_not_there_the_walk_to_a_road_is_as_slow_as_the_other_makes_it(tmp_path):
    study = SmallStudy(tmp_path)
    weak, strong = ({"kind": "SHA", "status": "open", "id": name, "evidence": name} for name in ("indirect", "direct"))
    study.hazards = [(polygon(30.03, 9.91, 30.05, 9.94), weak), (polygon(30.03, 9.91, 30.07, 9.94), strong)]
    rules = [
        {"evidence": [name], "policy": "slow", "slow_factor": times} for name, times in (("indirect", 3), ("direct", 6))
    ]
    study.tables["hazards"]["rules"] = rules
    inputs = inputs_of(study)
    draw = replace(AS_IT_IS, hazard={"direct": 0.9}, hazard_chance={"suspected": 0.5})
    (world,) = inputs.worlds
    roads = DrawnNetworks(inputs).of(world, "to", has_hazards=True, draw=draw).roads
    free, held = world.ground.roads, world.ground.held_roads
    times = roads.connector_s[free.connector_s > 0] / free.connector_s[free.connector_s > 0]
    assert set(np.round(times, 6)) == {1.0, 3.0}
    assert (held.connector_s > roads.connector_s).any()
