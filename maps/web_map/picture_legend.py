"""The legend of the still picture: its classes in the page's language, for readers without scripts."""

from __future__ import annotations

import re
from typing import Any, Final

from maps.languages import Words
from maps.tiles import RasterLayer

_WITHIN: Final = re.compile(r"within-([0-9.e+]+)-min")
_BEYOND: Final = re.compile(r"beyond-([0-9.e+]+)-min")


def still_legend(layer: RasterLayer, said: Words) -> dict[str, Any]:
    """The ``title`` of a layer and its ``classes``, best first: ``slug``, ``colour``, ``stripe``, ``falls``, ``words``.

    A class that has no message keeps its own label, which is English (``is_english``).
    """
    classes, over = [], None
    for each in layer.classes:
        within, beyond = _WITHIN.fullmatch(each.slug), _BEYOND.fullmatch(each.slug)
        if within:
            upto = said.minutes(float(within[1]))
            words = (
                said.say("map-class-within", upto=upto)
                if over is None
                else said.say("map-class-between", over=over, upto=upto)
            )
            over = upto
        elif beyond:
            words = said.say("map-class-beyond", over=said.minutes(float(beyond[1])))
        else:
            message = f"map-class-{each.slug}"
            words = said.say(message) if said.has(message) else ""
        classes.append(
            {
                "slug": each.slug,
                "colour": each.colour,
                "stripe": each.stripe,
                "falls": each.falls,
                "words": words or each.label,
                "is_english": not words,
            }
        )
    return {"title": said.say(f"map-legend-{layer.name}"), "classes": classes}
