"""Scenarios and seasons on the real island of Anjouan, with made-up hazards: minutes at known villages."""

import numpy as np
import pandas as pd
import pytest
import shapely
from comoros_made_up import AREAS, BRIDGE_WAY, VILLAGES, access_of_all, cell_of, minutes_at, read_run
from shapely import affinity

from accessibility.inputs import read_inputs
from accessibility.runs import sources_of, travel_rules
from accessibility.search import BEYOND_LIMIT, INSIDE_HAZARD, NO_WAY, REACHED, LiveAnswer, lay_network
from accessibility.study_file import read_study_file
from geo.faults import Faults
from geo.hazards import lay_hazards


@pytest.fixture(scope="module")
def release(made_up_anjouan):
    return made_up_anjouan.parent / "release"


@pytest.fixture(scope="module")
def inputs(made_up_anjouan):
    faults = Faults()
    read = read_inputs(read_study_file(made_up_anjouan, faults=faults), faults=faults)
    assert not faults.errors
    return read


ON_THE_GROUND = (44.34, -12.19345)  # the west coast road, 3 km beyond its bridge


def live(inputs, scenario="base", season="dry", *, hazards=None):
    """The answer of a world, over its own hazards or over others."""
    world = next(world for world in inputs.worlds if world.key == (scenario, season))
    network = lay_network(world.ground.land, world.ground.roads, rules=travel_rules(inputs, world, "to"))
    held = network.with_hazards(world.ground.hazards if hazards is None else hazards)
    return LiveAnswer(held, sources_of(world.centres, "any"))


def minutes_on(path, kind):
    return sum(part.minutes for part in path.parts if part.kind == kind)


def line_of(path):
    return shapely.union_all([part.line for part in path.parts if part.line is not None])


def passes(path, village):
    """Whether a way comes within about 700 m of a village."""
    return line_of(path).distance(shapely.Point(VILLAGES[village])) < 0.006


def test_open_roads_pass_through_the_areas_and_no_village_waits_longer(release, inputs):
    free, held = read_run(release, hazards=False), read_run(release)
    beyond = {"Bimbini": 44.4, "Sima": 30.6, "Bambao": 34.6, "Jimilime": 61.4}
    assert {village: minutes_at(free, village) for village in beyond} == beyond
    assert {village: minutes_at(held, village) for village in beyond} == beyond
    path = live(inputs).path_of(cell_of("Sima"))
    assert [part.kind for part in path.parts if part.line is not None and part.line.intersects(AREAS["MU-WEST"])] == [
        "road"
    ]


def test_nobody_boards_inside_an_area_of_open_roads(release, inputs):
    answer, area = live(inputs), AREAS["MU-WEST"]
    grid = answer.network.grid
    rows, columns = (np.arange(size) for size in grid.shape)
    xy = np.stack(np.meshgrid(grid.centre_x[columns], grid.centre_y[rows]), axis=-1).reshape(-1, 2)
    points = shapely.points(xy)
    is_near = (shapely.distance(area, points) < 0.003) & (shapely.distance(area, points) > 0)
    status = read_run(release, name="status").ravel()
    assert (status[shapely.contains(area, points)] != REACHED).all()
    assert (status == INSIDE_HAZARD).sum() > 500
    assert (status[is_near] == REACHED).sum() > 200
    for cell in np.flatnonzero(is_near & (status == REACHED))[::4].tolist():
        on_foot = [part.line for part in answer.path_of(cell).parts if part.kind == "foot" and part.line is not None]
        assert not any(shapely.intersects(line, shape) for line in on_foot for shape in AREAS.values())


def test_cut_roads_hold_up_the_villages_beyond(release):
    before, after = read_run(release), read_run(release, "cut")
    told = {village: (minutes_at(before, village), minutes_at(after, village)) for village in VILLAGES}
    on_foot = {"Sima": (30.6, 136.6), "Assimpao": (43.4, 123.5), "Hajoho": (52.2, 115.3), "Jimilime": (61.4, 104.1)}
    by_road = {"Bambao": (34.6, 59.4), "Domoni": (46.2, 64.4), "Chiroroni": (88.4, 106.5)}
    on_this_side = {"Akibani": (13.7, 13.7), "Ouani": (6.0, 6.0), "Tsembehou": (27.2, 27.2)}
    for held_up in (on_foot, by_road, on_this_side):
        assert {village: told[village] for village in held_up} == held_up


def test_a_village_behind_an_area_from_sea_to_sea_has_no_way(release):
    cell = cell_of("Bimbini")
    assert minutes_at(read_run(release), "Bimbini") == 44.4
    assert read_run(release, "cut", name="status").ravel()[cell] == NO_WAY
    assert np.isnan(read_run(release, "cut").ravel()[cell])
    no_way = access_of_all(release, "cut")["population_no_way"] - access_of_all(release)["population_no_way"]
    assert no_way == pytest.approx(442.6, abs=0.1)


def test_where_no_other_road_leads_people_walk_round_the_area(inputs):
    open_path, path = (live(inputs, scenario).path_of(cell_of("Jimilime")) for scenario in ("base", "cut"))
    assert round(minutes_on(open_path, "foot"), 1) == 0.5
    assert round(minutes_on(path, "foot"), 1) == 92.4
    assert passes(open_path, "Bambao")
    assert not passes(path, "Bambao")
    assert passes(path, "Ouani")


def test_a_detour_by_another_road_is_longer_and_does_not_meet_the_area(inputs):
    open_path, path = (live(inputs, scenario).path_of(cell_of("Bambao")) for scenario in ("base", "cut"))
    assert line_of(open_path).intersects(AREAS["MU-INLAND"])
    assert not line_of(path).intersects(AREAS["MU-INLAND"])
    assert passes(path, "Tsembehou")
    assert not passes(open_path, "Tsembehou")
    assert round(path.minutes - open_path.minutes, 1) == 24.8
    assert minutes_on(path, "foot") == pytest.approx(minutes_on(open_path, "foot"))


def test_with_the_east_free_the_way_from_the_west_leads_round_the_whole_island(release, inputs):
    path = live(inputs, "later").path_of(cell_of("Sima"))
    assert round(path.minutes, 1) == 124.8 == minutes_at(read_run(release, "later"), "Sima")
    assert [village for village in VILLAGES if passes(path, village)] == [
        "Sima",
        "Assimpao",
        "Pomoni",
        "Moya",
        "Bambao",
        "Domoni",
    ]
    assert round(minutes_on(path, "foot"), 1) == 1.7


def test_no_way_meets_an_area_where_roads_are_cut(inputs):
    answer = live(inputs, "cut")
    cells = np.flatnonzero(np.isfinite(answer.travel_time().seconds).ravel())[::587].tolist()
    assert len(cells) > 60
    for cell in cells:
        line = line_of(answer.path_of(cell))
        assert not any(shapely.intersects(line, area) for area in AREAS.values())


def test_an_area_over_a_bridge_alone_cuts_nothing(inputs):
    base, bridge = inputs.worlds[0], bridge_line(inputs)
    over = shapely.buffer(bridge, 0.0005, cap_style="flat")  # 55 m to either side, and not beyond its ends
    hazards = hazards_over(base, over)
    assert not hazards.is_arc_cut.any()
    assert hazards.is_inside.any()
    ordinary = affinity.translate(over, *np.subtract(ON_THE_GROUND, over.centroid.coords[0]))
    assert hazards_over(base, ordinary).is_arc_cut.any()  # the same area elsewhere on the same road
    answer = live(inputs, hazards=hazards)
    assert round(answer.path_of(cell_of("Akibani")).minutes, 1) == 13.7
    assert line_of(answer.path_of(cell_of("Akibani"))).crosses(over)


def test_a_wider_area_cuts_what_leads_to_the_bridge_and_spares_the_bridge(inputs):
    base = inputs.worlds[0]
    hazards = hazards_over(base, shapely.buffer(bridge_line(inputs), 0.0012))
    cut = np.unique(base.ground.network.source_id[base.ground.roads.arc_link[hazards.is_arc_cut]])
    assert BRIDGE_WAY not in cut
    assert not base.ground.roads.is_above[hazards.is_arc_cut].any()
    assert {857273147, 209858401} <= set(cut.tolist())
    assert round(live(inputs, hazards=hazards).path_of(cell_of("Akibani")).minutes, 1) == 31.5


def bridge_line(inputs):
    network = inputs.ground.network
    link = np.flatnonzero(network.source_id == BRIDGE_WAY)
    assert len(link) == 1
    assert network.is_bridge[link[0]]
    return shapely.LineString(network.vertices[slice(*network.vertex_start[[link[0], link[0] + 1]])])


def hazards_over(world, shape):
    return lay_hazards(world.ground.grid, world.ground.roads, [shape], road_policy="cut", overlap_tolerance_m=20)


def test_releasing_the_area_brings_the_minutes_back(release):
    free, cut, released = (
        read_run(release, hazards=False),
        read_run(release, "cut"),
        read_run(release, "west-released"),
    )
    assert [minutes_at(raster, "Sima") for raster in (free, cut, released)] == [30.6, 136.6, 30.6]
    for village in ("Sima", "Assimpao", "Akibani"):
        assert released.ravel()[cell_of(village)] == free.ravel()[cell_of(village)]
    assert minutes_at(released, "Bambao") == minutes_at(cut, "Bambao") == 59.4
    np.testing.assert_array_equal(read_run(release, "all-released", hazards=False), free)


def test_a_later_day_opens_what_is_released_by_then(release):
    base, cut, later = read_run(release), read_run(release, "cut"), read_run(release, "later")
    assert [minutes_at(raster, "Bambao") for raster in (base, cut, later)] == [34.6, 59.4, 34.6]
    assert later.ravel()[cell_of("Bambao")] == base.ravel()[cell_of("Bambao")]
    assert minutes_at(later, "Hajoho") == minutes_at(cut, "Hajoho") == 115.3


def test_a_new_strike_holds_up_the_whole_east(release):
    before, after = read_run(release, hazards=False), read_run(release, "new-strike")
    told = {village: (minutes_at(before, village), minutes_at(after, village)) for village in VILLAGES}
    assert told["Tsembehou"] == (27.2, 84.2)
    assert told["Bambao"] == (34.6, 91.6)
    assert told["Sima"] == (30.6, 30.6)


@pytest.mark.parametrize("hazards", [True, False])
@pytest.mark.parametrize("scenario", ["base", "cut", "bridge-closed"])
def test_no_way_is_shorter_when_it_rains(release, scenario, hazards):
    dry, wet = (read_run(release, scenario, season, hazards=hazards) for season in ("dry", "wet"))
    is_reached = np.isfinite(wet)
    assert np.isfinite(dry[is_reached]).all()
    assert (wet[is_reached] >= dry[is_reached]).all()
    assert (wet[is_reached] > dry[is_reached]).mean() > 0.99


def test_rain_makes_the_way_from_chiroroni_an_hour_longer(release):
    dry, wet = read_run(release), read_run(release, season="wet")
    assert [minutes_at(raster, "Chiroroni") for raster in (dry, wet)] == [88.4, 147.0]


def test_a_closed_bridge_costs_little_until_its_stream_cannot_be_waded(release):
    told = {
        season: [minutes_at(read_run(release, name, season), "Sima") for name in ("base", "bridge-closed")]
        for season in ("dry", "wet")
    }
    assert told == {"dry": [30.6, 31.9], "wet": [50.4, 119.9]}


def test_a_line_drawn_across_the_road_closes_it(release):
    free = [minutes_at(read_run(release, name, hazards=False), "Sima") for name in ("base", "line-closed")]
    held = [minutes_at(read_run(release, name), "Sima") for name in ("base", "line-closed")]
    assert free == [30.6, 33.1]  # a few steps past the closure
    assert held == [30.6, 124.8]  # no step off the road, for it lies in an area


def test_closed_centres_serve_nobody(release):
    before, after = read_run(release, name="nearest"), read_run(release, "hospital-closed", name="nearest")
    centres = pd.read_csv(release / "public" / "tables" / "centres.csv").set_index("row")["id"]
    assert centres[np.unique(before[before >= 0])].astype(str).tolist() == ["1", "5"]
    assert centres[np.unique(after[after >= 0])].astype(str).tolist() == ["1"]
    minutes = [minutes_at(read_run(release, name), "Ouani") for name in ("base", "hospital-closed")]
    assert minutes == [6.0, 6.1]


def test_an_added_centre_is_near_to_those_around_it_and_there_in_its_scenario_alone(release):
    minutes = read_run(release, "domoni")
    told = {village: minutes_at(minutes, village) for village in ("Domoni", "Bambao", "Chiroroni", "Sima")}
    assert told == {"Domoni": 0.0, "Bambao": 12.4, "Chiroroni": 43.6, "Sima": 30.6}
    centres = pd.read_csv(release / "public" / "tables" / "centres.csv")
    added = centres[centres["scenario"] == "domoni"]
    assert added["id"].tolist() == ["domoni-1"]
    for scenario in ("base", "cut"):
        assert added["row"].item() not in np.unique(read_run(release, scenario, name="nearest"))


def test_another_service_at_a_centre_has_runs_of_its_own(release):
    minutes = read_run(release, "rehab", pillar="physical-rehab")
    assert minutes_at(minutes, "Sima") == 30.7  # from the polyclinic; the pharmacy beside it is nearer by 0.1
    status = read_run(release, pillar="physical-rehab", name="status")
    assert not (status == REACHED).any()  # nowhere in the base
    assert minutes_at(read_run(release, "rehab"), "Sima") == 30.6


def test_a_way_longer_than_the_day_allows_is_beyond_the_limit(release):
    before, after = read_run(release), read_run(release, "curfew")
    status = read_run(release, "curfew", name="status")
    np.testing.assert_array_equal(status == BEYOND_LIMIT, before > 60)
    np.testing.assert_array_equal(after[before <= 60], before[before <= 60])
    assert {village: status.ravel()[cell_of(village)] for village in ("Hajoho", "Jimilime")} == {
        "Hajoho": REACHED,
        "Jimilime": BEYOND_LIMIT,
    }
    beyond = access_of_all(release)["population"] - access_of_all(release)["population_within_60_min"]
    others = [f"population_{kind}" for kind in ("no_way", "inside_hazards", "on_barrier", "no_land_data")]
    told = access_of_all(release, "curfew")
    assert told["population_beyond_limit"] + told[others].sum() == pytest.approx(beyond)
