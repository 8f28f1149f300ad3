"""The server's database: its tables come from its migrations, its times are UTC, and it may go away and come back."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from fastapi.testclient import TestClient
from postgres_server import new_database
from sqlalchemy import insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from api.app import make_app
from api.errors import NotReadyError
from api.settings import Settings
from api.state import keys, metadata, open_database, reading, writing
from api.state.schema import migrations
from geo.errors import InputError

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def settings(database_url, tmp_path):
    return Settings(database_url=database_url, state=tmp_path / "state", releases=tmp_path / "releases")


@pytest.fixture
def database(settings):
    engine = open_database(settings)
    yield engine
    engine.dispose()


def a_key(**values):
    named = {"id": "k1", "name": "k", "tier": "public", "secret_sha256": "0" * 64, "releases": ["valley"]}
    return named | {"created_utc": NOON, "expires_utc": NOON} | values


def test_the_migrations_give_just_the_tables_that_the_code_knows(database):
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_every_step_can_be_taken_back(database):
    with database.begin() as connection:
        command.downgrade(migrations(connection), "base")
    assert set(inspect(database).get_table_names()) == {"alembic_version"}


def test_a_moment_comes_back_as_the_same_one_in_utc_whatever_zone_it_was_given_in(database):
    lao_noon = NOON.astimezone(dt.timezone(dt.timedelta(hours=7)))
    with writing(database) as connection:
        connection.execute(insert(keys).values(a_key(created_utc=lao_noon)))
    with reading(database) as connection:
        [found] = connection.execute(select(keys.c.created_utc)).scalars()
    assert (found, found.tzinfo) == (NOON, dt.UTC)


def test_a_moment_without_a_zone_is_refused(database):
    with pytest.raises(StatementError, match="no time zone"), writing(database) as connection:
        connection.execute(insert(keys).values(a_key(created_utc=NOON.replace(tzinfo=None))))


def test_what_json_cannot_say_is_refused_before_it_is_written(database):
    with pytest.raises((StatementError, ValueError), match="JSON"), writing(database) as connection:
        connection.execute(insert(keys).values(a_key(releases=[float("nan")])))


def test_an_error_tells_no_parameter_of_a_statement(database):
    with pytest.raises(DBAPIError, match="hidden"), reading(database) as connection:
        connection.execute(text("SELECT :what FROM nowhere"), {"what": "hush"})


def test_a_schema_newer_than_the_program_is_refused_in_words(database, settings):
    with writing(database) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'next_year'"))
    with pytest.raises(NotReadyError, match=r"next_year.*Update nearcare"):
        open_database(settings)


def test_servers_that_start_at_once_make_the_tables_together(settings):
    gate = Barrier(4)

    def start(_number):
        gate.wait()
        engine = open_database(settings)
        found = set(inspect(engine).get_table_names())
        engine.dispose()
        return found

    with ThreadPoolExecutor(4) as servers:
        found = list(servers.map(start, range(4)))
    assert all({"jobs", "keys", "audit", "alembic_version"} <= each for each in found)


def test_a_reader_waits_for_no_writer(database):
    with writing(database) as one, reading(database) as other:
        one.execute(insert(keys).values(a_key()))
        assert other.execute(select(keys)).all() == []


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("mysql://me:hush@host/db", "mysql"),
        ("not a url hush", "not a URL"),
        ("sqlite://", "sqlite"),
        ("postgresql+psycopg2://me:hush@host/db", "psycopg2"),
    ],
)
def test_another_kind_of_database_is_refused_without_telling_the_password(url, word, tmp_path):
    settings = Settings(database_url=url, state=tmp_path)
    with pytest.raises(InputError, match=word) as caught:
        open_database(settings)
    assert "hush" not in str(caught.value) + repr(settings)


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path):
    url = f"postgresql://me:hush@/nearcare?host={tmp_path}"
    with pytest.raises(NotReadyError, match="cannot be opened") as caught:
        open_database(Settings(database_url=url, state=tmp_path))
    assert "hush" not in str(caught.value)


def test_a_file_that_is_no_database_is_told_in_words(tmp_path):
    (tmp_path / "nearcare.sqlite").write_text("not a database, and far too short for one" * 100)
    with pytest.raises(NotReadyError, match="cannot be opened"):
        open_database(Settings(state=tmp_path))


def test_the_state_folder_is_the_servers_alone(tmp_path):
    open_database(Settings(state=tmp_path / "new")).dispose()
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_a_server_outlives_its_database(postgres, tmp_path):
    url = new_database(postgres.url)
    app = make_app(Settings(database_url=url, state=tmp_path / "state", releases=tmp_path / "releases"))
    with TestClient(app) as client:
        assert client.get("/jobs").status_code == 200
        job = app.state.job_desk  # the hands see the outage too, and must not end by it
        postgres.stop()
        try:
            answer = client.get(f"/jobs/{'0' * 32}")
            assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
            assert int(answer.headers["retry-after"]) > 0
            assert str(postgres.folder) not in answer.text
        finally:
            postgres.start()
        assert client.get(f"/jobs/{'0' * 32}").status_code == 404
        assert job is app.state.job_desk
