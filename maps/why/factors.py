"""The factors of why a region is underserved: their names, what curing each means, and how each looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maps.words import lowered, name_in_words

TOO_FAR: Final = "too-far"
SHAPLEY: Final = (
    "Shapley, L. S. (1953), A value for n-person games, in Contributions to the Theory of Games II, "
    "doi:10.1515/9781400881970-018"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A factor: ``cured`` says what a way is computed with once it is cured; ``background`` is its CSS look.

    ``texture`` says in words what tells it from the others where colours cannot be told apart.
    """

    slug: str
    label: str
    cured: str
    background: str
    texture: str


def _striped(colour: str, degrees: int, step_px: int = 7) -> str:
    return f"repeating-linear-gradient({degrees}deg, #ffffffa6 0 2px, transparent 2px {step_px}px), {colour}"


# Colours by Okabe and Ito (2008), told apart without colour vision; the stripes tell them apart in a grey print.
_FACTORS: Final = (
    Factor(
        slug="hazards",
        label="Hazard areas",
        cured="Every recorded hazard area counts as released, so ways lead through it again. This says nothing of how "
        "dangerous an area is.",
        background=_striped("#b34700", 45),
        texture="red-brown, stripes rising to the right",
    ),
    Factor(
        slug="closure",
        label="Closed roads, centres or borders",
        cured="What the scenario closes is open, and the boundaries that the study names can be crossed.",
        background=_striped("#a8588a", 0),
        texture="violet, level stripes",
    ),
    Factor(
        slug="road-season",
        label="Roads not passable all year",
        cured="Roads are all year as they are in the season in which they are quickest.",
        background=_striped("#0072b2", 135),
        texture="blue, stripes falling to the right",
    ),
    Factor(
        slug="day",
        label="Not on this day",
        cured="Land and floods are as in the season in which the land is quickest, and no limit of a day holds.",
        background=_striped("#56b4e9", 90),
        texture="light blue, upright stripes",
    ),
    Factor(
        slug="profile",
        label="Not for this way of travelling",
        cured="People travel as the reference profile does, for example in a vehicle, wherever that is quicker.",
        background="radial-gradient(circle, #ffffffd9 1.3px, transparent 1.7px) 0 0 / 7px 7px, #007a5a",
        texture="green, dotted",
    ),
    Factor(
        slug="no-road",
        label="No road",
        cured="The nearest road is brought to each home in a straight line, as fast as that road, but not through a "
        "hazard area that is still there.",
        background=_striped("#e69f00", 45, 11),
        texture="orange, wide stripes rising to the right",
    ),
    Factor(
        slug="full",
        label="Centre full",
        cured="No centre has a limit of how many people it can take in a year.",
        background=_striped("#f0e442", 135, 11),
        texture="yellow, wide stripes falling to the right",
    ),
    Factor(
        slug=TOO_FAR,
        label="Too far even so",
        cured="What remains when all the others are cured at once: only a nearer centre, outreach or transport helps.",
        background="#c9c9c9",
        texture="grey, plain",
    ),
)
_BY_SLUG: Final = {factor.slug: factor for factor in _FACTORS}


def factor_of(slug: str) -> Factor:
    """A factor by its slug; one that is not known is spelled out."""
    plain = Factor(slug=slug, label=name_in_words(slug), cured="", background="#ffffff", texture="white, plain")
    return _BY_SLUG.get(slug, plain)


def in_order(slugs: Sequence[str]) -> tuple[Factor, ...]:
    """Factors in the order in which they are shown, what remains last; unknown ones before it."""
    places = {factor.slug: place for place, factor in enumerate(_FACTORS)}
    found = dict.fromkeys(slugs)
    return tuple(
        factor_of(slug)
        for slug in sorted(found, key=lambda slug: (slug == TOO_FAR, places.get(slug, len(places)), slug))
    )


def factor_in_sentence(slug: str) -> str:
    """The name of a factor within a sentence.

    >>> factor_in_sentence("no-road"), factor_in_sentence("a-new-one")
    ('no road', 'a new one')
    """
    return lowered(factor_of(slug).label)
