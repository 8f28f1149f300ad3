"""Real browsers for tests: Debian's Chromium over Playwright, which reaches nothing but the address under test."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
LONGEST_MS = 60_000  # a busy machine draws slowly
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine; install the package chromium")


_RUNNING = []  # the one Playwright of this process, which a second would not start beside


@contextmanager
def _playwright():
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - few tests need it

    if _RUNNING:
        yield _RUNNING[0]
        return
    with sync_playwright() as started:
        _RUNNING.append(started)
        try:
            yield started
        finally:
            _RUNNING.clear()


@contextmanager
def browser_of(*options):
    """A browser with more command line options; without WebGL by ``--disable-3d-apis``."""
    with _playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*OPTIONS, *options])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_of(browser, *, width=1280, height=800, **context):
    """A page of a reader of its own, whose ``said`` lists what its console complained of."""
    kept = browser.new_context(viewport={"width": width, "height": height}, **context)
    kept.set_default_timeout(LONGEST_MS)
    page = kept.new_page()
    page.said = []
    page.on("console", lambda line: page.said.append(line.text) if _is_complaint(line) else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    try:
        yield page
    finally:
        kept.close()


def _is_complaint(line):
    """Whether a line of the console complains; a driver's remarks on its own speed do not."""
    return line.type in {"error", "warning"} and "GL Driver Message" not in line.text


def open_map(page, address):
    """Open a page of the web map and wait until it is ready."""
    page.goto(address)
    page.wait_for_selector("html[data-ready=true]")
    return page


def faults_of(page, root):
    """What axe-core finds on a page as it stands: a list of rule, impact and elements; must be empty."""
    source = (root / "tests/web/node_modules/axe-core/axe.min.js").read_text("utf-8")
    page.evaluate(source)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})")
    return [
        (each["id"], each["impact"], [node["html"][:120] for node in each["nodes"]]) for each in found["violations"]
    ]


@contextmanager
def served(folder, root, state, **environment):
    """A real server over a folder of releases, in a process of its own; gives its address."""
    told = os.environ | {"NEARCARE_STATE": str(state), "NEARCARE_COMPILE_AHEAD": "false", "NO_COLOR": "1"}
    told |= {"PYTHONUNBUFFERED": "1", **environment}
    command = [sys.executable, "-c", "from api.cli import app; app()", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(
        command, cwd=root, env=told, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        found = re.search(r"http://[^\s/]+", running.stdout.readline())
        try:
            yield found[0]
        finally:
            running.terminate()
            running.communicate(timeout=60)
