"""The server as a process of its own: it starts, says what it serves, holds its limits, and stops with grace."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2
import pytest
from served_releases import make_release, replace
from typer.testing import CliRunner

from api.cli import app

SERVER = Path(__file__).with_name("slow_server.py")
WITHIN_S = 60


class Served:
    """A server that runs, and what it said."""

    def __init__(self, process, folder):
        self.process = process
        self.folder = folder
        self.said = []
        for line in process.stdout:
            self.said.append(line)
            if line.startswith("Ctrl-C"):
                break
        text = "".join(self.said)
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", text)
        assert found, text + process.stderr.read()
        self.port = int(found.group(1))
        self.url = found.group(0).rstrip("/")

    def get(self, path):
        return httpx2.get(self.url + path, timeout=WITHIN_S)

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)

    def ended(self):
        """Its exit code and the lines of its log, once it has ended."""
        _, log = self.process.communicate(timeout=WITHIN_S)
        assert "Traceback" not in log
        return self.process.returncode, [json.loads(line) for line in log.splitlines()]


@contextmanager
def serving(root, folder, **settings):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEARCARE_")}
    environment |= {
        "PYTHONPATH": str(root),
        "NEARCARE_STATE": str(folder / "state"),
        "NEARCARE_LEAST_FREE_BYTES": "0",
        "WAITS_FOR": str(folder / "fifo"),
    }
    environment |= {f"NEARCARE_{name.upper()}": str(value) for name, value in settings.items()}
    if not (folder / "fifo").exists():
        os.mkfifo(folder / "fifo")
    command = [sys.executable, str(SERVER), "serve", str(folder / "served"), "--port", "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        try:
            yield Served(process, folder)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def server(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("serving")
    make_release(folder / "served" / "vale")
    with serving(root, folder, slow_after_s=1, keep_alive_s=60) as served:
        yield served


def test_it_says_where_it_listens_what_it_serves_and_the_warning(server):
    text = "".join(server.said)
    assert "vale: Made up, first (public)" in text
    assert "No recorded hazard does not mean safe; not for navigation." in text


def test_it_is_ready_when_it_says_so(server):
    assert server.get("/health/ready").json()["status"] == "ready"


@pytest.mark.parametrize("size", [17_000, 60_000])
def test_headers_that_are_too_large_are_refused(server, size):
    answer = httpx2.get(server.url, headers={"X-Long": "x" * size}, timeout=WITHIN_S)
    assert answer.status_code in {400, 431}


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "], ids=["nothing", "half"])
def test_a_connection_whose_headers_do_not_come_is_closed(server, begun):
    with socket.create_connection(("127.0.0.1", server.port), timeout=WITHIN_S) as connection:
        connection.sendall(begun)
        with suppress(ConnectionResetError):
            assert connection.recv(1) == b""


def test_a_body_that_does_not_come_is_waited_for_no_longer(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=WITHIN_S) as connection:
        connection.sendall(b"PUT /uploads/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        assert connection.recv(100).startswith(b"HTTP/1.1 4")


@pytest.mark.parametrize(
    "target", ["/..%2f..%2fetc/passwd", "/%00", "/%ff%fe", "//", "/releases/%2e%2e/title", "/?a=%zz", "/" + "a" * 9000]
)
def test_no_address_is_a_fault_of_ours(server, target):
    answer = httpx2.get(httpx2.URL(server.url).copy_with(raw_path=target.encode()), timeout=WITHIN_S)
    assert answer.status_code in {400, 404}
    assert "Traceback" not in answer.text


def test_what_is_no_http_is_refused(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=WITHIN_S) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400")


def test_answers_under_way_are_of_one_version_while_releases_are_replaced_and_removed(server):
    stop, wrong, seen = threading.Event(), [], set()

    def ask():
        with httpx2.Client(timeout=WITHIN_S) as client:
            while not stop.is_set():
                answer = client.get(f"{server.url}/releases/vale/title")
                seen.add(answer.status_code)
                if answer.status_code == 200:
                    title, content = answer.json()
                    if title != f"Made up, {content}":
                        wrong.append(answer.text)
                elif answer.status_code not in {404, 503}:
                    wrong.append(answer.text)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for each in askers:
        each.start()
    vale = server.folder / "served" / "vale"
    for number in range(25):
        replace(vale, mark=str(number))
        if number % 5 == 0:
            assert server.get("/releases/vale/title").json() == [f"Made up, {number}", str(number)]
    shutil.rmtree(vale)
    assert server.get("/releases/vale/title").status_code == 404
    stop.set()
    for each in askers:
        each.join()
    make_release(vale)
    assert not wrong
    assert 200 in seen


def test_it_ends_with_0_and_logged_no_traceback(server):
    server.stop()
    code, log = server.ended()
    assert code == 0
    assert {line["route"] for line in log if line["logger"] == "nearcare.requests"} >= {"/health/ready", "(none)"}
    assert "passwd" not in json.dumps(log)


def ask_and_keep(served, kept):
    kept.append(served.get("/waits/hidden-valley?lon=12.5"))


def is_listening(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=WITHIN_S).close()
    except ConnectionRefusedError:
        return False
    return True


def test_a_request_under_way_is_answered_after_the_signal_and_no_other_is_taken(root, tmp_path):
    make_release(tmp_path / "served" / "vale")
    kept = []
    with serving(root, tmp_path) as served:
        asker = threading.Thread(target=ask_and_keep, args=(served, kept))
        asker.start()
        assert "waiting at hidden-valley" in served.process.stdout.readline()
        served.stop()
        while is_listening(served.port):
            pass
        (tmp_path / "fifo").write_text("in the end")
        asker.join()
        code, log = served.ended()
    assert kept[0].status_code == 200
    assert kept[0].json() == "in the end"
    assert code == 0
    assert "hidden-valley" not in json.dumps(log)
    assert "12.5" not in json.dumps(log)


def test_a_request_that_takes_too_long_is_told_503_and_does_not_keep_the_server(root, tmp_path):
    (tmp_path / "served").mkdir()
    kept = []
    with serving(root, tmp_path, stop_within_s=0) as served:
        assert "There is no release yet" in "".join(served.said)
        assert "nearcare demo --out" in "".join(served.said)
        asker = threading.Thread(target=ask_and_keep, args=(served, kept))
        asker.start()
        assert "waiting at hidden-valley" in served.process.stdout.readline()
        served.stop(signal.SIGINT)
        asker.join()
        code, _ = served.ended()
    assert kept[0].status_code == 503
    assert "The server stops" in kept[0].json()["detail"]
    assert code == 0


def test_a_port_that_is_taken_is_told_in_words(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = CliRunner().invoke(app, ["serve", str(tmp_path), "--port", str(taken.getsockname()[1])])
    assert result.exit_code == 1
    assert "Another program listens" in result.output
    assert "--port" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent"], "nearcare demo --out"),
        ([".", "--port", "70000"], "--port: input should be less than or equal to 65535"),
        ([".", "--host", "no.such.host.invalid"], "Nothing can listen"),
        ([".", "--host", "192.0.2.1"], "Nothing can listen"),
    ],
)
def test_what_cannot_be_served_is_told_in_words(tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["serve", *arguments])
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_the_settings_in_force_are_printed_without_secrets(monkeypatch):
    monkeypatch.setenv("NEARCARE_DATABASE_URL", "postgresql+psycopg://care:hunter2@db/care")
    monkeypatch.setenv("NEARCARE_PROT", "1")
    result = CliRunner().invoke(app, ["serve", "--settings", "--port", "1234"])
    assert result.exit_code == 0
    assert "# the port to listen at, 0 for any that is free\nNEARCARE_PORT=1234" in result.output
    assert "NEARCARE_PROT is no setting" in result.output
    assert "hunter2" not in result.output


def test_the_help_has_examples():
    result = CliRunner().invoke(app, ["serve", "--help"], env={"COLUMNS": "200"})
    assert "nearcare serve releases/sample --port 8080" in result.output
