"""Features as GDAL reads them, by its driver for OGC API Features, from a server that is really there."""

import os
import re
import subprocess
import sys

import pyogrio
import pytest

from maps.features import layers_in, read_layer

PAGE = 50
SERVE = "from api.cli import app; app()"


@pytest.fixture(scope="module")
def server(served_folder, root, tmp_path_factory):
    """A server in a process of its own: GDAL reads while it holds all threads of this one."""
    state = tmp_path_factory.mktemp("state")
    environment = os.environ | {"NEARCARE_STATE": str(state), "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", SERVE, "serve", str(served_folder), "--port", "0"]
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        found = re.search(r"http://\S+", running.stdout.readline())
        yield f"OAPIF:{found[0]}"
        running.terminate()
        running.communicate(timeout=30)


@pytest.fixture(scope="module")
def layers(served_folder):
    folder = served_folder / "valley" / "public"
    found = layers_in(folder, {"hazards_published": True})
    return {layer.name: read_layer(folder, layer, tier="public", as_of="2026-01-01") for layer in found}


def test_gdal_finds_every_public_collection(server, layers):
    assert {name for name, _ in pyogrio.list_layers(server)} == {f"valley.{name}" for name in layers}


@pytest.mark.parametrize(
    "name", ["areas", "access", "gaps", "regions", "centres", "hazards", "clearance", "disputed_roads"]
)
def test_gdal_reads_all_rows_and_columns_of_a_collection_page_by_page(server, layers, name):
    layer = layers[name]
    frame = pyogrio.read_dataframe(server, layer=f"valley.{name}", PAGE_SIZE=PAGE)
    assert len(frame) == layer.count
    assert set(layer.columns) <= set(frame.columns)
    assert frame.crs.to_epsg() == 4326 or frame.crs.to_authority() == ("OGC", "CRS84")
    assert sorted(frame["id"]) == sorted(layer.ids)
    assert tuple(frame.total_bounds) == pytest.approx(layer.bounds, abs=1e-7)


def test_gdal_asks_for_more_than_one_page(layers):
    assert layers["access"].count > 3 * PAGE
    assert layers["gaps"].count > 2 * PAGE
