"""Jobs: asked for over HTTP, done in processes of their own, cancelled, failed, put off and taken up again."""

import json
import logging
import re

import pytest
from fastapi.testclient import TestClient
from waiting_work import Pipes, process

from api.app import make_app
from api.callers import Caller, Tier, new_key
from api.jobs.processes import PROCESSES
from api.jobs.processing import scratch_of
from api.settings import Settings

PUBLIC = Caller(tier=Tier.PUBLIC)
RUN = "physical-rehab.default.base.all-year.to.hazards"
CLOSE = {"kind": "close_centre", "id": "c-1"}


@pytest.fixture(scope="module", autouse=True)
def _works():
    with pytest.MonkeyPatch.context() as patch:
        for name in ("wait", "answer", "fail", "stubborn"):
            patch.setitem(PROCESSES, name, process(name))
        yield


@pytest.fixture(scope="module")
def server(tmp_path_factory, served_folder):
    state = tmp_path_factory.mktemp("state")
    settings = Settings(
        releases=served_folder, state=state, jobs_at_once=2, job_stop_s=5, job_memory_bytes=2**33, jobs_waiting=50
    )
    with TestClient(make_app(settings)) as client:
        yield client


@pytest.fixture(scope="module")
def bearer(server):
    """The headers of a caller of a tier, each asked for by its own name."""

    def of(tier, name="one", **scope):
        _, secret = new_key(server.app.state.database, name=name, tier=Tier[tier.upper()], **scope)
        return {"Authorization": f"Bearer {secret}"}

    return of


@pytest.fixture
def desk(server):
    return server.app.state.job_desk


@pytest.fixture
def pipes(tmp_path):
    opened = []

    def new():
        opened.append(Pipes(tmp_path / f"pipes-{len(opened)}"))
        return opened[-1]

    yield new
    for each in opened:
        each.close()


@pytest.fixture
def asked(desk):
    def ask(name, caller=PUBLIC, **inputs):
        return desk.submit(name, inputs, caller, tier="public").id

    return ask


def ended(client, job_id, **headers):
    """How a job ended: its events say when."""
    client.get(f"/jobs/{job_id}/events", **headers)
    return client.get(f"/jobs/{job_id}", **headers).json()


def test_the_processes_say_who_may_ask_and_for_what(server):
    listed = {each["id"]: each for each in server.get("/processes").json()["processes"]}
    assert {name: listed[name]["lowest_tier"] for name in ("run-study", "run-scenario", "what-if")} == {
        "run-study": "steward",
        "run-scenario": "steward",
        "what-if": "public",
    }
    assert all("async-execute" in each["jobControlOptions"] for each in listed.values())
    described = server.get("/processes/run-scenario").json()
    assert described["inputs"]["scenario"]["minOccurs"] == 1
    assert described["inputs"]["replaces"]["minOccurs"] == 0
    assert "release" in described["outputs"]["result"]["schema"]["properties"]


def test_an_unknown_process_is_a_404(server):
    answer = server.get("/processes/rm")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("name", ["run-study", "run-scenario"])
def test_only_stewards_run_studies(server, bearer, name):
    inputs = {"upload": "none", "release": "mine"}
    inputs |= {"scenario": {"name": "flood", "closed_roads": [7]}} if name == "run-scenario" else {}
    statuses = {
        tier: server.post(f"/processes/{name}/execution", json={"inputs": inputs}, headers=headers).status_code
        for tier, headers in {
            "public": {},
            **{tier: bearer(tier) for tier in ("partner", "analyst", "steward")},
        }.items()
    }
    assert statuses == {"public": 401, "partner": 403, "analyst": 403, "steward": 404}


@pytest.mark.parametrize(
    "inputs",
    [
        {"upload": "../valley", "release": "mine"},
        {"upload": "a", "release": "../mine"},
        {"upload": "a", "release": "mine", "replaces": "yes"},
        {"upload": "a", "release": "mine", "more": 1},
        {"upload": "a"},
        {},
    ],
)
def test_inputs_out_of_bounds_are_a_400(server, bearer, inputs):
    answer = server.post("/processes/run-study/execution", json={"inputs": inputs}, headers=bearer("steward"))
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({"release": "nowhere", "run": RUN, "changes": [CLOSE]}, 404),
        ({"release": "valley", "tier": "analyst", "run": RUN, "changes": [CLOSE]}, 404),
        ({"release": "valley", "run": RUN.replace("base", "other"), "changes": [CLOSE]}, 400),
        ({"release": "valley", "run": RUN, "changes": [CLOSE] * 51}, 400),
        ({"release": "valley", "run": RUN, "changes": [CLOSE | {"more": 1}]}, 400),
    ],
)
def test_a_what_if_that_cannot_be_is_refused_at_once(server, inputs, status):
    answer = server.post("/processes/what-if/execution", json={"inputs": inputs})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_what_if_is_taken_in_for_everybody_up_to_the_bound_and_can_be_dismissed(server, pipes, asked):
    busy = [pipes(), pipes()]
    for each in busy:
        asked("wait", Caller(tier=Tier.PARTNER, identity="busy"), **each.inputs)
    assert all(each.said().startswith("begun") for each in busy)
    body = {"inputs": {"release": "valley", "run": RUN, "changes": [CLOSE]}}
    taken = [
        server.post("/processes/what-if/execution", json=body, headers={"Prefer": "respond-async"}) for _ in range(4)
    ]
    assert [each.status_code for each in taken] == [201] * 4
    told = taken[0].json()
    assert taken[0].headers["location"].endswith(f"/jobs/{told['jobID']}")
    assert taken[0].headers["preference-applied"] == "respond-async"
    assert (told["processID"], told["status"], told["progress"]) == ("what-if", "accepted", 0)
    refused = server.post("/processes/what-if/execution", json=body)
    assert (refused.status_code, refused.headers["content-type"]) == (429, "application/problem+json")
    assert int(refused.headers["retry-after"]) > 0
    for each in taken:
        assert server.delete(f"/jobs/{each.json()['jobID']}").json()["status"] == "dismissed"
    for each in busy:
        each.let_go()
        assert each.said() == ""


def test_a_job_is_done_in_a_modest_process_that_knows_no_setting_of_the_server(server, asked, monkeypatch):
    monkeypatch.setenv("NEARCARE_DATABASE_URL", "postgresql://me:hush@host/db")
    monkeypatch.setenv("PGPASSWORD", "hush")
    job = asked("answer", place="here")
    assert ended(server, job)["status"] == "successful"
    result = server.get(f"/jobs/{job}/results").json()["result"]
    assert result["asked"] == {"place": "here"}
    assert (result["secrets"], result["tier"]) == ([], "public")
    assert result["nice"] >= 10


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        ("full", 507, "space"),
        ("disk", 503, "Permission denied"),
        ("hungry", 507, "memory"),
        ("killed", 503, "memory"),
        ("nan", 500, "report it"),
        ("other", 500, "report it"),
    ],
)
def test_a_job_that_fails_says_what_to_do_and_where_nothing_is(server, asked, caplog, error, status, words):
    with caplog.at_level(logging.INFO, "api.jobs"):
        job = asked("fail", error=error)
        told = ended(server, job)
    answer = server.get(f"/jobs/{job}/results")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert told["status"] == "failed"
    assert words in answer.json()["detail"]
    everything = json.dumps(told) + answer.text + caplog.text
    assert "/srv" not in everything
    assert not re.search(r"(?<![:\d])12\.5", everything)  # a second of the clock may be 12.5
    assert not scratch_of(server.app.state.settings, job).exists()


def test_a_job_dismissed_in_the_middle_ends_and_leaves_nothing(server, asked, pipes, desk):
    pipe = pipes()
    job = asked("wait", **pipe.inputs)
    assert pipe.said().startswith("begun")
    scratch = scratch_of(desk.settings, job)
    assert (scratch / "half-written").exists()
    answer = server.delete(f"/jobs/{job}")
    assert (answer.status_code, answer.json()["status"]) == (200, "dismissed")
    assert pipe.said() == ""
    assert server.get(f"/jobs/{job}/results").status_code == 404
    assert ended(server, asked("answer"))["status"] == "successful"  # both hands are free again
    assert ended(server, asked("answer"))["status"] == "successful"
    assert not scratch.exists()


def test_a_job_that_publishes_goes_on_when_it_is_dismissed(server, asked, pipes):
    pipe = pipes()
    job = asked("wait", **pipe.inputs)
    pipe.said()
    pipe.let_go("publish")
    assert pipe.said() == "publishing"
    answer = server.delete(f"/jobs/{job}")
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    pipe.let_go("published")
    assert ended(server, job)["status"] == "successful"
    assert server.get(f"/jobs/{job}/results").json() == {"result": {"word": "published"}}


def test_only_so_many_run_at_once(server, asked, pipes):
    three = [pipes() for _ in range(3)]
    ids = [asked("wait", **each.inputs) for each in three]
    assert three[0].said().startswith("begun")
    assert three[1].said().startswith("begun")
    assert [server.get(f"/jobs/{each}").json()["status"] for each in ids] == ["running", "running", "accepted"]
    assert three[2].said(wait_s=0) is None
    for each in three:
        each.let_go()
    assert three[2].said().startswith("begun")
    assert [ended(server, each)["status"] for each in ids] == ["successful"] * 3


def test_the_job_of_another_is_a_404_like_one_that_is_not_there(server, desk, bearer):
    one, other, steward = bearer("partner", "one"), bearer("analyst", "other"), bearer("steward")
    identity = server.get("/whoami", headers=one).json()["identity"]
    job = desk.submit("answer", {}, Caller(tier=Tier.PARTNER, identity=identity), tier="public").id
    ended(server, job, headers=one)
    for path in (f"/jobs/{job}", f"/jobs/{job}/results", f"/jobs/{job}/events"):
        seen = [server.get(path, headers=headers).status_code for headers in (one, steward, other, {})]
        assert seen == [200, 200, 404, 404]
    hidden, missing = (server.get(f"/jobs/{each}", headers=other).json() for each in (job, "0" * 32))
    assert hidden["detail"].replace(job, "") == missing["detail"].replace("0" * 32, "")
    assert hidden["type"] == missing["type"]
    assert hidden["type"].endswith("no-such-job")
    assert server.delete(f"/jobs/{job}", headers=other).status_code == 404
    listed = [server.get("/jobs", headers=headers).json()["jobs"] for headers in (one, other, {})]
    assert [[each["jobID"] for each in jobs] for jobs in listed] == [[job], [], []]
    assert server.delete(f"/jobs/{job}", headers=one).json()["status"] == "dismissed"
    assert server.get(f"/jobs/{job}", headers=one).status_code == 404


def test_results_of_a_job_that_runs_are_not_ready(server, asked, pipes):
    pipe = pipes()
    job = asked("wait", **pipe.inputs)
    pipe.said()
    answer = server.get(f"/jobs/{job}/results")
    assert answer.status_code == 404
    assert answer.json()["type"].endswith("result-not-ready")
    pipe.let_go()
    ended(server, job)


def test_jobs_are_listed_page_by_page(server, desk, bearer):
    headers = bearer("partner", "pages")
    caller = Caller(tier=Tier.PARTNER, identity=server.get("/whoami", headers=headers).json()["identity"])
    ids = [desk.submit("answer", {}, caller, tier="public").id for _ in range(3)]
    for each in ids:
        ended(server, each, headers=headers)
    page = server.get("/jobs?limit=2&processID=answer&status=successful&status=failed", headers=headers).json()
    [following] = [link["href"] for link in page["links"] if link["rel"] == "next"]
    rest = server.get(following, headers=headers).json()
    assert [each["jobID"] for each in (*page["jobs"], *rest["jobs"])] == ids[::-1]
    assert all(link["rel"] != "next" for link in rest["links"])


def test_a_job_of_a_process_that_is_no_more_fails_in_words(server, asked, monkeypatch):
    monkeypatch.delitem(PROCESSES, "answer")
    job = asked("answer")
    told = ended(server, job)
    assert (told["status"], told["problem"]["status"]) == ("failed", 400)
