"""Adds to a made-up tier why regions are underserved, which comes first and how sure that is, as the contract has it.

Nothing in it is real. The first regions of a run are those of its ``gaps.gpkg``; more are made up beside them, so that
a page has more regions than it tells in full. Shares, ranks and intervals can be checked in the head.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
from release_on_disk import COLUMNS, ROWS, THRESHOLD

from accessibility.run_dimensions import DIMENSIONS

AS_OF = "2026-01-01"
DRAWS = 100
FACTORS = ("hazards", "closure", "road-season", "day", "profile", "no-road", "full", "too-far")
NAMES = ("Kesh Hills", "Tarn Shore", "North <b>Ridge</b>", "'=Equal Fields", "Old Ford")
SHARES = {
    "hazards": (0.5, 0.1, 0.25, 0.0, 0.02),
    "road-season": (0.1, 0.0, 0.25, 0.0, 0.03),
    "no-road": (0.25, 0.3, 0.25, 1.0, 0.05),
    "full": (-0.05, 0.0, 0.0, 0.0, 0.0),
}
PARTS = {"people": 2.0, "depth": 1.0, "need": 1.0, "no_way": 1.0}


def write_certainty(folder: Path, *, count=13) -> Path:
    """Write every table and raster for each run of a tier; ``count`` regions in each."""
    summary = json.loads((folder / "summary.json").read_text())
    gaps = gpd.read_file(folder / "tables/gaps.gpkg", layer="gaps")
    tables: dict[str, list[dict]] = {}
    for run in summary["runs"]:
        dims = {name: run[name] for name in DIMENSIONS}
        own = gaps[np.logical_and.reduce([gaps[name] == dims[name] for name in DIMENSIONS])]
        regions = _regions(list(own["gap_id"]), list(own["name"]), count)
        for name, rows in _tables_of(dims, regions).items():
            tables.setdefault(name, []).extend({**dims, **row} for row in rows)
        _write_rasters(folder / run["folder"])
    for name, rows in (tables | _tables_of_all()).items():
        pd.DataFrame(rows).to_csv(folder / f"tables/{name}.csv", index=False)
    return folder


def _regions(ids, names, count):
    """Id, name, people and person-hours of each region, most person-hours first."""
    found = [(str(each), str(name)) for each, name in zip(ids, names, strict=True)]
    while len(found) < count:
        place = len(found)
        more = f" {place // len(NAMES) + 1}" if place >= len(NAMES) else ""
        found.append((f"r{place + 1}", f"{NAMES[place % len(NAMES)]}{more}"))
    return [(each, name, 4000.0 / (place + 1), 12_000.0 / (place + 1)) for place, (each, name) in enumerate(found)]


def _shares(place, dims):
    active = {name: shares[place % 5] for name, shares in SHARES.items()}
    if dims["hazards"] == "no-hazards":
        del active["hazards"]
    return active | {"too-far": 1 - sum(active.values())}


def _tables_of(dims, regions):
    tables = {
        name: []
        for name in (
            "regions",
            "reasons",
            "priorities",
            "priority_moves",
            "intervals",
            "rank_stability",
            "sensitivity",
            "certainty",
            "calibrated",
            "referral",
        )
    }
    for place, (region_id, name, people, hours) in enumerate(regions):
        shares = _shares(place, dims)
        main = max(shares, key=shares.get)
        tables["regions"].append(
            {
                "region_id": region_id,
                "region_name": name,
                "places": "Kesh;Tarn" if place == 0 else "",
                "area_names": "Upper;Lower" if place == 0 else "Lower",
                "people": people,
                "people_in_need": people * 0.004 if place % 3 else math.nan,
                "person_hours_beyond": hours,
                "need_hours_beyond": math.nan,
                "median_minutes": math.inf if place == 3 else 190.0,
                "people_no_way": 40.0 if place == 3 else 0.0,
                "main_factor": main,
                "reasons_sentence": f"In {name} {people:,.0f} people live more than 2 hours from care.",
                "change_sentence": f"Curing the first reason alone would bring {people / 4:,.0f} of them "
                "within 2 hours.",
                "as_of": AS_OF,
            }
        )
        place_of = {"place_kind": "region", "place_id": region_id, "place_name": name}
        tables["reasons"] += _reasons(place_of, shares, people, hours)
        spread = 0.2 if place % 2 else 0.5
        tables["intervals"] += [
            _interval(place_of, "beyond_threshold_people", people, spread, "people", people * 1.5),
            _interval(place_of, "person_hours_beyond", hours, spread, "person-hours", math.nan),
        ]
        tables["rank_stability"].append(_rank(place_of, place + 1, len(regions)))
        tables["certainty"].append(_sure(place_of, people, place))
        tables["priorities"].append(_priority(region_id, name, place, len(regions)))
        tables["priority_moves"] += _moves(region_id, name, place, len(regions))
    overall = {"place_kind": "all", "place_id": "total", "place_name": "All"}
    total, everyone = sum(each[2] for each in regions), 40_000.0
    tables["reasons"] += _reasons(overall, _shares(0, dims), total, sum(each[3] for each in regions))
    tables["certainty"].append(_sure(overall, everyone, 1))
    for measure, value, unit, denominator in (
        ("population_within_60_min", 11_000.0, "people", everyone),
        ("population_within_120_min", everyone - total, "people", everyone),
        ("beyond_threshold_people", total, "people", everyone),
        ("beyond_threshold_share", total / everyone, "share", everyone),
        ("unreached_share", 0.02, "share", everyone),
        ("median_minutes", 96.0, "minutes", everyone),
        ("p90_minutes", 260.0, "minutes", everyone),
        ("person_hours_beyond", 38_000.0, "person-hours", math.nan),
    ):
        tables["intervals"].append(_interval(overall, measure, value, 0.2, unit, denominator))
    tables["intervals"].append(
        _interval(overall, "p90_minutes", 260.0, 0.2, "minutes", 100.0) | {"group": "need-hearing", "high": math.inf}
    )
    for rank, (area_id, area_name) in enumerate((("a2", "Lower"), ("a1", "Upper")), 1):
        area = {"place_kind": "area", "place_id": area_id, "place_name": area_name}
        tables["rank_stability"].append(_rank(area, rank, 2))
        tables["reasons"] += _reasons(area, _shares(rank, dims), 500.0, 900.0)
    tables["sensitivity"] = _thresholds(everyone)
    for calibration, factor in (("patients-reported", 1.49), ("referral-chain-modelled", 1.12)):
        for measure, value, unit in (
            ("beyond_threshold_people", total * factor, "people"),
            ("median_minutes", 96.0 * factor, "minutes"),
        ):
            is_ranged = calibration == "patients-reported"
            tables["calibrated"].append(
                {
                    "calibration": calibration,
                    "measure": measure,
                    "value": value,
                    "low": value * 0.9 if is_ranged else math.nan,
                    "high": value * 1.1 if is_ranged else math.nan,
                    "unit": unit,
                    "denominator": everyone,
                    "as_of": AS_OF,
                }
            )
    tables["referral"].append(
        {
            "levels": "primary;secondary;tertiary",
            "measure": "median_minutes",
            "direct": 96.0,
            "chain": 150.0,
            "unit": "minutes",
            "denominator": everyone,
            "people_without_chain": 60.0,
            "as_of": AS_OF,
            "note": "",
        }
    )
    return tables


def _reasons(place, shares, people, hours):
    return [
        {
            **place,
            "factor": factor,
            "is_active": factor in shares,
            "share": shares.get(factor, math.nan),
            "person_hours": shares[factor] * hours if factor in shares else math.nan,
            "people_within_alone": math.nan if factor == "too-far" or factor not in shares else people * 0.25,
            "denominator_person_hours": hours,
            "people_beyond": people,
            "as_of": AS_OF,
            "note": "",
        }
        for factor in FACTORS
    ]


def _interval(place, measure, value, spread, unit, denominator):
    return {
        **place,
        "group": "everyone",
        "measure": measure,
        "value": value,
        "median": value * 1.02,
        "low": value * (1 - spread),
        "high": value * (1 + spread),
        "interval": 0.8,
        "draws": DRAWS,
        "unit": unit,
        "denominator": denominator,
        "as_of": AS_OF,
    }


def _rank(place, rank, count):
    return {
        **place,
        "rank": rank,
        "median_rank": rank,
        "low_rank": max(1, rank - 1),
        "high_rank": min(count, rank + 2),
        "share_first": 0.75 if rank == 1 else 0.25 if rank == 2 else 0.0,
        "share_in_top3": 1.0 if rank <= 2 else 0.5 if rank == 3 else 0.0,
        "draws": DRAWS,
        "as_of": AS_OF,
    }


def _sure(place, people, order):
    sure = (0.9, 0.5, 0.1)[order % 3]
    return {
        **place,
        "people": people,
        "surely_beyond": people * sure,
        "perhaps_beyond": people * (0.95 - sure),
        "surely_within": people * 0.05,
        "people_could_change": (0.0, people * 0.3, math.nan)[order % 3],
        "draws": DRAWS,
        "share_underserved": (0.97, 0.64, 0.31)[order % 3],
        "as_of": AS_OF,
    }


def _priority(region_id, name, place, count):
    parts = dict.fromkeys(PARTS, (count - place) / count) | {"need": 1 / (place + 1), "no_way": float(place == 3)}
    score = sum(parts[part] * weight for part, weight in PARTS.items()) / sum(PARTS.values())
    return (
        {"region_id": region_id, "region_name": name, "rank": place + 1, "score": score}
        | {f"part_{part}": value for part, value in parts.items()}
        | {f"weight_{part}": weight for part, weight in PARTS.items()}
        | {"as_of": AS_OF, "share_first_by_weights": 0.9 if place == 0 else 0.0, "share_top3_by_weights": 0.5}
    )


def _moves(region_id, name, place, count):
    rows = []
    for weighting in ("as given", "people doubled", "people left out", "no-way alone"):
        rank = place + 1
        if weighting == "no-way alone":
            rank = 1 if place == 3 else 2
        rows.append(
            {
                "region_id": region_id,
                "region_name": name,
                "weighting": weighting,
                "score": (count - place) / count,
                "rank": rank,
                "rank_move": place + 1 - rank,
                "as_of": AS_OF,
            }
        )
    return rows


def _thresholds(everyone):
    rows = []
    for minutes in range(30, 301, 30):
        share = 1 - math.exp(-minutes / 120)
        rows.append(
            {
                "threshold_minutes": minutes,
                "share_within": share,
                "median": share,
                "low": share * 0.9,
                "high": min(1.0, share * 1.08),
                "slope_per_10_min": math.exp(-minutes / 120) / 12,
                "draws": DRAWS,
                "unit": "share",
                "denominator": everyone,
                "as_of": AS_OF,
            }
        )
    return rows


def _tables_of_all():
    ranges = [
        ("road class", "primary", 0.8, 1.0, 1.2, "of the table's speed", "triangular", "a made-up table", "A", ""),
        ("land class", "tree", 0.7, 1.0, 1.3, "of the table's speed", "triangular", "a made-up table", "A", ""),
        ("boarding wait", "", 5.0, 10.0, 30.0, "minutes", "triangular", "", "A", "ours"),
        ("hazard", "suspected", 0.0, 0.5, 1.0, "chance", "there or not", "", "A", ""),
        ("population", "", 0.9, 1.0, 1.1, "of the source", "triangular", "made up", "A", ""),
    ]
    columns = ["kind", "name", "low", "value", "high", "unit", "shape", "source", "certainty", "note"]
    ages = [
        ("population", "people", "2020", 6.0, ""),
        ("roads", "ways", "", math.nan, "the file gives no date"),
        ("hazards", "latest report", "2026-03-01", -0.2, "newer than the study's day"),
    ]
    calibrations = [
        ("patients-reported", "Patients reported", 1.49, 1.4, 1.57, 664, "a study (PMC7266844)", "V", ""),
        ("referral-chain-modelled", "Referral chain", 1.12, math.nan, math.nan, math.nan, "PMC7266844", "V", ""),
        ("reported-here", "Reported in this study", 1.3, 1.2, 1.45, 42, "made up", "A", ""),
    ]
    fits = [
        ("all", "", 42, 1.3, 1.2, 1.45, 21.0, ""),
        ("distance band", "60 to 120 min", 20, 1.5, 1.3, 1.8, 40.0, ""),
        ("mode", "vehicle", 22, 1.1, 1.0, 1.2, 5.0, ""),
    ]
    fit_columns = ["by", "name", "pairs", "factor", "low", "high", "median_residual_minutes", "note"]
    calibration_columns = ["name", "title", "factor", "low", "high", "pairs", "source", "certainty", "note"]
    return {
        "ranges": [dict(zip(columns, row, strict=True)) for row in ranges],
        "data_age": [dict(zip(["input", "what", "date", "age_years", "note"], row, strict=True)) for row in ages],
        "calibration": [dict(zip(calibration_columns, row, strict=True)) for row in calibrations],
        "calibration_fit": [dict(zip(fit_columns, row, strict=True)) for row in fits],
    }


def _write_rasters(folder):
    """Sure by the minutes: the more beyond, the surer; what lies at the eastern edge could change."""
    with rasterio.open(folder / "travel_minutes.tif") as raster:
        minutes, profile = raster.read(1), raster.profile
    with rasterio.open(folder / "status.tif") as raster:
        status = raster.read(1)
    share = np.clip((minutes - THRESHOLD) / 80 + 0.5, 0, 1)
    share = np.where(np.isin(status, (2, 3)), 1.0, share).astype(np.float32)
    edge = np.zeros((ROWS, COLUMNS), np.uint8)
    edge[:, 52:] = np.isin(status[:, 52:], (1, 2, 3))
    with rasterio.open(folder / "underserved_share.tif", "w", **profile) as raster:
        raster.write(share, 1)
    with rasterio.open(folder / "could_change.tif", "w", **(profile | {"dtype": "uint8", "nodata": None})) as raster:
        raster.write(edge, 1)
