"""Operations: health, metrics, logs, limits, and stopping."""

from api.operations.compiling import CompilingAhead
from api.operations.describing import describe
from api.operations.health import router
from api.operations.limits import Limited
from api.operations.loading import load_libraries, load_map
from api.operations.logs import SERVER, log_fault, set_up_logs
from api.operations.metrics import Measures, Meters
from api.operations.stopping import end_process, listen, serve_until_stopped
from api.operations.watching import Watched

__all__ = [
    "SERVER",
    "CompilingAhead",
    "Limited",
    "Measures",
    "Meters",
    "Watched",
    "describe",
    "end_process",
    "listen",
    "load_libraries",
    "load_map",
    "log_fault",
    "router",
    "serve_until_stopped",
    "set_up_logs",
]
