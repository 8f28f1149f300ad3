"""Reasons, priority and certainty in the pages: the tables of a tier read, its chapters told, its layers drawn."""

from maps.why.asking import how_to_ask
from maps.why.blocks import Card, Folded, Section, WhyChapter
from maps.why.chapters import why_chapters
from maps.why.factors import factor_of
from maps.why.headline import headline_intervals
from maps.why.reading import read_why
from maps.why.share_classes import hatch_classes, read_edge, read_shares, sure_classes
from maps.why.sure_layers import SURE_PANES, add_sureness, region_popups, sure_data, sure_legend, sure_variables
from maps.why.sure_words import range_in_words, sure_sentence
from maps.why.values import WhyTables

__all__ = [
    "SURE_PANES",
    "Card",
    "Folded",
    "Section",
    "WhyChapter",
    "WhyTables",
    "add_sureness",
    "factor_of",
    "hatch_classes",
    "headline_intervals",
    "how_to_ask",
    "range_in_words",
    "read_edge",
    "read_shares",
    "read_why",
    "region_popups",
    "sure_classes",
    "sure_data",
    "sure_legend",
    "sure_sentence",
    "sure_variables",
    "why_chapters",
]
