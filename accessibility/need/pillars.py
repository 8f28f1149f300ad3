"""The pillars of victim assistance: their order and their names in words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from geo.shipped import data_folder

ANY_PILLAR: Final = "any"
ANY_LABEL: Final = "Any service"


@cache
def pillar_labels() -> dict[str, str]:
    """The known pillars in the order in which they are shown, with their names in words."""
    with (data_folder() / "services" / "pillars.csv").open(encoding="utf-8", newline="") as file:
        return {ANY_PILLAR: ANY_LABEL, **{row["pillar"]: row["label"] for row in csv.DictReader(file)}}


def known_pillars() -> tuple[str, ...]:
    """The known pillars in the order in which they are shown, any service first."""
    return tuple(pillar_labels())


def pillar_label(pillar: str, titles: Mapping[str, str | None] | None = None) -> str:
    """The name of a pillar or service in words; ``titles``: those of services that have one, by name.

    One that is not known is spelled out as it is.

    >>> pillar_label("emergency_care"), pillar_label("eye_care")
    ('Emergency and trauma care', 'Eye care')
    >>> pillar_label("repair", {"repair": "Repair of devices"})
    'Repair of devices'
    """
    title = (titles or {}).get(pillar)
    if title:
        return title
    spaced = pillar.replace("_", " ").replace("-", " ").strip()
    return pillar_labels().get(pillar, spaced[:1].upper() + spaced[1:])


def order_pillars(pillars: Iterable[str], services: Sequence[str] = ()) -> tuple[str, ...]:
    """Pillars without repeats, the known ones first and in their order, the others by name; last services in theirs.

    >>> order_pillars(["repair", "psychosocial", "eye_care", "fitting"], services=["repair", "fitting"])
    ('psychosocial', 'eye_care', 'repair', 'fitting')
    """
    place = {pillar: row for row, pillar in enumerate(pillar_labels())}
    after = {service: row for row, service in enumerate(services, start=1)}
    return tuple(sorted(set(pillars), key=lambda pillar: (after.get(pillar, 0), place.get(pillar, len(place)), pillar)))


def slug(name: str) -> str:
    """A name in ``[a-z0-9-]``, for paths; empty if nothing of it can stand there.

    >>> slug("Physical_rehab"), slug("физическая")
    ('physical-rehab', '')
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
