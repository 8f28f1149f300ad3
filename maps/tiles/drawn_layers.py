"""A layer made ready to be drawn as vector tiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLayer:
    """A layer made ready for tiles: geometries in EPSG:3857, their boxes (n, 4), and their columns beside them."""

    name: str
    geometries: npt.NDArray[np.object_]
    boxes: npt.NDArray[np.float64]
    columns: pd.DataFrame
