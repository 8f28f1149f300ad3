"""What GIS programs see of the running server: GDAL reads its tiles and rasters over the wire."""

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import httpx2
import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio

ROOT = Path(__file__).resolve().parent.parent
RUN = "physical-rehab.default.base.all-year.to.hazards"
WMS = """<GDAL_WMS><Service name="TMS">
<ServerUrl>{root}/raster/minutes/{run}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service>
<DataWindow><UpperLeftX>-20037508.34</UpperLeftX><UpperLeftY>20037508.34</UpperLeftY>
<LowerRightX>20037508.34</LowerRightX><LowerRightY>-20037508.34</LowerRightY>
<TileLevel>10</TileLevel><TileCountX>1</TileCountX><TileCountY>1</TileCountY><YOrigin>top</YOrigin></DataWindow>
<Projection>EPSG:3857</Projection><BlockSizeX>256</BlockSizeX><BlockSizeY>256</BlockSizeY>
<BandsCount>4</BandsCount></GDAL_WMS>"""


# A process of its own: GDAL holds this one's threads while it waits for an answer.
SERVER = """
import socket, sys
from pathlib import Path
import uvicorn
from api.app import make_app
from api.settings import Settings

app = make_app(Settings(releases=Path(sys.argv[1]), state=Path(sys.argv[2])))
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listening])
"""


@pytest.fixture(scope="module")
def address(served_folder, tmp_path_factory):
    """The address of the release in a server on this machine."""
    command = [sys.executable, "-c", SERVER, str(served_folder), str(tmp_path_factory.mktemp("state"))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}/releases/valley"
        finally:
            server.terminate()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.mark.parametrize("name", ["areas", "gaps", "centres", "hazards", "places", "roads"])
def test_gdal_reads_each_archive_by_ranges(address, served_folder, name):
    archive = f"/vsicurl/{address}/tiles/vector/{name}.pmtiles"
    assert pyogrio.list_layers(archive)[:, 0].tolist() == [name]
    found = pyogrio.read_dataframe(archive, layer=name)
    assert len(found)
    if name in {"places", "roads"}:
        table = pd.read_parquet(served_folder / f"valley/public/tables/{name}.parquet")
        key = {"places": "name", "roads": "road_id"}[name]
        assert set(found[key]) == set(table[key])
    elif name != "centres":
        table = gpd.read_file(served_folder / f"valley/public/tables/{name}.gpkg")
        key = {"areas": "area_id", "gaps": "gap_id", "hazards": "id"}[name]
        assert set(found[key]) == set(table[key])


@pytest.mark.parametrize("query", ["", f"?run={RUN}"])
def test_gdal_reads_a_vector_tile(address, query):
    tile = f"MVT:{address}/tiles/vector/gaps/9/213/183.mvt{query}"
    found = pyogrio.read_dataframe(tile, X=213, Y=183, Z=9, METADATA_FILE="", CLIP="NO")
    assert len(found)
    assert found.crs.to_epsg() == 3857
    west, south, east, north = gpd.GeoSeries(found.geometry).to_crs(4326).total_bounds
    assert -30.1 < west < east < -29.5
    assert 44.9 < south < north < 45.3


@pytest.mark.parametrize("layer", ["minutes", "status", "nearest"])
def test_gdal_reads_the_rasters_of_a_run_by_ranges(address, served_folder, layer):
    name = {"minutes": "travel_minutes"}.get(layer, layer)
    local = served_folder / f"valley/public/runs/{RUN.replace('.', '/')}/{name}.tif"
    with rasterio.open(f"/vsicurl/{address}/rasters/{RUN}/{layer}.tif") as found, rasterio.open(local) as expected:
        assert found.profile["crs"] == expected.profile["crs"]
        assert np.array_equal(found.read(1), expected.read(1), equal_nan=layer == "minutes")


def test_gdal_reads_raster_tiles_as_a_map_of_the_world(address):
    service = WMS.format(root=f"{address}/tiles", run=RUN)
    with rasterio.open(service) as world:
        inside = rasterio.windows.Window(426 * 256, 367 * 256, 512, 256)
        assert world.read(4, window=inside).any()
        outside = rasterio.windows.Window(430 * 256, 367 * 256, 256, 256)
        assert not world.read(4, window=outside).any()


def test_a_range_is_answered_over_the_wire_with_its_length_alone(address):
    part = httpx2.get(f"{address}/tiles/vector/gaps.pmtiles", headers={"Range": "bytes=0-126"}, trust_env=False)
    assert (part.status_code, part.headers["content-length"], part.content[:7]) == (206, "127", b"PMTiles")
