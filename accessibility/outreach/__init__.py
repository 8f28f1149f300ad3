"""Outreach: where a mobile team stops, how often, and on which day's tour."""

__all__: list[str] = []
