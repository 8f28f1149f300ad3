"""The layers of the map that show how sure it is, and what the popup of a region says of its reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

import folium

from maps.classes import MinutesClass, rgb
from maps.pictures import ClassRaster, draw_picture
from maps.release_values import Run, Tier
from maps.why.bars import share_in_words, told_reasons
from maps.why.columns import EDGE_RASTER, SHARE_RASTER
from maps.why.factors import factor_of
from maps.why.share_classes import hatch_classes, read_edge, read_shares, sure_classes, unsure_cells
from maps.why.sure_words import edge_sentence, middle_of, range_in_words, rank_in_words, region_sureness, sure_sentence
from maps.why.values import REGION, Region, RunTables, WhyTables
from maps.why.wide import wide_rows
from maps.words import duration_in_words

SURE_PANES: Final = {"sure": 404, "unsure": 406, "edge": 407}
MOST_RUNS: Final = 12  # with pictures of how sure they are; more make a page slow
_PIXELS: Final = 3_000_000
_FILES: Final = {"sure": SHARE_RASTER, "unsure": SHARE_RASTER, "edge": EDGE_RASTER}


def _drawn_runs(runs: Sequence[Run], kind: str) -> dict[int, Run]:
    """By their places, the first runs that have the raster of a kind of layer."""
    found = {place: run for place, run in enumerate(runs) if (run.folder / _FILES[kind]).is_file()}
    return dict(list(found.items())[:MOST_RUNS])


def _read_unsure(folder: Any) -> ClassRaster | None:
    shares = read_shares(folder)
    return None if shares is None else unsure_cells(shares)


def add_sureness(page: folium.Map, tier: Tier, runs: Sequence[Run], labels: Sequence[str]) -> dict[str, str]:
    """Add how sure it is, and hatching over the minutes where it is not; the plain names of their variables."""
    threshold = duration_in_words(tier.threshold_minutes)
    unsure, edge = hatch_classes()
    kinds: tuple[tuple[str, str, Callable[[Any], ClassRaster | None], tuple[MinutesClass, ...], bool], ...] = (
        ("sure", f"How sure: farther than {threshold}", read_shares, sure_classes(), False),
        ("unsure", "Hatching: where it is not sure", _read_unsure, (unsure,), True),
        ("edge", "Hatching: where the edge could change it", read_edge, (edge,), False),
    )
    names: dict[str, str] = {}
    for kind, title, read, classes, is_shown in kinds:
        drawn = _drawn_runs(runs, kind)
        if not drawn:
            continue
        group = folium.FeatureGroup(name=title, show=is_shown)
        names[group.get_name()] = f"{kind}_shown"
        page.add_child(group)
        for place, run in drawn.items():
            raster = read(run.folder)
            assert raster is not None  # noqa: S101  _drawn_runs saw its file
            picture = draw_picture(raster, classes, most_pixels=_PIXELS)
            overlay = folium.raster_layers.ImageOverlay(
                picture.data_uri,
                [[picture.south, picture.west], [picture.north, picture.east]],
                control=False,
                show=False,
                pane=kind,
                alt=escape(f"{title}: {labels[place]}. The report says the same in tables."),
            )
            names[overlay.get_name()] = f"{kind}_{place}"
            page.add_child(overlay)
    return names


def sure_variables(runs: Sequence[Run]) -> dict[str, dict[str, Any]]:
    """Of each group of layers that follows the run: the variables of the group and of the layer of each run."""
    found = {}
    for kind in SURE_PANES:
        drawn = _drawn_runs(runs, kind)
        if drawn:
            layers = [f"{kind}_{place}" if place in drawn else "null" for place in range(len(runs))]
            found[kind] = {"group": f"{kind}_shown", "layers": layers}
    return found


def sure_legend(tier: Tier, runs: Sequence[Run]) -> dict[str, Any]:
    """What the legend says of these layers, as far as any is in the page."""
    told = {kind for kind in SURE_PANES if _drawn_runs(runs, kind)}
    unsure, edge = hatch_classes()
    hatching = [each for kind, each in (("unsure", unsure), ("edge", edge)) if kind in told]
    with_files = sum((run.folder / SHARE_RASTER).is_file() for run in runs)
    return {
        "title": f"How sure: farther than {duration_in_words(tier.threshold_minutes)}",
        "classes": sure_classes() if "sure" in told else (),
        "hatching": hatching,
        "left_out": max(0, with_files - MOST_RUNS),
    }


def sure_data() -> dict[str, str]:
    """The class of how sure it is by the colour of its picture, as the page's script asks for it."""
    return {
        ",".join(map(str, rgb(colour))): each.label
        for each in sure_classes()
        for colour in (each.colour, each.stripe)
        if colour is not None
    }


def region_popups(why: WhyTables, run: Run, tier: Tier) -> Mapping[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """By the id of a region: what is the matter and what would have to change, and rows of how sure that is."""
    told = why.of(run.key)
    return {
        each.region_id: (" ".join(filter(None, (each.reasons, each.change))), _rows(each, told, why, tier))
        for each in told.regions
    }


def _rows(region: Region, told: RunTables, why: WhyTables, tier: Tier) -> tuple[tuple[str, str], ...]:
    rows = []
    reasons = [each for each in told_reasons(told.reasons_of(REGION, region.region_id)) if each.share]
    if reasons:
        said = "; ".join(f"{factor_of(each.factor).label} {share_in_words(each.share)}" for each in reasons)
        rows.append(("Why", said))
    beyond = told.interval_of(REGION, region.region_id, "beyond_threshold_people")
    if beyond is not None:
        rows.append((f"People in {middle_of(told)}", range_in_words(beyond.low, beyond.high, "people")))
    sureness = region_sureness(region, told)
    if sureness is not None:
        rows.append(("How sure", sure_sentence(sureness, tier.threshold_minutes)))
    rows += wide_rows(region.region_id, told, why.ranges)
    if (rank := told.rank_of(REGION, region.region_id)) is not None:
        rows.append(("Rank by person-hours", rank_in_words(rank, len(told.regions), middle_of(told))))
    if edge := edge_sentence(sureness):
        rows.append(("Beyond the edge", edge))
    return tuple(rows)
