"""What the first sheet of the workbook says: what the file is, how minutes are measured, where it all is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from accessibility.release.workbook_sheets import Sheet

Line = tuple[str, str]
_NOT_STATED: Final = "not stated"
_FIRST_DISCLAIMERS: Final = ("No recorded hazard does not mean safe.", "Not for navigation.")
_UNITS: Final = (
    ("people", "people; groups are estimated, so that a figure may have a fraction"),
    ("share", "a part of the people that the row is of, from 0 to 1, shown as per cent"),
    ("minutes", "minutes of travel, one way unless the heading says there and back"),
    ("hours per year", "hours of travel in a year, all visits there and back"),
    ("per year", "money in the currency that the heading names"),
)
_WORDS: Final = (
    ("empty", "not known"),
    ("no way", "there is no way to care; a median reads so where half of the people have none"),
    ("Kind of area", "area: an area of the study; outside: outside all areas; all: everyone"),
    ("Hazards", "hazards: with recorded hazards as the study treats them; no-hazards: as if there were none"),
    ("Direction", "to: from home to care; from: from care to home"),
)


def read_me_lines(sheets: Sequence[Sheet], manifest: Mapping[str, Any]) -> list[Line]:
    """The lines of the first sheet: a label and a text each; an empty pair is an empty line."""
    study = manifest["study"]
    return [
        ("Access to care", ""),
        ("Study", str(study["name"])),
        ("As of", str(study["as_of"])),
        ("Tier", str(manifest["tier"])),
        *(("", sentence) for sentence in _disclaimers(manifest)),
        ("", ""),
        ("Sheets", "What each asks"),
        *((sheet.name, _asks(sheet)) for sheet in sheets),
        ("", ""),
        ("Units", ""),
        *_UNITS,
        ("", ""),
        ("Words", ""),
        *_WORDS,
        ("", ""),
        ("How minutes are measured", ""),
        *(("", str(sentence)) for sentence in _method(manifest)),
        ("", ""),
        ("Kept back in this tier", ""),
        *(("", sentence) for sentence in kept_back_sentences(manifest)),
        ("", ""),
        ("Sources", "Source; licence; date"),
        *_sources(manifest),
    ]


def kept_back_sentences(manifest: Mapping[str, Any]) -> list[str]:
    """What a tier does not show, in sentences that tell nothing of it."""
    said = []
    if not manifest.get("hazards_published", True):
        said.append("Hazards are not shown, nor any figure made with them.")
    if manifest["tier"] == "public":
        said.append("Centres that are marked sensitive are not shown, nor any figure made with them.")
    survivors = [str(told["suppression"]) for told in manifest.get("survivors") or []]
    said += list(dict.fromkeys(survivors))
    return said or ["Nothing that this study holds beside survivors' records, which are in no tier."]


def _disclaimers(manifest: Mapping[str, Any]) -> list[str]:
    """The two that every export carries, then what else the manifest says."""
    return list(dict.fromkeys([*_FIRST_DISCLAIMERS, *map(str, manifest.get("disclaimers") or [])]))


def _asks(sheet: Sheet) -> str:
    if sheet.rows is None:
        return f"{sheet.question} This is not told here."
    return f"{sheet.asks} {sheet.denominator} All rows: {sheet.file}."


def _method(manifest: Mapping[str, Any]) -> list[str]:
    said = list(manifest.get("method") or [])
    threshold = _parameter(manifest, "gaps", "threshold_minutes")
    if threshold is not None:
        said.append(
            f"The threshold is {threshold:g} minutes, one way. No travel time to rehabilitation is an accepted "
            "standard: it is a choice of this study."
        )
    return said


def _parameter(manifest: Mapping[str, Any], table: str, key: str) -> Any:
    values = (manifest.get("parameters") or {}).get(table)
    return values.get(key) if isinstance(values, dict) else None


def _sources(manifest: Mapping[str, Any]) -> Iterator[Line]:
    for row in manifest.get("inputs") or []:
        facts = [str(row.get(key) or _NOT_STATED) for key in ("source", "licence", "date")]
        yield f"{row.get('role') or ''}: {row.get('file') or ''}", "; ".join(facts)
