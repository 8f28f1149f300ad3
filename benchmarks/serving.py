"""Many clients at once over tiles, items and points of a release: errors, times, and whether memory stays flat."""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

WARM_UP_S = 10.0
P95_MILLISECONDS = 250.0
GROWTH = 1.10
_SHARES = {"raster": 0.55, "vector": 0.2, "items": 0.15, "point": 0.1}
_PROGRAM = "import sys; from api.cli import app; app(prog_name='nearcare')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that runs."""

    pid: int
    host: str
    port: int

    @property
    def worked_s(self) -> float:
        """How long processors have worked for it."""
        parts = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory_mb(self) -> float:
        """What its process holds in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found.group(1)) / 1024 if found else math.nan


@dataclass(slots=True, kw_only=True)
class Seen:
    """What the clients saw."""

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    is_warm: bool = False
    worked_s: float = 0.0


@contextmanager
def serving(releases: Path) -> Iterator[Server]:
    """``nearcare serve`` as a user starts it, with room in the budget of the public for all clients."""
    with tempfile.TemporaryDirectory() as state:
        environment = os.environ | {
            "NEARCARE_STATE": state,
            "NEARCARE_PUBLIC_UNITS_PER_MINUTE": "1000000",
            "NEARCARE_LOG_LEVEL": "warning",
        }
        command = [sys.executable, "-c", _PROGRAM, "serve", str(releases), "--port", "0"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
            try:
                assert process.stdout is not None  # noqa: S101 - it is piped
                lines = process.stdout
                address = next(found for line in lines if (found := re.search(r"http://([\d.]+):(\d+)/", line)))
                next(line for line in lines if line.startswith("Ctrl-C"))
                yield Server(pid=process.pid, host=address.group(1), port=int(address.group(2)))
            finally:
                process.terminate()
                code = process.wait(timeout=60)
        if code != 0:
            sys.exit(f"the server ended with {code}")


class Client:
    """One connection, kept open, that asks one thing after another with little work of its own."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._pipes: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """The status and the content at a path."""
        if self._pipes is None:
            self._pipes = await asyncio.open_connection(self._server.host, self._server.port)
        reader, writer = self._pipes
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._server.host}:{self._server.port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        length = re.search(rb"\r\ncontent-length: (\d+)", head, flags=re.IGNORECASE)
        if length is not None:
            content = await reader.readexactly(int(length.group(1)))
        elif status in {204, 304}:
            content = b""
        else:
            content = await _chunks(reader)
        if b"\r\nconnection: close" in head.lower():
            await self.close()
        return status, content

    async def close(self) -> None:
        """End the connection."""
        if self._pipes is not None:
            self._pipes[1].close()
            self._pipes = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    content = b""
    while size := int(await reader.readline(), 16):
        content += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return content


async def addresses(server: Server) -> dict[str, list[str]]:
    """What there is to ask for, by kind: the tiles of some runs at all zooms, the items of all layers, points."""
    client = Client(server)

    async def told(path: str) -> Any:
        status, content = await client.get(path)
        if status != 200:  # noqa: PLR2004 - the one good answer
            sys.exit(f"{path}: {status} {content[:200].decode()}")
        return json.loads(content)

    [release] = [each["id"] for each in (await told("/releases"))["releases"]][:1]
    runs = [each["id"] for each in (await told(f"/releases/{release}/runs"))["runs"]]
    found: dict[str, list[str]] = {kind: [] for kind in _SHARES}
    base = f"/releases/{release}/tiles"
    bounds = [0.0, 0.0, 0.0, 0.0]
    for run in runs[:6]:
        for layer in ("minutes", "status"):
            described = await told(f"{base}/raster/{layer}/{run}/tilejson.json")
            bounds = described["bounds"]
            found["raster"] += _tiles(described)
    for name in ("areas", "gaps", "centres"):
        found["vector"] += _tiles(await told(f"{base}/vector/{name}/tilejson.json"))
    collections = [each["id"] for each in (await told("/collections"))["collections"]]
    found["items"] = [
        f"/collections/{each}/items?limit={limit}" for each in collections for limit in (10, 100) if "." in each
    ]
    chance = random.Random(7)  # noqa: S311 - no secret
    for _ in range(200):
        lon, lat = chance.uniform(bounds[0], bounds[2]), chance.uniform(bounds[1], bounds[3])
        found["point"].append(f"/releases/{release}/point?lon={lon:.5f}&lat={lat:.5f}&run={chance.choice(runs)}")
    await client.close()
    return {kind: paths for kind, paths in found.items() if paths}


def _tiles(described: dict[str, Any]) -> list[str]:
    """The addresses of the tiles that a TileJSON document speaks of, at most 64 at each zoom."""
    template = urlsplit(described["tiles"][0]).path
    query = urlsplit(described["tiles"][0]).query
    west, south, east, north = described["bounds"]
    paths = []
    for zoom in range(described.get("minzoom", 0), described.get("maxzoom", 14) + 1):
        left, top = _tile_at(west, north, zoom)
        right, bottom = _tile_at(east, south, zoom)
        here = [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)][:64]
        for x, y in here:
            path = template.replace("%7B", "{").replace("%7D", "}")
            path = path.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))
            paths.append(path + (f"?{query}" if query else ""))
    return paths


def _tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    count = 2**zoom
    rise = math.asinh(math.tan(math.radians(lat)))
    x, y = (lon + 180) / 360 * count, (1 - rise / math.pi) / 2 * count
    return min(max(int(x), 0), count - 1), min(max(int(y), 0), count - 1)


async def ask_once(client: Client, waiting: list[str]) -> None:
    """Ask for what still waits, so that the server has read all that it keeps."""
    while waiting:
        await client.get(waiting.pop())
    await client.close()


async def ask(client: Client, paths: dict[str, list[str]], seen: Seen, *, until: float, seed: int) -> None:
    """Ask one thing after another until a time, as mixed as a map with its tables asks."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    kinds = list(paths)
    shares = [_SHARES[kind] for kind in kinds]
    while time.monotonic() < until:
        [kind] = chance.choices(kinds, shares)
        path = chance.choice(paths[kind])
        began = time.perf_counter()
        try:
            status, content = await client.get(path)
        except (OSError, ValueError, asyncio.IncompleteReadError) as error:
            seen.errors.append(f"{path}: {type(error).__name__}: {error}")
            await client.close()
            continue
        if seen.is_warm:
            seen.milliseconds[kind].append((time.perf_counter() - began) * 1000)
        seen.statuses[status] += 1
        if status not in {200, 204}:
            seen.errors.append(f"{path}: {status} {content[:200].decode(errors='replace')}")
    await client.close()


async def load(server: Server, *, clients: int, seconds: float) -> tuple[Seen, list[float]]:
    """What so many clients see for so long, and the server's memory at the start, when warm, and at the end."""
    paths = await addresses(server)
    print(", ".join(f"{len(each)} {kind}" for kind, each in paths.items()), "addresses")
    seen, memory = Seen(), [server.memory_mb]
    waiting = [path for each in paths.values() for path in each]
    await asyncio.gather(*(ask_once(Client(server), waiting) for _ in range(clients)))
    until = time.monotonic() + WARM_UP_S + seconds
    asking = [
        asyncio.create_task(ask(Client(server), paths, seen, until=until, seed=number)) for number in range(clients)
    ]
    await asyncio.sleep(WARM_UP_S)
    seen.is_warm = True
    memory.append(server.memory_mb)
    seen.worked_s = -server.worked_s
    await asyncio.gather(*asking)
    seen.worked_s += server.worked_s
    memory.append(server.memory_mb)
    return seen, memory


def tell(seen: Seen, memory: list[float], *, seconds: float) -> list[str]:
    """Print what was seen; what missed its target, in words."""
    everything = [each for times in seen.milliseconds.values() for each in times]
    missed = [f"{len(seen.errors)} errors, such as {seen.errors[0]}"] if seen.errors else []
    print(f"{'':8} {'requests':>9} {'a second':>9} {'p50 ms':>8} {'p95 ms':>8} {'most ms':>8}")
    for kind, times in [*sorted(seen.milliseconds.items()), ("all", everything)]:
        cuts = statistics.quantiles(times, n=20)
        p50, p95, rate = cuts[9], cuts[18], len(times) / seconds
        print(f"{kind:8} {len(times):>9,} {rate:>9.1f} {p50:>8.1f} {p95:>8.1f} {max(times):>8.1f}")
        if kind == "all" and p95 > P95_MILLISECONDS:
            missed.append(f"p95 is {p95:.0f} ms, not {P95_MILLISECONDS:.0f}")
    print(f"the server worked {seen.worked_s / len(everything) * 1000:.1f} ms for a request")
    start, warm, end = memory
    print(f"memory: {start:.0f} MB at the start, {warm:.0f} warm, {end:.0f} at the end ({end / warm - 1:+.1%})")
    if end > warm * GROWTH:
        missed.append(f"memory grew from {warm:.0f} to {end:.0f} MB")
    return missed


def main() -> None:
    """Serve, ask, tell; exit code 1 if a target was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path, help="a folder of releases; the sample is made if it is not given")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0, help="once everything was asked for, and ten to warm up")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        releases = told.releases
        if releases is None:
            releases = Path(made)
            demo = [sys.executable, "-c", _PROGRAM, "demo", "--out", str(releases / "sample"), "--no-open"]
            subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        with serving(releases) as server:
            seen, memory = asyncio.run(load(server, clients=told.clients, seconds=told.seconds))
    missed = tell(seen, memory, seconds=told.seconds)
    if missed:
        sys.exit("missed: " + "; ".join(missed))


if __name__ == "__main__":
    main()
