"""Work that waits until a test lets it go on; what it does is told through named pipes, so that nobody sleeps."""

import os
import signal
import time
from pathlib import Path


def wait(asked):
    """Say that it has begun, and wait to be let go on; whatever becomes of it, the pipe of its life is closed."""
    folder = Path(asked.inputs["folder"])
    life = os.open(folder / "life", os.O_WRONLY)  # held until the process ends, however it does
    os.write(life, f"{asked.job_id}\n".encode())
    (asked.scratch / "half-written").write_text("half")
    asked.progress("waiting for the test", 0.5)
    with (folder / "go").open() as go:
        word = go.read().strip()
    return _do(word, asked, life)


def answer(asked):
    """Give back what was asked, at once."""
    asked.progress("answering", 0.25)
    return {"asked": dict(asked.inputs), "nice": os.nice(0), "secrets": [name for name in os.environ if "SECRET" in name or name.startswith(("NEARCARE_", "PG"))]}


def publish(asked):
    """Publish a file among the releases."""
    asked.publish()
    (asked.releases / "published").write_text(asked.job_id)
    return {}


def fail(asked):
    """Fail as it is told."""
    error = asked.inputs["error"]
    if error == "full":
        raise OSError(28, "No space left on device", "/srv/releases/somewhere/minutes.tif")
    if error == "memory":
        raise MemoryError
    if error == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if error == "hungry":
        return {"bytes": len(bytearray(2**34))}
    if error == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(60)
    raise RuntimeError("/srv/secret/place 12.5 N")


def _do(word, asked, life):
    if word == "publish":
        asked.publish()
        os.write(life, b"publishing\n")
    return {"word": word}
