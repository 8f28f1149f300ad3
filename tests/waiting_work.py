"""Work for tests: it begins, goes on and ends when a test says so, through named pipes, so that nobody sleeps."""

import os
import select
import signal
from pathlib import Path

PATIENCE_S = 60


def process(name):
    """The process that does one of the works below; what a job's own process does without is imported here."""
    from pydantic import BaseModel  # noqa: PLC0415

    from api.jobs.processes import Process  # noqa: PLC0415

    return Process(id=name, title=name, description=name, work=f"waiting_work:{name}", inputs=BaseModel)


class Pipes:
    """The test's ends of the pipes of a work that waits."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        for name in ("life", "go"):
            os.mkfifo(folder / name)
        self._life = self._open_life()
        self._go = os.open(folder / "go", os.O_RDWR)

    @property
    def inputs(self):
        return {"folder": str(self.folder)}

    def said(self, *, wait_s=PATIENCE_S):
        """What the work says next, empty if it has ended; None if it says nothing in that time."""
        ready, _, _ = select.select([self._life], [], [], wait_s)
        if not ready:
            return None
        said = os.read(self._life, 1000).decode().strip()
        if not said:  # ended; the work may be begun anew
            os.close(self._life)
            self._life = self._open_life()
        return said

    def _open_life(self):
        return os.open(self.folder / "life", os.O_RDONLY | os.O_NONBLOCK)

    def let_go(self, word="on"):
        os.write(self._go, f"{word}\n".encode())

    def close(self):
        os.close(self._life)
        os.close(self._go)


def wait(asked):
    """Say that it has begun, leave something half-written, and wait; its life is a pipe that ends when it does."""
    folder = Path(asked.inputs["folder"])
    life = os.open(folder / "life", os.O_WRONLY)
    (asked.scratch / "half-written").write_text("half")
    asked.progress("waiting for the test", 0.5)
    os.write(life, f"begun {os.getpid()}\n".encode())
    with (folder / "go").open() as go:
        word = go.readline().strip()
        if word == "publish":
            asked.publish()
            os.write(life, b"publishing\n")
            word = go.readline().strip()
    return {"word": word}


def answer(asked):
    """Give back what was asked, at once."""
    secrets = [name for name in os.environ if name.startswith(("NEARCARE_", "PG"))]
    print("what libraries print is no answer")  # noqa: T201
    return {"asked": dict(asked.inputs), "nice": os.nice(0), "secrets": secrets, "tier": asked.tier}


def fail(asked):
    """Fail as it is told."""
    error = asked.inputs["error"]
    if error == "full":
        raise OSError(28, "No space left on device", "/srv/releases/somewhere/minutes.tif")
    if error == "disk":
        raise PermissionError(13, "Permission denied", "/srv/releases/somewhere/minutes.tif")
    if error == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if error == "hungry":
        return {"bytes": len(bytearray(2**36))}
    if error == "nan":
        return {"minutes": float("nan")}
    raise RuntimeError("/srv/secret/place 12.5 N")


def stubborn(asked):
    """Take no notice of being asked to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return wait(asked)
