"""Settings of the server: one object, read from the environment with the prefix NEARCARE_."""

from __future__ import annotations

import difflib
import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from geo.errors import Fault, InputFaults

PREFIX: Final = "NEARCARE_"
_OF_OTHER_PROGRAMS: Final = ("NEARCARE_TRACEBACK", "NEARCARE_SHARED_DATA", "NEARCARE_CUSTODY_")
_MIB: Final = 2**20


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
        str | None,
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
    largest_upload_bytes: Annotated[int, Field(ge=1024, le=2**40, description="of one uploaded file")] = 512 * _MIB
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
    what_ifs_at_once: Annotated[int, Field(ge=0, le=1000, description="how many what-ifs are held; 0 for none")] = 8

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
        if isinstance(value, SecretStr):
            shown[PREFIX + name.upper()] = "(set, not shown)"
        elif name == "database_url" and value is not None:
            shown[PREFIX + name.upper()] = _without_password(value)
        elif isinstance(value, tuple | list | frozenset):
            shown[PREFIX + name.upper()] = ",".join(str(each) for each in value)
        else:
            shown[PREFIX + name.upper()] = "" if value is None else str(value)
    return shown


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
