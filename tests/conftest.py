"""What every test may ask for, and what none may do: reach a network, or draw other numbers each time."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock
from sqlalchemy import make_url

ROOT = Path(__file__).resolve().parent.parent
THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}

# The files that take longest begin, so that no process ends long after the others (see SIDE_BY_SIDE in the Makefile).
LONGEST_FIRST = (
    "test_study",
    "test_live_and_published_tiles",
    "test_openapi_by_chance",
    "test_web_map_drawn",
    "test_trials",
    "test_comoros_effects",
    "test_disclosure",
    "test_cli",
    "test_api_reports",
    "test_worlds",
    "test_scenarios",
    "test_attacks_end_to_end",
    "test_survivor_tables",
    "test_attacks_on_releases",
    "test_bad_studies",
    "test_custody_leaks",
    "test_notebooks",
    "test_real_studies",
    "test_exactness",
)

# The same examples on every run; no deadline, since the first call of a function may compile it.
hypothesis.settings.register_profile("house", derandomize=True, deadline=None)
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first; all others keep their order."""
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data, read-only and never committed; a test that asks for it is skipped where it is absent."""
    folder = Path(os.environ.get("NEARCARE_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"real data is not at {folder}; name its folder in NEARCARE_SHARED_DATA")
    return folder


@pytest.fixture(scope="session")
def made_once(tmp_path_factory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Gives a folder that is filled once, also where several processes run the tests and each asks for it."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def folder_of(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done = base / name, base / f"{name}.done"
        with FileLock(base / f"{name}.lock"):
            if not done.exists():
                folder.mkdir()
                fill(folder)
                done.touch()
        return folder

    return folder_of


@pytest.fixture(scope="session")
def sample_release(made_once) -> Path:
    """The release of the made-up valley, tiers public and analyst, without pages; to be read only."""
    from accessibility.study import run_study  # noqa: PLC0415 - the libraries take a second to load

    study = ROOT / "data" / "sample" / "study.toml"
    return made_once("valley", lambda folder: run_study(study, out=folder / "release")) / "release"


@pytest.fixture(scope="session")
def guarded_release(made_once) -> Path:
    """The release of a small study that keeps hazards and centres from the public, with public pages; read only."""
    from guarded_study import draw_public, study_of  # noqa: PLC0415 - the libraries take a second to load

    from accessibility.study import run_study  # noqa: PLC0415

    def fill(folder: Path) -> None:
        run_study(study_of(folder / "study", is_guarded=True).file, out=folder / "release", draw=draw_public)

    return made_once("guarded", fill) / "release"


@pytest.fixture(scope="session")
def served_folder(made_once, sample_release) -> Path:
    """A folder of releases as a server is given it, with the made-up valley and its tiles in it; to be read only."""
    from maps.tiles import write_tiles  # noqa: PLC0415 - the libraries take a second to load

    def fill(folder: Path) -> None:
        shutil.copytree(sample_release, folder / "valley")
        for tier in ("public", "analyst"):
            write_tiles(folder / "valley" / tier)

    return made_once("served", fill)


@pytest.fixture(scope="session")
def map_server(served_folder, tmp_path_factory):
    """The address of a real server over ``served_folder``, whose release is ``valley``."""
    from browsing import served  # noqa: PLC0415 - few tests need it

    with served(served_folder, ROOT, tmp_path_factory.mktemp("state")) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    """A browser that reaches this machine alone; the test is skipped without one.

    It ends with the file: while it is there, no other loop can run in this thread.
    """
    from browsing import CHROMIUM, browser_of  # noqa: PLC0415 - few tests need it

    if CHROMIUM is None:
        pytest.skip("no chromium on this machine; install the package chromium")
    with browser_of() as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL of the tests' own that may be stopped and started again; the test is skipped without one."""
    from postgres_server import private_server  # noqa: PLC0415 - few tests need it

    server = private_server()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path) -> str:
    """The URL of an empty database of each kind: NEARCARE_TEST_POSTGRES_URL names another PostgreSQL than our own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'nearcare.sqlite'}"
    from postgres_server import OWN_URL, new_database  # noqa: PLC0415 - few tests need it

    named = os.environ.get(OWN_URL)
    if named is not None:
        return new_database(lambda name: make_url(named).set(database=name).render_as_string(hide_password=False))
    return new_database(request.getfixturevalue("postgres").url)


@pytest.fixture(scope="session")
def made_up_anjouan(shared_data, made_once) -> Path:
    """The study of the island of Anjouan with made-up hazards, run: its release is beside it, with pages. Read only."""
    from comoros_made_up import place_scenarios  # noqa: PLC0415 - the libraries take a second to load

    from accessibility.study import run_study  # noqa: PLC0415
    from maps.pages import draw_pages  # noqa: PLC0415

    def fill(folder: Path) -> None:
        study = place_scenarios(ROOT, shared_data, folder / "open")
        run_study(study, out=study.parent / "release", draw=draw_pages)

    return made_once("anjouan", fill) / "open" / "studies" / "comoros_scenarios.toml"


@pytest.fixture(scope="session")
def custody_release(tmp_path_factory) -> Path:
    """The release of a small study with tiers public and partner, for the custodian's program; to be read only."""
    from custody_releases import small_release  # noqa: PLC0415 - the libraries take a second to load

    return small_release(tmp_path_factory.mktemp("small"))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Let sockets reach this machine alone."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family != socket.AF_UNIX and address[0] not in THIS_MACHINE:
            pytest.fail(f"a test reached for the network: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)
