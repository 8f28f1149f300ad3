"""Styles of map layers for QGIS (QML) and for servers (SLD): classes with a legend that says its unit.

QML as QGIS 3 reads it: a rule-based renderer, since a graduated one draws nothing where a value is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final, Literal

Fill = Literal["solid", "b_diagonal", "cross"]

# Viridis at 0, 1/4, ... 1: by Nathaniel Smith and Stefan van der Walt, released as CC0. The lighter, the better.
_VIRIDIS: Final = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725")
_SHARES: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_PEOPLE: Final = (1_000, 5_000, 20_000)
_NO_DATA: Final = "#8a8a8a"
_NO_WAY: Final = "#1a1a1a"
_OUTLINE: Final = "#3a3a3a"
_ENDLESS: Final = "1e300"  # minutes; more than any way takes, less than inf
_MARKS: Final[dict[str, str]] = {"b_diagonal": "shape://slash", "cross": "shape://plus"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleClass:
    """One class of a legend: ``low`` < value <= ``high``, where None is without end; unknown where both are None.

    ``colour``: ``#rrggbb``; a ``fill`` other than solid is hatched.
    """

    label: str
    low: float | str | None
    high: float | str | None
    colour: str
    fill: Fill = "solid"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerStyle:
    """The style of a layer by one column; ``title`` heads the legend and says the unit."""

    name: str
    title: str
    column: str
    classes: tuple[StyleClass, ...]


def share_style(column: str, *, title: str) -> LayerStyle:
    """Five classes of a share from 0 to 1, and one for what is not known."""
    classes = [
        StyleClass(
            label=f"{100 * low:.0f} to {100 * high:.0f} %",
            low=low if low > 0 else None,
            high=high if high < 1 else None,
            colour=colour,
        )
        for (low, high), colour in zip(pairwise(_SHARES), _VIRIDIS, strict=True)
    ]
    return LayerStyle(name="share within threshold", title=title, column=column, classes=(*classes, _no_data()))


def minutes_style(column: str, bands_minutes: Sequence[float], *, title: str) -> LayerStyle:
    """A class for each band, one for later, one for no way, one for what is not known. The nearer, the lighter."""
    edges: list[float | None] = [None, *bands_minutes]
    labels = [f"up to {bands_minutes[0]:g} min", *(f"{a:g} to {b:g} min" for a, b in pairwise(bands_minutes))]
    count = len(bands_minutes) + 1
    colours = [_shade(1 - place / (count - 1)) for place in range(count)]
    classes = [
        StyleClass(label=label, low=low, high=high, colour=colour)
        for label, low, high, colour in zip(labels, edges[:-1], bands_minutes, colours[:-1], strict=True)
    ]
    last = bands_minutes[-1]
    classes += [
        StyleClass(label=f"over {last:g} min", low=last, high=_ENDLESS, colour=colours[-1]),
        StyleClass(label="no way", low=_ENDLESS, high=None, colour=_NO_WAY, fill="cross"),
        _no_data(),
    ]
    return LayerStyle(name="median minutes", title=title, column=column, classes=tuple(classes))


def people_style(column: str, *, title: str) -> LayerStyle:
    """Classes of people: the more, the darker, so that what matters most stands out."""
    bounds = [None, *_PEOPLE, None]
    labels = [f"up to {_PEOPLE[0]:,} people", *(f"{a:,} to {b:,} people" for a, b in pairwise(_PEOPLE))]
    labels.append(f"over {_PEOPLE[-1]:,} people")
    classes = [
        StyleClass(label=label, low=low, high=high, colour=_shade(1 - place / len(_PEOPLE)))
        for place, (label, (low, high)) in enumerate(zip(labels, pairwise(bounds), strict=True))
    ]
    return LayerStyle(name="people", title=title, column=column, classes=(*classes, _no_data()))


def qml_of(style: LayerStyle) -> str:
    """The style as a QML document."""
    rules = "".join(
        f'<rule key="class-{place}" symbol="{place}" label="{escape(each.label)}" '
        f'filter="{escape(_expression(style.column, each))}"/>'
        for place, each in enumerate(style.classes)
    )
    symbols = "".join(_symbol(place, each) for place, each in enumerate(style.classes))
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.28.0" styleCategories="Symbology">'
        '<renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0" forceraster="0">'
        f'<rules key="all"><rule key="legend" label="{escape(style.title)}">{rules}</rule></rules>'
        f"<symbols>{symbols}</symbols></renderer-v2></qgis>\n"
    )


def sld_of(style: LayerStyle, layer: str) -> str:
    """The style as a Styled Layer Descriptor 1.0."""
    rules = "".join(
        f"<Rule><Title>{escape(each.label)}</Title>{_filter(style.column, each)}"
        f"<PolygonSymbolizer><Fill>{_sld_fill(each)}</Fill><Stroke>"
        f'<CssParameter name="stroke">{_OUTLINE}</CssParameter></Stroke></PolygonSymbolizer></Rule>'
        for each in style.classes
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" '
        'xmlns:ogc="http://www.opengis.net/ogc"><NamedLayer>'
        f"<Name>{escape(layer)}</Name><UserStyle><Title>{escape(style.title)}</Title>"
        f"<FeatureTypeStyle>{rules}</FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>\n"
    )


def _no_data() -> StyleClass:
    return StyleClass(label="no data, or nobody", low=None, high=None, colour=_NO_DATA, fill="b_diagonal")


def _is_unknown(each: StyleClass) -> bool:
    return each.low is None and each.high is None


def _expression(column: str, each: StyleClass) -> str:
    """The expression of a class in QGIS."""
    if _is_unknown(each):
        return f'"{column}" IS NULL'
    low = [] if each.low is None else [f'"{column}" > {each.low}']
    high = [] if each.high is None else [f'"{column}" <= {each.high}']
    return " AND ".join([*low, *high])


def _symbol(place: int, each: StyleClass) -> str:
    """A fill; in both notations, as QGIS before 3.22 and after it reads them."""
    facts = {
        "color": _rgba(each.colour),
        "style": each.fill,
        "outline_color": _rgba(_OUTLINE),
        "outline_style": "solid",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
        "joinstyle": "bevel",
    }
    options = "".join(f'<Option name="{key}" type="QString" value="{value}"/>' for key, value in facts.items())
    props = "".join(f'<prop k="{key}" v="{value}"/>' for key, value in facts.items())
    return (
        f'<symbol type="fill" name="{place}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="SimpleFill" enabled="1" locked="0" pass="0"><Option type="Map">{options}</Option>{props}'
        "</layer></symbol>"
    )


def _filter(column: str, each: StyleClass) -> str:
    """The filter of a class in OGC's words."""
    name = f"<ogc:PropertyName>{escape(column)}</ogc:PropertyName>"
    parts = [
        f"<ogc:{verb}>{name}<ogc:Literal>{bound}</ogc:Literal></ogc:{verb}>"
        for verb, bound in (("PropertyIsGreaterThan", each.low), ("PropertyIsLessThanOrEqualTo", each.high))
        if bound is not None
    ]
    if not parts:
        parts = [f"<ogc:PropertyIsNull>{name}</ogc:PropertyIsNull>"]
    inner = parts[0] if len(parts) == 1 else f"<ogc:And>{''.join(parts)}</ogc:And>"
    return f"<ogc:Filter>{inner}</ogc:Filter>"


def _sld_fill(each: StyleClass) -> str:
    if each.fill == "solid":
        return f'<CssParameter name="fill">{each.colour}</CssParameter>'
    return (
        f"<GraphicFill><Graphic><Mark><WellKnownName>{_MARKS[each.fill]}</WellKnownName><Stroke>"
        f'<CssParameter name="stroke">{each.colour}</CssParameter></Stroke></Mark><Size>8</Size>'
        "</Graphic></GraphicFill>"
    )


def _shade(place: float) -> str:
    """Viridis between its ends, 0 the darkest.

    >>> _shade(0), _shade(0.25), _shade(1), _shade(0.125)
    ('#440154', '#3b528b', '#fde725', '#402a70')
    """
    at = min(max(place, 0.0), 1.0) * (len(_VIRIDIS) - 1)
    low = min(int(at), len(_VIRIDIS) - 2)
    one, other = _rgb(_VIRIDIS[low]), _rgb(_VIRIDIS[low + 1])
    return "#" + "".join(f"{round(a + (at - low) * (b - a)):02x}" for a, b in zip(one, other, strict=True))


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _rgba(colour: str) -> str:
    return ",".join(map(str, (*_rgb(colour), 255)))
