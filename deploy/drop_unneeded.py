"""Uninstalls every package that nearcare does not run on: the tools it was built and tested with."""

from __future__ import annotations

import argparse
import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Callable

from packaging.requirements import Requirement

Needs = Callable[[str], list[str]]
_KEPT_TOO = frozenset({"pip"})  # does the uninstalling


def needed(root: str, *, needs: Needs) -> set[str]:
    """The names of a package and of all that it needs on this machine, extras included."""
    found: set[str] = set()
    waiting: list[tuple[str, frozenset[str]]] = [(root, frozenset())]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found.add(name)
        for line in needs(name):
            requirement = Requirement(line)
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                waiting.append((plain(requirement.name), frozenset(requirement.extras)))
    return found


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needs_here(name: str) -> list[str]:
    """What an installed package asks for; nothing for one that is not installed."""
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []


def unneeded(root: str, *, also: list[str], needs: Needs = needs_here) -> list[str]:
    """The installed packages that can go, and those in ``also`` in any case."""
    installed = {plain(each.metadata["Name"]) for each in importlib.metadata.distributions()}
    keep = needed(root, needs=needs) | _KEPT_TOO
    return sorted((installed - keep) | (installed & {plain(name) for name in also}))


def main() -> None:
    """Uninstall them, or list them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--also", action="append", default=[], help="a package to drop although it is asked for")
    parser.add_argument("--list", action="store_true", help="only list what would go")
    told = parser.parse_args()
    names = unneeded("nearcare", also=told.also)
    if told.list:
        print("\n".join(names))
    elif names:
        subprocess.run([sys.executable, "-m", "pip", "uninstall", "--quiet", "--yes", *names], check=True)


if __name__ == "__main__":
    main()
