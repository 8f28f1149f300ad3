"""From ways as drawn to a network: rules applied, lines cut at junctions, everything counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.faults import Faults
from geo.roads.network import (
    RoadCounts,
    RoadNetwork,
    check_network,
    link_length_m,
    no_counts,
    no_roads,
    segment_length_m,
)
from geo.roads.notices import count_of, name_ids, tell_ferries, tell_remarks, tell_skipped
from geo.roads.speeds import CAP_KEYS, RoadSpeeds
from geo.roads.tags import FERRY, WayUse, ferry_kmh, use_from_tags
from geo.roads.ways import RoadWays
from geo.units import METRES_PER_KM

TOO_SHORT: Final = "fewer than two nodes"
OUTSIDE_FILE: Final = "its nodes are not in the file"
CUT_FERRY: Final = "a ferry of which the file holds only a part"

_PLAUSIBLE_FERRY_KMH: Final = (2.0, 100.0)
_FEWEST_VERTICES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """Vertices of the used ways without repeats and gaps; each part is a way or a piece of one."""

    way: npt.NDArray[np.int64]
    part: npt.NDArray[np.int64]
    node_id: npt.NDArray[np.int64]
    vertices: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Links:
    """The network, and the row of the way that each link is cut from."""

    network: RoadNetwork
    way: npt.NDArray[np.int64]


def network_from_ways(
    ways: RoadWays, *, speeds: RoadSpeeds, where: str, faults: Faults
) -> tuple[RoadNetwork, RoadCounts]:
    """Cut the ways at their junctions and give each link its speeds.

    A junction is a node that two used ways share, or one way meets twice. Nothing is dropped
    without being counted; a file without a usable road is an error, and the network empty.
    """
    uses = [use_from_tags(tags, speeds=speeds) for tags in ways.tags]
    tell_remarks(ways, uses, where=where, faults=faults)
    tell_ferries(ways, uses, where=where, faults=faults)
    _tell_untagged(ways, uses, where, faults)
    parts, skipped = _parts_of(ways, uses, where, faults)
    tell_skipped(skipped=skipped, row_name=ways.row_name, where=where, faults=faults)
    if len(parts.way) == 0:
        _refuse_empty(ways, skipped, where, faults)
        return no_roads(), no_counts(data_date=ways.data_date)
    links = _cut(parts, ways, uses)
    _set_ferry_speeds(links, ways, uses, where, faults)
    check_network(links.network)
    return links.network, _count(links, ways, uses, skipped)


def _tell_untagged(ways: RoadWays, uses: list[WayUse], where: str, faults: Faults) -> None:
    is_untagged = not any(key in tags for key in CAP_KEYS for tags in ways.tags)
    if is_untagged and any(use.forward_kmh + use.backward_kmh > 0 for use in uses):
        what = f"not one road has {', '.join(CAP_KEYS)}, so only the class says how bad a road is"
        faults.notice(where=where, which="", what=what, do="Keep these tags when the file is made, if there are any")


def _parts_of(ways: RoadWays, uses: list[WayUse], where: str, faults: Faults) -> tuple[_Parts, Counter[str]]:
    """The pieces of the used ways whose nodes the file holds, and why the others are not used."""
    is_used = np.array([use.skipped is None for use in uses], dtype=np.bool_)[ways.tag_row]
    skipped = Counter(uses[row].skipped or "" for row in ways.tag_row[~is_used].tolist()) + Counter(ways.left_out)
    count = len(ways.tag_row)
    way = np.repeat(np.arange(count), np.diff(ways.vertex_start))
    is_missing = np.isnan(ways.vertices[:, 0])
    missing_of_way = np.bincount(way, weights=is_missing & is_used[way], minlength=count)
    is_ferry = np.array([use.duration_s is not None for use in uses], dtype=np.bool_)[ways.tag_row]
    is_cut_ferry = is_ferry & (missing_of_way > 0)
    is_wanted = is_used & ~is_cut_ferry

    is_repeat = np.zeros(len(way), np.bool_)
    is_repeat[1:] = (ways.node_id[1:] == ways.node_id[:-1]) & (way[1:] == way[:-1])
    keep = is_wanted[way] & ~is_repeat & ~is_missing
    gap = np.cumsum(is_missing)[keep]
    kept_way = way[keep]
    is_start = np.ones(len(kept_way), np.bool_)
    is_start[1:] = (kept_way[1:] != kept_way[:-1]) | (gap[1:] != gap[:-1])
    part = np.cumsum(is_start) - 1
    is_line = np.bincount(part)[part] >= _FEWEST_VERTICES if len(part) else np.zeros(0, np.bool_)

    is_placed = np.bincount(kept_way[is_line], minlength=count) > 0
    is_outside = is_wanted & ~is_placed & (missing_of_way > 0)
    is_short = is_wanted & ~is_placed & ~is_outside
    is_clipped = is_wanted & is_placed & (missing_of_way > 0)
    row = ways.row_name
    for which, reason, do in (
        (is_cut_ferry, CUT_FERRY, "Take an extract that holds the whole ferry"),
        (is_short, TOO_SHORT, "Mend the geometry in the file"),
        (is_outside, OUTSIDE_FILE, "Take a larger extract if these roads matter"),
    ):
        if which.any():
            skipped[reason] = int(which.sum())
            faults.notice(where=where, which=name_ids(ways.source_id[which], row), what=f"not used: {reason}", do=do)
    if is_clipped.any():
        what = f"{int(missing_of_way[is_clipped].sum())} of their nodes are not in the file; the parts inside are kept"
        do = "Take a larger extract if these roads matter"
        faults.notice(where=where, which=name_ids(ways.source_id[is_clipped], row), what=what, do=do)
    parts = _Parts(
        way=kept_way[is_line],
        part=part[is_line],
        node_id=ways.node_id[keep][is_line],
        vertices=ways.vertices[keep][is_line],
    )
    return parts, skipped


def _cut(parts: _Parts, ways: RoadWays, uses: list[WayUse]) -> _Links:
    """The links between junctions in the order of the file."""
    _, node, visits = np.unique(parts.node_id, return_inverse=True, return_counts=True)
    changes = np.flatnonzero(np.diff(parts.part))
    is_junction = visits[node] > 1
    is_junction[[0, -1]] = True
    is_junction[changes] = True
    is_junction[changes + 1] = True
    at = np.flatnonzero(is_junction)
    is_link = parts.part[at[:-1]] == parts.part[at[1:]]
    first, last = at[:-1][is_link], at[1:][is_link]

    size = last - first + 1
    start = np.concatenate([[0], np.cumsum(size)])
    vertex = np.repeat(first - start[:-1], size) + np.arange(start[-1])
    ends, end_row = np.unique(np.concatenate([node[first], node[last]]), return_inverse=True)
    way_of_link = parts.way[first]
    row = ways.tag_row[way_of_link]
    road_class = tuple(sorted({uses[number].road_class for number in np.unique(row)}))
    class_of_use = np.array([road_class.index(use.road_class) if use.road_class in road_class else -1 for use in uses])
    return _Links(
        network=RoadNetwork(
            node_count=len(ends),
            link_from=end_row[: len(first)].astype(np.int32),
            link_to=end_row[len(first) :].astype(np.int32),
            vertex_start=start.astype(np.int64),
            vertices=parts.vertices[vertex],
            forward_kmh=np.array([use.forward_kmh for use in uses])[row],
            backward_kmh=np.array([use.backward_kmh for use in uses])[row],
            walk_kmh=np.array([use.walk_kmh for use in uses])[row],
            is_boardable=np.array([use.is_boardable for use in uses], dtype=np.bool_)[row],
            is_bridge=np.array([use.is_bridge for use in uses], dtype=np.bool_)[row],
            is_tunnel=np.array([use.is_tunnel for use in uses], dtype=np.bool_)[row],
            road_class=road_class,
            class_row=class_of_use[row].astype(np.int16),
            source_id=ways.source_id[way_of_link],
            tags=ways.tags,
            tag_row=row.astype(np.int32),
        ),
        way=way_of_link,
    )


def _set_ferry_speeds(links: _Links, ways: RoadWays, uses: list[WayUse], where: str, faults: Faults) -> None:
    """Turn the share 1 of each ferry into the length of its way by its duration."""
    network = links.network
    is_ferry = np.array([use.duration_s is not None for use in uses], np.bool_)[ways.tag_row[links.way]]
    for way in np.unique(links.way[is_ferry]):
        of_way = np.flatnonzero(links.way == way)
        lines = [network.vertices[slice(*network.vertex_start[link : link + 2])] for link in of_way]
        length_m = sum(float(segment_length_m(line).sum()) for line in lines)
        duration_s = uses[ways.tag_row[way]].duration_s or 0.0
        speed_kmh = ferry_kmh(length_m=length_m, duration_s=duration_s)
        for values in (network.forward_kmh, network.backward_kmh, network.walk_kmh):
            values[of_way] *= speed_kmh
        if not _PLAUSIBLE_FERRY_KMH[0] <= speed_kmh <= _PLAUSIBLE_FERRY_KMH[1]:
            name = ways.tags[ways.tag_row[way]].get("duration", "")
            what = f"a ferry of {length_m / METRES_PER_KM:.1f} km with duration {name!r} sails at {speed_kmh:.1f} km/h"
            which = f"{FERRY} {ways.row_name} {ways.source_id[way]}"
            faults.notice(where=where, which=which, what=what, do="Check the duration; it is HH:MM, or minutes")


def _refuse_empty(ways: RoadWays, skipped: Counter[str], where: str, faults: Faults) -> None:
    if not skipped:
        what, do = "there is not one road in it", "Give a file with highway=* lines, or leave [roads] out of the study"
    else:
        reasons = "; ".join(f"{count} {reason}" for reason, count in sorted(skipped.items()))
        what = f"none of its {count_of(skipped.total(), ways.row_name)} can be used ({reasons})"
        do = "Mend the file, or the speeds table"
    faults.error(where=where, which="", what=what, do=do)


def _count(links: _Links, ways: RoadWays, uses: list[WayUse], skipped: Counter[str]) -> RoadCounts:
    network = links.network
    km = np.bincount(network.class_row, weights=link_length_m(network), minlength=len(network.road_class))
    used_rows = ways.tag_row[np.unique(links.way)]
    is_ferry = [use.duration_s is not None for use in uses]
    ferries = sum(ways.tags[row].get("route") == FERRY for row in ways.tag_row.tolist())
    ferries_used = int(np.array(is_ferry)[used_rows].sum())
    return RoadCounts(
        links=network.link_count,
        nodes=network.node_count,
        ways_read=len(used_rows) + skipped.total(),
        ways_used=len(used_rows),
        km_by_class={name: float(km[row]) / METRES_PER_KM for row, name in enumerate(network.road_class)},
        one_way_links=int(((network.forward_kmh > 0) != (network.backward_kmh > 0)).sum()),
        bridges=int(np.array([use.is_bridge for use in uses])[used_rows].sum()),
        tunnels=int(np.array([use.is_tunnel for use in uses])[used_rows].sum()),
        ferries_used=ferries_used,
        ferries_unused=ferries - ferries_used,
        skipped=dict(sorted(skipped.items())),
        data_date=ways.data_date,
    )
