"""Every centre by itself: its minutes to all places, as a table or as a stack of rasters."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.search.least_time import (
    BARRIER,
    BEYOND_LIMIT,
    INSIDE_HAZARD,
    NO_LAND_DATA,
    NO_WAY,
    OUTSIDE,
    REACHED,
    TravelTime,
    least_times,
)
from accessibility.search.network import TravelNetwork
from accessibility.search.sources import Sources, check_sources
from geo.errors import InputError
from geo.progress import Progress, silent
from geo.rasters import RasterStack

STATUS_WORDS: Final = {
    OUTSIDE: "outside",
    REACHED: "reached",
    NO_WAY: "no_way",
    INSIDE_HAZARD: "inside_hazard",
    BARRIER: "barrier",
    NO_LAND_DATA: "no_land_data",
    BEYOND_LIMIT: "beyond_limit",
}


def each_centre(network: TravelNetwork, sources: Sources) -> Iterator[TravelTime]:
    """The answer of each source as if it were the only one, in their order.

    As many searches run at once as there are processors, and one answer more than that is held.
    """
    check_sources(network, sources)
    waiting: list[Future[TravelTime]] = []
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(max_workers=workers) as threads:
        for place in range(len(sources)):
            waiting.append(threads.submit(least_times, network, sources.only(place)))
            if len(waiting) > workers:
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()


def travel_table(
    network: TravelNetwork,
    sources: Sources,
    *,
    centre_ids: Sequence[str],
    place_cells: npt.NDArray[np.int64],
    place_ids: Sequence[str],
    progress: Progress = silent,
) -> pd.DataFrame:
    """Minutes between every place and every centre: from_id, to_id, minutes, status.

    Rows are centre by centre. ``minutes`` is NaN where there is no answer, and ``status`` says why:
    a word of STATUS_WORDS. A place of cell -1 lies outside the grid. Ways lead in the network's
    direction: to the centres, or from them. Raises InputError if names and places differ in number.
    """
    if len(centre_ids) != len(sources) or len(place_ids) != len(place_cells):
        raise InputError("the names of centres or places differ in number from them; give one for each")
    is_inside = (place_cells >= 0) & (place_cells < network.grid.cell_count)
    cells = np.where(is_inside, place_cells, 0)
    tables = []
    for row, travel in enumerate(each_centre(network, sources)):
        status = np.where(is_inside, travel.status.ravel()[cells], OUTSIDE)
        minutes = np.where(status == REACHED, travel.minutes.ravel()[cells], np.nan)
        centre = np.repeat(centre_ids[row], len(place_ids))
        ends = (place_ids, centre) if network.rules.direction == "to" else (centre, place_ids)
        words = [STATUS_WORDS[int(value)] for value in status]
        tables.append(pd.DataFrame({"from_id": ends[0], "to_id": ends[1], "minutes": minutes, "status": words}))
        progress("searching from each centre", (row + 1) / len(sources))
    columns = {"from_id": str, "to_id": str, "minutes": float, "status": str}
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(columns)).astype(columns)


def write_per_centre(
    path: Path, network: TravelNetwork, sources: Sources, *, names: Sequence[str], progress: Progress = silent
) -> None:
    """Minutes to (or from) each centre by itself within the rules' limit: a GeoTIFF with one band a centre.

    Bands are written as they are found; NaN is no answer. Only blocks that hold an answer take room.
    Raises InputError as ``least_times`` does, and ReleaseError if the file cannot be written.
    """
    if len(names) != len(sources):
        raise InputError("the names of the centres differ in number from them; give one for each")
    check_sources(network, sources)
    with RasterStack(path, network.grid, descriptions=names, unit="minutes") as stack:
        for band, travel in enumerate(each_centre(network, sources), start=1):
            stack.write(band, np.where(travel.status == REACHED, travel.minutes, np.nan).astype(np.float32))
            progress("writing the minutes of each centre", band / len(sources))
