"""A measure of fairness as a value: the figure, the people that it is of, and whom it leaves out and why."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure. ``value`` is NaN where there is none, and ``note`` says why.

    ``people`` are those that the figure is of. ``people_no_way`` and ``people_unknown`` are left out of it: who
    has no way to care (inf), and of whom nothing is known (NaN). The three add up to everyone who was given.
    """

    value: float
    people: float
    people_no_way: float
    people_unknown: float
    note: str

    @property
    def people_left_out(self) -> float:
        """The people that the figure is not of."""
        return self.people_no_way + self.people_unknown

    def noting(self, *words: str) -> Measured:
        """The same with more words, before those that are there."""
        return replace(self, note="; ".join(part for part in (*words, self.note) if part))


def percent_words(share: float) -> str:
    """A share in percent, never rounded to none or to all.

    >>> percent_words(0.123), percent_words(0.0001), percent_words(0.9999), percent_words(1.0)
    ('12.3 %', 'less than 0.1 %', 'more than 99.9 %', '100.0 %')
    """
    if 0 < share < 0.0005:  # noqa: PLR2004 - what would be rounded to 0.0
        return "less than 0.1 %"
    if 0.9995 <= share < 1:  # noqa: PLR2004 - what would be rounded to 100.0
        return "more than 99.9 %"
    return f"{100 * share:.1f} %"
