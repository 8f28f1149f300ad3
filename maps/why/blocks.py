"""What the chapters on reasons, priority and certainty are made of, as their templates take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maps.need import Table

MOST_CARDS: Final = 10  # regions told in full; the table has the others
MOST_ROWS: Final = 60  # of one table in the page; its file has all
_LEAST_LABELLED: Final = 14.0  # percent of a bar that has room for its own label


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a bar: its width in percent of the bar, its CSS background and what is written on it."""

    percent: float
    background: str
    label: str

    @property
    def width(self) -> str:
        """The width as CSS takes it."""
        return f"{self.percent:.3f}"

    @property
    def written(self) -> str:
        """The label, where there is room for it."""
        return self.label if self.percent >= _LEAST_LABELLED else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A horizontal bar of pieces beside each other; ``text`` says the same to those who cannot see it."""

    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swatch:
    """An entry of a legend."""

    background: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A dot on a bar from low to high, all in percent of the width; ``text`` says the same in words."""

    name: str
    at: float
    low: float
    high: float
    text: str

    @property
    def width(self) -> float:
        """From low to high, at least a hair."""
        return max(0.6, self.high - self.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A region told in full: what is the matter, what would have to change, its bar with a legend, and facts."""

    title: str
    where: str
    reasons: str
    change: str
    bar: Stack | None
    swatches: tuple[Swatch, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """What is told beside the rest and opened by those who want it."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """A figure of dots and bars on one scale; ``ticks`` are (place in percent, label)."""

    caption: str
    facts: str
    dots: tuple[Dot, ...]
    ticks: tuple[tuple[float, str], ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacks:
    """A figure of named bars with one legend."""

    caption: str
    facts: str
    legend: tuple[Swatch, ...]
    bars: tuple[tuple[str, Stack], ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a chapter; whatever it has is shown in the order of its fields."""

    title: str = ""
    sentences: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    cards_caption: str = ""
    cards_facts: str = ""
    cards: tuple[Card, ...] = ()
    stacks: tuple[Stacks, ...] = ()
    drawings: tuple[object, ...] = ()
    dots: tuple[Dots, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    folded: tuple[Folded, ...] = ()
    is_sub: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyChapter:
    """A chapter; ``definitions`` are (term with its look, sentences), ``method`` the paragraphs before them."""

    id: str
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    method_title: str = ""
    method: tuple[str, ...] = ()
    definitions: tuple[tuple[Swatch, tuple[str, ...]], ...] = ()


def cut_rows_note(count: int, things: str, file: str, most: int = MOST_ROWS) -> tuple[str, ...]:
    """That a table is cut, and which file has all; nothing where it is not."""
    return (
        (f"The table shows {most:,} of {count:,} {things}; all are in {file} of this release.",) if count > most else ()
    )
