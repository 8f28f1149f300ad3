"""The press: a PDF is drawn by a process of its own, in the same bytes, and whatever becomes of that is told."""

import os
import subprocess
import sys
import threading

import pytest

from api.errors import NotReadyError
from api.reports import press as presses
from api.reports.press import Press
from maps.paper import PdfLibraryError, pdf_of_page

PAGE = "<!doctype html><html lang=en><title>Gap report</title><h1>No recorded hazard does not mean safe.</h1></html>"


@pytest.fixture
def press():
    made = Press()
    yield made
    made.close()


@pytest.fixture
def drawn_by(monkeypatch):
    def draw_by(program):
        monkeypatch.setattr(presses, "_COMMAND", (sys.executable, "-c", program))

    return draw_by


def test_the_process_draws_the_same_bytes_as_this_one(press):
    assert press.pdf(PAGE) == pdf_of_page(PAGE)


def test_the_process_gets_nothing_from_outside(press):
    asks = PAGE.replace("<h1>", "<img src='http://127.0.0.1:1/x.png' alt=x><h1>")
    with pytest.raises(RuntimeError, match="not drawn"):
        press.pdf(asks)


def test_the_process_knows_none_of_the_servers_settings(press, drawn_by, monkeypatch):
    monkeypatch.setenv("NEARCARE_DATABASE_URL", "postgresql://a:secret@b/c")
    monkeypatch.setenv("PGPASSWORD", "secret")
    drawn_by("import os, sys; sys.stdin.read(); print('%PDF-', *os.environ)")
    told = press.pdf(PAGE).decode()
    assert "PYTHONPATH" in told
    assert "NEARCARE_" not in told
    assert "PGPASSWORD" not in told


def test_a_machine_without_pango_is_told_what_to_install(press, drawn_by):
    drawn_by("import sys; sys.stdin.read(); sys.exit(3)")
    with pytest.raises(PdfLibraryError, match=r"libpangoft2-1\.0-0"):
        press.pdf(PAGE)


@pytest.mark.parametrize("program", ["import os; os.abort()", "print('no pdf')", "raise SystemExit(1)"])
def test_a_process_that_fails_is_a_fault_of_ours_and_the_next_is_drawn(press, drawn_by, program):
    drawn_by(program)
    with pytest.raises(RuntimeError, match="not drawn"):
        press.pdf(PAGE)
    drawn_by("import sys; sys.stdin.read(); print('%PDF-1.7')")
    assert press.pdf(PAGE).startswith(b"%PDF-1.7")


def test_what_takes_too_long_is_ended_and_told(press, drawn_by, monkeypatch):
    monkeypatch.setattr(presses, "_LONGEST_S", 0.2)
    drawn_by("import time; time.sleep(600)")
    with pytest.raises(NotReadyError, match="f=html"):
        press.pdf(PAGE)
    assert press._process is None  # noqa: SLF001 - nothing of it is left


def test_a_server_that_stops_ends_what_is_drawn(press, drawn_by, monkeypatch):
    started = threading.Event()
    start = subprocess.Popen

    def popen(*given, **more):
        process = start(*given, **more)
        threading.Timer(0.05, started.set).start()
        return process

    monkeypatch.setattr(presses.subprocess, "Popen", popen)
    drawn_by("import time; time.sleep(600)")
    closing = threading.Thread(target=lambda: started.wait() and press.close())
    closing.start()
    with pytest.raises(NotReadyError, match="stopping"):
        press.pdf(PAGE)
    closing.join()
    with pytest.raises(NotReadyError, match="stopping"):
        press.pdf(PAGE)


def test_the_process_stands_back_behind_the_server(press, drawn_by):
    drawn_by("import os, sys; sys.stdin.read(); print('%PDF-', os.nice(0))")
    assert int(press.pdf(PAGE).split()[1]) >= os.nice(0) + 10
