"""Reasons, priority and certainty in the pages: the tables of a tier read, its chapters told, its layers drawn."""

from maps.why.blocks import WhyChapter
from maps.why.chapters import why_chapters
from maps.why.reading import read_why
from maps.why.values import WhyTables

__all__ = ["WhyChapter", "WhyTables", "read_why", "why_chapters"]
