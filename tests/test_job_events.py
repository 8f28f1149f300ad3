"""Events of jobs, over the wire: told as a job changes, taken up again, bounded, and ended with job or server."""

import json
import socket
import threading

import httpx2
import pytest
import uvicorn
from waiting_work import Pipes, process

from api.app import make_app
from api.callers import Caller, Tier
from api.jobs.processes import PROCESSES
from api.settings import Settings

PUBLIC = Caller(tier=Tier.PUBLIC)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("events")
    settings = Settings(releases=folder / "releases", state=folder / "state", job_listeners=2, job_stop_s=1)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("wait", "answer"):
            patch.setitem(PROCESSES, name, process(name))
        yield make_app(settings)


@pytest.fixture(scope="module")
def server(app):
    """A client of a server that listens on this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    listening = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on", ws="none"))
    thread = threading.Thread(target=listening.run, kwargs={"sockets": [listener]})
    thread.start()
    with httpx2.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=60) as client:
        assert client.get("/jobs").status_code == 200
        yield client
    listening.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def waiting(app, server, tmp_path):
    """A job that waits, its id and the pipes that it waits at."""
    assert not server.is_closed
    pipes = Pipes(tmp_path / "pipes")
    job = app.state.job_desk.submit("wait", pipes.inputs, PUBLIC, tier="public")
    assert pipes.said().startswith("begun")
    yield job.id, pipes
    pipes.let_go()
    pipes.close()


def events(answer):
    """Each event of a stream as it comes: its kind, its id and its data."""
    told = {}
    for line in answer.iter_lines():
        if not line and told:
            yield told["event"], int(told["id"]), json.loads(told["data"])
            told = {}
        elif line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            told[name] = value


def test_each_change_is_told_until_the_job_has_ended(server, waiting):
    job, pipes = waiting
    with server.stream("GET", f"/jobs/{job}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        found = events(answer)
        kind, first, told = next(found)
        assert (kind, told["status"], told["jobID"]) == ("status", "running", job)
        pipes.let_go()
        rest = list(found)
    assert [kind for kind, _, _ in rest][-2:] == ["status", "end"]
    assert [told["status"] for _, _, told in rest][-2:] == ["successful"] * 2
    ids = [first, *(number for kind, number, _ in rest if kind == "status")]
    assert ids == sorted(set(ids))


def test_a_stream_taken_up_again_tells_only_what_is_new(app, server):
    job = app.state.job_desk.submit("answer", {}, PUBLIC, tier="public").id
    with server.stream("GET", f"/jobs/{job}/events") as answer:
        *_, (_, last, _) = events(answer)
    for known, kinds in ((last, ["end"]), (0, ["status", "end"])):
        with server.stream("GET", f"/jobs/{job}/events", headers={"Last-Event-ID": str(known)}) as answer:
            assert [kind for kind, _, _ in events(answer)] == kinds


@pytest.mark.parametrize("known", ["-1", "nine", "9" * 30])
def test_an_id_of_an_event_that_cannot_be_is_a_400(app, server, known):
    job = app.state.job_desk.submit("answer", {}, PUBLIC, tier="public").id
    answer = server.get(f"/jobs/{job}/events", headers={"Last-Event-ID": known})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_only_so_many_listen_and_who_goes_away_makes_room(app, server, waiting):
    job, pipes = waiting
    path = f"/jobs/{job}/events"
    listeners = app.state.job_desk.listeners
    with server.stream("GET", path) as one, server.stream("GET", path) as two:
        held = [events(one), events(two)]  # a generator that is let go closes its connection
        assert all(next(each)[0] == "status" for each in held)
        refused = server.get(path)
        assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
        assert int(refused.headers["retry-after"]) > 0
    assert listeners.emptied.wait(30)  # both clients went away, which the server notices by itself
    with server.stream("GET", path) as again:
        found = events(again)
        next(found)
        pipes.let_go()
        assert [kind for kind, _, _ in found][-1] == "end"


def test_listeners_go_when_the_server_is_to_stop(app, server, waiting):
    job, _ = waiting
    with server.stream("GET", f"/jobs/{job}/events") as answer:
        found = events(answer)
        next(found)
        app.state.stopping.set()
        try:
            assert [kind for kind, _, _ in found if kind == "end"] == []
        finally:
            app.state.stopping.clear()
    assert server.get(f"/jobs/{job}").json()["status"] == "running"
