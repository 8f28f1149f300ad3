"""Need and fairness in a report: the tables of a tier read, its figures drawn and its chapters told."""

from maps.need.reading import read_need
from maps.need.values import NeedTables

__all__ = ["NeedTables", "read_need"]
