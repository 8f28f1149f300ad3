"""Settings: read from the environment, refused in words all at once, shown without secrets."""

import re
from typing import get_args

import pytest

from api.settings import Settings, TierWord, read_settings, shown_settings, unknown_settings
from geo.errors import InputFaults


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"NEARCARE_{name.upper()}", raising=False)


def test_without_an_environment_only_this_machine_is_served():
    settings = read_settings()
    assert (settings.host, settings.port, settings.trusted_proxies) == ("127.0.0.1", 8000, ())


def test_what_is_given_goes_before_the_environment_and_none_is_not_given(monkeypatch):
    monkeypatch.setenv("NEARCARE_PORT", "1234")
    assert read_settings(port=None).port == 1234
    assert read_settings(port=0).port == 0


def test_all_bad_settings_are_told_at_once_in_words_and_without_their_values(monkeypatch):
    monkeypatch.setenv("NEARCARE_PORT", "99999")
    monkeypatch.setenv("NEARCARE_PUBLIC_URL", "https://user:hunter2@care.example.org")
    monkeypatch.setenv("NEARCARE_TRUSTED_PROXIES", "10.0.0.0/8,next door")
    with pytest.raises(InputFaults) as refused:
        read_settings(host="")
    told = str(refused.value)
    assert [fault.where for fault in refused.value.faults] == [
        "NEARCARE_PUBLIC_URL",
        "--host",
        "NEARCARE_PORT",
        "NEARCARE_TRUSTED_PROXIES",
    ]
    assert "'next door' is no address or network" in told
    assert "hunter2" not in told
    assert "pydantic" not in told


def test_every_setting_is_read_by_the_server(root):
    code = "".join(path.read_text() for path in (root / "api").rglob("*.py") if path.name != "settings.py")
    read = set(re.findall(r"settings\.(\w+)", code))
    if 'f"{caller.tier.word}_units_per_minute"' in code:
        read |= {f"{tier}_units_per_minute" for tier in get_args(TierWord)}
    assert set(Settings.model_fields) - read == set()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_is(name):
    assert Settings.model_fields[name].description


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", -1),
        ("port", "80x"),
        ("stop_within_s", float("nan")),
        ("stop_within_s", 1e9),
        ("threads", 0),
        ("requests_at_once", 0),
        ("largest_body_bytes", 10**30),
        ("largest_headers_bytes", 1),
        ("metrics_for", "everybody"),
        ("log_level", "loud"),
        ("public_url", "care.example.org"),
        ("public_url", "javascript:alert(1)"),
        ("public_url", "https://care.example.org/?q=1"),
        ("trusted_proxies", "*"),
        ("trusted_proxies", "10.0.0.1/8"),
    ],
)
def test_a_setting_out_of_its_bounds_is_refused(name, value):
    with pytest.raises(InputFaults, match=name.replace("_", "-")):
        read_settings(**{name: value})


def test_networks_are_told_apart_by_commas(monkeypatch):
    monkeypatch.setenv("NEARCARE_TRUSTED_PROXIES", " 127.0.0.1, fd00::/8 ,")
    assert read_settings().trusted_proxies == ("127.0.0.1", "fd00::/8")


def test_the_last_slash_of_the_public_address_is_no_part_of_it():
    assert read_settings(public_url="https://care.example.org/near/").public_url == "https://care.example.org/near"


def test_a_variable_that_is_no_setting_is_told_with_the_nearest_that_is():
    environment = {"NEARCARE_PROT": "80", "NEARCARE_PORT": "80", "NEARCARE_CUSTODY_KEY": "x", "HOME": "/"}
    [said] = unknown_settings(environment)
    assert said.startswith("NEARCARE_PROT is no setting")
    assert "NEARCARE_PORT is one" in said


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg://care:hunter2@db/care", "postgresql+psycopg://care:***@db/care"),
        ("postgresql+psycopg://db/care?user=care&password=hunter2", "postgresql+psycopg://(set, not shown)"),
        ("sqlite:////srv/state.sqlite", "sqlite:////srv/state.sqlite"),
        ("postgresql://[hunter2", "(set, not shown)"),
    ],
)
def test_the_settings_are_shown_without_the_password_of_the_database(url, shown):
    assert shown_settings(read_settings(database_url=url))["NEARCARE_DATABASE_URL"] == shown


def test_what_is_shown_can_be_set_again(monkeypatch):
    settings = read_settings(port=8080, trusted_proxies="10.0.0.0/8,127.0.0.1", metrics_for="stewards")
    for name, value in shown_settings(settings).items():
        if value:
            monkeypatch.setenv(name, value)
    assert read_settings() == settings
