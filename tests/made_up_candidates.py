"""Made-up candidates at cells, for tests of what is measured from them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from accessibility.candidates import REFUSED_COLUMNS, Candidates


def candidates_at(cells: Any, **given: Any) -> Candidates:
    """Candidates that give any service, one at each cell; ``given``: other fields than these."""
    count = len(cells)
    fields: dict[str, Any] = {
        "ids": tuple(f"c{row}" for row in range(count)),
        "names": tuple(f"Candidate {row}" for row in range(count)),
        "kinds": ("listed",) * count,
        "pillars": (("any",),) * count,
        "tasks": ((),) * count,
        "levels": ("",) * count,
        "is_satellite": np.zeros(count, np.bool_),
        "centre_ids": ("",) * count,
        "xy": np.zeros((count, 2)),
        "cell": np.asarray(cells, np.int64),
        "moved_m": np.zeros(count),
        "cost": np.full(count, np.nan),
        "cost_per_year": np.full(count, np.nan),
        "capacity_per_year": np.full(count, np.nan),
        "place": np.arange(count),
        "currency": "USD",
        "years": 5.0,
        "refused": pd.DataFrame(columns=list(REFUSED_COLUMNS)),
    }
    return Candidates(**(fields | given))
