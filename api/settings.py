"""Settings of the server: one object, read from the environment with the prefix NEARCARE_."""

from __future__ import annotations

import difflib
import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from geo.errors import Fault, InputFaults

PREFIX: Final = "NEARCARE_"
_OF_OTHER_PROGRAMS: Final = ("NEARCARE_TRACEBACK", "NEARCARE_SHARED_DATA", "NEARCARE_CUSTODY_")
_MIB: Final = 2**20
DEAREST_UNITS: Final = 50
"""What the dearest thing to ask for costs; no budget for a minute is smaller."""
LARGEST_UNITS: Final = 1_000_000
TierWord = Literal["public", "partner", "analyst", "steward"]


def is_this_machine(url: str) -> bool:
    """Whether an address of the web is of this very machine, by its number or by the name that always is.

    >>> is_this_machine("http://127.0.0.1:8080/a"), is_this_machine("http://127.0.0.1.example.org/")
    (True, False)
    """
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _units(whose: str) -> Any:
    told = f"how much {whose} may ask for in a minute; a tile costs 1"
    return Field(ge=DEAREST_UNITS, le=LARGEST_UNITS, description=told)


class Settings(BaseSettings):
    """What the server is told from outside; every field is the variable ``NEARCARE_`` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True)

    releases: Annotated[Path, Field(description="the folder of releases that is served, or one release")] = Path(
        "releases"
    )
    state: Annotated[Path, Field(description="a folder of the server's own, for its database and uploads")] = Path(
        "state"
    )
    database_url: Annotated[
        SecretStr | None,
        Field(description="an SQLAlchemy URL, such as postgresql+psycopg://...; a SQLite file in the state folder"),
    ] = None
    public_url: Annotated[
        str | None,
        Field(description="how the server is reached from outside, for links; taken from each request", max_length=500),
    ] = None
    host: Annotated[str, Field(description="the address to listen at", min_length=1, max_length=253)] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="the port to listen at, 0 for any that is free")] = 8000
    trusted_proxies: Annotated[
        tuple[str, ...],
        NoDecode,
        Field(description="addresses or networks, by commas, whose X-Forwarded-For and -Proto are believed"),
    ] = ()
    stop_within_s: Annotated[int, Field(ge=0, le=3600, description="how long requests may go on after a stop")] = 20
    threads: Annotated[int, Field(ge=1, le=256, description="how many requests are worked on at once")] = 16
    requests_at_once: Annotated[int, Field(ge=1, le=100_000, description="more than these are told 503")] = 256
    connections_at_once: Annotated[int, Field(ge=1, le=100_000, description="open ones; more are told 503")] = 1024
    keep_alive_s: Annotated[int, Field(ge=1, le=3600, description="how long a connection may be idle")] = 30
    slow_after_s: Annotated[
        int, Field(ge=1, le=3600, description="how long a client may take to send its headers, or stop reading")
    ] = 30
    largest_headers_bytes: Annotated[int, Field(ge=1024, le=_MIB, description="more are told 400")] = 16 * 1024
    largest_body_bytes: Annotated[int, Field(ge=1024, le=1024 * _MIB, description="uploads aside")] = _MIB
    largest_upload_bytes: Annotated[int, Field(ge=1024, le=2**40, description="of one uploaded file")] = 4096 * _MIB
    metrics_for: Annotated[
        Literal["loopback", "stewards", "nobody"],
        Field(description="who may read /metrics: loopback means this machine, and stewards"),
    ] = "loopback"
    log_format: Annotated[
        Literal["auto", "json", "text"], Field(description="auto is text on a terminal, else JSON lines")
    ] = "auto"
    log_level: Annotated[Literal["debug", "info", "warning", "error"], Field(description="the least told")] = "info"
    least_free_bytes: Annotated[
        int, Field(ge=0, le=2**50, description="on the disk of the state folder, to be ready")
    ] = 256 * _MIB
    jobs_at_once: Annotated[int, Field(ge=1, le=64, description="how many jobs run at once")] = 1
    layers_mb: Annotated[int, Field(ge=1, le=65_536, description="of layers of features kept in memory, at most")] = 256
    tiles_mb: Annotated[int, Field(ge=0, le=65_536, description="of drawn tiles kept in memory, 0 for none")] = 64
    compile_ahead: Annotated[
        bool,
        Field(description="whether what-ifs are compiled once the server listens, for the first to be quick"),
    ] = True
    jobs_waiting: Annotated[int, Field(ge=1, le=10_000, description="how many jobs may wait")] = 64
    jobs_waiting_per_caller: Annotated[
        int, Field(ge=1, le=1000, description="how many jobs of one caller may wait; the public is one")
    ] = 4
    job_listeners: Annotated[int, Field(ge=0, le=1000, description="how many may listen to the events of jobs")] = 32
    job_hours_at_most: Annotated[float, Field(gt=0, le=240, description="a job that takes longer is ended")] = 12
    job_stop_s: Annotated[
        float, Field(gt=0, le=12, description="how long a job that is to end may take to tidy up, before it is killed")
    ] = 8
    job_lease_s: Annotated[
        float, Field(ge=1, le=3600, description="how long a server may be silent until others take over its jobs")
    ] = 60
    job_memory_bytes: Annotated[
        int | None, Field(ge=256 * _MIB, le=2**50, description="how much memory a job may take; any if it is not given")
    ] = None
    job_nice: Annotated[int, Field(ge=0, le=19, description="how far jobs stand back behind the server")] = 10
    job_kept_days: Annotated[float, Field(gt=0, le=3660, description="how long ended jobs are kept")] = 30
    upload_bytes: Annotated[int, Field(ge=1024, le=2**50, description="of one upload with all its files")] = 8192 * _MIB
    upload_files: Annotated[int, Field(ge=1, le=10_000, description="how many files an upload may have")] = 500
    uploads_per_steward: Annotated[int, Field(ge=1, le=1000, description="how many uploads a steward may have")] = 8
    uploads_per_steward_bytes: Annotated[
        int, Field(ge=1024, le=2**50, description="how much the uploads of a steward may hold together")
    ] = 32 * 1024 * _MIB
    uploads_at_most: Annotated[int, Field(ge=1, le=10_000, description="how many uploads there may be in all")] = 64
    uploads_bytes: Annotated[int, Field(ge=1024, le=2**50, description="how much all uploads may hold together")] = (
        64 * 1024 * _MIB
    )
    upload_days: Annotated[
        float, Field(gt=0, le=3660, description="how long an upload is kept that nobody changes", allow_inf_nan=False)
    ] = 14.0
    inspection_s: Annotated[
        float, Field(ge=1, le=3600, description="how long looking at one uploaded file may take", allow_inf_nan=False)
    ] = 120.0
    inspection_bytes: Annotated[
        int, Field(ge=512 * _MIB, le=2**50, description="how much memory looking at one uploaded file may take")
    ] = 2048 * _MIB
    inspections_at_once: Annotated[int, Field(ge=1, le=64, description="how many uploaded files are looked at")] = 2
    upload_check_s: Annotated[
        float, Field(ge=1, le=3600, description="how long the check of an uploaded study may take", allow_inf_nan=False)
    ] = 280.0
    what_ifs_at_once: Annotated[int, Field(ge=0, le=1000, description="how many what-ifs are held; 0 for none")] = 8
    what_if_bytes: Annotated[
        int, Field(ge=0, le=2**50, description="how much memory they and the countries below them may hold together")
    ] = 2000 * _MIB
    what_if_idle_minutes: Annotated[
        float, Field(gt=0, le=1440, description="how long a what-if is kept that nobody asks", allow_inf_nan=False)
    ] = 15.0
    public_units_per_minute: Annotated[int, _units("each address of the public")] = 1200
    partner_units_per_minute: Annotated[int, _units("a partner")] = 3000
    analyst_units_per_minute: Annotated[int, _units("an analyst")] = 6000
    steward_units_per_minute: Annotated[int, _units("a steward")] = 6000
    session_minutes: Annotated[int, Field(ge=1, le=720, description="how long a browser's session lasts")] = 60
    oidc_issuer: Annotated[
        str | None, Field(description="the institution whose access tokens are taken", max_length=500)
    ] = None
    oidc_audience: Annotated[
        str | None, Field(description="for whom its tokens must be made", min_length=1, max_length=500)
    ] = None
    oidc_claim: Annotated[
        str,
        Field(description="where its roles stand: roles, or realm_access.roles", min_length=1, max_length=200),
    ] = "roles"
    oidc_tiers: Annotated[
        dict[str, TierWord], Field(description='the tier of each role, as JSON: {"planner": "analyst"}')
    ] = {}
    oidc_leeway_s: Annotated[int, Field(ge=0, le=300, description="how far clocks may be apart")] = 60
    audit_days: Annotated[int, Field(ge=1, le=3650, description="how long the audit log is kept")] = 365

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            try:
                ipaddress.ip_network(each)
            except ValueError:
                raise ValueError(f"{each!r} is no address or network, such as 127.0.0.1 or 10.0.0.0/8") from None
        return value

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not is_plain:
            raise ValueError("it must be an address such as https://care.example.org/nearcare, without query or user")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _institution_is_told_whole(self) -> Self:
        if self.oidc_issuer is None:
            return self
        if self.oidc_audience is None:
            raise ValueError("NEARCARE_OIDC_ISSUER needs NEARCARE_OIDC_AUDIENCE: for whom its tokens are made")
        if not self.oidc_issuer.startswith("https://") and not is_this_machine(self.oidc_issuer):
            raise ValueError("NEARCARE_OIDC_ISSUER must begin with https://, unless it is on this machine")
        return self


def read_settings(**given: Any) -> Settings:
    """The settings from the environment; what is given here and is not None goes before.

    Raises InputFaults with every setting that cannot be used.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise InputFaults([_fault(each, given) for each in error.errors(include_url=False)]) from None


def unknown_settings(environment: Mapping[str, str] = os.environ) -> list[str]:
    """A sentence for each variable with our prefix that is no setting, with the nearest one that is."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    said = []
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known and not name.startswith(_OF_OTHER_PROGRAMS):
            near = difflib.get_close_matches(name, known, n=1)
            said.append(f"{name} is no setting and changes nothing" + (f"; {near[0]} is one." if near else "."))
    return said


def shown_settings(settings: Settings) -> dict[str, str]:
    """Each setting by its variable, as text; secrets and the password of the database are not told."""
    shown = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if name == "database_url" and value is not None:
            shown[PREFIX + name.upper()] = _without_password(value.get_secret_value())
        elif isinstance(value, SecretStr):
            shown[PREFIX + name.upper()] = "(set, not shown)"
        elif isinstance(value, tuple | list | frozenset):
            shown[PREFIX + name.upper()] = ",".join(str(each) for each in value)
        else:
            shown[PREFIX + name.upper()] = "" if value is None else str(value)
    return shown


def meaning(variable: str) -> str:
    """What the setting of a variable is, in a line."""
    field = Settings.model_fields[variable.removeprefix(PREFIX).lower()]
    return str(field.description or "")


def _fault(error: Any, given: Mapping[str, Any]) -> Fault:
    name = str(error["loc"][0]) if error["loc"] else ""
    field = Settings.model_fields.get(name)
    where = f"--{name.replace('_', '-')}" if given.get(name) is not None else PREFIX + name.upper()
    what = str(error["msg"]).removeprefix("Value error, ")
    told = f" ({field.description})" if field is not None and field.description else ""
    return Fault(
        severity="error",
        where=where,
        which="",
        what=what[0].lower() + what[1:],
        do=f"Set {where}{told} to what can be used, or leave it out",
    )


def _without_password(url: str) -> str:
    """A database's URL with its password hidden; nothing of it where it cannot be taken apart."""
    try:
        parts = urlsplit(url)
        has_password = parts.password is not None
    except ValueError:
        return "(set, not shown)"
    if "password" in parts.query.lower():
        return f"{parts.scheme}://(set, not shown)"
    return url if not has_password else url.replace(f":{parts.password}@", ":***@", 1)
