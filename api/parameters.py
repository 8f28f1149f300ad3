"""Parameters: a query parameter that a route does not know is refused, never ignored."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from typing import Any

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant

from geo.errors import InputError


def refuse_unknown(request: Request) -> None:
    """Refuse query parameters that the route does not declare, and those given twice. Raises InputError."""
    refuse_parameters(request, known_parameters(request))


OnlyKnown = Depends(refuse_unknown)  # for the dependencies of a route or a router


def known_parameters(request: Request) -> frozenset[str]:
    """The names of the query parameters that the route of a request declares."""
    return frozenset(_names(request.scope["route"].dependant))


def refuse_parameters(request: Request, known: Collection[str]) -> None:
    """Refuse query parameters that are not known, and those given twice. Raises InputError."""
    given = [name for name, _ in request.query_params.multi_items()]
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1)
            told = f"; did you mean {near[0]}" if near else ""
            raise InputError(
                f"There is no parameter {name[:60]!r} here{told}. Known are {', '.join(sorted(known)) or 'none'}"
            )
        if given.count(name) > 1:
            raise InputError(f"The parameter {name!r} is given twice; give it once")


def _names(dependant: Dependant) -> Iterator[str]:
    field: Any
    for field in dependant.query_params:
        yield field.alias
    for each in dependant.dependencies:
        yield from _names(each)
