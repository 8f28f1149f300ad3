"""Areas and people held against places that are known: swapped names and odd shares are told, nothing is changed."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from toy_files import a_geographic_grid

from geo import plausibility
from geo.faults import Faults
from geo.grid import Grid
from geo.layers.areas import Areas, read_areas
from geo.plausibility import check_places
from geo.rasters.bands import grid_of_raster
from geo.rasters.population import read_population

GRID: Grid = a_geographic_grid(2, 4, size=0.1, left=35.0, top=10.0)
HEAD = "place,other_names,lon,lat,population,year,source\n"
ROWS = "Westland,Ouest;Occident,35.1,9.9,3000,2010,census\nEastland,,35.3,9.9,1000,2010,census\n"


@pytest.fixture
def reference(tmp_path, monkeypatch):
    """Let the reference of a country be these rows."""
    monkeypatch.setattr(plausibility, "data_folder", lambda: tmp_path)
    (tmp_path / "countries").mkdir()

    def write(rows=ROWS, country="ZZZ"):
        (tmp_path / f"countries/{country}.csv").write_text(HEAD + rows, encoding="utf-8")

    write()
    return write


def halves(west="Westland", east="Eastland"):
    """Two areas, the western and the eastern half of the grid."""
    zone = np.repeat([[0, 0, 1, 1]], 2, axis=0).astype(np.int32)
    boxes = [shapely.box(35.0, 9.8, 35.2, 10.0), shapely.box(35.2, 9.8, 35.4, 10.0)]
    frame = gpd.GeoDataFrame(geometry=boxes, crs=4326)
    return Areas(ids=("W", "E"), names=(west, east), parents=None, frame=frame, zone=zone)


def told(areas, *, west=3000.0, east=1000.0, country="ZZZ"):
    people = np.repeat([[west / 4, west / 4, east / 4, east / 4]], 2, axis=0)
    faults = Faults()
    check_places(country, areas, people, GRID, where="areas.gpkg", faults=faults)
    assert not faults.errors
    return [f"{notice.where}, {notice.which}: {notice.what}" for notice in faults.notices]


@pytest.mark.usefixtures("reference")
def test_areas_with_their_own_names_and_people_are_not_told():
    assert told(halves()) == []


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("name", ["westland", " OUEST ", "Occidént"])
def test_other_names_accents_and_case_are_the_same_place(name):
    assert told(halves(west=name)) == []


@pytest.mark.usefixtures("reference")
def test_swapped_names_are_told_for_both():
    swapped = told(halves(west="Eastland", east="Ouest"))
    assert [text.removesuffix(": the names look swapped") for text in swapped] == [
        "areas.gpkg, area W: is called 'Eastland' but holds Westland, while 'Eastland' is the name of Eastland",
        "areas.gpkg, area E: is called 'Ouest' but holds Eastland, while 'Ouest' is the name of Westland",
    ]


@pytest.mark.usefixtures("reference")
def test_a_name_that_is_not_known_is_not_told():
    assert told(halves(west="Region 1", east="Region 2")) == []


@pytest.mark.usefixtures("reference")
def test_shares_are_compared_and_not_counts():
    assert told(halves(), west=300, east=100) == []
    assert told(halves(), west=30_000, east=10_000) == []


@pytest.mark.usefixtures("reference")
def test_a_share_more_than_twice_what_is_due_is_told():
    assert told(halves(), west=2000, east=2000) == []
    [text] = told(halves(), west=1999, east=2001)
    assert text == (
        "[population], area E (Eastland): has 2,001 people where Eastland is, but by its share of the 2010 census "
        "(1,000) about 1,000 would be expected"
    )


@pytest.mark.usefixtures("reference")
def test_a_share_less_than_half_of_what_is_due_is_told():
    assert any("area W (Westland): has 1,000 people" in text for text in told(halves(), west=1000, east=3000))


def test_a_country_without_a_reference_is_not_told(reference):
    reference(country="YYY")
    assert told(halves(west="Eastland", east="Westland"), country="XXX") == []


def test_places_off_the_grid_are_left_aside(reference):
    reference(ROWS + "Southland,,35.1,-40,5000,2010,census\n")
    assert told(halves()) == []


def test_areas_that_hold_several_places_are_other_areas_and_not_told(reference):
    reference(ROWS + "Midland,,35.05,9.95,5000,2010,census\n")
    assert told(halves(west="Eastland", east="Westland")) == []


@pytest.mark.usefixtures("reference")
def test_a_grid_of_nobody_says_nothing_of_shares():
    assert told(halves(), west=0, east=0) == []


def test_the_comoros_swap_two_names_and_two_islands_people(shared_data):
    folder, faults = shared_data / "comoros", Faults()
    path = folder / "input/population.tif"
    grid = grid_of_raster(path, where="population.tif", faults=faults)
    areas = read_areas(folder / "gadm.gpkg", grid, id="GID_1", name="NAME_1", where="gadm.gpkg", faults=faults)
    people = read_population(path, grid, units="people_per_cell", where="population.tif", faults=faults)
    before = len(faults)
    check_places("COM", areas, people.people, grid, where="gadm.gpkg", faults=faults)
    text = "\n".join(str(fault) for fault in list(faults)[before:])
    assert not faults.errors
    assert text.count("the names look swapped") == 2
    assert text.count("would be expected") == 2
    assert "has 339,591 people" in text
    assert "has 64,339 people" in text
