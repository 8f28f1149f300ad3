"""Shares of the people by sex and age, home by home or area by area, worked out only when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.ages import SEXES, AgeBand

Floats = npt.NDArray[np.floating]
Doubles = npt.NDArray[np.float64]
_AT_ONCE: Final = 1 << 16  # rows, so that sums stay in the cache and need no memory of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class SexAgeShares:
    """How the people of each home are made up. ``bands`` rise and hold each age once.

    ``weight`` (2, bands, rows), 0 or more: how many are female or male and of each band, in any unit.
    ``row``: int32 (homes,), the row of each home, -1 where nothing is known; None where each home has
    its own row, in its order. ``total``: float64 (rows,), the weights added up; 0: nothing is known.
    """

    bands: tuple[AgeBand, ...]
    weight: Floats
    total: Doubles
    row: npt.NDArray[np.int32] | None

    @property
    def is_known(self) -> npt.NDArray[np.bool_]:
        """Whether sex and age are known, for each home."""
        known = np.asarray(self.total > 0, dtype=np.bool_)
        return known if self.row is None else (self.row >= 0) & known[self.row]

    def share(self, rates: Doubles) -> Doubles:
        """Each home's mean of a rate (2, bands) over its people, 0 where nothing is known. float64 (homes,).

        With 1 for some sexes and bands and 0 for the others it is the share of these. Shares of parts that
        make up a whole add up to its share, up to the rounding of sums.
        """
        mean = np.zeros(len(self.total))
        told = [(*place, float(rate)) for place, rate in np.ndenumerate(rates) if rate != 0]
        for start in range(0, len(mean), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            for sex, band, rate in told:
                mean[part] += np.multiply(self.weight[sex, band, part], rate, dtype=np.float64)
        np.divide(mean, self.total, out=mean, where=self.total > 0)
        return mean if self.row is None else np.where(self.is_known, mean[self.row], 0.0)


def sex_age_shares(
    bands: Sequence[AgeBand], weight: Floats, *, row: npt.NDArray[np.int32] | None = None
) -> SexAgeShares:
    """The shares that the weights stand for."""
    total = np.zeros(weight.shape[2])
    for part in weight.reshape(-1, weight.shape[2]):
        total += part
    return SexAgeShares(bands=tuple(bands), weight=weight, total=total, row=row)


def nobody_known(bands: Sequence[AgeBand], homes: int) -> SexAgeShares:
    """The shares of so many homes of which nothing is known."""
    return sex_age_shares(bands, np.zeros((len(SEXES), len(bands), 1)), row=np.full(homes, -1, np.int32))
