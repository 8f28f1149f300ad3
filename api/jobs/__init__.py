"""Jobs in the shape of OGC API Processes."""

from typing import Final

from api.jobs.desk import opened
from api.jobs.routes import router

_PROCESSES: Final = "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf"
CONFORMS_TO: Final = tuple(
    f"{_PROCESSES}/{name}" for name in ("core", "ogc-process-description", "json", "job-list", "dismiss")
)

__all__ = ["CONFORMS_TO", "opened", "router"]
