"""What no schema says: every parameter of every route with values made to break it, and bodies made to break all."""

import gzip
import json
from urllib.parse import quote

import pytest
from asked_by_example import address, asked, example_of, operations_of, running

LONG = "x" * 8192
BAD = {
    "nan": "NaN",
    "infinite": "inf",
    "past all floats": "1e400",
    "minus nothing": "-0",
    "huge": "1" + "0" * 30,
    "empty": "",
    "long": LONG,
    "nul": "a\0b",
    "upward": "../../../etc/passwd",
    "upward twice quoted": "%2e%2e%2fmanifest.json",
    "gdal by net": "/vsicurl/http://127.0.0.1:9/x.tif",
    "a file": "file:///etc/passwd",
    "vrt": '<VRTDataset rasterXSize="1" rasterYSize="1"/>',
    "look-alikes": "vаlley\u202e\uff0e\uff0e",  # noqa: RUF001 - a Cyrillic letter is meant
    "json": '{"$ne": null}',
    "sql": "' OR 1=1; DROP TABLE jobs; --",
}
WHOLE = ("Traceback", 'File "', "site-packages", "/work/", "/tmp/", "root:x:", "sqlalchemy", "pydantic")  # noqa: S108 - looked for in answers
MADE_LATER = {"what_if": "0" * 22, "job_id": "0" * 32}


@pytest.fixture(scope="module")
def client(served_folder, tmp_path_factory):
    with running(served_folder, tmp_path_factory.mktemp("state")) as client:
        yield client


@pytest.fixture(scope="module")
def document(client):
    return client.get("/api").json()


def check(answer, told, folder):
    """Hold an answer to what every answer is held to."""
    assert answer.status_code < 500, (told, answer.text[:300])
    text = answer.text if "image" not in answer.headers.get("content-type", "") else ""
    assert not [word for word in (*WHOLE, str(folder)) if word in text and word not in told], (told, text[:300])
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", told
        assert len(answer.json()["detail"].split()) > 3, (told, answer.json())
        assert len(answer.text) < 3 * len(told) + 3000, told


@pytest.mark.parametrize("name", BAD)
def test_no_parameter_of_any_route_breaks_by(client, document, served_folder, name):
    asked_count = 0
    for method, path, told in operations_of(document):
        if method != "GET":
            continue
        good = asked(told, **MADE_LATER)
        needed = {each["name"]: example_of(each) for each in told.get("parameters", ()) if each.get("required")}
        query = {each: value for each, value in good["query"].items() if each in needed}
        for each in told.get("parameters", ()):
            where = each["in"]
            if where == "header":
                continue
            parts = good["path"] | ({each["name"]: BAD[name]} if where == "path" else {})
            pairs = query | ({each["name"]: BAD[name]} if where == "query" else {})
            at = address(path, parts, pairs)
            check(client.get(at), at, served_folder)
            asked_count += 1
    assert asked_count > 150


TOLD_ON_THE_PAGE = {"/map", "/releases/{release}/map", "/releases/{release}/embed"}


def test_a_query_parameter_that_is_given_twice_is_refused_or_a_list(client, document, served_folder):
    for method, path, told in operations_of(document):
        if method != "GET":
            continue
        good = asked(told, **MADE_LATER)
        for name, value in good["query"].items():
            if isinstance(value, dict):
                continue
            pair = address("", {}, {name: value})[1:]
            rest = {each: kept for each, kept in good["query"].items() if each != name and each in {"lon", "lat"}}
            at = address(path, good["path"], rest)
            at += ("&" if "?" in at else "?") + f"{pair}&{pair}"
            answer = client.get(at)
            check(answer, at, served_folder)
            is_told = path in TOLD_ON_THE_PAGE  # links are cut and decorated on their way
            assert answer.status_code >= 400 or is_told or name in {"status", "processID"}, at


BODIES = {
    "nothing": b"",
    "no json": b"\x00\xff\xfe{",
    "a word": b'"x"',
    "null": b"null",
    "a list": b"[]",
    "unknown keys": b'{"run": "x", "changes": [], "inputs": {}, "__proto__": {"a": 1}}',
    "deep": b"[" * 10_000 + b"]" * 10_000,
    "deep within": b'{"run":"x","changes":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "ten megabytes": b'{"run": "' + b"x" * 10_000_000 + b'"}',
    "twice the same key": b'{"changes": [], "changes": 7, "run": "a", "run": ["b"]}',
    "not a number": b'{"run":"x","changes":[{"kind":"move_centre","id":"C-03","lon":NaN,"lat":Infinity}]}',
    "past all numbers": b'{"run":"x","changes":[{"kind":"open_road","road_id":1e400}]}',
    "many digits": b'{"run":"x","changes":[{"kind":"open_road","road_id":' + b"9" * 9000 + b"}]}",
    "half a character": b'{"run":"\\ud800","changes":[],"inputs":{"release":"\\udfff"}}',
}


@pytest.mark.parametrize("name", BODIES)
def test_no_route_that_takes_a_body_breaks_by(client, document, served_folder, name):
    for method, path, told in operations_of(document):
        if "requestBody" in told:
            at = address(path, asked(told, **MADE_LATER)["path"])
            answer = client.request(method, at, content=BODIES[name], headers={"content-type": "application/json"})
            check(answer, at, served_folder)
            assert answer.status_code >= 400, at


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "application/json", "content-encoding": "gzip"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data"},
        {"content-type": "application/json; charset=utf-7"},
        {"content-type": "\u00ff/;;="},
        {},
    ],
)
def test_a_packed_body_or_one_of_another_kind_is_not_taken(client, document, served_folder, headers):
    bomb = gzip.compress(json.dumps({"run": "x" * 5_000_000, "changes": []}).encode())
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    for method, path, told in operations_of(document):
        if "requestBody" in told:
            at = address(path, asked(told, **MADE_LATER)["path"])
            answer = client.request(method, at, content=bomb, headers=sent)
            check(answer, at, served_folder)
            assert answer.status_code >= 400, at


@pytest.mark.parametrize(
    "mark", ["..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%00", "%ff%fe", quote("<script>"), "a%0d%0aB: c"]
)
def test_no_address_below_any_route_leads_out(client, document, served_folder, mark):
    for path in {path.split("{")[0].rstrip("/") for path in document["paths"]}:
        check(client.get(f"{path}/{mark}"), f"{path}/{mark}", served_folder)
