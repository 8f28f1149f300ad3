"""Settings of the server: one object, read from the environment with the prefix NEARCARE_."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the server is told from outside; every field is the variable ``NEARCARE_`` and its name in capitals.

    ``releases``: the folder that is served. ``state``: a folder of the server's own for its database and uploads.
    ``database_url``: an SQLAlchemy URL; a SQLite file in ``state`` if it is not given. ``public_url``: how the server
    is reached from outside, for links behind a proxy; taken from each request if it is not given.
    """

    model_config = SettingsConfigDict(env_prefix="NEARCARE_", extra="ignore", frozen=True)

    releases: Path = Path("releases")
    state: Path = Path("state")
    database_url: SecretStr | None = None
    public_url: str | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    jobs_at_once: Annotated[int, Field(ge=1, le=64)] = 1
    jobs_waiting: Annotated[int, Field(ge=1, le=10_000)] = 64
    jobs_waiting_per_caller: Annotated[int, Field(ge=1, le=1000)] = 4
    job_listeners: Annotated[int, Field(ge=0, le=10_000)] = 64
    job_hours_at_most: Annotated[float, Field(gt=0, le=240)] = 12
    job_stop_s: Annotated[float, Field(gt=0, le=300)] = 10
    job_lease_s: Annotated[float, Field(ge=1, le=3600)] = 60
    job_memory_bytes: Annotated[int, Field(ge=2**28)] | None = None
    job_nice: Annotated[int, Field(ge=0, le=19)] = 10
    job_kept_days: Annotated[float, Field(gt=0, le=3660)] = 30
    what_ifs_at_once: Annotated[int, Field(ge=0, le=1000)] = 8
