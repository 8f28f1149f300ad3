"""Methods: all those that an address takes, whichever of its routes takes them."""

from __future__ import annotations

from fastapi.routing import iter_route_contexts
from starlette.types import Scope


def methods_taken(scope: Scope) -> list[str]:
    """The methods of every route with the path of a request; the framework tells those of the first route alone.

    RFC 9110, 10.2.1, asks for all of them. What is taken as GET is taken as HEAD too.
    """
    methods: set[str] = set()
    for route in iter_route_contexts(scope["app"].routes):
        pattern = getattr(route, "path_regex", None)
        if pattern is not None and pattern.match(scope["path"]):
            methods |= set(route.methods or ())
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))
