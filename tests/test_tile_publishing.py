"""Published tiles: what they hold is what the tier holds, where it lies, and nothing else."""

import gzip
import json
from pathlib import Path

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import pytest
import rasterio
from pmtiles.reader import MmapSource, all_tiles
from pmtiles.reader import Reader as Archive
from pyproj import Transformer
from release_on_disk import BANDS, GEOGRAPHIC, PROJECTED, THRESHOLD, write_tier
from rio_tiler.io import Reader

from geo.errors import ReleaseError
from maps.classes import classify_cells
from maps.tiles import raster_layer, raster_tile, read_codes, read_index, vector_tile, write_tiles
from maps.tiles.layers import IN_REGION, code_edges

RUN = "physical-rehab.default.base.all-year.to.hazards"
FREE = "physical-rehab.default.base.all-year.to.no-hazards"


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    folder = write_tier(tmp_path_factory.mktemp("tiles") / "public")
    write_tiles(folder)
    return folder


@pytest.fixture(scope="module")
def silent_tier(tmp_path_factory):
    folder = write_tier(tmp_path_factory.mktemp("silent") / "public", hazards_published=False)
    write_tiles(folder)
    return folder


def features_of(archive):
    """Every feature of every tile of an archive."""
    with archive.open("rb") as file:
        found = []
        for _, packed in all_tiles(Archive(MmapSource(file)).get_bytes):
            for layer in mapbox_vector_tile.decode(gzip.decompress(packed)).values():
                found += layer["features"]
    return found


def codes_beneath(path, lon, lat):
    """The published codes at points."""
    to_mercator = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    with rasterio.open(path) as raster:
        return [int(value[0]) for value in raster.sample(zip(*to_mercator.transform(lon, lat), strict=True))]


@pytest.mark.parametrize("grid", [GEOGRAPHIC, PROJECTED], ids=["geographic", "projected"])
def test_the_middle_of_every_cell_has_the_class_of_the_cell(tmp_path, grid):
    folder = write_tier(tmp_path / "public", grid=grid)
    write_tiles(folder)
    place = folder / "runs/physical-rehab/default/base/all-year/to/hazards"
    with rasterio.open(place / "travel_minutes.tif") as minutes, rasterio.open(place / "status.tif") as status:
        expected = classify_cells(minutes.read(1), status.read(1), bands_minutes=code_edges(BANDS, THRESHOLD))
        row, column = np.indices(expected.shape)
        x, y = minutes.transform @ (column.ravel() + 0.5, row.ravel() + 0.5)
        lon, lat = Transformer.from_crs(minutes.crs, "EPSG:4326", always_xy=True).transform(x, y)
    found = np.array(codes_beneath(folder / f"tiles/runs/{RUN}.tif", lon, lat))
    assert (found % IN_REGION == expected.ravel()).all()


def test_a_cell_is_in_a_region_where_the_region_s_outline_is(tier):
    gaps = gpd.read_file(tier / "tables/gaps.gpkg")
    of_run = gaps[(gaps["pillar"] == "physical_rehab") & (gaps["hazards"] == "hazards")]
    inside = of_run.geometry.representative_point()
    assert all(code >= IN_REGION for code in codes_beneath(tier / f"tiles/runs/{RUN}.tif", inside.x, inside.y))
    (beside_a_centre,) = codes_beneath(tier / f"tiles/runs/{RUN}.tif", [8.075], [49.065])
    assert 0 < beside_a_centre < IN_REGION


def test_a_raster_is_made_of_whole_tiles_of_one_zoom_with_overviews(tier):
    index = read_index(tier)
    with rasterio.open(tier / f"tiles/runs/{RUN}.tif") as raster:
        assert raster.crs.to_epsg() == 3857
        assert raster.block_shapes == [(256, 256)]
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        tile_m = 2 * 20_037_508.342789244 / 2**index.maxzoom
        assert raster.res == pytest.approx((tile_m / 256, tile_m / 256))
        assert (raster.bounds.left + 20_037_508.342789244) / tile_m == pytest.approx(
            round((raster.bounds.left + 20_037_508.342789244) / tile_m), abs=1e-6
        )
        assert raster.shape[0] % 256 == raster.shape[1] % 256 == 0


def test_a_tile_holds_the_pixels_of_its_place_and_none_beyond_the_bounds(tier):
    index = read_index(tier)
    path = tier / f"tiles/runs/{RUN}.tif"
    with rasterio.open(path) as raster:
        whole = raster.read(1)
        tile_m = 256 * raster.res[0]
        x = round((raster.bounds.left + 20_037_508.342789244) / tile_m)
        y = round((20_037_508.342789244 - raster.bounds.top) / tile_m)
    assert (read_codes(path, index.maxzoom, x, y) == whole[:256, :256]).all()
    finer = read_codes(path, index.maxzoom + 1, 2 * x + 1, 2 * y + 1)
    assert (finer[::2, ::2] == whole[128:256, 128:256]).all()
    assert read_codes(path, index.maxzoom, x - 5, y) is None
    assert read_codes(path, index.maxzoom - 3, x >> 3, y >> 3).any()


def test_a_tile_is_the_one_that_rio_tiler_reads(tier):
    index = read_index(tier)
    path = tier / f"tiles/runs/{RUN}.tif"
    west, south, east, north = index.bounds
    with Reader(str(path)) as reference:
        for zoom in (0, 3, index.maxzoom - 2, index.maxzoom - 1, index.maxzoom, index.maxzoom + 1, index.maxzoom + 3):
            for tile in reference.tms.tiles(west, south, east, north, [zoom]):
                expected = reference.tile(tile.x, tile.y, zoom, tilesize=256, resampling_method="nearest")
                codes = np.where(expected.mask > 0, expected.data[0], 0)
                found = read_codes(path, zoom, tile.x, tile.y)
                assert (codes == (0 if found is None else found)).all()
        assert read_codes(path, 22, *tile_at(reference, 8.1, 49.05, 22)).any()


def tile_at(reference, lon, lat, zoom):
    tile = reference.tms.tile(lon, lat, zoom)
    return tile.x, tile.y


def test_vector_tiles_have_the_shown_columns_and_no_others(tier):
    index = read_index(tier)
    assert set(index.sets) == {"areas", "gaps", "centres", "hazards"}
    for name, tiles in index.sets.items():
        features = features_of(tier / f"tiles/{name}.pmtiles")
        assert features
        assert {key for each in features for key in each["properties"]} <= set(tiles.fields)
    gaps = [each["properties"] for each in features_of(tier / "tiles/gaps.pmtiles")]
    assert {each["hazards"] for each in gaps} == {"hazards", "no-hazards"}
    assert not any(each.get("worst_minutes") == np.inf for each in gaps)


def test_a_tier_without_published_hazards_has_nothing_of_hazards_in_any_tile(silent_tier):
    index = read_index(silent_tier)
    assert "hazards" not in index.sets
    assert all(run.endswith(".no-hazards") for run in index.runs)
    assert len(index.runs) == len(list((silent_tier / "tiles/runs").iterdir())) == 2
    assert not (silent_tier / "tiles/hazards.pmtiles").exists()
    for run in index.runs:
        with rasterio.open(silent_tier / f"tiles/runs/{run}.tif") as raster:
            levels = [raster.read(1)] + [
                raster.read(1, out_shape=(raster.height // factor, raster.width // factor))
                for factor in raster.overviews(1)
            ]
        status = raster_layer("status", json.loads((silent_tier / "summary.json").read_text())).lookup
        assert not any((status[level] == 3).any() for level in levels)
    for archive in (silent_tier / "tiles").glob("*.pmtiles"):
        for feature in features_of(archive):
            assert feature["properties"].get("hazards") in {None, "no-hazards"}
            assert "people_by_hazards" not in feature["properties"]


def test_a_tier_that_hides_hazards_and_holds_some_gets_no_tiles(tmp_path):
    folder = write_tier(tmp_path / "public")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"hazards_published": False}))
    with pytest.raises(ReleaseError, match="not published"):
        write_tiles(folder)
    assert not (folder / "tiles").exists()


def test_tiles_written_anew_replace_all_that_were_there(tmp_path):
    folder = write_tier(tmp_path / "public", hazards_published=False)
    (folder / "tiles/runs").mkdir(parents=True)
    (folder / "tiles/runs/old.tif").write_text("old")
    told = []
    write_tiles(folder, progress=lambda stage, share: told.append((stage, share)))
    assert not (folder / "tiles/runs/old.tif").exists()
    assert told[0] == ("drawing the public tiles", 0.0)
    assert [share for _, share in told] == sorted(share for _, share in told)


def test_a_damaged_or_missing_raster_is_an_error_of_the_release(tier, tmp_path):
    layer = raster_layer("minutes", json.loads((tier / "summary.json").read_text()))
    whole = (tier / f"tiles/runs/{RUN}.tif").read_bytes()
    for name, content in {"cut.tif": whole[: len(whole) // 3], "text.tif": b"no raster", "empty.tif": b""}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ReleaseError, match="cannot be read"):
            raster_tile(tmp_path / name, 0, 0, 0, layer=layer)
    with pytest.raises(ReleaseError, match="missing"):
        raster_tile(tmp_path / "none.tif", 0, 0, 0, layer=layer)


def test_a_damaged_or_missing_archive_is_an_error_of_the_release(tier, tmp_path):
    whole = (tier / "tiles/gaps.pmtiles").read_bytes()
    for name, content in {"cut": whole[:400], "text": b"no archive", "empty": b"", "torn": whole[:200]}.items():
        path = Path(tmp_path / name)
        path.write_bytes(content)
        with pytest.raises(ReleaseError, match="cannot be read"):
            vector_tile(path, 0, 0, 0)
    with pytest.raises(ReleaseError, match="missing"):
        vector_tile(tmp_path / "none.pmtiles", 0, 0, 0)


def test_a_replaced_archive_is_read_anew_though_the_old_one_was_kept(tier, tmp_path):
    path = tmp_path / "set.pmtiles"
    path.write_bytes((tier / "tiles/areas.pmtiles").read_bytes())
    before = vector_tile(path, 0, 0, 0)
    other = tmp_path / "other.pmtiles"
    other.write_bytes((tier / "tiles/gaps.pmtiles").read_bytes())
    other.replace(path)
    assert set(mapbox_vector_tile.decode(gzip.decompress(before))) == {"areas"}
    assert set(mapbox_vector_tile.decode(gzip.decompress(vector_tile(path, 0, 0, 0)))) == {"gaps"}
    assert vector_tile(path, 22, 0, 0) is None
