"""The operations of an OpenAPI document, as a page lists them: parameters, examples and a line for curl."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

_METHODS: Final = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterTold:
    """A parameter: what it may be, in words, and an example, empty where there is none."""

    name: str
    place: str
    is_required: bool
    description: str
    kind: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation; ``curl``: a line that asks for it with the examples of what is required."""

    method: str
    path: str
    id: str
    summary: str
    description: str
    tag: str
    parameters: tuple[ParameterTold, ...]
    kinds: tuple[str, ...]
    curl: str


def operations(document: Mapping[str, Any], root: str, examples: Mapping[str, str]) -> dict[str, list[Operation]]:
    """The operations of an OpenAPI document by their tag, in the order of the document.

    ``examples``: what parts of a path are on this server, by name; the document's own examples for all others.
    """
    told: dict[str, list[Operation]] = {}
    for path, entries in document["paths"].items():
        for method in _METHODS:
            if method in entries:
                operation = _operation(document, root, path, method, entries[method], examples)
                told.setdefault(operation.tag, []).append(operation)
    return told


def _operation(  # noqa: PLR0913, PLR0917 - where it stands in the document, and what is on this server
    document: Mapping[str, Any],
    root: str,
    path: str,
    method: str,
    entry: Mapping[str, Any],
    examples: Mapping[str, str],
) -> Operation:
    parameters = tuple(_parameter(each, examples) for each in entry.get("parameters", ()))
    kinds = {
        media_type
        for status, answer in entry.get("responses", {}).items()
        if status.startswith("2")
        for media_type in answer.get("content", {})
    }
    return Operation(
        method=method.upper(),
        path=path,
        id=str(entry.get("operationId", "")),
        summary=str(entry.get("summary", "")),
        description=str(entry.get("description", "")),
        tag=str(next(iter(entry.get("tags", ())), "api")),
        parameters=parameters,
        kinds=tuple(sorted(kinds)),
        curl=_curl(document, root, path, method, entry, parameters),
    )


def _parameter(each: Mapping[str, Any], examples: Mapping[str, str]) -> ParameterTold:
    schema = each.get("schema", {})
    known = examples.get(str(each["name"])) if each["in"] == "path" else None
    return ParameterTold(
        name=str(each["name"]),
        place=str(each["in"]),
        is_required=bool(each.get("required", False)),
        description=str(each.get("description", "")),
        kind="; ".join(_kinds(schema)),
        example=known or _text(next(_examples(each, schema), "")),
    )


def _kinds(schema: Mapping[str, Any]) -> Iterator[str]:
    """What a value may be, in words of JSON Schema."""
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if choices:
        for each in choices:
            yield from _kinds(each)
        return
    if "enum" in schema or "const" in schema:
        yield " | ".join(_text(each) for each in schema.get("enum", [schema.get("const")]))
    elif "type" in schema:
        yield str(schema["type"])
    for word, sign in (("minimum", ">="), ("maximum", "<="), ("default", "="), ("pattern", "~")):
        if schema.get(word) is not None:
            yield f"{sign} {_text(schema[word])}"


def _examples(each: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Any]:
    if "example" in each:
        yield each["example"]
    yield from (example["value"] for example in (each.get("examples") or {}).values() if "value" in example)
    yield from schema.get("examples", ())


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(_text(part) for part in value)
    if isinstance(value, dict):
        return "&".join(f"{name}={_text(part)}" for name, part in value.items())
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _curl(  # noqa: PLR0913, PLR0917 - what a line for curl is made of
    document: Mapping[str, Any],
    root: str,
    path: str,
    method: str,
    entry: Mapping[str, Any],
    parameters: tuple[ParameterTold, ...],
) -> str:
    for each in parameters:
        if each.place == "path":
            path = path.replace(f"{{{each.name}}}", quote(each.example or each.name, safe=":"))
    query = {each.name: each.example for each in parameters if each.place == "query" and each.is_required}
    words = ["curl", *([] if method == "get" else ["-X", method.upper()])]
    body = _body(document, entry)
    if body is not None:
        words += ["-H", "Content-Type: application/json", "-d", json.dumps(body, ensure_ascii=False)]
    return shlex.join([*words, f"{root}{path}" + (f"?{urlencode(query)}" if query else "")])


def _body(document: Mapping[str, Any], entry: Mapping[str, Any]) -> Any:
    """An example of what is to be sent as JSON; None where nothing is, or no example is told."""
    content = entry.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = content.get("schema", {})
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    schema = document.get("components", {}).get("schemas", {}).get(name, schema)
    return next(_examples(content, schema), {})
