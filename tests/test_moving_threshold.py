"""A threshold that a reader moves in a page of one file: codes, looks and people agree with the release."""

import base64
import math

import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.io import MemoryFile
from release_on_disk import write_tier

from accessibility.reach import reach_steps
from accessibility.run_dimensions import DIMENSIONS
from geo.errors import ReleaseError
from maps.classes import minutes_classes
from maps.moving_threshold import Row, control_data, draw_steps, looks_of, read_moving, statuses_of, told_rows
from maps.release_reader import read_tier

STEPS = (15.0, 30.0, 60.0, 120.0, 240.0)
BANDS = (30.0, 120.0)


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    return read_tier(write_tier(tmp_path_factory.mktemp("moving") / "public"))


def with_reach(tier, *, drop=0):
    """Write a table of reach beside the tables of a tier: everyone at the last step, half of them before."""
    steps = reach_steps(tier.bands_minutes, tier.threshold_minutes)
    rows = [
        {name: getattr(run.key, name) for name in DIMENSIONS}
        | {"area_id": row.area_id, "area_name": row.area_name, "area_kind": row.area_kind, "population": row.people}
        | {f"population_within_{step:g}_min": row.people / (1 if step == steps[-1] else 2) for step in steps}
        for run in tier.runs[drop:]
        for row in run.access
    ]
    pd.DataFrame(rows).to_parquet(tier.folder / "tables/reach.parquet")
    return steps


def test_without_a_table_of_reach_the_bands_are_the_steps_and_their_people_those_of_the_areas(tier):
    reach = read_moving(tier)
    assert reach.steps_minutes == tier.bands_minutes
    for run in tier.runs:
        assert [row.within for row in reach.rows[run.key]] == [row.within for row in run.access]


def test_a_table_of_reach_gives_its_steps_and_a_run_that_it_lacks_is_told(tmp_path):
    tier = read_tier(write_tier(tmp_path / "public"))
    steps = with_reach(tier)
    reach = read_moving(tier)
    assert reach.steps_minutes == steps
    for run in tier.runs:
        for row in reach.rows[run.key]:
            assert (row.within[0], row.within[-1]) == (row.people / 2, row.people)
    with_reach(tier, drop=1)
    with pytest.raises(ReleaseError, match="no rows for 1 runs"):
        read_moving(tier)


def test_a_picture_of_steps_holds_the_step_of_each_cell_inclusive(tier):
    run = tier.runs[0]
    drawn = draw_steps(run.folder, STEPS)
    with MemoryFile(base64.b64decode(drawn.data_uri.split(",")[1])) as memory, memory.open() as picture:
        index = picture.read(1)
        palette = picture.colormap(1)
    grey = np.vectorize(lambda each: palette[each][0] if palette[each][3] else 0)(index)
    with (
        rasterio.open(run.folder / "travel_minutes.tif") as minutes,
        rasterio.open(run.folder / "status.tif") as status,
    ):
        times, reached = minutes.read(1), status.read(1) == 1
    expected = {1 + sum(time > step for step in STEPS) for time in times[reached].tolist()}
    assert {code for code in np.unique(grey).tolist() if 0 < code <= len(STEPS) + 1} == expected


def test_within_a_threshold_the_bands_keep_their_colours_and_all_beyond_is_one():
    looks = looks_of(STEPS, BANDS)
    assert len(looks) == len(STEPS) + 1
    nearest, middle, beyond = [each.colour for each in minutes_classes(BANDS)[:3]]
    assert looks[0] == [[1, nearest], [6, beyond]]  # 15 min
    assert looks[2] == [[2, nearest], [3, middle], [6, beyond]]  # 1 h: up to 30, over 30 to 60, beyond
    assert looks[3] == looks[5] == [[2, nearest], [4, middle], [6, beyond]]  # the last band, and no threshold
    further = [each.colour for each in minutes_classes((*BANDS, 240.0))[:4]]
    assert looks[4] == [[code, colour] for code, colour in zip((2, 4, 5, 6), further, strict=True)]


def test_statuses_have_codes_after_those_of_the_steps():
    assert [each["code"] for each in statuses_of(5)] == [7, 8, 9, 10, 11]
    assert statuses_of(5)[0]["slug"] == "no-way"


def test_too_many_steps_to_be_drawn_are_told(tier):
    with pytest.raises(ReleaseError, match="take fewer bands_minutes"):
        draw_steps(tier.runs[0].folder, [float(step) for step in range(1, 140)])


def test_people_are_told_with_two_digits_and_whole_where_they_are():
    row = Row(area_id="a", name="A", kind="area", people=12.0, within=(1.23456, math.nan, 12.0))
    assert told_rows([row]) == [["a", "A", "area", 12, [1.23, None, 12]]]


def test_the_control_is_told_a_time_a_look_and_words_for_each_step():
    data = control_data(STEPS, BANDS, language="fr", has_all=True)
    assert len(data["minutes"]) == len(STEPS)
    assert len(data["looks"]) == len(STEPS) + 1
    assert all("{" + place + "}" in data["said"]["share"] for place in ("minutes", "percent", "people", "everyone"))
