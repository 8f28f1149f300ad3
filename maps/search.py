"""Search of a tier: areas, centres that it may show, and named places, by what anybody may type."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import shapely

from maps.features import LAYERS, FeatureLayer, read_layer

Kind = Literal["area", "place", "centre"]
_KINDS: Final[tuple[tuple[Kind, str], ...]] = (("area", "areas"), ("place", "places"), ("centre", "centres"))
_DECIMALS: Final = 6
_MARKS: Final = re.compile(r"[\u0300-\u036f\u0640\u064b-\u065f\u0670]")  # of Latin, Greek, Cyrillic and Arabic letters
_APART: Final = re.compile(  # all that is no letter or digit; the signs of Indic scripts, Thai, Lao, Burmese, Khmer are
    "(?:[^\\w\u0900-\u109f\u1780-\u17ff]|_)+"
)
_JOINING: Final = re.compile("['\u2019\u2018\u02bb\u02bc`\u200b-\u200f\u2060\ufeff]")  # left out, not a space
_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("\u0671", "\u0627"),  # alef with a loop: alef
        **dict.fromkeys("\u0649\u06cc\u06d2", "\u064a"),  # alef maksura, Farsi yeh: yeh
        **dict.fromkeys("\u0629\u06c1\u06c0", "\u0647"),  # teh marbuta: heh
        "\u06a9": "\u0643",  # keheh: kaf
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ħ": "h",
        "\u0131": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that can be looked at. ``bounds``: west, south, east, north of an area, None of a point.

    ``detail``: the area above an area, the kind of a place, what a centre offers; as the data has it, or empty.
    ``size``: people, -1 where they are not known.
    """

    kind: Kind
    id: str
    name: str
    detail: str
    lon: float
    lat: float
    bounds: tuple[float, float, float, float] | None
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchIndex:
    """All that a tier can be searched for, as it stands without a question: areas, places, centres, largest first."""

    entries: tuple[Found, ...]
    folded: tuple[tuple[str, str], ...]

    def find(self, asked: str, *, limit: int) -> tuple[int, list[Found]]:
        """How many there are, and the first of them.

        In this order: the whole name or the id; names that begin with it; names each word of it begins a word of;
        names that hold it anywhere. Among those alike areas, then places, then centres, the larger ones first.
        Nothing asked gives all.
        """
        wanted = fold(asked)
        if not wanted:
            return len(self.entries), list(self.entries[:limit])
        ranked = [
            (rank, row)
            for row, (name, identity) in enumerate(self.folded)
            if (rank := _rank(wanted, name, identity)) is not None
        ]
        ranked.sort()
        return len(ranked), [self.entries[row] for _, row in ranked[:limit]]


def fold(text: str) -> str:
    r"""A text as it is compared: without case, accents and the variants of Arabic letters, words apart by one space.

    >>> fold("  Saint-Étienne N'Gazidja "), fold("أحمد") == fold("احمد"), fold("\u0131\uff21\uff22")
    ('saint etienne ngazidja', True, 'iab')
    """
    if text.isascii():
        return _APART.sub(" ", _JOINING.sub("", text).lower()).strip()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = _MARKS.sub("", _JOINING.sub("", plain)).translate(_ALIKE)
    digits = "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in plain)
    return _APART.sub(" ", digits).strip()


def read_search(folder: Path, *, tier: str) -> SearchIndex:
    """What a tier folder can be searched for. Raises ReleaseError for a table that cannot be read."""
    entries = [
        each
        for kind, name in _KINDS
        if (folder / "tables" / LAYERS[name].file).is_file()
        for each in _entries(kind, read_layer(folder, LAYERS[name], tier=tier, as_of=""))
    ]
    return SearchIndex(entries=tuple(entries), folded=tuple((fold(each.name), fold(each.id)) for each in entries))


def _rank(wanted: str, name: str, identity: str) -> int | None:
    if wanted in {name, identity}:
        return 0
    if name.startswith(wanted):
        return 1
    if wanted in name:
        words = f" {name}"
        return 2 if f" {wanted}" in words else 3
    words = f" {name}"
    return 2 if " " in wanted and all(f" {word}" in words for word in wanted.split()) else None


def _entries(kind: Kind, layer: FeatureLayer) -> Iterator[Found]:
    """The entries of a layer, the larger ones first; as the table has them where sizes are alike or not known."""
    columns: dict[str, list[Any]] = {name: values.tolist() for name, values in layer.columns.items()}
    count = layer.count
    none: list[Any] = [None] * count
    ids = columns["area_id"] if kind == "area" else columns["id"] if kind == "centre" else list(layer.ids)
    names = columns["area_name" if kind == "area" else "name"]
    detail = columns.get({"area": "parent", "place": "kind", "centre": "pillar"}[kind], none)
    sizes = [_size(each) for each in columns.get("people" if kind == "place" else "population", none)]
    scenario = columns.get("scenario", none) if kind == "centre" else none
    inside = shapely.point_on_surface(layer.shapes)
    for row in sorted(range(count), key=lambda each: -sizes[each]):
        shape = layer.shapes[row]
        if shape is None or scenario[row]:  # without a place, or there in a scenario alone
            continue
        west, south, east, north = (round(float(edge), _DECIMALS) for edge in shape.bounds)
        yield Found(
            kind=kind,
            id=str(ids[row]),
            name=str(names[row] or ids[row]),
            detail=str(detail[row] or ""),
            lon=round(float(inside[row].x), _DECIMALS),
            lat=round(float(inside[row].y), _DECIMALS),
            bounds=(west, south, east, north) if kind == "area" else None,
            size=sizes[row],
        )


def _size(people: float | None) -> float:
    return -1.0 if people is None or not math.isfinite(people) else float(np.float64(people))
