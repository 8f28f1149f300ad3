"""Numbers of the running server for Prometheus; no label is made from what a caller sends."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Callable, Iterator
from typing import Final

from fastapi import FastAPI
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from api.state import jobs
from geo.errors import NearcareError

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
NO_ROUTE: Final = "(none)"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS: Final = (0.005, 0.01, 0.03, 0.08, 0.25, 1.0, 2.5, 10.0, 60.0)
_JOB_STATUSES: Final = ("accepted", "running", "successful", "failed", "dismissed")

# each counter would be told twice, once with the time of its birth
disable_created_metrics()  # type: ignore[no-untyped-call]

Measures = dict[str, Callable[[], float]]
"""What a room wants told of itself: a name in snake case with its unit, and what gives its value now."""


class Meters:
    """The counters of one app, in a registry of its own."""

    def __init__(self, app: FastAPI) -> None:
        self.registry = CollectorRegistry()
        labels = ("route", "method")
        self._requests = Counter("nearcare_requests", "Requests answered.", (*labels, "status"), registry=self.registry)
        self._seconds = Histogram(
            "nearcare_request_seconds", "Time to answer.", labels, buckets=_SECONDS, registry=self.registry
        )
        self._bytes = Counter("nearcare_answer_bytes", "Content sent.", ("route",), registry=self.registry)
        self.in_flight = Gauge("nearcare_requests_in_flight", "Requests being answered.", registry=self.registry)
        built = Gauge("nearcare_build_info", "What runs; always 1.", ("version", "python"), registry=self.registry)
        built.labels(importlib.metadata.version("nearcare"), platform.python_version()).set(1)
        ProcessCollector(registry=self.registry)
        self.registry.register(_Rooms(app))

    def count(self, *, route: str, method: str, status: int, seconds: float, answer_bytes: int) -> None:
        """Count one answer. ``route``: the template of the address, never the address itself."""
        known = method if method in _METHODS else "other"
        self._requests.labels(route, known, str(status)).inc()
        self._seconds.labels(route, known).observe(seconds)
        self._bytes.labels(route).inc(answer_bytes)

    def told(self) -> bytes:
        """All numbers in Prometheus' text format."""
        return generate_latest(self.registry)


class _Rooms(Collector):
    """What is looked at when it is asked for: releases, jobs, the database, and what rooms tell of themselves."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def describe(self) -> list[Metric]:
        """Nothing: without it, registering would look at all of it."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The numbers as they are now; one that cannot be had is left out."""
        state = self._app.state
        try:
            served, refused = len(state.catalogue.releases()), len(state.catalogue.refused())
        except NearcareError:
            served = refused = 0
        yield GaugeMetricFamily("nearcare_releases", "Releases served.", value=served)
        yield GaugeMetricFamily("nearcare_releases_refused", "Folders that are not served.", value=refused)
        counted = self._jobs()
        yield GaugeMetricFamily("nearcare_database_up", "1 if it answers.", value=float(counted is not None))
        if counted is not None:
            by_status = GaugeMetricFamily("nearcare_jobs", "Jobs by status.", labels=("status",))
            for status in _JOB_STATUSES:
                by_status.add_metric([status], counted.get(status, 0))
            yield by_status
        measures: Measures = state.measures
        for name, measure in sorted(measures.items()):
            yield GaugeMetricFamily(f"nearcare_{name}", name.replace("_", " "), value=measure())

    def _jobs(self) -> dict[str, int] | None:
        database = getattr(self._app.state, "database", None)
        if database is None:
            return None
        try:
            with database.connect() as connection:
                found = connection.execute(select(jobs.c.status, func.count()).group_by(jobs.c.status))
                return {str(status): int(count) for status, count in found}
        except SQLAlchemyError:
            return None
