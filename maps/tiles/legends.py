"""Legends of raster tiles: what each colour means, as values and as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from maps.classes import MinutesClass
from maps.tiles.layers import RUN_LAYERS, STEPS, RasterLayer

WARNING: Final = "No recorded hazard does not mean safe; not for navigation."
_SHOWN_OF_RUNS: Final = "what is commonest among the cells that it covers, and of their minutes the middle"
_SHOWN_ELSE: Final = "the commonest class of the cells that it covers"
_LINE: Final = 22
_LEFT: Final = 12
_SWATCH: Final = (28, 16)
_LETTER: Final = 7.2  # the width of a letter at 13 px, rather too wide than too narrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """A legend. ``unit``: of the labels' numbers, None where they have none; ``as_of``: the day the study looks at.

    ``steps_minutes``: for the layer of steps alone; the code k is up to the k-th, and over the one before.
    """

    layer: str
    title: str
    unit: str | None
    classes: tuple[MinutesClass, ...]
    steps_minutes: tuple[float, ...] | None
    sources: tuple[str, ...]
    as_of: str | None
    note: str
    warning: str


def legend_of(layer: RasterLayer, manifest: Mapping[str, Any], *, maxzoom: int) -> Legend:
    """The legend of a layer of a tier with this manifest."""
    return Legend(
        layer=layer.name,
        title=layer.title,
        unit=layer.unit,
        classes=layer.classes,
        steps_minutes=layer.edges_minutes if layer.name == STEPS else None,
        sources=sources_of(manifest),
        as_of=_text(manifest["study"].get("as_of")),
        note=f"Below zoom {maxzoom} a pixel shows {_SHOWN_OF_RUNS if layer.name in RUN_LAYERS else _SHOWN_ELSE}.",
        warning=WARNING,
    )


def sources_of(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Sources of the inputs with their licences, each once, in their order."""
    told = (
        f"{source} ({licence})" if licence else source
        for each in manifest["inputs"]
        if (source := _text(each.get("source"))) is not None
        for licence in (_text(each.get("licence")),)
    )
    return tuple(dict.fromkeys(told))


def legend_svg(legend: Legend) -> str:
    """A legend as an SVG picture with a title and a description that say the same."""
    unit = f" ({legend.unit})" if legend.unit else ""
    small = [legend.note, *(f"Source: {source}" for source in legend.sources)]
    small += [f"As of {legend.as_of}"] if legend.as_of else []
    small.append(legend.warning)
    longest = max(
        len(line) for line in (legend.title + unit, *small, *(f"      {each.label}" for each in legend.classes))
    )
    width = round(2 * _LEFT + longest * _LETTER)
    height = _LINE * (len(legend.classes) + len(small) + 2)
    told = "; ".join(each.label for each in legend.classes)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" font-family="sans-serif" font-size="13"><title>{escape(legend.title + unit)}</title>'
        f"<desc>{escape(told)}. {escape(legend.warning)}</desc>"
    )
    parts = [
        head,
        _patterns(legend.classes),
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _line(1, legend.title + unit, left=_LEFT, weight="bold"),
    ]
    wide, high = _SWATCH
    for place, each in enumerate(legend.classes, start=2):
        fill = each.colour if each.stripe is None else f"url(#{each.slug})"
        parts.append(
            f'<rect x="{_LEFT}" y="{place * _LINE - 13}" width="{wide}" height="{high}" '
            f'fill="{fill}" stroke="#555555"/>'
        )
        parts.append(_line(place, each.label, left=_LEFT + wide + 10))
    first = len(legend.classes) + 2
    parts += [_line(place, line, left=_LEFT) for place, line in enumerate(small, start=first)]
    return "".join((*parts, "</svg>"))


def _patterns(classes: Iterable[MinutesClass]) -> str:
    """The stripes of striped classes."""
    patterns = [
        f'<pattern id="{each.slug}" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({135 if each.falls else 45})">'
        f'<rect width="8" height="8" fill="{"none" if each.is_clear else each.colour}"/>'
        f'<rect width="3" height="8" fill="{each.stripe}"/></pattern>'
        for each in classes
        if each.stripe is not None
    ]
    return f"<defs>{''.join(patterns)}</defs>" if patterns else ""


def _line(place: int, text: str, *, left: int, weight: str = "normal") -> str:
    return f'<text x="{left}" y="{place * _LINE}" font-weight="{weight}" fill="#111111">{escape(text)}</text>'


def _text(value: Any) -> str | None:
    return str(value) if value else None
