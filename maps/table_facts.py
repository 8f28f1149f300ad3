"""What every table and figure says of itself: its unit, of whom it is, its day and its source."""

from __future__ import annotations

from maps.input_sentences import told_sources
from maps.release_values import Tier
from maps.words import date_in_words

PEOPLE_OF_ROW = "the people of the row"


def table_facts(*, unit: str, denominator: str, date: str, source: str) -> str:
    """One line of the four facts.

    >>> table_facts(unit="people", denominator="none, counts", date="2026-01-01", source="a census")
    'Unit: people. Denominator: none, counts. Date: 1 January 2026. Source: a census.'
    """
    day = date_in_words(date) if date else "not given"
    return f"Unit: {unit}. Denominator: {denominator}. Date: {day}. Source: {source.rstrip('.')}."


def access_facts(tier: Tier, *, unit: str, denominator: str = PEOPLE_OF_ROW, groups: str = "") -> str:
    """The facts of a table of people and times, which are this release's own; ``groups``: the source of its groups."""
    source = f"{travel_source(tier)}{f'; groups: {groups}' if groups else ''}"
    return table_facts(unit=unit, denominator=denominator, date=tier.as_of, source=source)


def travel_source(tier: Tier) -> str:
    """Where times of people come from: the people of their source, on ways that the study computed."""
    return f"{people_source(tier)}; times computed by nearcare {tier.version}"


def people_source(tier: Tier) -> str:
    """The people's source with its year."""
    year = "" if tier.population.year is None else f" of {tier.population.year}"
    return f"people{year} ({_input(tier, 'population')})"


def centre_source(tier: Tier) -> str:
    """The centres' source."""
    return f"centres ({_input(tier, 'centres')})"


def _input(tier: Tier, role: str) -> str:
    """What the study says of its input of a role, such as ``[population] path``; its file where it does not say."""
    found = next((each for each in told_sources(tier) if each.role == role or each.role.startswith(f"[{role}]")), None)
    if found is None:
        return "a source that is not given"
    return found.source or f"{found.file}, source not given"
