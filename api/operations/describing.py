"""The OpenAPI document: what all routes have in common, told once for each."""

from __future__ import annotations

import copy
from typing import Any, Final, get_args

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from api.callers import StewardHere
from api.errors import PROBLEM_MEDIA_TYPE
from api.settings import Settings

_TAGS: Final = {
    "features": "The landing page, the collections and their features, as OGC API Features has them.",
    "tiles": "Raster and vector tiles with their TileJSON and legends.",
    "reports": "Gap reports, points and comparisons.",
    "web-map": "The map for browsers, and what its page asks for: reach by step, search, still pictures.",
    "jobs": "Studies, scenarios and wide what-ifs as jobs, as OGC API Processes has them.",
    "what-ifs": "What if a centre, a road or a cleared hazard changes the picture: at once.",
    "uploads": "Files that stewards bring in, inspected before anybody opens them.",
    "callers": "Who asks, and what they may see.",
    "operations": "Health and numbers of the server itself.",
}
_ALWAYS: Final = (400, 401, 404, 429, 500, 503)
_WITH_BODY: Final = (403, 408, 409, 413, 415)
_NULL: Final = {"type": "null"}
_KEYS: Final[dict[str, dict[str, Any]]] = {
    "key": {"type": "http", "scheme": "bearer", "description": "A key of this server: nck_..."},
    "key_in_header": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The same key, for programs that cannot send Authorization; one of both, not both.",
    },
}
_WORDS: Final = {
    400: ("Cannot be used as it is", "query.limit: input should be less than or equal to 10000."),
    401: ("Who are you?", "This key is not known or has expired; send one as Authorization: Bearer."),
    403: ("Not allowed", "This is for stewards; ask one to do it."),
    404: ("Not there", "There is no release 'vale' here for you; /releases lists those there are."),
    406: ("Cannot be given in that form", "This is given as application/json or text/html; ask for one of them."),
    408: ("Too slow", "What was sent came in too slowly and is not taken; send it again over a better line."),
    409: ("Not in this state", "The job has ended and cannot be cancelled."),
    413: ("Too large", "At most 1,048,576 bytes are taken here; send less."),
    415: ("Not a kind that is taken", "Send application/json."),
    429: ("Too much for now", "Your budget is used up for now; ask again in 12 seconds."),
    500: ("A fault of nearcare itself", "Please report it with the time and the request id 4f1c0d5e."),
    503: ("Not now", "All hands are full; ask again in a few seconds."),
}
_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "description": "What is wrong and what to do, as RFC 9457 has it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What is wrong, which thing it is, and what to do."},
        "faults": {
            "type": "array",
            "description": "Each parameter that cannot be used.",
            "items": {
                "type": "object",
                "required": ["where", "what"],
                "properties": {"where": {"type": "string"}, "what": {"type": "string"}},
            },
        },
        "request_id": {"type": "string"},
    },
    "additionalProperties": True,
}


def describe(app: FastAPI, settings: Settings) -> None:
    """Let the app's OpenAPI document tell what all routes share; it is made when it is first asked for."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, settings)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _document(app: FastAPI, settings: Settings) -> dict[str, Any]:
    made = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        summary="Travel time to care for survivors of explosive ordnance.",
        description=app.description,
        routes=app.routes,
        servers=[{"url": settings.public_url or "/", "description": "This server."}],
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    made = copy.deepcopy(made)
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM
    components["responses"] = {f"Problem{status}": _response(status) for status in _WORDS}
    schemes = components.setdefault("securitySchemes", {})
    schemes.update(_KEYS)
    _add_oidc(schemes, settings)
    for_stewards = _operations_for_stewards(app)
    operations = [
        (path, method, each)
        for path, item in made["paths"].items()
        for method, each in item.items()
        if isinstance(each, dict)
    ]
    for path, method, operation in operations:
        _tell_problems(operation, has_body=method in {"post", "put", "patch", "delete"} or path.startswith("/uploads"))
        for parameter in operation.get("parameters", ()):
            parameter["schema"] = _never_null(parameter["schema"])
        named: list[dict[str, list[str]]] = [{name: []} for name in sorted(schemes)]
        operation.setdefault("security", named if operation["operationId"] in for_stewards else [{}, *named])
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    used = {tag for _, _, operation in operations for tag in operation.get("tags", ())}
    made["tags"] = [{"name": name, "description": told} for name, told in _TAGS.items() if name in used]
    return made


def _operations_for_stewards(app: FastAPI) -> set[str]:
    """The ids of the operations that nobody may ask without showing who they are."""
    asks_for_steward = get_args(StewardHere)[1].dependency
    return {
        str(route.operation_id)
        for route in iter_route_contexts(app.routes)
        if hasattr(route, "dependant") and _calls(route.dependant, asks_for_steward)
    }


def _calls(dependant: Dependant, sought: Any) -> bool:
    return dependant.call is sought or any(_calls(each, sought) for each in dependant.dependencies)


def _never_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter without null: an address and a header can leave it out, but not say null."""
    choices: list[dict[str, Any]] = [each for each in schema.get("anyOf", ()) if each != _NULL]
    if len(choices) != 1:
        return schema
    return choices[0] | {key: value for key, value in schema.items() if key != "anyOf"}


def _add_oidc(schemes: dict[str, Any], settings: Settings) -> None:
    issuer = getattr(settings, "oidc_issuer", None)
    if issuer:
        schemes.setdefault(
            "institution",
            {
                "type": "openIdConnect",
                "openIdConnectUrl": f"{str(issuer).rstrip('/')}/.well-known/openid-configuration",
                "description": "An access token of your institution, as Authorization: Bearer.",
            },
        )


def _tell_problems(operation: dict[str, Any], *, has_body: bool) -> None:
    responses: dict[str, Any] = operation.setdefault("responses", {})
    responses.pop("422", None)
    takes_forms = any(
        parameter.get("name") in {"f", "accept", "Accept"} for parameter in operation.get("parameters", ())
    ) or any(len(response.get("content", {})) > 1 for response in responses.values())
    statuses = (*_ALWAYS, *(_WITH_BODY if has_body else ()), *((406,) if takes_forms else ()))
    for status in sorted(statuses):
        responses.setdefault(str(status), {"$ref": f"#/components/responses/Problem{status}"})


def _response(status: int) -> dict[str, Any]:
    title, detail = _WORDS[status]
    example = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    response: dict[str, Any] = {
        "description": title,
        "content": {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }
    if status in {429, 503}:
        response["headers"] = {
            "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}}
        }
    return response
