"""The OpenAPI document: its examples work as they stand, its ids stay, and it names every way to bring a key."""

import pytest
from asked_by_chance import end_jobs_at_once
from asked_by_example import address, asked, body_of, example_of, operations_of, running

from api.callers import Tier, new_key
from maps.web_map import static_digest

MADE_BY_OTHERS = {"run_study", "run_scenario", "release_page"}
"""Those that need an upload, or pages, which the release of the tests has not."""


@pytest.fixture(scope="module")
def client(served_folder, tmp_path_factory):
    with (
        pytest.MonkeyPatch.context() as patch,
        running(served_folder, tmp_path_factory.mktemp("state")) as client,
    ):
        end_jobs_at_once(patch)
        client.base_url = "https://testserver"
        client.headers["authorization"] = f"Bearer {new_key(client.app.state.database, name='a', tier=Tier.STEWARD)[1]}"
        yield client


@pytest.fixture(scope="module")
def document(client):
    return client.get("/api").json()


def test_every_parameter_and_body_has_an_example(document):
    for method, path, told in operations_of(document):
        if not path.startswith("/uploads"):
            assert all(example_of(each) is not None for each in told.get("parameters", ())), (method, path)
            body_of(document, told)


def test_the_ids_of_operations_stay(document, root):
    kept = (root / "tests" / "operation_ids.txt").read_text(encoding="utf-8").splitlines()
    ids = sorted(f"{told['operationId']} {method} {path}" for method, path, told in operations_of(document))
    assert ids == kept, "programs are made of these ids: a change breaks them, so decide it and write it in the list"


def test_a_key_may_come_as_bearer_or_in_its_own_header_and_stewards_routes_need_one(document):
    schemes = document["components"]["securitySchemes"]
    assert {(each["type"], each.get("name")) for each in schemes.values()} == {("http", None), ("apiKey", "X-API-Key")}
    needing = {told["operationId"] for _, _, told in operations_of(document) if {} not in told["security"]}
    assert needing >= {"run_study", "run_scenario"}
    assert "begin_what_if" not in needing


def test_no_parameter_may_be_null(document):
    schemas = [each["schema"] for _, _, told in operations_of(document) for each in told.get("parameters", ())]
    assert not [each for each in schemas if {"type": "null"} in each.get("anyOf", ())]


def test_every_example_works_as_it_stands(client, document):
    ids = {"v": client.get("/releases/valley?tier=public").json()["version"], "digest": static_digest()}
    operations = [each for each in operations_of(document) if not each[1].startswith("/uploads")]
    for method, path, told in sorted(operations, key=lambda each: ("POST", "GET", "PUT", "DELETE").index(each[0])):
        if told["operationId"] in MADE_BY_OTHERS:
            continue
        parts = asked(told, **ids)
        body, headers = body_of(document, told), {name: str(value) for name, value in parts["header"].items()}
        for query in queries(told, parts["query"]) if method == "GET" else [{}]:
            at = address(path, parts["path"], query)
            answer = client.request(method, at, json=body, headers=headers)
            assert answer.status_code < 300, (method, at, answer.text[:300])
        if told["operationId"] == "begin_what_if":
            ids["what_if"] = answer.json()["id"]
        if told["operationId"] == "run_what_if":
            ids["job_id"] = answer.json()["jobID"]
            client.get(f"/jobs/{ids['job_id']}/events")  # it ends when the job has ended


def queries(told, given):
    """The queries of an operation in its examples: what is needed alone, and with each other parameter."""
    needed = {each["name"] for each in told.get("parameters", ()) if each.get("required")}
    few = {name: value for name, value in given.items() if name in needed}
    yield few
    for name, value in given.items():
        if name in needed or isinstance(value, dict) or (name == "tier" and "what_if" in str(told["parameters"])):
            continue
        yield few | {name: value} | ({"tier": "public"} if name == "v" else {})
