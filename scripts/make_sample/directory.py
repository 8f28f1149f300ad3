"""The directory of the made-up centres: what each does, for whom and when; some of it nobody has asked yet."""

from __future__ import annotations

from typing import Final

_FIELDS: Final = (
    "tasks",
    "capacity_per_year",
    "capacity_unit",
    "dormitory_beds",
    "transport_support",
    "fee",
    "female_staff",
    "languages",
    "step_free",
    "days_open",
    "last_verified",
    "is_verified",
)


def _entry(*values: str | int | None) -> dict[str, str | int | None]:
    """The fields of a centre; None is not known."""
    return dict(zip(_FIELDS, values, strict=True))


DIRECTORY: Final = {
    "C-01": _entry(None, None, None, None, None, "paid", "yes", "en;fr", "yes", "daily", "2024-11-20", "yes"),
    "C-02": _entry(None, None, None, None, "no", "paid", None, "en", None, "mon-fri", "2024-11-21", "yes"),
    "C-03": _entry(
        "first_fitting;repair", 320, "people", 16, "yes", "free", "yes", "en;fr", "yes", "mon-fri", "2025-09-15", "yes"
    ),
    "C-04": _entry("repair", 140, "people", 0, "no", "free", None, "en", "no", "tue;thu", "2025-03-02", "yes"),
    "C-05": _entry(None, None, None, 0, None, "free", "yes", "en;fr", "yes", "wed;sat", None, "no"),
    "C-06": _entry(None, None, None, None, None, None, None, None, None, None, None, "no"),
}
