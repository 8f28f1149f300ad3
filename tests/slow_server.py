"""``nearcare serve`` with two more routes, as a program of its own: one that waits, and one that reads a release."""

import os
from pathlib import Path

from fastapi import FastAPI

import api.app
import api.operations
from api.cli import app as program
from api.releases import TierHere
from api.settings import Settings

make_app = api.app.make_app


def make_slow_app(settings: Settings) -> FastAPI:
    """The app, with a route that says that it waits and goes on when it is let."""
    app = make_app(settings)

    @app.get("/waits/{place}")
    def wait(place: str) -> str:
        print(f"waiting at {place}", flush=True)  # noqa: T201 - to the test that waits for it
        return Path(os.environ["WAITS_FOR"]).read_text(encoding="utf-8")

    @app.get("/releases/{release}/title")
    def title(tier: TierHere) -> tuple[str, str]:
        return tier.title, (tier.file("tables/gaps.gpkg")).read_text(encoding="utf-8")

    return app


if __name__ == "__main__":
    api.app.make_app = make_slow_app
    api.operations.load_libraries = lambda: None  # none of them is needed here
    program(prog_name="nearcare")
