"""Builds small made-up tables on need and fairness, and writes them into a tier, for the tests of what shows them.

Nothing in it is real: eight places in two areas and outside, with times that can be solved in the head. The
areas, pillars, bands and threshold are those of ``release_on_disk``, so that both fit in one tier. Empty groups
(no city in Lower), no way (an island of 100 people), unknown values and a name that looks like a formula are there.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import product

import numpy as np
import pandas as pd

from accessibility.release import NeedTables, write_need_tables

AREAS = (("a1", "Upper"), ("a2", "Lower"))
PILLARS = ("physical_rehab", "psychosocial")
BANDS = (30.0, 60.0, 120.0, 240.0)
THRESHOLD = 120.0
AS_OF = "2026-01-01"
CURRENCY = "USD"
DAY_MINUTES = 480.0
VISITS = 2
PLACES = pd.DataFrame(
    [
        # area_id, settlement, people, minutes, minutes more with hazards
        ("a1", "city", 1000.0, 20.0, 0.0),
        ("a1", "town", 300.0, 50.0, 0.0),
        ("a1", "rural", 200.0, 100.0, 0.0),
        ("a2", "town", 400.0, 45.0, 0.0),
        ("a2", "rural", 300.0, 110.0, 40.0),
        ("a2", "rural", 200.0, 300.0, 40.0),
        ("a2", "rural", 100.0, math.inf, 0.0),
        ("outside", "rural", 50.0, 60.0, 0.0),
    ],
    columns=["area_id", "settlement", "people", "minutes", "more"],
)
FEMALE = {"city": 0.48, "town": 0.5, "rural": 0.55}
NOT_KNOWN = 0.02
AGES = {"age-0-14": 0.4, "age-15-59": 0.5, "age-60-plus": 0.1}
NEED_RATE = 0.005
SLOWER = {"default": 1.0, "walk-wheelchair": 2.0}
PILLAR_MINUTES = {"physical_rehab": 0.0, "psychosocial": 10.0}
GROUPS = (
    ("everyone", "Everyone", "everyone"),
    ("female", "Women and girls", "sex"),
    ("male", "Men and boys", "sex"),
    ("sex-not-known", "Sex not known", "sex"),
    ("age-0-14", "Aged 0 to 14", "age"),
    ("age-15-59", "Aged 15 to 59", "age"),
    ("age-60-plus", "Aged 60 and over", "age"),
    ("female-age-0-14", "Girls aged 0 to 14", "sex-age"),
    ("rural", "Rural", "settlement"),
    ("town", "Towns", "settlement"),
    ("city", "Cities", "settlement"),
    ("need-prosthetics-orthotics", "In need of prosthetics or orthotics", "need"),
)


def need_tables(  # what a test may ask to be different
    *,
    areas=AREAS,
    pillars=PILLARS,
    profiles=("default",),
    scenarios=("base",),
    seasons=("all-year",),
    hazards=("hazards", "no-hazards"),
    **other_tables,
) -> NeedTables:
    """Whole made-up tables; a table given by name (``parity=None``) takes the place of the made-up one."""
    names = dict(areas) | {"outside": "outside all areas", "total": "All"}
    runs = [
        dict(zip(("pillar", "profile", "scenario", "season", "direction", "hazards"), run, strict=True))
        for run in product(pillars, profiles, scenarios, seasons, ("to",), hazards)
    ]
    access = pd.DataFrame([row for run in runs for row in access_rows(run, names)])
    made = {
        "access": access,
        "groups": groups_frame(),
        "fairness": pd.DataFrame([row for run in runs for row in _fairness_rows(run, access)]),
        "parity": pd.DataFrame([row for run in runs for row in _parity_rows(run, names)]),
        "supply": pd.DataFrame([row for run in runs for row in _supply_rows(run, names)]),
        "centre_load": pd.DataFrame([row for run in runs for row in _load_rows(run)]),
        "directory": directory_frame(),
        "data_gaps": _data_gaps_frame(),
    }
    return NeedTables(**(made | other_tables))


def write_need(tier_folder, need=None):
    """Write the tables into ``tables/`` of a tier that is there; gives them."""
    need = need_tables() if need is None else need
    (tier_folder / "tables").mkdir(parents=True, exist_ok=True)
    write_need_tables(tier_folder / "tables", need)
    return need


@cache
def people_of(group):
    """The people of a group in each place; not to be changed."""
    people = PLACES["people"].to_numpy()
    female = PLACES["settlement"].map(FEMALE).to_numpy() * (1 - NOT_KNOWN)
    shares = {
        "everyone": 1.0,
        "female": female,
        "male": 1 - NOT_KNOWN - female,
        "sex-not-known": NOT_KNOWN,
        **AGES,
        "female-age-0-14": female * AGES["age-0-14"],
        **{kind: (PLACES["settlement"] == kind).to_numpy().astype(float) for kind in ("rural", "town", "city")},
        "need-prosthetics-orthotics": NEED_RATE,
    }
    return people * shares[group]


def minutes_of(run):
    """The minutes of each place in a run; inf is no way."""
    minutes = PLACES["minutes"] * SLOWER.get(run["profile"], 1.0) + PILLAR_MINUTES.get(run["pillar"], 0.0)
    return (minutes + (PLACES["more"] if run["hazards"] == "hazards" else 0.0)).to_numpy()


def access_rows(run, names):
    """The rows of one run: every area, outside, and all; every group; every measure."""
    minutes, rows = minutes_of(run), []
    for (area_id, area_name), (group, _, _) in product(names.items(), GROUPS):
        is_in = np.ones(len(PLACES), bool) if area_id == "total" else (PLACES["area_id"] == area_id).to_numpy()
        people, times = people_of(group)[is_in], minutes[is_in]
        for measure, (value, unit) in measures_of(people, times).items():
            rows.append(
                run
                | {
                    "area_id": area_id,
                    "area_name": area_name,
                    "area_kind": {"total": "all", "outside": "outside"}.get(area_id, "area"),
                    "group": group,
                    "measure": measure,
                    "value": float(value),
                    "unit": unit,
                    "denominator": float(people.sum()),
                    "as_of": AS_OF,
                }
            )
    return rows


def measures_of(people, times):
    """Every measure of some people with its unit; NaN of nobody."""
    total, is_reached = people.sum(), np.isfinite(times)

    def share(is_in):
        return people[is_in].sum() / total if total > 0 else math.nan

    median, reached = quantile(people, times, 0.5), people[is_reached].sum()
    within = {}
    for band in BANDS:
        within[f"population_within_{band:g}_min"] = (people[times <= band].sum(), "people")
        within[f"share_within_{band:g}_min"] = (share(times <= band), "share")
    return {
        "people": (total, "people"),
        **within,
        "median_minutes": (median, "minutes"),
        "p90_minutes": (quantile(people, times, 0.9), "minutes"),
        "worst_decile_mean_minutes": (worst_decile_mean(people, times), "minutes"),
        "mean_reached_minutes": (
            (people[is_reached] * times[is_reached]).sum() / reached if reached > 0 else math.nan,
            "minutes",
        ),
        "unreached_share": (share(~is_reached), "share"),
        "beyond_threshold_share": (share(~(times <= THRESHOLD)), "share"),
        "day_trip_share": (share(2 * times <= DAY_MINUTES), "share"),
        "overnight_share": (share(is_reached & (2 * times > DAY_MINUTES)), "share"),
        "round_trip_median_minutes": (2 * median, "minutes"),
        "yearly_hours_median": (2 * median * VISITS / 60, "hours per year"),
        "yearly_fares_median": (math.nan if math.isnan(median) else 4.0, f"{CURRENCY} per year"),
    }


def quantile(people, times, share):
    """The least minutes within which a share of the people are; NaN of nobody."""
    if people.sum() <= 0:
        return math.nan
    order = np.argsort(times, kind="stable")
    place = np.searchsorted(np.cumsum(people[order]), share * people.sum() * (1 - 1e-12))
    return times[order][min(place, len(times) - 1)]


def worst_decile_mean(people, times):
    """The mean minutes of the tenth of the people who are farthest away: inf with one who has no way."""
    if people.sum() <= 0:
        return math.nan
    order = np.argsort(times, kind="stable")
    ends = np.cumsum(people[order])
    worst = np.clip(ends - 0.9 * people.sum(), 0.0, people[order])
    is_in = worst > 1e-9
    return float((worst[is_in] * times[order][is_in]).sum() / worst.sum())


def groups_frame():
    """The groups and their people; nobody is of a group that is shown all the same."""
    rows = [
        {
            "group": group,
            "label": label,
            "kind": kind,
            "people": float(people_of(group).sum()),
            "low_people": float(people_of(group).sum()) * (0.8 if kind == "need" else 1.0),
            "high_people": float(people_of(group).sum()) * (1.2 if kind == "need" else 1.0),
            "source": "made up by a test",
            "source_date": "2026",
            "certainty": "A",
            "note": "estimated by a rate" if kind == "need" else "",
        }
        for group, label, kind in GROUPS
    ]
    nobody = {"group": "age-not-known", "label": "Age not known", "kind": "age", "people": 0.0}
    nobody |= {"low_people": 0.0, "high_people": 0.0, "source": "made up by a test", "source_date": "2026"}
    return pd.DataFrame([*rows, nobody | {"certainty": "A", "note": "nobody"}])


def _fairness_rows(run, access):
    own = access[(access[list(run)] == pd.Series(run)).all(axis=1) & (access["area_id"] == "total")]
    table = own.set_index(["group", "measure"])
    people = float(own["denominator"].max())
    rows = []
    for measure, value, unit in (
        ("gini", 0.45, "index from 0 to 1"),
        ("theil", 0.3, "index from 0"),
        ("theil_within", 0.1, "index from 0"),
        ("theil_between", 0.2, "index from 0"),
        ("concentration_index", -0.1, "index from -1 to 1"),
        ("palma", 2.5, "ratio"),
        ("fgt0", 0.25, "share"),
        ("fgt1", 0.12, "share"),
        ("fgt2", 0.07, "share"),
        ("kolm_pollak_ede", 95.0, "minutes"),
    ):
        rows.append(_fairness_row(run, measure, "everyone", "", (value, math.nan), unit, (people, math.nan)))
    for group, other in (("female", "male"), ("rural", "city"), ("need-prosthetics-orthotics", "everyone")):
        values, counts = (
            tuple(table.loc[(key, "share_within_120_min"), column] for key in (group, other))
            for column in ("value", "denominator")
        )
        rows.append(_fairness_row(run, "gap", group, other, values, "share", counts))
    return rows


def _fairness_row(run, measure, group, other, values, unit, counts):
    return run | {
        "area_id": "total",
        "measure": measure,
        "group": group,
        "other_group": other,
        "value": values[0],
        "other_value": values[1],
        "difference": values[0] - values[1],
        "unit": unit,
        "denominator": counts[0],
        "other_denominator": counts[1],
        "note": "share_within_120_min" if measure == "gap" else "",
    }


def _parity_rows(run, names):
    told = (("a1", 0.85, 0.95, 1.0, "worse", ""), ("a2", math.nan, math.nan, 0.4, "cannot be told", "not told"))
    for area_id, low, high, need, verdict, note in told:
        yield run | {
            "stratum": "everyone",
            "area_id": area_id,
            "area_name": names[area_id],
            "threshold_minutes": THRESHOLD,
            "survivors_share_low": low,
            "survivors_share_high": high,
            "need_share": need,
            "verdict": verdict,
            "note": note,
        }


def families_frame(names, pillar="physical_rehab"):
    """Families of survivors in three areas, of which one is not told, and communities near contamination."""
    run = {"pillar": pillar, "profile": "default", "scenario": "base", "season": "all-year", "direction": "to"}
    nan = math.nan
    told = [
        ("families", "total", "All", 30.0, 40.0, 60.0, "told", "estimate"),
        ("families", "a1", names["a1"], 30.0, 40.0, 60.0, "told", "estimate"),
        ("families", "a2", names["a2"], nan, nan, nan, "not told", "suppressed: not told, which does not mean zero"),
        ("communities", "total", "All", 100.0, 200.0, 1500.0, "told", "estimate"),
    ]
    columns = ("kind", "area_id", "area_name", "people_low", "people", "people_high", "status", "note")
    facts = {"hazards": "hazards", "is_estimate": True, "source": "a made-up census", "as_of": AS_OF}
    return pd.DataFrame([run | facts | dict(zip(columns, row, strict=True)) for row in told])


def _supply_rows(run, names):
    people = PLACES.groupby("area_id")["people"].sum() * NEED_RATE
    values = {"a1": 0.9, "a2": 0.2, "outside": 0.0, "total": 0.55}
    for area_id, value in values.items():
        yield run | {
            "method": "2sfca",
            "area_id": area_id,
            "area_name": names[area_id],
            "area_kind": {"total": "all", "outside": "outside"}.get(area_id, "area"),
            "group": "need-prosthetics-orthotics",
            "value": value,
            "unit": "people per year for each person in need",
            "denominator": float(people.get(area_id, people.sum())),
        }


def _load_rows(run):
    if run["pillar"] != "physical_rehab":
        return
    for centre_id, name, capacity, demand, note in (
        ("c1", '=HYPERLINK("http://example.invalid","North Centre")', 5.0, 10.0, ""),
        ("c2", "South Centre", math.nan, 2.0, "capacity is not known"),
    ):
        yield run | {
            "centre_id": centre_id,
            "centre_name": name,
            "capacity_per_year": capacity,
            "demand_per_year": demand,
            "load_ratio": demand / capacity,
            "note": note,
        }


def directory_frame():
    """Three centres: one told in full, one of which little is known, one unverified."""
    known = ("yes", "free", "yes", "fra;ara", "yes", "mon;tue;wed", "2025-11-03", "yes", "yes", "yes")
    unknown = ("", "", "", "", "", "", "", "yes", "unknown", "unknown")
    rows = [
        ("c1", '=HYPERLINK("http://example.invalid","North Centre")', "physical_rehab", "secondary"),
        ("c2", "South Centre", "physical_rehab", "primary"),
        ("c3", "+Listening House & Friends", "psychosocial", ""),
    ]
    facts = [
        ("first_fitting;repair", 5.0, "people per year", 12.0, *known, 8.07, 49.07),
        ("repair", math.nan, "", math.nan, *unknown, 8.12, 48.97),
        ("", math.nan, "", 0.0, *unknown[:7], "no", "no", "no", 8.06, 49.02),
    ]
    columns = [
        *("id", "name", "pillars", "level", "tasks", "capacity_per_year", "capacity_unit", "dormitory_beds"),
        *("transport_support", "fee", "female_staff", "languages", "step_free", "days_open", "last_verified"),
        *("is_verified", "first_fitting", "repair", "lon", "lat"),
    ]
    return pd.DataFrame([(*row, *fact) for row, fact in zip(rows, facts, strict=True)], columns=columns)


def _data_gaps_frame():
    rows = [
        ("centres", "", "physical_rehab", "capacity_per_year", 1.0, 2.0, "1 of 2 centres has a capacity"),
        ("centres", "", "psychosocial", "capacity_per_year", 0.0, 1.0, ""),
        ("area", "a1", "physical_rehab", "step_free", 1.0, 1.0, ""),
        ("area", "a2", "physical_rehab", "step_free", 0.0, 0.0, "no centre in this area"),
        ("demand", "", "", "sex", 2499.0, 2550.0, ""),
        ("demand", "", "", "disability", 0.0, 2550.0, "estimated by a rate alone"),
    ]
    frame = pd.DataFrame(rows, columns=["subject", "area_id", "pillar", "field", "known", "total", "note"])
    frame.insert(6, "share_known", frame["known"] / frame["total"])
    return frame
