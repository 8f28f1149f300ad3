"""Headers of every answer: what a browser may do with it, and who may read it from another site."""

import pytest
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from fastapi.testclient import TestClient

from api.app import make_app
from api.callers import CallerHere, Tier, costs, new_key
from api.settings import Settings


def page(caller: CallerHere):
    """A page."""
    return HTMLResponse(f"<p>{caller.tier.word}")


def embedded():
    """A page that says itself who may frame it."""
    return HTMLResponse("<p>", headers={"Content-Security-Policy": "default-src 'none'; frame-ancestors *"})


def broken():
    """A fault of ours."""
    raise ZeroDivisionError


def varied():
    """An answer that varies by something of its own."""
    return Response("x", headers={"Vary": "Accept-Language, Authorization"})


def streamed():
    """A stream."""
    return StreamingResponse(iter([b"a", b"b"]), media_type="text/event-stream")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("headers")
    app = make_app(Settings(releases=folder, state=folder / "state"))
    router = APIRouter()
    for route in (page, embedded, broken, varied, streamed):
        router.add_api_route(f"/{route.__name__}", route, methods=["GET", "POST"], dependencies=[Depends(costs(1))])
    app.include_router(router)
    with TestClient(app, raise_server_exceptions=False) as running:
        yield running


@pytest.mark.parametrize("path", ["/whoami", "/page", "/broken", "/streamed", "/nothing", "/whoami?key=1", "/api"])
def test_every_answer_is_locked_up_also_those_that_something_failed(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert "geolocation=()" in headers["permissions-policy"]
    assert len(headers["x-request-id"]) == 32
    assert {"Authorization", "X-API-Key", "Cookie"} <= set(headers["vary"].split(", "))


def test_a_page_may_load_what_is_from_here_and_run_no_script_that_stands_in_it(client):
    rules = dict(rule.split(" ", 1) for rule in client.get("/page").headers["content-security-policy"].split("; "))
    assert rules["script-src"] == rules["connect-src"] == "'self'"
    assert "unsafe-inline" not in rules["script-src"]
    assert "script-src" not in client.get("/whoami").headers["content-security-policy"]


def test_a_route_may_open_its_own_page_to_frames(client):
    headers = client.get("/embedded").headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors *"
    assert "x-frame-options" not in headers


def test_a_varying_answer_keeps_what_it_varies_by(client):
    assert client.get("/varied").headers["vary"] == "Accept-Language, Authorization, X-API-Key, Cookie"


def test_other_sites_read_what_the_public_may_and_nothing_else(client):
    _, secret = new_key(client.app.state.database, name="a", tier=Tier.ANALYST)
    here = {"Origin": "https://map.example.org"}
    public = client.get("/whoami", headers=here).headers
    assert public["access-control-allow-origin"] == "*"
    assert "ETag" in public["access-control-expose-headers"]
    assert public["cross-origin-resource-policy"] == "cross-origin"
    closed = [
        client.get("/whoami", headers=here | {"X-API-Key": secret}),
        client.get("/whoami", headers=here | {"Authorization": f"Bearer {secret}"}),
        client.get("/whoami", headers=here | {"Cookie": "nearcare_session=x"}),
        client.post("/page", headers=here),
    ]
    for answer in closed:
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert not any("access-control-allow-credentials" in answer.headers for answer in closed)


@pytest.mark.parametrize("path", ["/whoami", "/nothing"])
def test_a_preflight_allows_reading_without_a_credential_and_no_more(client, path):
    asked = {"Origin": "https://map.example.org", "Access-Control-Request-Method": "DELETE"}
    answer = client.options(path, headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"
    allowed = answer.headers["access-control-allow-headers"].lower()
    assert "range" in allowed
    assert not any(word in allowed for word in ("authorization", "x-api-key", "content-type"))


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [("abcd-1234.x_y", True), ("short", False), ("a" * 65, False), ("has space in it", False), ("../../etc", False)],
)
def test_a_request_keeps_an_id_that_looks_like_one_and_no_other(client, given, is_kept):
    assert (client.get("/whoami", headers={"X-Request-Id": given}).headers["x-request-id"] == given) == is_kept


def test_an_address_tells_every_method_that_it_takes(client):
    refused = client.put("/session")
    assert (refused.status_code, refused.headers["allow"]) == (405, "DELETE, POST")
    assert client.put("/whoami").headers["allow"] == "GET, HEAD"


def test_browsers_are_told_to_stay_with_https_once_they_have_it(client, tmp_path):
    assert "strict-transport-security" not in client.get("/whoami").headers
    secure = TestClient(client.app, base_url="https://care.example.org")
    assert secure.get("/whoami").headers["strict-transport-security"] == "max-age=31536000"
    behind = make_app(Settings(releases=tmp_path, state=tmp_path, public_url="https://care.example.org"))
    with TestClient(behind) as proxied:
        assert "strict-transport-security" in proxied.get("/whoami").headers
