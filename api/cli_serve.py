"""The command line: nearcare serve."""

from __future__ import annotations

import errno
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli_telling import WARNING, fail, screen
from api.settings import Settings, meaning, read_settings, shown_settings, unknown_settings
from geo.errors import InputFaults, NearcareError

EPILOG = "Example: nearcare serve releases/sample --port 8080"


def serve(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="A folder of releases, or one release. Default: releases."),
    ] = None,
    *,
    host: Annotated[str | None, typer.Option(help="The address to listen at. Default: 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(help="The port, 0 for any that is free. Default: 8000.")] = None,
    settings: Annotated[
        bool, typer.Option("--settings", help="Print every setting with its meaning, and end; secrets are hidden.")
    ] = False,
) -> None:
    """Serve the API and its landing page over a folder of releases, until Ctrl-C.

    Releases that are put into the folder, replaced or removed are noticed at once. Everything else is set by
    variables named NEARCARE_...; --settings lists them. Behind a proxy, set NEARCARE_PUBLIC_URL and
    NEARCARE_TRUSTED_PROXIES. Exit code 0 after a stop, 1 if the server cannot start.
    """
    in_force = _read(folder, host, port)
    if settings:
        for name, value in shown_settings(in_force).items():
            print(f"# {meaning(name)}\n{name}={value}")  # noqa: T201 - the answer, in the form of an environment file
        return
    _serve(in_force)


def _read(folder: Path | None, host: str | None, port: int | None) -> Settings:
    for said in unknown_settings():
        _say_aside(said)
    try:
        return read_settings(releases=folder, host=host, port=port)
    except InputFaults as faults:
        fail(str(faults))


def serve_and_open(release: Path, page: str, *, show: Callable[[str], object]) -> None:
    """Serve one release at a free port of this machine until Ctrl-C, and show a page of it once it can be asked for.

    ``page``: its path; ``show`` is called with its address, in a thread of its own.
    """
    _serve(read_settings(releases=release, host="127.0.0.1", port=0), page=page, show=show)


def _serve(settings: Settings, *, page: str = "", show: Callable[[str], object] | None = None) -> None:
    from api.app import make_app  # noqa: PLC0415 - the libraries take a second to load
    from api.operations import (  # noqa: PLC0415
        CompilingAhead,
        end_process,
        listen,
        load_libraries,
        load_map,
        serve_until_stopped,
        set_up_logs,
    )
    from api.releases import refusal_of  # noqa: PLC0415

    refusal = refusal_of(settings.releases)
    if refusal is not None:
        fail(f"{refusal[0].upper()}{refusal[1:]}.")
    try:
        bound = listen(settings)
    except OSError as refused:
        fail(_why_not_listening(settings, refused))
    with bound:
        set_up_logs(settings)
        load_libraries()
        app = make_app(settings)

        def when_listening() -> None:
            _say(settings, app, bound)
            if show is not None:
                at = f"{settings.public_url or address_of(bound)}{page}"
                screen().print(f"[bold]Map[/]      {escape(at)}")
                threading.Thread(target=show, args=(at,), daemon=True).start()
            if settings.compile_ahead:
                threading.Thread(target=load_map, name="map", daemon=True).start()
            if settings.compile_ahead and settings.what_ifs_at_once:
                app.state.compiling = CompilingAhead()

        try:
            has_started = serve_until_stopped(app, settings, bound, when_listening=when_listening)
        finally:
            if getattr(app.state, "compiling", None) is not None:
                app.state.compiling.end()
    if not has_started:
        error = app.state.opening_error
        told = str(error) if isinstance(error, NearcareError) else f"{type(error).__name__} while it started"
        fail(f"The server could not start: {told}")
    end_process(0)


def _say(settings: Settings, app: object, bound: socket.socket) -> None:
    """What is served and where, once it is."""
    console = screen()
    catalogue = app.state.catalogue  # type: ignore[attr-defined]
    host = bound.getsockname()[0]
    console.print(f"[bold]Serving[/]  {escape(settings.public_url or address_of(bound))}/")
    releases = catalogue.releases()
    for release in releases:
        tiers = ", ".join(tier.name for tier in release.tiers)
        console.print(f"[bold]Release[/]  {release.id}: {escape(release.tiers[0].title)} ({tiers})")
    for refused in catalogue.refused():
        console.print(f"[yellow]not served[/]  {escape(refused.name)}: {escape(refused.why)}.")
    if not releases:
        console.print("There is no release yet; put one here, for example by: nearcare demo --out releases/sample")
    if settings.public_url is None and not _is_loopback(host):
        console.print("Links are made from what each request says of its host; set NEARCARE_PUBLIC_URL.")
    console.print(WARNING)
    console.print("Ctrl-C stops.")
    sys.stdout.flush()


def address_of(bound: socket.socket) -> str:
    """The address that a bound socket is asked at, without a last slash."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_loopback(host: str) -> bool:
    return host == "::1" or host.startswith("127.")


def _why_not_listening(settings: Settings, error: OSError) -> str:
    at = f"{settings.host}, port {settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"Another program listens at {at}; stop it, or choose another with --port (0 for any that is free)."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"This user may not listen at {at}; choose a port from 1024 on with --port."
    return f"Nothing can listen at {at}: {error.strerror or error}. Choose another with --host and --port."


def _say_aside(message: str) -> None:
    screen(is_error=True).print(f"[yellow]know[/]  {escape(message)}")
