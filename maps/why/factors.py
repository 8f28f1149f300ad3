"""The factors of why a region is underserved: their names, what curing each means, and how each looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from accessibility.reasons import FACTOR_WORDS, TOO_FAR, FactorWords
from maps.words import lowered, name_in_words

SHAPLEY: Final = (
    "Shapley, L. S. (1953), A value for n-person games, in Contributions to the Theory of Games II, "
    "doi:10.1515/9781400881970-018"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A factor: ``words`` of what is the matter and what curing it means, None for one that is not known here.

    ``background`` is its CSS look; ``texture`` says what tells it from the others where colours cannot be told apart.
    """

    slug: str
    label: str
    words: FactorWords | None
    background: str
    texture: str


def _striped(colour: str, degrees: int, step_px: int = 7) -> str:
    return f"repeating-linear-gradient({degrees}deg, #ffffffa6 0 2px, transparent 2px {step_px}px), {colour}"


# Colours after Okabe and Ito (2008), told apart without colour vision; the stripes tell them apart in a grey print.
_LOOKS: Final[Mapping[str, tuple[str, str]]] = {
    "hazards": (_striped("#b34700", 45), "red-brown, stripes falling to the right"),
    "closure": (_striped("#a8588a", 0), "violet, level stripes"),
    "road-season": (_striped("#0072b2", 135), "blue, stripes rising to the right"),
    "day": (_striped("#56b4e9", 90), "light blue, upright stripes"),
    "profile": (
        "radial-gradient(circle, #ffffffd9 1.3px, transparent 1.7px) 0 0 / 7px 7px, #007a5a",
        "green, dotted",
    ),
    "no-road": (_striped("#e69f00", 45, 11), "orange, wide stripes falling to the right"),
    "full": (_striped("#f0e442", 135, 11), "yellow, wide stripes rising to the right"),
    TOO_FAR: ("#c9c9c9", "grey, plain"),
}
_UNKNOWN_LOOK: Final = ("#ffffff", "white, plain")
_PLACES: Final = {slug: place for place, slug in enumerate(FACTOR_WORDS)}


def factor_of(slug: str) -> Factor:
    """A factor by its slug; one that is not known is spelled out."""
    words, (background, texture) = FACTOR_WORDS.get(slug), _LOOKS.get(slug, _UNKNOWN_LOOK)
    label = name_in_words(slug) if words is None else words.label
    return Factor(slug=slug, label=label, words=words, background=background, texture=texture)


def in_order(slugs: Sequence[str]) -> tuple[Factor, ...]:
    """Factors in the order in which they are shown, what remains last; unknown ones before it."""

    def place(slug: str) -> tuple[bool, int, str]:
        return slug == TOO_FAR, _PLACES.get(slug, len(_PLACES)), slug

    return tuple(factor_of(slug) for slug in sorted(set(slugs), key=place))


def factor_in_sentence(slug: str) -> str:
    """The name of a factor within a sentence.

    >>> factor_in_sentence("no-road"), factor_in_sentence("a-new-one")
    ('no road', 'a new one')
    """
    return lowered(factor_of(slug).label)
