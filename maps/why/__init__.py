"""Reasons, priority and certainty in the pages: the tables of a tier read, its chapters told, its layers drawn."""

from maps.why.reading import read_why
from maps.why.values import WhyTables

__all__ = ["WhyTables", "read_why"]
