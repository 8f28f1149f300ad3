"""The process that compiles what-ifs ahead: it reads the shipped sample alone, and ends when the server does."""

from __future__ import annotations

import os
import resource
import sys
import threading
from typing import Final

_NICE: Final = 19
_LONGEST_S: Final = 900


def main() -> int:
    """Compile; the exit code is 0 if it was done."""
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST_S, _LONGEST_S))
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    from accessibility.live import compile_what_ifs  # noqa: PLC0415 - after it stands back

    compile_what_ifs()
    return 0


def _end_with_the_server() -> None:
    sys.stdin.read()  # which ends when nobody holds the other end any more
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
