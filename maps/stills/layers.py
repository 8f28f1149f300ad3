"""What a still picture shows of a release beside its classes: areas, recorded hazard areas and centres of a tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from accessibility.need import PILLAR_SEPARATOR
from accessibility.run_dimensions import BASE_SCENARIO
from maps.stills.drawing import Geometries, Overlay
from maps.tiles import DrawnLayer, tier_layer


@dataclass(frozen=True, slots=True, kw_only=True)
class StillLayers:
    """The layers of a tier, in EPSG:3857; None for one that the tier has nothing of, or may not show."""

    areas: DrawnLayer | None
    hazards: DrawnLayer | None
    centres: DrawnLayer | None

    def overlay(
        self, run: Mapping[str, str], *, moved: Mapping[str, tuple[float, float] | None] | None = None
    ) -> Overlay:
        """What is drawn over a run with these dimensions: the centres are those of its pillar and scenario.

        ``moved``: longitude and latitude of centres that a what-if adds or moves, by id; None for one that it closes.
        """
        changed = moved or {}
        centres, others = _none(), set()
        if self.centres is not None:
            serves, ids = _serving(self.centres, run), self.centres.columns["id"]
            centres = self.centres.geometries[serves & ~ids.isin(changed).to_numpy(dtype=bool)]
            others = set(ids[~serves])
        places = [place for each, place in changed.items() if place is not None and each not in others]
        return Overlay(
            areas=_none() if self.areas is None else self.areas.geometries,
            hazards=None if self.hazards is None else self.hazards.geometries,
            centres=np.concatenate([centres, _points(places)]),
        )


def read_still_layers(tier_folder: Path, tier: str, *, shows_hazards: bool) -> StillLayers:
    """The layers of a tier folder such as ``OUT/public``, with what the tier may see of them; hazards that are open."""
    areas, hazards, centres = (
        tier_layer(tier_folder, name, tier, shows_hazards=shows_hazards) for name in ("areas", "hazards", "centres")
    )
    if hazards is not None and "status" in hazards.columns:
        is_open = (hazards.columns["status"] == "open").to_numpy(dtype=bool)
        hazards = replace(hazards, geometries=hazards.geometries[is_open], columns=hazards.columns[is_open])
    return StillLayers(areas=areas, hazards=hazards, centres=centres)


def _serving(centres: DrawnLayer, run: Mapping[str, str]) -> npt.NDArray[np.bool_]:
    """Which centres serve the run's pillar in its scenario."""
    rows, known = centres.columns, {"", BASE_SCENARIO, run["scenario"]}
    scenarios = rows["scenario"].fillna("") if "scenario" in rows else [""] * len(rows)  # of those that a scenario adds
    serves = [
        run["pillar"] in str(pillars).split(PILLAR_SEPARATOR) and scenario in known
        for pillars, scenario in zip(rows["pillar"], scenarios, strict=True)
    ]
    return np.array(serves, np.bool_)


def _none() -> Geometries:
    return np.empty(0, np.object_)


def _points(places: list[tuple[float, float]]) -> Geometries:
    if not places:
        return _none()
    lon, lat = zip(*places, strict=True)
    found: Geometries = shapely.points(*Transformer.from_crs(4326, 3857, always_xy=True).transform(lon, lat))
    return found
