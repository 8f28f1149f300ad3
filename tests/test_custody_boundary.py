"""The wall around the store: nothing that a study, a map or the API can import opens it."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.jobs.processes import PROCESSES

ROOT = Path(__file__).resolve().parent.parent
STOREYS = ("geo", "accessibility", "maps", "api")
OUTSIDE_FACING = {"api", "maps", "fastapi", "starlette", "uvicorn", "folium", "branca", "jinja2"}
WORKER = ROOT / "api" / "work" / "__main__.py"
HEAVY = {"numba", "pandas", "geopandas", "scipy", "highspy", "rasterio", "shapely", "pyogrio"}

LOADED = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def modules_of(*packages):
    paths = [
        path
        for package in packages
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths]


def loaded_by(*modules):
    """The packages that a process of its own has loaded after importing the modules."""
    words = [sys.executable, "-c", LOADED, *modules]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def imports_of(path):
    """All packages that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_all_modules_of_the_studies_maps_and_api_together_load_no_store_and_nothing_that_decrypts():
    modules = modules_of(*STOREYS)
    assert {"accessibility.study", "api.cli", "maps.pages"} <= set(modules)
    loaded = loaded_by(*modules)
    assert loaded >= set(STOREYS)
    assert not loaded & {"custody", "pyrage"}


def test_the_custodian_s_program_loads_both_but_nothing_that_serves_draws_or_is_slow():
    loaded = loaded_by("custody.cli")
    assert loaded >= {"custody", "pyrage"}
    assert not loaded & (OUTSIDE_FACING | HEAVY)


def test_not_even_inside_a_function_does_anything_outside_name_the_store():
    for storey in STOREYS:
        for path in (ROOT / storey).rglob("*.py"):
            assert not imports_of(path) & {"custody", "pyrage"}, path
            text = path.read_text(encoding="utf-8")
            words = {"pyrage", "records.age"} | ({"import_module("} if path != WORKER else set())
            assert not [word for word in sorted(words) if word in text], path


def test_what_the_worker_imports_by_name_is_a_work_of_the_door():
    assert WORKER.read_text(encoding="utf-8").count("import_module(") == 1
    works = [process.work for process in PROCESSES.values()]
    assert works
    assert all(work.startswith("api.work.") for work in works)


def test_one_module_of_the_custodian_s_program_decrypts():
    assert [path.name for path in (ROOT / "custody").rglob("*.py") if "pyrage" in imports_of(path)] == ["keys.py"]


@pytest.mark.parametrize("path", sorted((ROOT / "custody").rglob("*.py")), ids=lambda path: path.name)
def test_no_module_of_the_custodian_s_program_serves_draws_or_reaches_out(path):
    assert not imports_of(path) & (OUTSIDE_FACING | {"http", "logging", "requests", "socket", "tempfile", "urllib"})
