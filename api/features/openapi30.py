"""OpenAPI 3.1 told as OpenAPI 3.0, for the programs that read no more than that."""

from __future__ import annotations

from typing import Any, Final

_VERSION: Final = "3.0.3"
_UNKNOWN: Final = (
    *("const", "contentEncoding", "contentMediaType", "prefixItems", "propertyNames", "patternProperties"),
    *("unevaluatedProperties", "$defs", "$schema", "if", "then", "else", "dependentRequired"),
)
_BOUNDS: Final = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
_NAMED: Final = ("schemas", "properties")  # whose keys are names, not words of OpenAPI
_AS_IT_IS: Final = ("example", "default", "enum")
_NULL: Final = {"type": "null"}


def as_openapi_30(described: dict[str, Any]) -> dict[str, Any]:
    """A description in OpenAPI 3.0: no null type, one example each, no word that only 3.1 knows."""
    kept = {key: value for key, value in described.items() if key not in {"jsonSchemaDialect", "webhooks"}}
    told: dict[str, Any] = _older(kept, is_named=False)
    return {**told, "openapi": _VERSION}


def _older(value: Any, *, is_named: bool) -> Any:
    if isinstance(value, list):
        return [_older(each, is_named=False) for each in value]
    if not isinstance(value, dict):
        return value
    told = value if is_named else _schema(value)
    return {
        key: each if key in _AS_IT_IS and not is_named else _older(each, is_named=key in _NAMED and not is_named)
        for key, each in told.items()
    }


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The same object in words of 3.0; what is no schema has none of these words and stays."""
    told = {key: value for key, value in schema.items() if key not in _UNKNOWN}
    if "const" in schema:
        told |= {"enum": [schema["const"]]}
    if isinstance(schema.get("examples"), list):
        told["example"] = told.pop("examples")[0]
    for word, bound in _BOUNDS.items():
        if isinstance(schema.get(word), int | float) and not isinstance(schema[word], bool):
            told |= {bound: schema[word], word: True}
    if isinstance(schema.get("type"), list):
        types = [each for each in schema["type"] if each != "null"]
        told.pop("type")
        told |= {"type": types[0]} if len(types) == 1 else {"anyOf": [{"type": each} for each in types]}
        told |= {"nullable": True} if len(types) < len(schema["type"]) else {}
    if "prefixItems" in schema and "items" not in schema:
        told["items"] = {}
    for word in ("anyOf", "oneOf"):
        if _NULL in told.get(word, ()):
            told = _nullable(told, word)
    return told


def _nullable(schema: dict[str, Any], word: str) -> dict[str, Any]:
    choices = [each for each in schema[word] if each != _NULL]
    rest = {key: value for key, value in schema.items() if key != word}
    if len(choices) > 1:
        return rest | {word: choices, "nullable": True}
    if "$ref" in choices[0]:
        return rest | {"allOf": choices, "nullable": True}
    return {**_schema(choices[0]), **rest, "nullable": True}
