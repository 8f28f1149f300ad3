"""The sheet that every figure is drawn on: its size, its words above and below, and its two files."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

WIDTH_INCHES: Final = 5.6  # narrow enough to be read on a phone without turning it
MARGIN_INCHES: Final = 0.16
TITLE_POINTS: Final = 13.0
TEXT_POINTS: Final = 12.0
NOTE_POINTS: Final = 10.5
PNG_DOTS_PER_INCH: Final = 120
INK: Final = "#1a1a1a"
GREY: Final = "#555555"
_LINE: Final = 1.32  # of its points, from one line of text to the next
_POINTS_PER_INCH: Final = 72.0
_TEXT_PATH_POINTS: Final = 100.0  # the size at which text is measured
_FONT: Final = "DejaVu Sans"  # comes with matplotlib, so that every machine draws the same
_STACK: Final = "'DejaVu Sans', Verdana, 'Noto Sans', Arial, sans-serif"
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")
_SETTINGS: Final[dict[Any, Any]] = {
    "font.family": [_FONT],
    "font.size": TEXT_POINTS,
    "svg.fonttype": "none",  # text stays text: it can be searched, and a browser shapes every script
    "text.parse_math": False,  # a name with dollars in it is no formula
    "hatch.linewidth": 0.8,
    "axes.edgecolor": GREY,
    "xtick.color": INK,
    "ytick.color": INK,
    "path.simplify": False,
}
_OUTER_WORDS: Final = re.compile(r'<g id="words_\d+">.*?</g>\s*', re.DOTALL)
_ID: Final = re.compile(r' id="([^"]+)"')
_NO_TURN: Final = re.compile(r' transform="rotate\(-?0 [^)]*\)"')
_LONG_NUMBER: Final = re.compile(r"(\d\.\d\d)\d+")  # a hundredth of a point is seen by nobody
_BREAKS: Final = re.compile(r"\s*\n\s*")
_SIZE: Final = re.compile(r'width="[\d.]+pt" height="[\d.]+pt" viewBox="0 0 (?P<wide>[\d.]+) (?P<high>[\d.]+)"')
LACKS: Final = "Names that the letters of this picture cannot write are given by their ids; the SVG file has them."

Namer = Callable[[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a figure says around its axes.

    ``facts``: its unit, denominator, date and source. ``description``: what it shows, for those who
    cannot see it. ``shared_notes``: those that a page says once for all its figures.
    """

    slug: str
    title: str
    facts: str
    description: str
    shared_notes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    disclaimer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawn figure: the words around it, an SVG as text and a PNG."""

    words: Words
    svg: str
    png: bytes
    above_inches: float
    below_inches: float

    @property
    def inline(self) -> Markup:
        """The SVG to stand in a page, without the words that the page says beside it, and ids of its own only."""
        slug = self.words.slug

        def own(tag: re.Match[str]) -> str:
            said = re.sub(r'\b(id|aria-labelledby|aria-describedby)="([^"]+)"', rf'\1="{slug}-\2"', tag[0])
            said = _NO_TURN.sub("", _LONG_NUMBER.sub(r"\1", said))
            return re.sub(r'(href="|url\()#', rf"\g<1>#{slug}-", said)

        body = _OUTER_WORDS.sub("", self.svg[self.svg.index("<svg") :])
        used = {"drawing", "title", "description", *re.findall(r'(?:href="|url\()#([^")]+)', body)}
        body = _ID.sub(lambda found: found[0] if found[1] in used else "", body)
        body = _BREAKS.sub(" ", body).replace("> <", "><").replace(f"font-family: {_STACK}; ", "")
        body = re.sub(r"<[^>]+>", own, body)
        start = f"#{slug}-drawing text{{font-family: {_STACK}}} #{slug}-drawing *{{stroke-linejoin"
        body = body.replace("*{stroke-linejoin", start, 1)
        return Markup(_SIZE.sub(self._cropped, body, count=1))  # noqa: S704  matplotlib's, escaped

    def _cropped(self, size: re.Match[str]) -> str:
        wide, high = float(size["wide"]), float(size["high"])
        top, bottom = (inches * _POINTS_PER_INCH for inches in (self.above_inches, self.below_inches))
        return f'viewBox="0 {top - 4:.1f} {wide:g} {high - top - bottom + 4:.1f}"'


def draw(words: Words, plot: Callable[[Words, Namer], tuple[Figure, float, float]]) -> Drawing:
    """The figure that ``plot`` makes, as SVG and as PNG: the same bytes each time.

    ``plot`` is given the words that it must leave room for and what names a place, by its name and
    its id; it gives the figure with the inches that it left above and below.
    """
    lacking: set[str] = set()

    def named(name: str, _: str) -> str:
        if not _can_write(printable(name)):
            lacking.add(name)
        return printable(name)

    def written(name: str, identity: str) -> str:
        said = printable(name)
        return said if _can_write(said) else f"[{printable(identity)}]"

    with mpl.rc_context(_SETTINGS | {"svg.hashsalt": words.slug}), _silent_about_letters():
        figure, above, below = plot(words, named)
        _write_words(figure, words)
        svg = io.StringIO()
        figure.savefig(svg, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
        if lacking:  # else the picture shows the same, and need not be made again
            in_png = replace(words, notes=(*words.notes, LACKS))
            figure, *_ = plot(in_png, written)
            _write_words(figure, in_png)
        png = io.BytesIO()
        figure.savefig(png, format="png", metadata={"Software": None})
    return Drawing(
        words=words, svg=_named(svg.getvalue(), words), png=png.getvalue(), above_inches=above, below_inches=below
    )


def sheet(words: Words, inches: float) -> tuple[Figure, float, float]:
    """An empty figure with so much room between its words: the figure, the inches above and below that room."""
    above = MARGIN_INCHES + _height(wrapped(words.title, TITLE_POINTS, bold=True), TITLE_POINTS) + 0.1
    below = MARGIN_INCHES + sum(_height(lines, NOTE_POINTS) for lines in _below(words))
    figure = Figure(figsize=(WIDTH_INCHES, above + inches + below), dpi=PNG_DOTS_PER_INCH)
    return figure, above, below


def place_axes(figure: Figure, *, left: float, top: float, width: float, height: float) -> Axes:
    """Axes at inches from the left and top edges of the figure."""
    wide, high = figure.get_size_inches()
    axes = figure.add_axes((left / wide, 1 - (top + height) / high, width / wide, height / high))
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return axes


def line_inches(points: float) -> float:
    """From one line of text to the next."""
    return points * _LINE / _POINTS_PER_INCH


def text_inches(text: str, points: float, *, bold: bool = False) -> float:
    """The width of a line of text."""
    words = text.split(" ")
    ems = sum(_ems(word, bold=bold) for word in words) + (len(words) - 1) * _ems(" ", bold=bold)
    return ems * points / _POINTS_PER_INCH


@lru_cache(maxsize=10_000)
def _ems(word: str, *, bold: bool) -> float:
    """The width of a word in points, where its letters are of one point."""
    font = FontProperties(family=[_FONT], size=_TEXT_PATH_POINTS, weight="bold" if bold else "normal")
    with _silent_about_letters():
        width, _, _ = text_to_path.get_text_width_height_descent(word, font, ismath=False)
    return float(width) / _TEXT_PATH_POINTS


@lru_cache(maxsize=1_000)
def wrapped(text: str, points: float, *, bold: bool = False) -> tuple[str, ...]:
    """Lines of text that fit into the width of the sheet; what has no spaces is cut where it must be."""
    room = WIDTH_INCHES - 2 * MARGIN_INCHES
    lines, line = [], ""
    for word in printable(text).split(" "):
        longer = f"{line} {word}".strip()
        if not line or text_inches(longer, points, bold=bold) <= room:
            line = longer
        else:
            lines.append(line)
            line = word
        while len(line) > 1 and text_inches(line, points, bold=bold) > room:
            fits = (at for at in range(len(line) - 1, 1, -1) if text_inches(line[:at], points, bold=bold) <= room)
            cut = next(fits, 1)
            lines.append(line[:cut])
            line = line[cut:]
    return (*lines, line)


def shortened(text: str, points: float, inches: float) -> str:
    """A text cut to a width, with dots where it is."""
    said = printable(text)
    if text_inches(said, points) <= inches:
        return said
    while said and text_inches(f"{said}…", points) > inches:
        said = said[:-1].rstrip()
    return f"{said}…"


def printable(text: str) -> str:
    """A text without what no file of XML may hold."""
    return _UNPRINTABLE.sub(" ", text).strip()


def _can_write(text: str) -> bool:
    """Whether the font of the picture has every letter of a text."""
    font = get_font(findfont(FontProperties(family=[_FONT])))
    return all(font.get_char_index(ord(letter)) for letter in text)


def _below(words: Words) -> list[tuple[str, ...]]:
    """The paragraphs below a figure in lines, the disclaimer last."""
    said = [wrapped(text, NOTE_POINTS) for text in (*words.shared_notes, *words.notes, words.facts) if text]
    return [*said, *([wrapped(words.disclaimer, NOTE_POINTS, bold=True)] if words.disclaimer else [])]


def _height(lines: tuple[str, ...], points: float) -> float:
    return len(lines) * line_inches(points)


def _write_words(figure: Figure, words: Words) -> None:
    """Title above; notes, facts and disclaimer below, at the bottom of the room that was left."""
    wide, high = figure.get_size_inches()
    paragraphs = _below(words)
    lines = [(line, TITLE_POINTS, "bold") for line in wrapped(words.title, TITLE_POINTS, bold=True)]
    tops = [1 - (MARGIN_INCHES + place * line_inches(TITLE_POINTS)) / high for place in range(len(lines))]
    y = MARGIN_INCHES + sum(_height(paragraph, NOTE_POINTS) for paragraph in paragraphs)
    for paragraph in paragraphs:
        weight = "bold" if words.disclaimer and paragraph is paragraphs[-1] else "normal"
        for line in paragraph:
            lines.append((line, NOTE_POINTS, weight))
            tops.append(y / high)
            y -= line_inches(NOTE_POINTS)
    for place, ((line, points, weight), top) in enumerate(zip(lines, tops, strict=True)):
        text = figure.text(MARGIN_INCHES / wide, top, line, size=points, weight=weight, va="top", color=INK)
        text.set_gid(f"words_{place}")


def _named(svg: str, words: Words) -> str:
    """The SVG with a name and a description, and fonts to fall back on."""
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("'DejaVu Sans'", _STACK)
    title, description = (escape(printable(text)) for text in (words.title, words.description))
    names = f'<title id="title">{title}</title>\n <desc id="description">{description}</desc>\n '
    svg = svg.replace(
        "<svg ", '<svg id="drawing" role="img" aria-labelledby="title" aria-describedby="description" ', 1
    )
    return re.sub(r"(<svg [^>]*>\s*)", lambda match: match[1] + names, svg, count=1)


@contextmanager
def _silent_about_letters() -> Iterator[None]:
    """Without the warning that a font lacks a letter: in the SVG a browser finds it, in the PNG the id stands."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font", category=UserWarning)
        yield
