"""The OpenAPI document's own examples as requests, with the ids of the valley in the place of those of the sample."""

from __future__ import annotations

import json
from urllib.parse import quote

from fastapi.testclient import TestClient

from api.app import make_app
from api.callers import Tier
from api.settings import Settings

ADDRESSES = {"sample": "valley", "sample.gaps": "valley.areas"}
"""The release of the tests and its collection that has the example's feature."""


def wide_app(folder, state):
    """An app over a folder of releases whose budgets are wide."""
    units = {f"{tier.word}_units_per_minute": 1_000_000 for tier in Tier}
    return make_app(Settings(releases=folder, state=state, least_free_bytes=0, **units))


def operations_of(document):
    """Each operation as (method, path, what is told of it)."""
    return [(method.upper(), path, told) for path, item in document["paths"].items() for method, told in item.items()]


def example_of(parameter):
    """What a parameter is in its example. Raises KeyError if it has none."""
    if "example" in parameter:
        return parameter["example"]
    return parameter["schema"]["examples"][0]


def body_of(document, operation):
    """The body in the example of an operation, None if it takes none. Raises KeyError if it has no example."""
    if "requestBody" not in operation:
        return None
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    if "examples" not in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return json.loads(json.dumps(schema["examples"][0]).replace('"sample"', '"valley"'))


def asked(operation, **ids):
    """The parameters of an operation in its examples, by place and name; ``ids`` stand for what is only made later."""
    found = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.get("parameters", ()):
        example = ids.get(parameter["name"], example_of(parameter))
        if isinstance(example, str):
            example = ADDRESSES.get(example, example)
        found[parameter["in"]][parameter["name"]] = example
    return found


def address(path, parts, query=None):
    """An address with its parts quoted and a query of what is given."""
    for name, value in parts.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    pairs = [f"{quote(name)}={quote(_written(value))}" for name, value in (query or {}).items()]
    return path + ("?" + "&".join(pairs) if pairs else "")


def _written(value):
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def running(folder, state):
    """A client of a wide app, to be entered."""
    return TestClient(wide_app(folder, state), raise_server_exceptions=False)
