"""The routes of this wing put together, and the memory that they share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from api.reports import comparisons, gap_report, point
from api.reports.shelf import Shelf

router = APIRouter(tags=["reports"])
for each in (gap_report, point, comparisons):
    router.include_router(each.router)


@asynccontextmanager
async def opened(app: FastAPI) -> AsyncIterator[None]:
    """Keep what is read and drawn in memory while the app runs."""
    app.state.report_shelf = shelf = Shelf()
    yield
    shelf.close()
