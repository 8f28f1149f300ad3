"""Opening the server's database: a SQLite file, or PostgreSQL when a URL names it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from api.errors import NotReadyError
from api.settings import Settings
from geo.errors import InputError

_WAIT_S: Final = 5
_READING: Final = "nearcare_reading"


def open_database(settings: Settings) -> Engine:
    """The database of these settings, its tables brought up to date.

    Raises InputError if the URL is none of ours, and NotReadyError if the database does not answer or was written
    by a newer nearcare. No message tells a password.
    """
    from api.state.schema import bring_up_to_date  # noqa: PLC0415 - alembic takes its time to load

    engine = _engine_of(_url_of(settings))
    try:
        bring_up_to_date(engine)
    except SQLAlchemyError as error:
        engine.dispose()
        raise NotReadyError(
            f"The database {engine.url.render_as_string(hide_password=True)} cannot be opened "
            f"({type(error).__name__}); see that it runs, that it lets the server in, and that there is space"
        ) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads: on SQLite it waits for no writer and holds none up."""
    with engine.execution_options(**{_READING: True}).connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that is kept if the block ends well."""
    with engine.begin() as connection:
        yield connection


def _url_of(settings: Settings) -> URL:
    if settings.database_url is None:
        settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        return URL.create("sqlite", database=str(settings.state / "nearcare.sqlite"))
    try:
        url = make_url(settings.database_url.get_secret_value())
    except ArgumentError:
        raise InputError(
            "NEARCARE_DATABASE_URL is not a URL of a database; write postgresql+psycopg://user:password@host/name"
        ) from None  # the library's words would tell the URL, with its password
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in {"sqlite", "sqlite+pysqlite"} and url.database not in {None, "", ":memory:"}:
        return url
    raise InputError(
        f"NEARCARE_DATABASE_URL names {url.drivername}, which is not known; write postgresql+psycopg://... , "
        "or leave it out for a SQLite file in NEARCARE_STATE"
    )


def _engine_of(url: URL) -> Engine:
    common: dict[str, Any] = {
        "pool_pre_ping": True,  # a connection that the server has dropped is replaced before it is used
        "pool_timeout": _WAIT_S,
        "hide_parameters": True,  # errors tell no values: inputs and hashes stay out of the log
        "json_serializer": partial(json.dumps, allow_nan=False),
    }
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": _WAIT_S}, **common)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    waits = {"connect_timeout": _WAIT_S, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
    told = {"application_name": "nearcare", "options": "-c timezone=UTC -c statement_timeout=30s -c lock_timeout=10s"}
    return create_engine(url, pool_recycle=3600, connect_args=waits | told, **common)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, below, with tables made inside them too
    cursor = connection.cursor()
    for pragma in ("busy_timeout = 5000", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the writer's lock at once: one taken in mid-transaction fails without waiting if another wrote between."""
    is_reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")
