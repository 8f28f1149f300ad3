"""A private PostgreSQL for the tests: made in a moment, reached by a socket in its own folder, gone with the tests."""

import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

OWN_URL = "NEARCARE_TEST_POSTGRES_URL"


class PostgresServer:
    """A server with databases for the asking. ``stop`` and ``start`` are those of a machine that goes and comes."""

    def __init__(self, folder: Path, binaries: Path, *, as_user: list[str]) -> None:
        self.folder, self._binaries, self._as_user = folder, binaries, as_user
        options = ["-A", "trust", "-U", "nearcare", "-E", "UTF8", "--no-sync", "--no-instructions"]
        self._run("initdb", "-D", str(folder / "data"), *options)
        quick = "fsync = off\nfull_page_writes = off\nlisten_addresses = ''\n"
        with (folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(f"{quick}unix_socket_directories = '{folder}'\nmax_connections = 60\n")
        # When the tests end, however they do, the pipe is closed and the server with it.
        end = f"read _; {self._binaries}/pg_ctl -D {folder}/data -m immediate stop >/dev/null 2>&1"
        self._end = subprocess.Popen([*as_user, "sh", "-c", end], stdin=subprocess.PIPE, start_new_session=True)
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "immediate", "stop")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://nearcare@/{database}?host={self.folder}"

    def close(self) -> None:
        self._end.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *arguments: str) -> None:
        command = [*self._as_user, str(self._binaries / name), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


def private_server() -> PostgresServer:
    """A server of one's own; the test is skipped where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = shutil.which("initdb") or (found[-1] if found else None)
    if initdb is None:
        pytest.skip(f"PostgreSQL is not installed (Debian: postgresql); or name a database in {OWN_URL}")
    folder = Path(tempfile.mkdtemp(prefix="nearcare-postgres-"))
    as_user = []
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    return PostgresServer(folder, Path(initdb).resolve().parent, as_user=as_user)


def new_database(url_of) -> str:
    """The URL of a new, empty database beside the one called postgres."""
    name = f"nearcare_{uuid.uuid4().hex}"
    engine = create_engine(url_of("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    engine.dispose()
    return url_of(name)
