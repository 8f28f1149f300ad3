"""The rules of the house: its storeys, its names, its locks and its words."""

import ast
import importlib
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from importlinter import cli

STOREYS = ("api", "custody", "maps", "accessibility", "geo")
LONGEST_FILE = 400
ROOT = Path(__file__).resolve().parent.parent


def modules():
    """Every Python file of the house."""
    folders = (*STOREYS, "benchmarks", "tests")
    return [ROOT / "hatch_build.py", *(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))]


def named(path):
    return path.relative_to(ROOT).as_posix()


def make_targets(makefile):
    """The targets of a Makefile that ``make help`` lists."""
    return re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE)


@pytest.mark.parametrize("storey", STOREYS)
def test_each_storey_is_imported_from_this_checkout(storey, root):
    assert Path(importlib.import_module(storey).__file__) == root / storey / "__init__.py"


@pytest.mark.parametrize("folder", ["data", "notebooks", "tests"])
def test_folders_beside_the_storeys_are_no_packages(folder, root):
    assert not list((root / folder).rglob("__init__.py"))


def test_imports_run_downward_only_and_without_circles():
    assert cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == cli.EXIT_STATUS_SUCCESS


def test_every_wing_is_entered_by_its_door():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    kept = {each for contract in contracts for each in contract.get("protected_modules", ())}
    wings = {f"{storey}.{path.parent.name}.*" for storey in STOREYS for path in (ROOT / storey).glob("*/__init__.py")}
    assert wings - kept == set()


@pytest.mark.parametrize("path", modules(), ids=named)
def test_a_module_starts_with_its_caption(path):
    source = path.read_text(encoding="utf-8")
    assert source.startswith(('"""', 'r"""'))  # mathematics is written raw
    caption = ast.get_docstring(ast.parse(source)).splitlines()[0]
    assert caption.endswith((".", ":")), caption


@pytest.mark.parametrize("path", modules(), ids=named)
def test_no_file_holds_two_things(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-node.txt", "requirements-peers.txt"])
def test_a_lock_names_no_address_and_hashes_every_package(lock, root):
    text = (root / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|^\s*-(-index|-extra|-find|i |f )", text, flags=re.MULTILINE)
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]
    assert packages
    unhashed = [package for package in packages if "--hash=sha256:" not in package or "==" not in package]
    assert not unhashed


def test_the_lock_of_the_pages_names_no_address_and_hashes_every_package(root):
    lock = json.loads((root / "maps/web/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def test_the_distribution_cannot_be_uploaded_by_mistake():
    assert "Private :: Do Not Upload" in importlib.metadata.metadata("nearcare").get_all("Classifier")


@pytest.mark.parametrize("name", ["nearcare", "nearcare-custody"])
def test_each_program_is_found_by_its_name(name, root):
    scripts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert callable(importlib.metadata.EntryPoint(name=name, value=scripts[name], group="console_scripts").load())


def test_a_wheel_holds_the_storeys_the_data_and_what_pages_carry(root, tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    shipped = {f"geo/_data/{path.relative_to(root / 'data')}" for path in (root / "data").rglob("*") if path.is_file()}
    carried = {named(path) for path in (root / "maps/assets").rglob("*") if path.is_file()}
    code = {named(path) for storey in STOREYS for path in (root / storey).rglob("*.py")}
    code |= {
        named(path) for ending in ("j2", "js", "css", "svg", "txt") for path in (root / "maps").rglob(f"*.{ending}")
    }
    assert {"maps/assets/leaflet/leaflet.js", "maps/assets/maplibre-gl/maplibre-gl.mjs"} <= carried
    assert {"maps/web_map/static/main.js", "maps/web_map/templates/map.html.j2", "maps/templates/offline.js"} <= code
    assert {"geo/_data/languages/lo/map.ftl", "geo/_data/languages/languages.toml"} <= shipped
    assert held >= shipped | carried | code
    assert {name.split("/")[0] for name in held} == {*STOREYS, "nearcare-0.1.0.dist-info"}


def test_help_lists_every_target_of_make(root):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    [phony] = re.findall(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)
    assert sorted(phony.split()) == sorted(make_targets(makefile))


def test_the_readme_names_every_target_of_make_and_no_other(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    targets = set(make_targets((root / "Makefile").read_text(encoding="utf-8")))
    assert set(re.findall(r"`make ([a-z-]+)`", readme)) == targets - {"help"}
