"""Why a region is underserved and what would change it, in sentences that can be read aloud."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from accessibility.need import ANY_PILLAR, pillar_label
from accessibility.reasons.factor_words import FACTOR_WORDS
from accessibility.reasons.shapley import TOO_FAR
from accessibility.study_file import FACTOR_SLUGS
from geo.errors import InputError

_SMALL_PERCENT: Final = 5  # factors below are said together, where there are two or more
_MOST_PERCENT: Final = 50
_ALL_PERCENT: Final = 100
_SHOWN_PLACES: Final = 2
_WHOLE_BELOW: Final = 1000
_PAIR: Final = 2
_HALF: Final = 0.5  # of a person: no more than that reads 0
_MINUTES_PER_HOUR: Final = 60
_SAME_SHARE: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFacts:
    """What is told of one region of one run. People are counts, not yet rounded.

    ``name`` stands in where no area is named. ``places``: all places in the region, the largest first. ``service``
    follows "from", as ``service_in_words`` gives it. ``people`` live beyond the threshold, ``people_no_way`` of them
    have no way at all, ``people_inside_hazards`` of these because they live inside a hazard area, and
    ``people_in_need`` of them need the service (NaN unknown). ``shares``: of each active factor and ``too-far``, adding
    up to 1; NaN where they are not known. ``within_alone``: by active factor the people whom curing it alone brings
    within the threshold; ``within_all`` those whom curing all of them brings.
    """

    name: str
    area_names: Sequence[str] = ()
    places: Sequence[str] = ()
    service: str
    threshold_minutes: float
    direction: Literal["to", "from"] = "to"
    people: float
    people_no_way: float = 0.0
    people_inside_hazards: float = 0.0
    people_in_need: float = math.nan
    shares: Mapping[str, float]
    within_alone: Mapping[str, float] = field(default_factory=dict)
    within_all: float = 0.0


def service_in_words(pillar: str, titles: Mapping[str, str | None] | None = None) -> str:
    """A pillar or service as it goes on after "two hours from"; ``titles`` as in ``pillar_label``.

    >>> service_in_words("any"), service_in_words("emergency_care"), service_in_words("fit", {"fit": "P&O fitting"})
    ('the nearest centre', 'emergency and trauma care', 'P&O fitting')
    """
    if pillar == ANY_PILLAR and not (titles or {}).get(pillar):
        return "the nearest centre"
    return _lower(pillar_label(pillar, titles))


def percents(shares: Mapping[str, float]) -> dict[str, int]:
    """Shares of 1 as whole percents that add up to 100: those that lose most by rounding down get what is left.

    >>> percents({"hazards": 1 / 3, "no-road": 1 / 3, "too-far": 1 / 3})
    {'hazards': 34, 'no-road': 33, 'too-far': 33}
    """
    if not abs(math.fsum(shares.values()) - 1) <= _SAME_SHARE:
        raise InputError(f"the shares add up to {math.fsum(shares.values()):g}; give shares that add up to 1")
    exact = {name: round(_ALL_PERCENT * share, 9) for name, share in shares.items()}
    whole = {name: math.floor(percent) for name, percent in exact.items()}
    left = _ALL_PERCENT - sum(whole.values())
    for name in sorted(exact, key=lambda name: whole[name] - exact[name])[:left]:  # sorted keeps the order of equals
        whole[name] += 1
    return whole


def reasons_sentence(facts: RegionFacts) -> str:
    """Who is underserved where, and by how much of their time beyond the threshold for which reason.

    Percents add up to 100; factors below 5 % are said together where there are several. Raises InputError for shares
    that do not add up, and for a factor that is not known.
    """
    _check(facts)
    too_long = f"more than {_duration(facts.threshold_minutes)} from {facts.service}"
    if facts.direction == "from":
        too_long += ", counted on the way out to them"
    where = _where(facts)
    if facts.people <= _HALF:
        return f"In {where} nobody lives {too_long}."
    beside = [_no_way_in_words(facts)] if facts.people_no_way > _HALF else []
    if facts.people_in_need > _HALF:
        beside.append(f"{_about(facts.people_in_need)} of them expected to need this care")
    said = ", ".join([f"In {where} {_persons(facts.people)} {too_long}", *(" and ".join(beside),) * bool(beside)])
    return f"{said}. {_upper(_shares_in_words(facts.shares))}."


def change_sentence(facts: RegionFacts) -> str:
    """Whom curing each factor alone would bring within the threshold, whom all together, and what is left.

    Factors that bring most come first. Errors as in ``reasons_sentence``.
    """
    _check(facts)
    within = f"within {_duration(facts.threshold_minutes)}"
    if facts.people <= _HALF:
        return f"Nothing has to change for anybody here to be {within}."
    nearer = FACTOR_WORDS[TOO_FAR].lever
    if not facts.within_alone:
        return f"Nothing that was asked would bring them {within}; only {nearer} would."
    alone = sorted(facts.within_alone, key=lambda factor: (-facts.within_alone[factor], FACTOR_SLUGS.index(factor)))
    is_one = len(alone) == 1
    most = max(facts.within_all, *facts.within_alone.values())
    if most <= _HALF:
        whoever = FACTOR_WORDS[alone[0]].lever if is_one else "none of these changes, alone or all together,"
        nobody = "would bring nobody" if is_one else "would bring anybody"
        shorter = ", though ways would be shorter" if facts.shares.get(TOO_FAR, 1.0) < 1 - _SAME_SHARE else ""
        return f"{_upper(whoever)} {nobody} {within}{shorter}; only {nearer} would."
    said = [_alone_in_words(facts, alone, within)]
    together = facts.within_all
    if not is_one and together > facts.within_alone[alone[0]] + _HALF:
        everything = "both" if len(alone) == _PAIR else "all"
        said.append(f"{everything} together would bring {_of_them(together, facts.people)}")
    left = _shown(facts.people) - _shown(most) if facts.people - most > _HALF else 0.0
    left = left if left > _HALF else facts.people - most  # rounding may hide it
    rest = f" {_upper(_persons_need(left))} {nearer}." if left > _HALF else ""
    return f"{_upper('; '.join(said))}.{rest}"


def _no_way_in_words(facts: RegionFacts) -> str:
    """Who has no way at all, and who of them because of where they live."""
    said = f"{_of_them(facts.people_no_way, facts.people)} without any way at all"
    inside = facts.people_inside_hazards
    if inside <= _HALF:
        return said
    some = "" if _about(inside) == _about(facts.people_no_way) else f"{_about(inside)} of these "
    return f"{said} ({some}inside hazard areas)"


def _alone_in_words(facts: RegionFacts, alone: Sequence[str], within: str) -> str:
    """By factor who comes within the threshold; those that bring nobody are named last, together."""
    helping = [factor for factor in alone if facts.within_alone[factor] > _HALF]
    idle = [FACTOR_WORDS[factor].lever for factor in alone if factor not in helping]
    if not helping:
        return f"no single change would bring anybody {within}"
    word = "" if len(alone) == 1 else " alone"
    said = [
        f"{FACTOR_WORDS[factor].lever}{word} would bring {_of_them(facts.within_alone[factor], facts.people)}"
        for factor in helping
    ]
    said[0] += f" {within}"
    if len(idle) == 1:
        said.append(f"{idle[0]} alone would bring nobody")
    elif len(idle) == _PAIR:
        said.append(f"neither {_listed(idle, 'nor')} alone would bring anybody")
    elif idle:
        said.append(f"none of {_listed(idle, 'and')} alone would bring anybody")
    return "; ".join(said)


def _shares_in_words(shares: Mapping[str, float]) -> str:
    """The time lost, part by part."""
    factors = [factor for factor in FACTOR_SLUGS if factor in shares]
    if any(math.isnan(share) for share in shares.values()):
        return "why is not known"
    if not factors:
        return "nothing that was asked stands in the way: it is too far even so"
    percent = percents({name: shares[name] for name in (*factors, TOO_FAR) if name in shares})
    far = percent.pop(TOO_FAR, 0)
    told = sorted((name for name in factors if percent[name] > 0), key=lambda name: -percent[name])
    against = [name for name in factors if percent[name] < 0]
    if not told and not against:
        causes = _listed([FACTOR_WORDS[name].cause for name in factors], "or")
        none = "none" if all(abs(shares[name]) < _SAME_SHARE for name in factors) else "hardly any"
        return f"{none} of their lost time comes from {causes}: it is too far even so"
    said = list(_parts_in_words(told, percent, far))
    if percent.get(told[0] if told else "") == _ALL_PERCENT and shares[told[0]] < 1 - _SAME_SHARE:
        said[0] = f"nearly {said[0]}"
    said += [_against_in_words(name, -percent[name], has_full="full" in shares) for name in against]
    return "; ".join(said)


def _parts_in_words(told: Sequence[str], percent: Mapping[str, int], far: int) -> Iterator[str]:
    """What comes from each factor, the greatest first, and what would remain, first if it is the greatest."""
    small = [name for name in told[1:] if percent[name] < _SMALL_PERCENT]
    small = small if len(small) > 1 else []
    parts = sorted([far, *(percent[name] for name in told)], reverse=True)
    is_tied = parts[:1] == parts[1:2]
    is_far_first = far == parts[0] and not is_tied
    if is_far_first:
        yield f"{_lead(far, is_tied=False)} would remain whatever is cured: it is too far even so"
    for place, name in enumerate(name for name in told if name not in small):
        share = f"{percent[name]} %" if place or is_far_first else _lead(percent[name], is_tied=is_tied)
        yield f"{share} {'from' if place else 'comes from'} {FACTOR_WORDS[name].cause}"
    if small:
        yield f"the rest, {sum(percent[name] for name in small)} %, from other reasons"
    if far > 0 and not is_far_first:
        yield f"{far} % would remain: it is too far even so"


def _lead(percent: int, *, is_tied: bool) -> str:
    """How the greatest part begins."""
    if percent == _ALL_PERCENT:
        return "all of their lost time"
    if percent > _ALL_PERCENT:
        return f"more than all of their lost time, {percent} %,"
    if is_tied:
        return f"of their lost time {percent} %"
    return f"{'most' if percent > _MOST_PERCENT else 'the largest part'} of their lost time, {percent} %,"


def _against_in_words(factor: str, percent: int, *, has_full: bool) -> str:
    """A factor whose cure takes back some of what others give."""
    why = ", as more people would then ask at centres that are full" if has_full else ""
    return f"{FACTOR_WORDS[factor].lever} would take {percent} % back again{why}"


def _where(facts: RegionFacts) -> str:
    """The areas and the places of a region; its name where it has no area."""
    first, *others = facts.area_names or [_lower(facts.name)]
    where = _listed([first, others[0] if len(others) == 1 else f"{len(others)} more areas"], "and") if others else first
    if not facts.places:
        return f"{where}," if "," in where or where[-1:].isdigit() else where
    shown, more = list(facts.places[:_SHOWN_PLACES]), len(facts.places) - _SHOWN_PLACES
    if more == 1:
        shown.append(facts.places[_SHOWN_PLACES])
    elif more > 1:
        shown.append(f"{more} more places")
    return f"{where} ({_listed(shown, 'and')})"


def _check(facts: RegionFacts) -> None:
    unknown = sorted((set(facts.shares) - set(FACTOR_WORDS)) | (set(facts.within_alone) - set(FACTOR_SLUGS)))
    if unknown:
        raise InputError(f"{unknown[0]!r} is no factor; tell of some of {', '.join(FACTOR_SLUGS)}")
    if not 0 <= facts.people < math.inf:
        raise InputError(f"{facts.people:g} people live in {facts.name}; give a number of at least 0")
    if not all(math.isfinite(people) for people in (facts.within_all, *facts.within_alone.values())):
        raise InputError(
            f"how many people of {facts.name} would be within the threshold is not known; count them first"
        )


def _about(people: float) -> str:
    """People for the ear: whole ones, three digits from 1,000 on, as the tables of the report say them."""
    if people <= _HALF:
        return "nobody"
    if people < _WHOLE_BELOW:
        return f"{round(people)}"
    return f"{_shown(people):,.0f}"


def _shown(people: float) -> float:
    """People to the digits that are told, so that what is told of a region adds up."""
    step = 1 if people < _WHOLE_BELOW else 10 ** (math.floor(math.log10(people)) - 2)
    return float(round(people / step) * step)


def _persons(people: float) -> str:
    said = _about(people)
    return f"{said} {'person lives' if said == '1' else 'people live'}"


def _persons_need(people: float) -> str:
    said = _about(people)
    return "the other person needs" if said == "1" else f"the other {said} need"


def _of_them(people: float, everyone: float) -> str:
    if _about(everyone) == "1":
        return "this person"
    return "all of them" if people > everyone - _HALF else f"{_about(people)} of them"


def _duration(minutes: float) -> str:
    """A threshold, spelled out."""
    hours, rest = divmod(minutes, _MINUTES_PER_HOUR)
    said = [f"{hours:g} hour{'' if hours == 1 else 's'}"] if hours else []
    if rest or not hours:
        said.append(f"{rest:g} minute{'' if rest == 1 else 's'}")
    return " ".join(said)


def _listed(parts: Sequence[str], last: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    """A name within a sentence: its first letter small, unless it is no plain word."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
