"""Who is covered in southern Malawi within what the ten facilities can give: one answer, or one for each order.

AccessMod lets facilities choose in turn, by a column or by the people around them, up or down: each takes all who are
left, minute by minute outwards, and of the last minute the share that it has room for. ``in_turn`` is that rule written
anew, over our minutes and not AccessMod's, to show what the order changes. Ours asks all at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from accessibility.capacity import Pairs, Supply, balanced, make_pairs, raam, thirds, two_step
from accessibility.capacity_runs import pairs_of
from accessibility.inputs import Inputs, read_inputs
from accessibility.search import Sources, TravelRules, lay_network
from accessibility.study_file import read_study_file
from geo.faults import Faults

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
ROOT: Final = Path(__file__).resolve().parent.parent
STUDY: Final = ROOT / "tests" / "studies" / "malawi_scenario.toml"
WITHIN_MINUTES: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """Patients by home, the zone of each (-1: none), the capacity of each facility, and who reaches which."""

    pairs: Pairs
    people: Floats
    zone: Rows
    zone_names: tuple[str, ...]
    capacity: Floats
    names: tuple[str, ...]

    def in_order(self, order: Rows) -> District:
        """The same with the facilities in another order."""
        place = np.argsort(order)
        pairs = make_pairs(
            self.pairs.origin,
            place[self.pairs.centre],
            self.pairs.minutes,
            origin_count=self.pairs.origin_count,
            centre_count=self.pairs.centre_count,
        )
        return District(
            pairs=pairs,
            people=self.people,
            zone=self.zone,
            zone_names=self.zone_names,
            capacity=self.capacity[order],
            names=tuple(self.names[row] for row in order),
        )

    def by_zone(self, people: Floats) -> Floats:
        """The people of each zone, of none, and of all."""
        sums = np.bincount(np.where(self.zone < 0, len(self.zone_names), self.zone), people, len(self.zone_names) + 1)
        return np.append(sums, sums.sum())


def read(study: Path = STUDY, *, within_minutes: float = WITHIN_MINUTES) -> District:
    """The demonstration scenario, on the way to the facilities. Raises InputFaults if it cannot be read."""
    faults = Faults()
    read_study = read_study_file(study, faults=faults)
    inputs: Inputs | None = read_inputs(read_study, faults=faults) if read_study is not None else None
    faults.raise_errors()
    if read_study is None or inputs is None:
        raise AssertionError("a reader refused its input without a fault")
    layer = gpd.read_file(read_study.located(read_study.centres.path)).set_index("name")
    centres, demand = inputs.centres, inputs.demand
    sources = Sources(cell=centres.cell, row=np.arange(len(centres), dtype=np.int32))
    network = lay_network(inputs.ground.land, inputs.ground.roads, rules=TravelRules(direction="to"))
    return District(
        pairs=pairs_of(network, sources, demand, within_minutes=within_minutes),
        people=demand.people,
        zone=inputs.areas.zone.ravel()[demand.home_cell].astype(np.int64),
        zone_names=inputs.areas.names,
        capacity=layer["capacity"].loc[list(centres.names)].to_numpy(np.float64),
        names=centres.names,
    )


def in_turn(district: District) -> tuple[Floats, Floats]:
    """Those covered by home, and by facility, where one facility after another takes the nearest who are left."""
    left = district.people.copy()
    taken = np.zeros(len(district.capacity))
    ring = np.ceil(district.pairs.minutes).astype(np.int64)
    for centre, capacity in enumerate(district.capacity):
        mine = np.flatnonzero(district.pairs.centre == centre)
        homes, rings = district.pairs.origin[mine], ring[mine]
        asking = np.bincount(rings, left[homes])
        room = np.maximum(capacity - (np.cumsum(asking) - asking), 0.0)
        share = np.divide(np.minimum(room, asking), asking, out=np.zeros(len(asking)), where=asking > 0)
        got = left[homes] * share[rings]
        left[homes] -= got
        taken[centre] = got.sum()
    return district.people - left, taken


def at_once(district: District, *, within_minutes: float = WITHIN_MINUTES) -> dict[str, Supply]:
    """Our measures of the same patients and facilities."""
    asked = (district.pairs, district.people, district.capacity)
    return {
        "2sfca": two_step(*asked, within_minutes=within_minutes),
        "bfca": balanced(*asked, decay=thirds(within_minutes)),
        "raam": raam(*asked, within_minutes=within_minutes),
    }


def orders_of(district: District) -> dict[str, Rows]:
    """The orders in which facilities may take their turn."""
    small_first = np.argsort(district.capacity, kind="stable")
    file = np.arange(len(district.capacity))
    return {
        "small first": small_first,
        "large first": small_first[::-1],
        "as in the file": file,
        "reversed": file[::-1],
    }


def covered_at_once(district: District, supply: Supply) -> Floats:
    """The people of each home whom the facilities that they go to have room for."""
    if supply.served_share is None:
        raise AssertionError(f"{supply.method} sends nobody anywhere")
    return district.people * supply.served_share


def row(name: str, values: Sequence[float] | Floats, form: str = ",.0f") -> str:
    """A row of a table."""
    return f"| {name} | " + " | ".join(format(value, form) for value in values) + " |"


def head(names: Sequence[str]) -> list[str]:
    """The head of a table."""
    return ["| " + " | ".join(names) + " |", "|---" * len(names) + "|"]


def is_same_in_every_order(district: District) -> bool:
    """Whether our measures say the same of every home, to the bit, whatever order the facilities have."""
    first = at_once(district)
    others = [at_once(district.in_order(order)) for order in orders_of(district).values()]
    return all(other[name].value.tobytes() == first[name].value.tobytes() for other in others for name in first)


def coverage(district: District) -> list[str]:
    """The patients of each zone, and how many of them each way of asking says to be covered."""
    zones = [*district.zone_names, "all"]
    lines = [*head(["covered", *zones]), row("patients", _of_zones(district, district.people))]
    for name, order in orders_of(district).items():
        covered, _ = in_turn(district.in_order(order))
        lines.append(row(f"in turn, {name}", _of_zones(district, covered)))
    ours = at_once(district)
    for name, supply in ours.items():
        if supply.served_share is not None:
            lines.append(row(f"at once, {name}", _of_zones(district, covered_at_once(district, supply))))
    return lines


def levels(district: District) -> list[str]:
    """The capacity for each patient, the mean of each zone."""
    lines = head(["capacity for a patient", *district.zone_names, "all"])
    base = _of_zones(district, district.people)
    for method, supply in at_once(district).items():
        if method != "raam":
            lines.append(row(f"at once, {method}", _of_zones(district, district.people * supply.value) / base, ".4f"))
    return lines


def loads(district: District) -> list[str]:
    """The patients of each facility."""
    orders, ours = orders_of(district), at_once(district)
    lines = head(["facility", "capacity", *(f"in turn, {name}" for name in orders), "2sfca", "bfca", "raam"])
    taken = []
    for order in orders.values():
        got = np.zeros(len(order))
        got[order] = in_turn(district.in_order(order))[1]
        taken.append(got)
    sent = [supply.demand for supply in ours.values() if supply.demand is not None]
    for place, name in enumerate(district.names):
        lines.append(row(name, [float(each[place]) for each in (district.capacity, *taken, *sent)]))
    return lines


def _of_zones(district: District, people: Floats) -> Floats:
    """The people of each zone and of all; nobody lives in none."""
    sums = district.by_zone(people)
    return np.append(sums[:-2], sums[-1])


def main() -> None:
    """Print the tables of capacity_malawi.md."""
    if not (ROOT.parent / "shared" / "data").is_dir():
        print("real data is not at ../shared/data; nothing to compare")
        return
    district = read()
    for lines in (coverage(district), levels(district), loads(district)):
        print("\n".join(lines), end="\n\n")
    print(f"every home the same to the bit in every order: {'yes' if is_same_in_every_order(district) else 'no'}")


if __name__ == "__main__":
    main()
