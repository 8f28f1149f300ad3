"""Need and fairness in a report: the tables of a tier read, its figures drawn and its chapters told."""

from maps.need.chapter import Row, Table, measure_label, share_with_people, value_in_words
from maps.need.chapters import NeedChapters, need_chapters, write_figures
from maps.need.indices import INDICES
from maps.need.reading import read_need
from maps.need.values import NeedTables

__all__ = [
    "INDICES",
    "NeedChapters",
    "NeedTables",
    "Row",
    "Table",
    "measure_label",
    "need_chapters",
    "read_need",
    "share_with_people",
    "value_in_words",
    "write_figures",
]
