"""Parameters: a query parameter that a route does not know is refused, never ignored."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from typing import Any, get_args, get_origin

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant

from geo.errors import InputError


def refuse_unknown(request: Request) -> None:
    """Refuse query parameters that the route does not declare, and those given twice that are no list.

    Raises InputError.
    """
    fields = list(_fields(request.scope["route"].dependant))
    lists = {field.alias for field in fields if _is_list(field.field_info.annotation)}
    refuse_parameters(request, {field.alias for field in fields}, lists=lists)


OnlyKnown = Depends(refuse_unknown)  # for the dependencies of a route or a router


def known_parameters(request: Request) -> frozenset[str]:
    """The names of the query parameters that the route of a request declares."""
    return frozenset(field.alias for field in _fields(request.scope["route"].dependant))


def refuse_parameters(request: Request, known: Collection[str], *, lists: Collection[str] = ()) -> None:
    """Refuse query parameters that are not known, and those given twice but ``lists``. Raises InputError."""
    given = [name for name, _ in request.query_params.multi_items()]
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1)
            told = f"; did you mean {near[0]}" if near else ""
            raise InputError(
                f"There is no parameter {name[:60]!r} here{told}. Known are {', '.join(sorted(known)) or 'none'}"
            )
        if name not in lists and given.count(name) > 1:
            raise InputError(f"The parameter {name!r} is given twice; give it once")


def _fields(dependant: Dependant) -> Iterator[Any]:
    yield from dependant.query_params
    for each in dependant.dependencies:
        yield from _fields(each)


def _is_list(annotation: Any) -> bool:
    """Whether a parameter is a list, or a list or None."""
    return get_origin(annotation) is list or any(get_origin(each) is list for each in get_args(annotation))
