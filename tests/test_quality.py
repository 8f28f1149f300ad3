"""Quality: shares of what is known add up, by pillar, by area and by the people who depend on it."""

import datetime as dt
import math
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import metric_grid

from accessibility.need import CentreRecord, Centres, directory_frame, measure_quality
from accessibility.need.quality import FIELDS
from geo.layers import Areas

GRID = metric_grid(2, 4)
ANSWERS = st.sampled_from([True, False, None])
RECORDS = st.builds(CentreRecord, step_free=ANSWERS, female_staff=ANSWERS, is_free=ANSWERS)
DIRECTORY_COLUMNS = [
    *("id", "name", "pillars", "level", "tasks", "capacity_per_year", "capacity_unit", "dormitory_beds"),
    *("transport_support", "fee", "female_staff", "languages", "step_free", "days_open", "last_verified"),
    *("is_verified", "first_fitting", "repair", "lon", "lat"),
]


def centres_of(*records, columns=None, pillars=None):
    """A centre for each record, in these columns of the grid's first row."""
    count = len(records)
    cell = np.array(columns if columns is not None else range(count), np.int64)
    offered = tuple(pillars) if pillars is not None else (("physical_rehab",),) * count
    return Centres(
        ids=tuple(f"c{number}" for number in range(count)),
        names=tuple(f"Centre {number}" for number in range(count)),
        pillars=offered,
        levels=("",) * count,
        xy=np.column_stack([GRID.centre_x[cell], np.full(count, GRID.centre_y[0])]),
        cell=cell,
        moved_m=np.zeros(count),
        is_sensitive=np.zeros(count, np.bool_),
        scenario=("",) * count,
        offered=offered,
        records=records,
    )


def areas_of(zone):
    ids = ("W", "E")
    frame = gpd.GeoDataFrame({"id": ids}, geometry=[shapely.box(0, 0, 1, 1)] * 2, crs="EPSG:4326")
    return Areas(ids=ids, names=ids, zone=np.array(zone, np.int32), frame=frame, parents=None)


AREAS = areas_of([[0, 0, 1, -1]] * 2)


def row(frame, area_id, field, *, pillar="physical_rehab", subject="centres"):
    at = (frame["subject"] == subject) & (frame["area_id"] == area_id)
    [found] = frame[at & (frame["field"] == field) & (frame["pillar"] == pillar)].to_dict("records")
    return found


def test_the_directory_has_the_columns_of_the_release():
    record = CentreRecord(
        tasks=("repair",),
        capacity_per_year=140,
        days_open=frozenset({"thu", "tue"}),
        languages=("prs", "ps"),
        last_verified=dt.date(2025, 3, 2),
        step_free=False,
    )
    frame = directory_frame(centres_of(record, CentreRecord()), GRID)
    assert list(frame.columns) == DIRECTORY_COLUMNS
    first = frame.iloc[0]
    assert (first["days_open"], first["languages"], first["last_verified"]) == ("tue;thu", "prs;ps", "2025-03-02")
    assert (first["step_free"], first["first_fitting"], first["repair"]) == ("no", "no", "yes")
    assert frame["capacity_per_year"].tolist()[0] == 140
    unknown = frame.iloc[1].drop(["id", "name", "pillars", "lon", "lat"])
    assert all(value == "" or (isinstance(value, float) and math.isnan(value)) for value in unknown)


def test_known_and_unknown_are_counted_by_area_and_everywhere():
    records = [CentreRecord(step_free=answer) for answer in (True, False, None, True)]
    frame = measure_quality(centres_of(*records), AREAS, GRID)
    west, east = row(frame, "W", "step_free"), row(frame, "E", "step_free")
    assert (west["known"], west["total"], west["share_known"]) == (2, 2, 1)
    assert west["note"] == "1 yes, 1 no, 0 not known"
    assert (east["known"], east["total"], east["share_known"]) == (0, 1, 0)
    assert row(frame, "outside", "step_free")["known"] == 1
    assert row(frame, "total", "step_free")["note"] == "2 yes, 1 no, 1 not known"


def test_an_area_without_centres_of_a_pillar_has_an_unknown_share():
    frame = measure_quality(centres_of(CentreRecord()), AREAS, GRID)
    east = row(frame, "E", "fee")
    assert (east["total"], east["note"]) == (0, "")
    assert math.isnan(east["share_known"])


def test_the_oldest_verification_is_told():
    centres = centres_of(*(CentreRecord(last_verified=day) for day in (dt.date(2025, 3, 2), dt.date(2024, 1, 5), None)))
    told = row(measure_quality(centres, AREAS, GRID), "total", "last_verified")
    assert (told["known"], told["note"]) == (2, "oldest 2024-01-05, newest 2025-03-02")


def test_a_centre_counts_with_each_of_its_pillars_and_once_for_any():
    centres = centres_of(CentreRecord(is_free=True, fee="free"), CentreRecord(), pillars=(("a", "b"), ("b",)))
    frame = measure_quality(centres, AREAS, GRID)
    totals = {pillar: row(frame, "total", "fee", pillar=pillar)["total"] for pillar in ("", "a", "b")}
    assert totals == {"": 2, "a": 1, "b": 2}
    assert row(frame, "total", "fee", pillar="b")["note"] == "1 free, 0 paid, 1 not known"


def test_a_centre_that_serves_nobody_is_not_counted():
    centres = replace(centres_of(CentreRecord(), CentreRecord()), pillars=(("physical_rehab",), ()))
    assert row(measure_quality(centres, AREAS, GRID), "total", "level")["total"] == 1


def test_people_count_by_their_nearest_centre():
    centres = centres_of(CentreRecord(step_free=True), CentreRecord())
    nearest = {"physical_rehab": np.array([[0, 1, 1, -1], [0, 0, 1, 1]], np.int32)}
    people, home = np.array([10.0, 30.0, 5.0, 7.0]), np.array([0, 1, 2, 3])
    frame = measure_quality(centres, AREAS, GRID, nearest=nearest, home_cell=home, people=people)
    west = row(frame, "W", "step_free", subject="area")
    assert (west["known"], west["total"], west["share_known"]) == (10, 40, 0.25)
    assert row(frame, "E", "step_free", subject="area")["known"] == 0
    assert row(frame, "outside", "step_free", subject="area")["total"] == 0
    assert row(frame, "total", "step_free", subject="area")["total"] == 45


@settings(max_examples=25, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=4))
def test_areas_and_outside_add_up_to_the_total(records):
    frame = measure_quality(centres_of(*records), AREAS, GRID)
    is_total = frame["area_id"] == "total"
    for column in ("known", "total"):
        parts = frame[~is_total].groupby(["pillar", "field"])[column].sum()
        whole = frame[is_total].set_index(["pillar", "field"])[column]
        assert (parts.sort_index() == whole.sort_index()).all()


@pytest.mark.parametrize("field", FIELDS)
def test_nothing_is_known_of_an_empty_record(field):
    told = row(measure_quality(centres_of(CentreRecord()), AREAS, GRID), "total", field)
    assert (told["known"], told["total"], told["share_known"]) == (0, 1, 0)
