"""Hazards, closures and a centre that are made up on the island of Anjouan, and the study that is run with them.

The land, the roads and the people are real, the rest is synthetic: it says nothing about the island.
"""

import json
import shutil

import geopandas as gpd
import pandas as pd
import rasterio
import shapely
from rasterio.windows import Window

SOURCE = "Made up, synthetic"
ANJOUAN = Window(1150, 830, 426, 440)  # of the raster of people of the Comoros: column, row, columns, rows
LEFT, TOP, CELL = 43.227916509, -11.364583087, 1 / 1200  # of that raster, in degrees

# The west coast road, lon 44.33: from the sea to the hills. The only other road runs round the whole island.
WEST = shapely.box(44.326, -12.215, 44.334, -12.170)
# The neck of the western tip, lon 44.242: from sea to sea, across the one road to Bimbini.
NECK = shapely.box(44.240, -12.215, 44.244, -12.170)
# The road from Tsembehou to Bambao, lon 44.495. Another road runs farther south.
INLAND = shapely.box(44.492, -12.205, 44.498, -12.175)
# The north-east coast road, lat -12.16: from the sea to the hills. No other road leads there.
NORTH_EAST = shapely.box(44.488, -12.165, 44.510, -12.156)
# A hill north of Moya, where there is no road.
HILL = shapely.box(44.430, -12.275, 44.440, -12.265)
# Land beside the hill that was cleared before the study's day.
OLD = shapely.box(44.441, -12.275, 44.447, -12.265)
# Across the road through the hills at Patsy, lon 44.43.
STRIKE = shapely.box(44.424, -12.158, 44.442, -12.152)

AREAS = {"MU-WEST": WEST, "MU-NECK": NECK, "MU-INLAND": INLAND, "MU-NORTH-EAST": NORTH_EAST, "MU-HILL": HILL}
BRIDGE_WAY = 209858407  # bridge=yes on the west coast road, 48 m long, over a stream at lon 44.37

LEVELS = {"hospital": "secondary", "clinic": "primary", "doctors": "primary"}  # by amenity, as we take it
REHABILITATION = (37, 41, 66)  # rows of the facilities on record: Fomboni, Moroni, Mutsamudu

VILLAGES = {  # lon and lat of places in OpenStreetMap
    "Bimbini": (44.2346, -12.1917),
    "Sima": (44.2733, -12.1981),
    "Akibani": (44.3474, -12.1961),
    "Assimpao": (44.3192, -12.2368),
    "Pomoni": (44.4101, -12.2836),
    "Moya": (44.4372, -12.3099),
    "Ouani": (44.4272, -12.1340),
    "Tsembehou": (44.4671, -12.2080),
    "Bambao": (44.5167, -12.2023),
    "Domoni": (44.5289, -12.2587),
    "Hajoho": (44.4888, -12.1244),
    "Jimilime": (44.4630, -12.0974),
    "Chiroroni": (44.5063, -12.3764),
}


def place_made_up(folder):
    """Write the made-up layers into a folder."""
    folder.mkdir()
    rows = [
        hazard("MU-WEST", "CHA", "Made-up field on the west coast road", WEST, quality="surveyed"),
        hazard("MU-NECK", "SHA", "Made-up field on the way to Bimbini", NECK),
        hazard("MU-INLAND", "CHA", "Made-up field before Bambao", INLAND, status="cleared", released_on="2021-09-30"),
        hazard("MU-NORTH-EAST", "SHA", "Made-up field on the north-east coast road", NORTH_EAST),
        hazard("MU-HILL", "SHA", "Made-up field on a hill", HILL),
        hazard("MU-OLD", "CHA", "Made-up field, cleared long ago", OLD, status="cleared", released_on="2015-06-01"),
    ]
    write_features(folder / "hazards.geojson", rows)
    write_features(folder / "strike.geojson", [hazard("MU-STRIKE", "CHA", "Made-up strike at Patsy", STRIKE)])
    across = shapely.LineString([(44.330, -12.215), (44.330, -12.170)])
    write_features(folder / "closures.geojson", [(across, {"name": "Made-up closure of the west coast road"})])
    centre = {"id": "MU-DOMONI", "name": "Made-up centre in Domoni", "amenity": "clinic"}
    write_features(folder / "centres.geojson", [(shapely.Point(VILLAGES["Domoni"]), centre)])


def hazard(identity, kind, name, shape, *, status="open", quality="digitised", released_on=None):
    """A shape and the columns of a hazard."""
    days = {"reported_on": "2014-01-15", "surveyed_on": "2014-01-15", "released_on": released_on}
    told = {"id": identity, "kind": kind, "name": name, "status": status, "evidence": "unknown"}
    return shape, {**told, "geometry_quality": quality, "source": SOURCE, **days}


def write_features(path, features):
    """Write shapes with their columns as GeoJSON."""
    found = [
        {"type": "Feature", "geometry": json.loads(shapely.to_geojson(shape)), "properties": columns}
        for shape, columns in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": found}), encoding="utf-8")


def place_scenarios(root, shared_data, folder):
    """The study file in a folder of its own beside its made-up layers, on the real data wherever it is."""
    (folder / "studies").mkdir(parents=True)
    path = folder / "studies" / "comoros_scenarios.toml"
    text = (root / "tests" / "studies" / path.name).read_text(encoding="utf-8")
    path.write_text(text.replace("../../../shared/data", shared_data.as_posix()), encoding="utf-8")
    place_made_up(folder / "made_up")
    cut_out_island(shared_data / "comoros" / "input" / "population.tif", folder / "made_up" / "population.tif")
    return path


def place_why(root, shared_data, folder):
    """The study of the whole country with reasons and intervals, in a folder of its own beside its made-up layers."""
    (folder / "studies").mkdir(parents=True)
    path = folder / "studies" / "comoros_why.toml"
    text = (root / "tests" / "studies" / path.name).read_text(encoding="utf-8")
    path.write_text(text.replace("../../../shared/data", shared_data.as_posix()), encoding="utf-8")
    place_made_up(folder / "made_up")
    shutil.copy(root / "tests" / "studies" / "comoros_shares.csv", folder / "made_up")
    return path


def place_plan(root, shared_data, folder):
    """The study with plans, in a folder of its own: every facility on record, three of which give rehabilitation."""
    (folder / "studies").mkdir(parents=True)
    (folder / "made_up").mkdir()
    path = folder / "studies" / "comoros_plan.toml"
    text = (root / "tests" / "studies" / path.name).read_text(encoding="utf-8")
    path.write_text(text.replace("../../../shared/data", shared_data.as_posix()), encoding="utf-8")
    shutil.copy(root / "tests" / "studies" / "comoros_shares.csv", folder / "made_up")
    facilities = gpd.read_file(shared_data / "comoros" / "input" / "health.gpkg")
    write_features(
        folder / "made_up" / "centres.geojson",
        [
            (
                facility.geometry,
                {
                    "id": f"MU-{row}",
                    "name": facility.name if isinstance(facility.name, str) else f"Facility {row}",
                    "level": LEVELS.get(facility.amenity, "community"),
                    "pillar": "physical_rehab" if row in REHABILITATION else "continuing_care",
                },
            )
            for row, facility in enumerate(facilities.itertuples(index=False))
        ],
    )
    return path


def place_with_cut_roads(root, shared_data, folder):
    """The same study without its scenarios, in which the base itself cuts roads in hazards."""
    path = place_scenarios(root, shared_data, folder)
    text = path.read_text(encoding="utf-8")
    assert 'roads = "open"' in text
    path.write_text(text[: text.index("[[scenarios]]")].replace('roads = "open"', 'roads = "cut"'), encoding="utf-8")
    return path


def cut_out_island(population, path):
    """Write the cells of a raster of people that cover the island, as they are."""
    with rasterio.open(population) as raster:
        form = {**raster.profile, "width": ANJOUAN.width, "height": ANJOUAN.height}
        with rasterio.open(path, "w", **{**form, "transform": raster.window_transform(ANJOUAN)}) as island:
            island.write(raster.read(1, window=ANJOUAN), 1)


def read_run(release, scenario="base", season="dry", *, hazards=True, pillar="any", name="travel_minutes"):
    """A raster of a run."""
    kind = "hazards" if hazards else "no-hazards"
    folder = release / "public" / "runs" / pillar / "default" / scenario / season / "to" / kind
    with rasterio.open(folder / f"{name}.tif") as raster:
        return raster.read(1)


def minutes_at(raster, village):
    """The minutes of the cell that holds a village, to one decimal."""
    return round(float(raster.ravel()[cell_of(village)]), 1)


def cell_of(village):
    """The cell of a village in the grid of the study."""
    lon, lat = VILLAGES[village]
    column, row = int((lon - LEFT) / CELL) - ANJOUAN.col_off, int((TOP - lat) / CELL) - ANJOUAN.row_off
    return row * ANJOUAN.width + column


def access_of_all(release, scenario="base", season="dry", *, hazards="hazards"):
    """The row of access of all people in one run."""
    access = pd.read_parquet(release / "public" / "tables" / "areas.parquet")
    kept = {"pillar": "any", "scenario": scenario, "season": season, "hazards": hazards, "area_kind": "all"}
    for column, value in kept.items():
        access = access[access[column] == value]
    assert len(access) == 1
    return access.iloc[0]
