"""Bars of the shares of reasons, with the same in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from accessibility.reasons import TOO_FAR
from maps.why.blocks import Piece, Stack, Swatch
from maps.why.factors import factor_in_sentence, factor_of, in_order
from maps.why.sure_words import person_hours_in_words
from maps.why.values import Reason
from maps.words import about_people, duration_in_words, percent_in_words

_UNSEEN: Final = 0.0005  # a share that no bar shows


def told_reasons(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """The reasons that are active and known, in the order in which they are shown."""
    known = {each.factor: each for each in reasons if _is_told(each)}
    return tuple(known[factor.slug] for factor in in_order(list(known)))


def _is_told(reason: Reason) -> bool:
    """What remains is told wherever it is known, whether or not the table calls it active."""
    return (reason.is_active or reason.factor == TOO_FAR) and not math.isnan(reason.share)


def share_in_words(share: float) -> str:
    """A share that may lie below 0.

    >>> share_in_words(0.25), share_in_words(-0.05), share_in_words(0.0)
    ('25 %', 'minus 5.0 %', '0 %')
    """
    return f"minus {percent_in_words(-share, 1)}" if share < 0 else percent_in_words(share, 1)


def reasons_bar(name: str, reasons: Sequence[Reason]) -> Stack | None:
    """The bar of a place; None where nobody is beyond or nothing is known. Shares below 0 are in its words alone."""
    told = told_reasons(reasons)
    drawn = [each for each in told if each.share > 0]
    whole = sum(each.share for each in drawn)
    if not drawn:
        return None
    said = ", ".join(
        f"{factor_in_sentence(each.factor)} {share_in_words(each.share)}" for each in told if abs(each.share) >= _UNSEEN
    )
    return Stack(
        text=f"{name}: {said}",
        pieces=tuple(
            Piece(
                percent=100 * each.share / whole,
                background=factor_of(each.factor).background,
                label=share_in_words(each.share),
            )
            for each in drawn
        ),
    )


def reason_swatches(reasons: Sequence[Reason], threshold_minutes: float) -> tuple[Swatch, ...]:
    """The legend of a bar: each factor with its share, its person-hours and whom curing it alone brings within."""
    within = duration_in_words(threshold_minutes)
    swatches = []
    for each in told_reasons(reasons):
        if abs(each.share) < _UNSEEN and not each.people_alone > 0:
            continue
        notes = [person_hours_in_words(each.person_hours)]
        if each.share < 0:
            notes.append("curing it lengthens the ways of others")
        if each.factor != TOO_FAR and not math.isnan(each.people_alone):
            people = about_people(each.people_alone)
            notes.append(f"cured alone, it brings {people if each.people_alone > 0 else 'nobody'} within {within}")
        label = f"{factor_of(each.factor).label}: {share_in_words(each.share)}"
        swatches.append(Swatch(background=factor_of(each.factor).background, label=label, note="; ".join(notes)))
    return tuple(swatches)


def legend_of(reasons: Sequence[Reason]) -> tuple[Swatch, ...]:
    """The legend of several bars: the factors that are in any of them."""
    used = [each.factor for each in reasons if _is_told(each) and each.share > 0]
    return tuple(Swatch(background=factor.background, label=factor.label) for factor in in_order(used))
