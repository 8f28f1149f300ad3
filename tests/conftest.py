"""What every test may ask for, and what none may do: reach a network, or draw other numbers each time."""

import os
import socket
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}

# The same examples on every run; no deadline, since the first call of a function may compile it.
hypothesis.settings.register_profile("house", derandomize=True, deadline=None)
hypothesis.settings.load_profile("house")


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
def sample_release(tmp_path_factory) -> Path:
    """The release of the made-up valley, tiers public and analyst, without pages; to be read only."""
    from accessibility.study import run_study  # noqa: PLC0415 - the libraries take a second to load

    study = ROOT / "data" / "sample" / "study.toml"
    return run_study(study, out=tmp_path_factory.mktemp("valley") / "release")


@pytest.fixture(scope="session")
def made_up_anjouan(shared_data, tmp_path_factory) -> Path:
    """The study of the island of Anjouan with made-up hazards, run: its release is beside it, with pages. Read only."""
    from comoros_made_up import place_scenarios  # noqa: PLC0415 - the libraries take a second to load

    from accessibility.study import run_study  # noqa: PLC0415
    from maps.pages import draw_pages  # noqa: PLC0415

    study = place_scenarios(ROOT, shared_data, tmp_path_factory.mktemp("anjouan") / "open")
    run_study(study, out=study.parent / "release", draw=draw_pages)
    return study


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
