"""What the control of a threshold says in a page of one file, in its reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from maps.languages import page_words
from maps.moving_threshold.looks import looks_of, statuses_of

_SAID: Final = {
    "upTo": ("offline-up-to", ("upper",)),
    "between": ("offline-between", ("lower", "upper")),
    "over": ("offline-over", ("lower",)),
    "share": ("offline-share", ("minutes", "percent", "people", "everyone")),
    "all": ("offline-all", ()),
    "unknown": ("offline-unknown", ()),
    "fewer": ("offline-fewer", ()),
    "nobody": ("offline-nobody", ()),
}


def control_data(
    steps_minutes: Sequence[float], bands_minutes: Sequence[float], *, language: str, has_all: bool
) -> dict[str, Any]:
    """What the script of the control is told. ``has_all``: its last place is all bands, without a threshold."""
    said = page_words(language)
    say = said.say
    statuses = statuses_of(len(steps_minutes))
    return {
        "language": language,
        "hasAll": has_all,
        "minutes": [said.minutes(step) for step in steps_minutes],
        "looks": looks_of(steps_minutes, bands_minutes),
        "statuses": [{**each, "label": say(f"offline-{each['slug']}")} for each in statuses],
        "said": {
            name: say(message, **{place: f"{{{place}}}" for place in places})
            for name, (message, places) in _SAID.items()
        },
    }
