"""Opening the desk: what knows callers, for as long as the app runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import anyio
import anyio.to_thread
from fastapi import FastAPI

from api.callers.asking import Desk
from api.callers.audit import FLUSH_S, Audit
from api.callers.budgets import Budgets
from api.callers.tokens import Institution
from api.settings import Settings

_TOKENS_AT_ONCE = 4


@asynccontextmanager
async def opened(app: FastAPI) -> AsyncIterator[None]:
    """Know callers while the app runs; needs ``app.state.database``. What was counted is written at the end."""
    settings: Settings = app.state.settings
    desk = Desk(
        engine=app.state.database,
        budgets=Budgets(settings),
        audit=Audit(app.state.database, days=settings.audit_days),
        institution=None if settings.oidc_issuer is None else Institution(settings),
        token_threads=anyio.CapacityLimiter(_TOKENS_AT_ONCE),
    )
    app.state.desk = desk
    app.state.audit = desk.audit
    flushing = asyncio.create_task(_flush_each_minute(desk.audit))
    try:
        yield
    finally:
        flushing.cancel()
        with suppress(asyncio.CancelledError):
            await flushing
        await anyio.to_thread.run_sync(desk.audit.flush)
        desk.budgets.close()


async def _flush_each_minute(audit: Audit) -> None:
    while True:
        await asyncio.sleep(FLUSH_S)
        await anyio.to_thread.run_sync(audit.flush)
