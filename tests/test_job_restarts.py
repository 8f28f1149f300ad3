"""Jobs when something ends: the server, gently or not, its database, or their time."""

import os
import subprocess
import sys

import anyio
import pytest
from postgres_server import new_database
from waiting_work import Pipes, process

from api.callers import Caller, Tier
from api.jobs import records
from api.jobs.bodies import status_of
from api.jobs.desk import Desk
from api.jobs.events import events_of
from api.jobs.processes import PROCESSES
from api.jobs.processing import scratch_of
from api.jobs.servers import begin_server, dead_among, end_server
from api.settings import Settings
from api.state import open_database

PUBLIC = Caller(tier=Tier.PUBLIC)

SERVER = """
import sys
from pathlib import Path
from waiting_work import process
from api.callers import Caller, Tier
from api.jobs.desk import Desk
from api.jobs.processes import PROCESSES
from api.settings import Settings
from api.state import open_database
folder = Path(sys.argv[1])
PROCESSES["wait"] = process("wait")
settings = Settings(releases=folder / "releases", state=folder / "state", job_stop_s=1)
desk = Desk(open_database(settings), settings)
desk.start()
desk.submit("wait", {"folder": sys.argv[2]}, Caller(tier=Tier.PUBLIC), tier="public")
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _works(monkeypatch):
    for name in ("wait", "answer", "stubborn"):
        monkeypatch.setitem(PROCESSES, name, process(name))


@pytest.fixture
def pipes(tmp_path):
    opened = Pipes(tmp_path / "pipes")
    yield opened
    opened.close()


@pytest.fixture
def desk_of(tmp_path):
    """Opens desks over one state, as servers do that follow one another, and stops those that a test leaves."""
    opened = []

    def new(**settings):
        given = {"releases": tmp_path / "releases", "state": tmp_path / "state", "job_stop_s": 1.0} | settings
        desk = Desk(open_database(Settings(**given)), Settings(**given))
        opened.append(desk)
        desk.start()
        return desk

    yield new
    for desk in opened:
        desk.stop()
        desk.engine.dispose()


def ended(desk, job):
    """The job when it has ended, told by the desk's own events."""

    async def follow():
        async for event in events_of(desk, job, records_told, after=-1, is_stopping=lambda: False):
            if event.event == "end":
                return records.find(desk.engine, job.id)
        raise AssertionError("the events ended before the job")

    return anyio.run(follow)


def records_told(job):
    return status_of(job, [])


def test_a_stopped_server_ends_its_jobs_and_the_next_one_begins_them_anew(desk_of, pipes):
    first = desk_of()
    job = first.submit("wait", pipes.inputs, PUBLIC, tier="public")
    assert pipes.said().startswith("begun")
    first.stop()
    assert pipes.said(wait_s=0) == ""  # its process has ended before stop came back
    assert records.find(first.engine, job.id).status == "accepted"
    assert not scratch_of(first.settings, job.id).exists()
    second = desk_of()
    assert pipes.said().startswith("begun")
    pipes.let_go("again")
    found = ended(second, job)
    assert (found.status, found.attempts, found.result) == ("successful", 1, {"word": "again"})


def test_a_job_that_takes_no_notice_of_the_stop_is_killed(desk_of, pipes):
    desk = desk_of(job_stop_s=0.2)
    job = desk.submit("stubborn", pipes.inputs, PUBLIC, tier="public")
    pipes.said()
    desk.stop()
    assert pipes.said(wait_s=0) == ""
    assert records.find(desk.engine, job.id).status == "accepted"


def test_a_server_that_is_killed_takes_its_job_along_and_the_next_one_does_it(desk_of, pipes, tmp_path):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", SERVER, str(tmp_path), str(pipes.folder)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
    assert pipes.said().startswith("begun")
    scratches = tmp_path / "releases" / ".jobs"
    [left] = scratches.iterdir()
    server.kill()
    server.communicate()
    assert pipes.said() == ""  # nobody is there to end it: it sees so itself
    desk = desk_of()
    assert pipes.said().startswith("begun")
    pipes.let_go("again")
    found = ended(desk, records.find(desk.engine, left.name))
    assert (found.status, found.attempts) == ("successful", 2)
    assert records.running(desk.engine) == {}


def test_a_job_that_takes_too_long_is_ended_in_words(desk_of, pipes):
    desk = desk_of(job_hours_at_most=1e-4)
    job = desk.submit("wait", pipes.inputs, PUBLIC, tier="public")
    pipes.said()
    assert pipes.said() == ""
    found = ended(desk, job)
    assert (found.status, found.problem["status"]) == ("failed", 503)
    assert "ended after" in found.problem["detail"]


def test_a_job_outlives_an_outage_of_the_database(desk_of, pipes, postgres):
    desk = desk_of(database_url=new_database(postgres.url))
    job = desk.submit("wait", pipes.inputs, PUBLIC, tier="public")
    pipes.said()
    postgres.stop()
    try:
        pipes.let_go("meanwhile")
        assert pipes.said() == ""  # it ends while nobody can write so down
    finally:
        postgres.start()
    found = ended(desk, job)
    assert (found.status, found.attempts, found.result) == ("successful", 1, {"word": "meanwhile"})


def test_two_servers_on_one_database_share_the_jobs_and_do_none_twice(desk_of, postgres):
    url = new_database(postgres.url)
    desks = [desk_of(database_url=url, jobs_waiting_per_caller=50) for _ in range(2)]
    jobs = [desks[number % 2].submit("answer", {"number": number}, PUBLIC, tier="public") for number in range(6)]
    found = [ended(desks[0], job) for job in jobs]
    assert [job.status for job in found] == ["successful"] * 6
    assert [job.attempts for job in found] == [1] * 6
    assert [job.result["asked"]["number"] for job in found] == list(range(6))


def test_of_the_servers_here_those_are_dead_whose_process_is_gone():
    alive = begin_server()
    ended_one = begin_server()
    end_server(ended_one)
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    machine = alive.split(" ")[0]
    gone, elsewhere = f"{machine} {child.pid} word", f"other {child.pid} word"
    init = f"{machine} 1 word"
    assert set(dead_among([alive, ended_one, gone, elsewhere, init, None, "odd"])) == {ended_one, gone}
    end_server(alive)
