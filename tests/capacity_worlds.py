"""Small worlds of homes and centres, and every measure of supply written out in the plainest way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

from accessibility.capacity import (
    Crowding,
    Level,
    Zones,
    balanced,
    cumulative_opportunities,
    enhanced_two_step,
    gaussian_two_step,
    make_pairs,
    modified_two_step,
    raam,
    thirds,
    three_step,
    two_step,
)

WITHIN = 60.0
EXACT = Crowding(gap_minutes=1e-9)


@dataclass(frozen=True, kw_only=True)
class Towns:
    """Minutes from every home to every centre (inf: no way), people by home, capacity by centre."""

    minutes: np.ndarray
    people: np.ndarray
    capacity: np.ndarray

    @property
    def pairs(self) -> Any:
        homes, centres = self.minutes.shape
        origin, centre = (part.ravel() for part in np.mgrid[:homes, :centres])
        return make_pairs(origin, centre, self.minutes.ravel(), origin_count=homes, centre_count=centres)

    def of(self, measure: Any, **options: Any) -> Any:
        return measure(self.pairs, self.people, self.capacity, **options)

    def every(self, **crowding: Any) -> dict[str, Any]:
        """All eight measures within 60 minutes."""
        zones = thirds(WITHIN)
        return {
            "cumulative": self.of(cumulative_opportunities, within_minutes=WITHIN),
            "2sfca": self.of(two_step, within_minutes=WITHIN),
            "e2sfca": self.of(enhanced_two_step, zones=zones),
            "3sfca": self.of(three_step, decay=zones),
            "m2sfca": self.of(modified_two_step, decay=zones),
            "gaussian": self.of(gaussian_two_step, within_minutes=WITHIN),
            "bfca": self.of(balanced, decay=zones),
            "raam": self.of(raam, within_minutes=WITHIN, crowding=Crowding(gap_minutes=1e-9, **crowding)),
        }


def random_towns(seed: int, *, homes: int = 9, centres: int = 5) -> Towns:
    """Minutes on and off the ends of zones and catchments, equal ones among them; homes without people or ways."""
    random = np.random.default_rng(seed)
    minutes = random.choice([0, 7, 20, 20.5, 40, 41.25, 60, 60.5, 90], (homes, centres)).astype(float)
    minutes += random.choice([0.0, 0.125], minutes.shape)
    minutes[random.random(minutes.shape) < 0.2] = np.inf
    minutes[random.integers(homes)] = np.inf
    people = random.uniform(0.001, 900, homes) * (random.random(homes) > 0.15)
    capacity = random.choice([0, 10, 10, 37.5, 400], centres).astype(float)
    return Towns(minutes=minutes, people=people, capacity=capacity)


def plain_value(method: str, towns: Towns) -> np.ndarray:
    """The value of a measure by home, loop by loop as in its paper."""
    t, people, capacity = towns.minutes, towns.people, towns.capacity
    homes, centres = range(t.shape[0]), range(t.shape[1])

    def weight(i: int, j: int) -> float:
        if not t[i, j] <= WITHIN or capacity[j] == 0:
            return 0.0
        if method == "gaussian":
            return float((np.exp(-((t[i, j] / WITHIN) ** 2) / 2) - np.exp(-0.5)) / (1 - np.exp(-0.5)))
        if method in {"cumulative", "2sfca"}:
            return 1.0
        return 1.0 if t[i, j] <= 20 else 0.68 if t[i, j] <= 40 else 0.22

    w = [[weight(i, j) for j in centres] for i in homes]
    if method == "cumulative":
        return np.array([sum(w[i][j] * capacity[j] for j in centres) for i in homes])
    share = [[w[i][j] / sum(w[i]) if w[i][j] else 0.0 for j in centres] for i in homes]
    asks = {"3sfca": [[share[i][j] * w[i][j] for j in centres] for i in homes], "bfca": share}.get(method, w)
    gets = [[w[i][j] ** 2 for j in centres] for i in homes] if method == "m2sfca" else asks
    demand = [sum(people[i] * asks[i][j] for i in homes) for j in centres]
    level = [capacity[j] / demand[j] if demand[j] else 0.0 for j in centres]
    return np.array([sum(level[j] * gets[i][j] for j in centres) for i in homes])


def plain_agents(towns: Towns) -> tuple[np.ndarray, np.ndarray]:
    """Costs by home and people by centre where the sum of ways and crowds is least, by a solver of any smooth sum."""
    t, people, capacity = towns.minutes, towns.people, towns.capacity
    room = capacity * people.sum() / capacity.sum() / 60
    pairs = [(i, j) for i, j in np.ndindex(t.shape) if t[i, j] <= WITHIN and capacity[j] > 0 and people[i] > 0]
    scale = max(people.max(), 1.0)

    def loads(x: np.ndarray) -> np.ndarray:
        return np.bincount([j for _, j in pairs], x * scale, len(capacity))

    def cost(x: np.ndarray) -> float:
        crowd = loads(x)[room > 0] ** 2 / (2 * room[room > 0])
        return float(sum(t[pair] * part for pair, part in zip(pairs, x * scale, strict=True)) + crowd.sum()) / scale

    def slope(x: np.ndarray) -> np.ndarray:
        load = loads(x)
        return np.array([t[i, j] + load[j] / room[j] for i, j in pairs])

    origins = sorted({i for i, _ in pairs})
    adds_up = np.array([[float(i == origin) for i, _ in pairs] for origin in origins])
    total = {"type": "eq", "fun": lambda x: adds_up @ x - people[origins] / scale, "jac": lambda _: adds_up}
    first = np.array([people[i] / scale / sum(i == other for other, _ in pairs) for i, _ in pairs])
    found = minimize(
        cost,
        first,
        jac=slope,
        bounds=[(0, None)] * len(pairs),
        constraints=[total],
        method="SLSQP",
        options={"ftol": 1e-13, "maxiter": 2000},
    )
    load = loads(found.x)
    dear = np.where((t <= WITHIN) & (capacity > 0), t + load / np.where(room > 0, room, 1.0), np.inf)
    return dear.min(axis=1), load


__all__ = ["EXACT", "WITHIN", "Level", "Towns", "Zones", "plain_agents", "plain_value", "random_towns"]
