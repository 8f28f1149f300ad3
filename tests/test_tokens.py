"""Tokens of an institution, checked against one that runs on this machine."""

import base64
import hmac
import json
import time

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OctKey, RSAKey
from local_issuer import AUDIENCE, RSA_KEY, local_issuer
from pydantic import ValidationError

from api.app import make_app
from api.callers import Tier, new_key
from api.callers.issuer_keys import IssuerKeys
from api.callers.tokens import Institution
from api.errors import NotKnownError, NotReadyError
from api.settings import Settings

TIERS = {"planner": "analyst", "guest": "partner", "keeper": "steward"}
OTHER_KEY = ECKey.generate_key("P-256", {"kid": "second", "use": "sig"})


@pytest.fixture
def issuer():
    with local_issuer() as running:
        yield running


def settings_for(issuer, **more):
    return Settings(oidc_issuer=issuer.url, oidc_audience=AUDIENCE, oidc_tiers=TIERS, **more)


@pytest.fixture
def institution(issuer):
    return Institution(settings_for(issuer))


def refusal(institution, token):
    with pytest.raises(NotKnownError) as told:
        institution.caller_with(token)
    return str(told.value)


def part(values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def test_a_token_gives_the_highest_tier_of_its_roles(issuer, institution):
    caller = institution.caller_with(issuer.token(roles=["guest", "planner", "unknown"]))
    assert (caller.tier, caller.identity, caller.releases) == (Tier.ANALYST, "oidc:u-17", None)
    assert institution.caller_with(issuer.token(roles="guest keeper")).tier == Tier.STEWARD
    assert institution.caller_with(issuer.token(aud=["other", AUDIENCE])).tier == Tier.ANALYST


@pytest.mark.parametrize("roles", [None, [], ["unknown"], {"planner": 1}, 7, [["planner"]]])
def test_a_token_without_a_role_of_ours_sees_what_the_public_sees(issuer, institution, roles):
    caller = institution.caller_with(issuer.token(roles=roles))
    assert (caller.tier, caller.identity) == (Tier.PUBLIC, "oidc:u-17")


def test_roles_may_stand_inside_another_claim(issuer):
    inside = Institution(settings_for(issuer, oidc_claim="realm_access.roles"))
    assert inside.caller_with(issuer.token(realm_access={"roles": ["planner"]})).tier == Tier.ANALYST
    assert inside.caller_with(issuer.token(realm_access="planner")).tier == Tier.PUBLIC


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"aud": "https://elsewhere.example.org"}, "claim aud"),
        ({"aud": None}, "claim aud"),
        ({"iss": "https://elsewhere.example.org"}, "another institution"),
        ({"iss": None}, "another institution"),
        ({"exp": int(time.time()) - 120}, "expired"),
        ({"exp": None}, "claim exp"),
        ({"exp": "soon"}, "claim exp"),
        ({"nbf": int(time.time()) + 86_400}, "claim nbf"),
        ({"sub": None}, "claim sub"),
        ({"sub": 5}, "claim sub"),
    ],
)
def test_a_token_whose_claims_do_not_fit_is_refused(issuer, institution, claims, told):
    assert told in refusal(institution, issuer.token(**claims))


def test_clocks_may_be_apart_by_the_leeway_and_no_more(issuer, institution):
    now = int(time.time())
    assert institution.caller_with(issuer.token(exp=now - 30, nbf=now + 30)).tier == Tier.ANALYST
    assert "expired" in refusal(institution, issuer.token(exp=now - 90))


def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_refused(issuer, institution):
    head, claims = part({"alg": "HS256", "kid": "first"}), issuer.token().split(".")[1]
    digest = hmac.digest(RSA_KEY.as_pem(private=False), f"{head}.{claims}".encode(), "sha256")
    signature = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert "must be signed with one of RS256" in refusal(institution, f"{head}.{claims}.{signature}")
    assert "must be signed with one of RS256" in refusal(institution, f"{head}.{claims}.")
    assert "must be signed with one of RS256" in refusal(institution, f"{part({'alg': 'none'})}.{claims}.")
    assert issuer.asked == []


def test_a_token_of_somebody_elses_key_under_a_known_id_is_refused(issuer, institution):
    impostor = RSAKey.generate_key(2048, {"kid": "first"})
    assert "signature does not fit" in refusal(institution, issuer.token(key=impostor))
    carried = issuer.token(key=impostor, header={"jwk": impostor.as_dict(private=False)})
    assert "not valid here" in refusal(institution, carried)
    head, claims, signature = issuer.token().split(".")
    forged = part(json.loads(base64.urlsafe_b64decode(claims + "==")) | {"roles": ["keeper"]})
    assert "signature does not fit" in refusal(institution, f"{head}.{forged}.{signature}")


def test_secret_keys_among_an_institutions_keys_are_left(issuer, institution):
    shared = OctKey.generate_key(256, {"kid": "shared"})
    issuer.answers["/keys"] = {
        "keys": [shared.as_dict(private=True), RSA_KEY.as_dict(private=False), 5, {"kty": "RSA"}]
    }
    assert institution.caller_with(issuer.token()).tier == Tier.ANALYST
    assert "does not have" in refusal(institution, issuer.token(header={"kid": "shared"}))


def test_a_new_key_is_fetched_when_a_token_names_it_and_then_at_most_once_a_minute(issuer, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr("api.callers.issuer_keys.time.monotonic", lambda: clock[0])
    institution = Institution(settings_for(issuer))
    assert institution.caller_with(issuer.token()).tier == Tier.ANALYST
    issuer.keys = [OTHER_KEY]
    assert "a key that the institution does not have" in refusal(institution, issuer.token(key=OTHER_KEY))
    clock[0] += 61
    assert institution.caller_with(issuer.token(key=OTHER_KEY)).tier == Tier.ANALYST
    assert issuer.asked.count("/keys") == 2
    for number in range(5):
        refusal(institution, issuer.token(header={"kid": f"made up {number}"}, key=OTHER_KEY))
    assert issuer.asked.count("/keys") == 2
    clock[0] += 61
    assert "does not have" in refusal(institution, issuer.token(key=RSA_KEY))


def test_a_token_without_a_key_id_is_taken_only_where_there_is_one_key(issuer, institution):
    assert institution.caller_with(issuer.token(header={"kid": None})).tier == Tier.ANALYST
    issuer.keys = [RSA_KEY, OTHER_KEY]
    two = Institution(settings_for(issuer))
    assert "does not have" in refusal(two, issuer.token(header={"kid": None}))


@pytest.mark.parametrize(
    "change",
    [
        {"status": 500},
        {"status": 302},
        {"answers": {"/keys": b" " * 300_000}},
        {"answers": {"/keys": b"[" * 100_000}},
        {"answers": {"/keys": {"keys": []}}},
        {"answers": {"/keys": {"keys": [{"kty": "RSA"}] * 51}}},
        {"answers": {"/.well-known/openid-configuration": b"<html>"}},
        {"answers": {"/.well-known/openid-configuration": {"issuer": "https://elsewhere.example.org"}}},
    ],
)
def test_an_institution_that_answers_oddly_is_a_503(issuer, institution, change):
    for name, value in change.items():
        setattr(issuer, name, value)
    with pytest.raises(NotReadyError, match="use a key"):
        institution.caller_with(issuer.token())
    assert "/elsewhere" not in issuer.asked


def test_keys_are_never_fetched_unencrypted_from_another_machine(issuer):
    told = {"issuer": issuer.url, "jwks_uri": "http://192.0.2.1/keys"}
    issuer.answers["/.well-known/openid-configuration"] = told
    with pytest.raises(NotReadyError):
        IssuerKeys(issuer.url).with_id("first")
    with pytest.raises(ValidationError, match="https://"):
        Settings(oidc_issuer="http://login.example.org", oidc_audience=AUDIENCE)
    with pytest.raises(ValidationError, match="OIDC_AUDIENCE"):
        Settings(oidc_issuer="https://login.example.org")


def test_while_an_institution_is_away_its_tokens_are_a_503_and_keys_and_the_public_go_on(tmp_path):
    with local_issuer() as gone:
        token = gone.token()
    app = make_app(settings_for(gone, releases=tmp_path, state=tmp_path / "state"))
    with TestClient(app) as client:
        _, secret = new_key(app.state.database, name="a", tier=Tier.PARTNER)
        away = client.get("/whoami", headers={"Authorization": f"Bearer {token}"})
        assert (away.status_code, away.headers["content-type"]) == (503, "application/problem+json")
        assert client.get("/whoami").json()["tier"] == "public"
        assert client.get("/whoami", headers={"Authorization": f"Bearer {secret}"}).json()["tier"] == "partner"


def test_keys_that_were_fetched_go_on_while_the_institution_is_away(issuer, institution, monkeypatch):
    assert institution.caller_with(issuer.token()).tier == Tier.ANALYST
    issuer.status = 500
    later = time.monotonic() + 7200
    monkeypatch.setattr("api.callers.issuer_keys.time.monotonic", lambda: later)
    assert institution.caller_with(issuer.token()).tier == Tier.ANALYST
    assert len(issuer.asked) == 3


@given(st.lists(st.text("AZaz09_-{é", max_size=20), min_size=3, max_size=3))
def test_what_is_no_token_is_refused_without_asking_anybody(parts):
    nobody = Institution(Settings(oidc_issuer="https://login.example.org", oidc_audience=AUDIENCE))
    assert "not valid here" in refusal(nobody, ".".join(parts))


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), st.lists, max_leaves=4))
def test_odd_heads_and_claims_are_refused_without_asking_anybody(value):
    nobody = Institution(Settings(oidc_issuer="https://login.example.org", oidc_audience=AUDIENCE))
    claims = {"iss": "https://login.example.org", "exp": value}
    assert "not valid here" in refusal(nobody, f"{part({'alg': value})}.{part(claims)}.x")
    assert "not valid here" in refusal(nobody, f"{part(value)}.{part(claims)}.x")
    assert "not valid here" in refusal(nobody, f"{part({'alg': 'RS256', 'typ': 5})}.{part(claims)}.x")
    assert "longer than" in refusal(nobody, "a.b." + "c" * 20_000)
