"""The headline measures as a CSV with HXL hashtags, for humanitarian data exchange.

The second row holds the hashtags: the Humanitarian Exchange Language 1.1, hashtag dictionary and tagging
conventions of 2018-04-30 (hxlstandard.org). ``#access``, ``#adm1`` to ``#adm5``, ``#population``, ``#service``,
``#group``, ``#date`` and ``#meta`` are its core hashtags; attributes such as ``+within_60_min`` are ours,
as the conventions allow.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from accessibility.release.need_columns import SHARE
from accessibility.release.need_tables import NeedTables
from accessibility.release.need_wide import WideAccess, measure_in_words, only, wide_access
from accessibility.release.spreadsheet_texts import neutral_text

ACCESS_HXL: Final = "access_hxl.csv"
WARNING: Final = "No recorded hazard does not mean safe. Not for navigation."
_LOWEST_LEVEL: Final = 5  # of the administrative levels that HXL knows
_HEADLINES: Final = (
    "people",
    "population_within_.*",
    "share_within_.*",
    "beyond_threshold_share",
    "unreached_share",
    "(median|p90|worst_decile_mean)_minutes",
    "day_trip_share",
    "yearly_hours_median",
    "yearly_fares_median",
)


def write_hxl(path: Path, need: NeedTables, manifest: Mapping[str, Any]) -> None:
    """One row for each run, area and group after a row of headings and one of hashtags.

    NaN is an empty cell, inf, no way, reads inf. A share is from 0 to 1 and of the people in
    ``#population+total`` beside it. ``need`` has been checked.
    """
    wide = wide_access(need.access)
    labels = need.groups.set_index("group")["label"].to_dict()
    level = admin_level(manifest)
    measures = only(wide.measures, *_HEADLINES)
    columns = [
        ("Area code", f"#adm{level}+code", "area_id"),
        ("Area", f"#adm{level}+name", "area_name"),
        ("Kind of area: area, outside (all areas), all", "#meta+area+type", "area_kind"),
        ("Service", "#service+code", "pillar"),
        ("Way of travelling", "#meta+profile", "profile"),
        ("Scenario", "#meta+scenario", "scenario"),
        ("Season", "#meta+season", "season"),
        ("Direction of travel", "#meta+direction", "direction"),
        ("Hazards", "#meta+hazards", "hazards"),
        ("Group code", "#group+code", "group"),
        ("Group", "#group+name", "label"),
        ("People of the group in the area (people)", "#population+total", "denominator"),
        *((_heading(wide, each), _tag(each), each) for each in measures if each != "people"),
        ("As of", "#date+as_of", "as_of"),
        ("Study", "#meta+study", "study"),
        ("Tier", "#meta+tier", "tier"),
        ("Warning", "#meta+warning", "warning"),
    ]
    same = {"study": str(manifest["study"]["name"]), "tier": str(manifest["tier"]), "warning": WARNING}
    rows = wide.rows.assign(label=wide.rows["group"].map(lambda key: labels.get(key, key)), **same)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([heading for heading, _, _ in columns])
        writer.writerow([tag for _, tag, _ in columns])
        cells = [[_cell(value) for value in rows[name].tolist()] for _, _, name in columns]
        writer.writerows(zip(*cells, strict=True))


def admin_level(manifest: Mapping[str, Any]) -> int:
    """The administrative level of a study's areas, told by the column of their ids; 1 where it does not tell.

    >>> [admin_level({"parameters": {"areas": {"id": name}}}) for name in ("GID_2", "ADM3_PCODE", "code")]
    [2, 3, 1]
    """
    areas = (manifest.get("parameters") or {}).get("areas") or {}
    found = re.match(r"(?:GID|ADM|ADMIN)_?([1-9])", str(areas.get("id") or ""), flags=re.IGNORECASE)
    return int(found[1]) if found and int(found[1]) <= _LOWEST_LEVEL else 1


def _heading(wide: WideAccess, measure: str) -> str:
    """A measure in words; a share stands as it is here, not as per cent."""
    unit = wide.units[measure]
    return f"{measure_in_words(measure)} ({'share of the people' if unit == SHARE else unit})"


def _tag(measure: str) -> str:
    """The hashtag of a measure.

    >>> _tag("share_within_60_min"), _tag("population_within_60_min"), _tag("p90_minutes"), _tag("unreached_share")
    ('#access+share+within_60_min', '#population+within_60_min', '#access+p90_minutes', '#access+share+unreached')
    >>> _tag("share_within_7.5_min")
    '#access+share+within_7_5_min'
    """
    attribute = re.sub(r"[^a-z0-9_]", "_", measure.lower())
    if attribute.startswith("population_"):
        return f"#population+{attribute.removeprefix('population_')}"
    if attribute.startswith("share_"):
        return f"#access+share+{attribute.removeprefix('share_')}"
    if attribute.endswith("_share"):
        return f"#access+share+{attribute.removesuffix('_share')}"
    return f"#access+{attribute}"


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return neutral_text(value)
    return "" if math.isnan(value) else value
