"""Fair shares at the server's door: nobody takes all threads, places and listeners, and nothing leads out of a tier."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from served_releases import make_release

from api.callers import Caller, Tier
from api.children import child_environment
from api.errors import NoSuchJobError, NotReadyError
from api.jobs import asking as jobs_asking
from api.jobs.listeners import Listeners
from api.releases import Catalogue
from api.reports.press import Press
from api.what_ifs.held import Held


def test_who_finds_too_many_waiting_for_a_turn_is_told_at_once():
    held = Held(most_bytes=10, at_once=1, wait_s=30, most_waiting=1)
    waits = threading.Event()

    def wait():
        waits.set()
        with held.turn():
            return True

    with ThreadPoolExecutor() as pool:
        with held.turn():
            other = pool.submit(wait)
            assert waits.wait(10)
            while held._waiting._value:  # until the other one stands in line  # noqa: SLF001
                os.sched_yield()
            with pytest.raises(NotReadyError), held.turn():
                pass
        assert other.result(10)


def test_only_few_wait_for_the_press(monkeypatch):
    press = Press()
    may_go, began = threading.Event(), threading.Event()

    def draw(_html):
        began.set()
        may_go.wait(10)
        return b"drawn"

    monkeypatch.setattr(press, "_drawn", draw)
    with ThreadPoolExecutor() as pool:
        drawn = [pool.submit(press.pdf, "")]
        assert began.wait(10)
        drawn += [pool.submit(press.pdf, "") for _ in range(2)]
        while press._line._value:  # until both stand in line  # noqa: SLF001
            os.sched_yield()
        with pytest.raises(NotReadyError):
            press.pdf("")
        may_go.set()
        assert [each.result(10) for each in drawn] == [b"drawn"] * 3


def test_one_caller_leaves_places_to_listen_for_others():
    listeners = Listeners(16)
    for _ in range(4):
        listeners.take_place("one")
    with pytest.raises(NotReadyError):
        listeners.take_place("one")
    listeners.take_place("two")
    for _ in range(4):
        listeners.leave("one")
    listeners.take_place("one")
    assert listeners.count == 2


@pytest.mark.parametrize(("tier", "release", "sees"), [("analyst", "vale", True), ("public", "vale", False)])
def test_a_job_goes_with_the_role_that_its_owner_had(monkeypatch, tier, release, sees):
    job = type("Kept", (), {"owner": "oidc:one", "tier": "analyst", "inputs": {"release": release}})()
    desk = type("Stand", (), {"engine": None})()
    monkeypatch.setattr(jobs_asking.records, "find", lambda _engine, _id: job)
    caller = Caller(tier=Tier.of(tier), identity="oidc:one")
    if sees:
        assert jobs_asking.job_of(desk, caller, "0" * 32) is job
        return
    with pytest.raises(NoSuchJobError):
        jobs_asking.job_of(desk, caller, "0" * 32)


def test_the_process_of_a_job_is_told_no_password_of_the_environment(monkeypatch):
    for name in ("NEARCARE_DATABASE_URL", "PGPASSWORD", "DATABASE_URL", "AWS_SECRET_ACCESS_KEY", "API_TOKEN"):
        monkeypatch.setenv(name, "hush-4711")
    told = child_environment()
    assert "hush-4711" not in told.values()
    assert told["PATH"] == os.environ["PATH"]


@pytest.mark.parametrize("place", ["public/tables/gaps.gpkg", "public/tiles", "public/pages/map.html"])
@pytest.mark.parametrize("target", ["analyst/tables/gaps.gpkg", "ground"])
def test_a_tier_with_a_link_into_another_is_not_served(tmp_path, place, target):
    vale = make_release(tmp_path / "vale", tiers=("public", "analyst"))
    link = vale / place
    link.parent.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(vale / target)
    catalogue = Catalogue(tmp_path)
    assert catalogue.releases() == ()
    assert "leads out of its tier" in catalogue.refused()[0].why


def test_a_link_within_a_tier_is_served(tmp_path):
    vale = make_release(tmp_path / "vale")
    (vale / "public/again.csv").symlink_to("tables/centres.csv")
    assert [each.id for each in Catalogue(tmp_path).releases()] == ["vale"]


@pytest.mark.verify
def test_neither_the_server_nor_its_jobs_load_what_opens_the_survivor_store(root):
    code = """
import importlib, pkgutil, sys
import api
from api.operations import load_libraries
load_libraries()
for each in pkgutil.walk_packages(api.__path__, "api."):
    if not each.name.startswith(("api.cli", "api.work.__main__", "api.state.migrations")):
        importlib.import_module(each.name)
print(sorted(name for name in sys.modules if name.partition(".")[0] in {"custody", "pyrage"}))
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
