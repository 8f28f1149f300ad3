"""Made-up places where a service could be given that is not given there yet, with what each would cost."""

from __future__ import annotations

from typing import Final

from scripts.make_sample import place

COLUMNS: Final = (
    "id",
    "name",
    "lon",
    "lat",
    "tasks",
    "level",
    "cost",
    "cost_per_year",
    "capacity_per_year",
    "satellite",
    "land_owned",
    "source",
)
_CENTRE: Final = ("first_fitting;repair", "secondary", "90000", "24000", "220", "no")
_FITTING_POINT: Final = ("first_fitting;repair", "primary", "38000", "11000", "90", "yes")  # fits what C-03 makes
_FITTING_ROOM: Final = ("first_fitting;repair", "primary", "30000", "8000", "40", "yes")  # the same, without a road
_CANDIDATES: Final = (  # id, name, km east and north, what it offers, and whether the land is owned
    ("N-01", "Olvarin, old school", (9.7, 20.4), _FITTING_POINT, "yes"),
    ("N-02", "Narvett, market square", (20.7, 18.4), _CENTRE, "yes"),
    ("N-03", "Dolvari, by the bridge", (16.5, 13.1), _CENTRE, "yes"),
    ("N-04", "Farnolk, ferry landing", (4.5, 7.5), _FITTING_POINT, "yes"),
    ("N-05", "Hollimer, town hall", (15.6, 3.8), _CENTRE, "yes"),
    ("N-06", "Pirrowen, health post", (23.1, 4.1), _FITTING_POINT, "yes"),
    ("N-07", "Zuvane, meeting house", (26.9, 26.3), _FITTING_ROOM, "yes"),
    ("N-08", "Kesta, meeting house", (14.9, 24.3), _FITTING_ROOM, "yes"),
    ("N-09", "Ixbeth, fairground", (2.2, 14.6), _FITTING_POINT, "no"),
    ("N-10", "Pine slope, ski hut", (25.4, 17.5), _FITTING_ROOM, "yes"),  # inside SHA-2
)


def candidate_rows() -> list[tuple[str, ...]]:
    """The rows of candidates.csv."""
    rows: list[tuple[str, ...]] = []
    for identity, name, where, offer, owned in _CANDIDATES:
        lon, lat = place.lon_lat(where)
        rows.append((identity, name, f"{lon:.7f}", f"{lat:.7f}", *offer, owned, "Made up, synthetic"))
    return rows
