"""The live country: every picture equals a whole search of the changed world, and its figures those of a release."""

import threading
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from live_worlds import VALLEY, free, is_as_searched, is_same, minutes_of, place_of

from accessibility.live import (
    AddCentre,
    CloseCentre,
    MoveCentre,
    OpenRoad,
    Reach,
    ReleaseHazard,
    StoppedError,
    TooWideError,
    UpgradeCentre,
    UpgradeRoad,
    read_live_ground,
    start_country,
)
from geo.errors import InputError

REHAB = "physical_rehab"


@pytest.fixture(scope="module")
def ground(sample_release):
    return read_live_ground(sample_release / "ground")


@pytest.fixture(scope="module")
def country(ground):
    return start_country(ground, VALLEY)


@pytest.fixture(scope="module")
def passable(ground):
    return np.flatnonzero(ground.world("default", "all-year").land.is_passable)


def table(sample_release, name):
    return pd.read_parquet(sample_release / "analyst" / "tables" / name)


def test_without_a_change_a_question_has_the_figures_of_the_release(ground, sample_release):
    access = table(sample_release, "areas.parquet")
    access = access[access["scenario"] == "base"]
    for question in ground.questions[:4]:
        hazards = "hazards" if question.has_hazards else "no-hazards"
        rows = access[(access["pillar"] == question.pillar) & (access["hazards"] == hazards)].reset_index()
        base = start_country(ground, question).base
        assert dict(base.headline_after) == dict(base.headline_before)
        for name, value in base.headline_after.items():
            assert np.array_equal(value, rows[name].iloc[-1], equal_nan=True), name
        for name in ("population", "median_minutes", "p90_minutes"):
            found = base.areas[name if name == "population" else f"{name}_after"]
            np.testing.assert_array_equal(found, rows[name])


def test_a_released_area_gives_what_the_scenario_of_the_release_gives(country, sample_release):
    picture = country.with_changes([ReleaseHazard(area_id="SHA-3")])
    folder = sample_release / "analyst" / "runs/physical-rehab/default/meadow-released/all-year/to/hazards"
    for name, found in (
        ("travel_minutes", picture.travel.minutes),
        ("status", picture.travel.status),
        ("nearest", picture.travel.nearest),
    ):
        with rasterio.open(folder / f"{name}.tif") as raster:
            assert np.array_equal(raster.read(1), found, equal_nan=name == "travel_minutes"), name
    told = pd.read_csv(sample_release / "analyst" / "tables" / "comparisons.csv")
    told = told[(told["comparison"] == "meadow-released") & (told["pillar"] == REHAB)].loc[:, "area_id":]
    assert list(picture.areas.columns) == list(told.columns)
    pd.testing.assert_frame_equal(picture.areas, told.reset_index(drop=True), check_exact=True)
    assert len(picture.changed)


@st.composite
def centre_changes(draw):
    """What is done to centres of the valley, and at which of its passable cells (by share)."""
    ids = draw(st.permutations([f"C-{number:02d}" for number in range(1, 8)]))
    kinds = draw(st.lists(st.sampled_from(["add", "move", "upgrade", "close"]), min_size=1, max_size=4))
    return [(kind, ids[place], draw(st.floats(0, 0.999))) for place, kind in enumerate(kinds)]


def made(plan, ground, passable):
    changes = []
    for kind, identity, share in plan:
        spot = place_of(ground, passable[int(share * len(passable))])
        changes.append(
            {
                "add": lambda i=identity, s=spot: AddCentre(id=f"new {i}", pillars=(REHAB,), **s),
                "move": lambda i=identity, s=spot: MoveCentre(id=i, **s),
                "upgrade": lambda i=identity: UpgradeCentre(id=i, pillars=(REHAB,)),
                "close": lambda i=identity: CloseCentre(id=i),
            }[kind]()
        )
    return changes


@given(plan=centre_changes(), has_hazards=st.booleans())
@settings(max_examples=15)
def test_changes_of_centres_equal_a_whole_search_in_any_order(ground, country, passable, plan, has_hazards):
    ids = {centre.id for centre in country.centres}
    plan = [each for each in plan if each[1] in ids]
    asked = country if has_hazards else start_country(ground, free(VALLEY))
    changes = made(plan, ground, passable)
    picture = asked.with_changes(changes)
    assert is_as_searched(asked, picture)
    assert is_same(picture, asked.with_changes(changes[::-1]))
    kinds = {kind for kind, *_ in plan}
    if kinds <= {"add", "upgrade"}:
        assert (minutes_of(picture) <= minutes_of(asked.base)).all()
        assert picture.gains.people_losing == 0
    if kinds <= {"close"}:
        assert (minutes_of(picture) >= minutes_of(asked.base)).all()
        assert picture.gains.people_gaining == 0


def test_a_centre_closed_and_another_opened_in_its_place_changes_nobodys_minutes(ground, country):
    old = next(centre for centre in country.centres if REHAB in centre.pillars)
    same = AddCentre(id="in its place", pillars=(REHAB,), **place_of(ground, old.cell))
    picture = country.with_changes([CloseCentre(id=old.id), same])
    assert np.array_equal(minutes_of(picture), minutes_of(country.base))
    assert dict(picture.headline_after) == dict(country.base.headline_after)
    assert len(picture.changed)  # the cells go to another centre


def test_all_hazards_released_is_the_country_without_hazards(ground, country):
    everything = [ReleaseHazard(area_id=area.id) for area in ground.hazard_areas]
    without = start_country(ground, free(VALLEY))
    released = country.with_changes(everything)
    assert np.array_equal(minutes_of(released), minutes_of(without.base))
    assert dict(released.headline_after) == dict(without.base.headline_after)
    assert (minutes_of(released) <= minutes_of(country.base)).all()


def test_a_quicker_road_is_longer_for_nobody(country):
    picture = country.with_changes([UpgradeRoad(road_id=109, speed_kmh=110.0)])
    assert (minutes_of(picture) <= minutes_of(country.base)).all()
    assert picture.gains.people_gaining > 0
    assert picture.gains.people_losing == 0


def test_a_picture_stays_what_it_is_and_its_windows_are_parts_of_it(country):
    first = country.with_changes([CloseCentre(id=closed_of(country))])
    part = first.window(slice(10, 40), slice(5, 25))
    country.with_changes([])
    assert np.array_equal(first.travel.minutes[10:40, 5:25], part.minutes, equal_nan=True)
    assert np.array_equal(first.travel.nearest[10:40, 5:25], part.nearest)
    before = first.as_before(slice(None), slice(None))
    differs = ~((before.minutes == first.travel.minutes) | (np.isnan(before.minutes) & np.isnan(first.travel.minutes)))
    differs |= (before.nearest != first.travel.nearest) | (before.status != first.travel.status)
    assert set(np.flatnonzero(differs)) <= set(first.changed.tolist())


def closed_of(country):
    return next(centre.id for centre in country.centres if REHAB in centre.pillars)


def test_a_hidden_centre_does_not_exist(ground, country):
    hidden = closed_of(country)
    known = start_country(ground, VALLEY, hidden_centres={hidden})
    assert hidden not in {centre.id for centre in known.centres}
    assert is_as_searched(known, known.base)
    with pytest.raises(InputError, match="there is no centre"):
        known.with_changes([CloseCentre(id=hidden)])
    added = known.with_changes([AddCentre(id=hidden, pillars=(REHAB,), **place_of(ground, country.centres[0].cell))])
    assert added.centres[-1].id == hidden


def test_a_change_that_reaches_too_far_is_a_job(ground, country):
    narrow = start_country(ground, VALLEY, reach=Reach(most=50, least=10))
    with pytest.raises(TooWideError, match="let a job do it") as told:
        narrow.with_changes([CloseCentre(id=closed_of(country))])
    assert told.value.reached > told.value.most == 50
    with pytest.raises(TooWideError):
        narrow.with_changes([AddCentre(id="new", pillars=(REHAB,), lon=-29.85, lat=45.1)])
    assert is_same(narrow.with_changes([]), country.base)


def test_what_closing_reaches_is_known_before_the_search(country):
    """All that goes to a closed centre falls, and nothing else."""
    identity = closed_of(country)
    row = next(row for row, centre in enumerate(country.centres) if centre.id == identity)
    picture = country.with_changes([CloseCentre(id=identity)])
    assert set(picture.changed) == set(np.flatnonzero(country.base.travel.nearest == row))


def test_a_change_that_is_called_off_leaves_the_country_as_it_is(country):
    calls = iter([False, True])
    with pytest.raises(StoppedError):
        country.with_changes([CloseCentre(id=closed_of(country))], is_cancelled=lambda: next(calls))
    assert is_same(country.with_changes([]), country.base)


def test_several_threads_get_what_each_would_get_alone(country):
    asked = [[CloseCentre(id=centre.id)] for centre in country.centres if REHAB in centre.pillars][:3]
    asked += [[ReleaseHazard(area_id="SHA-3")], [UpgradeRoad(road_id=109, speed_kmh=110.0)]]
    alone = [country.with_changes(changes) for changes in asked]
    found = [None] * len(asked)

    def work(place):
        found[place] = country.with_changes(asked[place])

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(asked))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(is_same(one, other) for one, other in zip(found, alone, strict=True))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([CloseCentre(id="C-1")], "there is no centre 'C-1'; did you mean 'C-0"),
        ([CloseCentre(id="C-01"), MoveCentre(id="C-01", lon=-29.9, lat=45.1)], "changed more than once"),
        ([AddCentre(id="C-01", lon=-29.9, lat=45.1, pillars=(REHAB,))], "has that id"),
        ([AddCentre(id=" ", lon=-29.9, lat=45.1, pillars=(REHAB,))], "is empty"),
        ([AddCentre(id="n", lon=float("nan"), lat=45.1, pillars=(REHAB,))], "no place on earth"),
        ([AddCentre(id="n", lon=1e300, lat=45.1, pillars=(REHAB,))], "no place on earth"),
        ([AddCentre(id="n", lon=10.0, lat=45.1, pillars=(REHAB,))], "outside the grid"),
        ([AddCentre(id="n", lon=-29.9, lat=45.1, pillars=("dentist",))], "does not know"),
        ([AddCentre(id="n", lon=-29.9, lat=45.1, pillars=())], "would offer nothing"),
        ([UpgradeCentre(id="C-01", pillars=("dentist",))], "does not know"),
        ([ReleaseHazard(area_id="SHA-33")], "did you mean 'SHA-3'"),
        ([ReleaseHazard(area_id="SHA-3"), ReleaseHazard(area_id="SHA-3")], "changed more than once"),
        ([OpenRoad(road_id=109)], "neither closed nor cut"),
        ([OpenRoad(road_id=1)], "there is no road 1"),
        ([UpgradeRoad(road_id=109, speed_kmh=float("nan"))], "no speed of a road"),
        ([UpgradeRoad(road_id=109, speed_kmh=1e9)], "no speed of a road"),
        ([UpgradeRoad(road_id=109, speed_kmh=1.0)], "does not become quicker"),
        (["close everything"], "is no change"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_with_the_reason(country, changes, words):
    with pytest.raises(InputError, match=words):
        country.with_changes(changes)


def test_no_hazard_is_released_where_none_is_asked_about(ground):
    with pytest.raises(InputError, match="without hazards"):
        start_country(ground, free(VALLEY)).with_changes([ReleaseHazard(area_id="SHA-3")])


def test_a_question_that_the_study_did_not_ask_is_refused(ground):
    with pytest.raises(InputError, match="did not ask"):
        start_country(ground, replace(VALLEY, pillar="dentist"))


def test_the_memory_of_country_and_picture_is_told(country):
    picture = country.with_changes([CloseCentre(id=closed_of(country))])
    assert country.bytes_held > 9 * country.ground.grid.cell_count
    assert country.bytes_shared > 8 * country.ground.grid.cell_count
    assert picture.bytes_held > 21 * len(picture.changed)
