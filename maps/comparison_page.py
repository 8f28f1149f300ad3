"""The page of a comparison: before, after and their difference side by side, in one file without a network."""

from __future__ import annotations

from typing import Any, Final

from maps.classes import MinutesClass, minutes_classes, rgb
from maps.comparison_sentences import comparison_sentences, held_against, world_sentences, world_title
from maps.comparison_tables import area_table, band_table
from maps.difference_classes import difference_classes, read_change
from maps.effects_sections import HOURS_NOTE, view_label
from maps.effects_sentences import modelled
from maps.effects_values import Comparison
from maps.inline import leaflet_script, leaflet_style, page_environment, template_text
from maps.map_layers import area_features, centre_features, half_cell_degrees, shown_areas
from maps.pictures import ClassRaster, Picture, draw_picture, read_classes
from maps.release_values import Tier
from maps.run_key import RunKey
from maps.sentences import subtitle
from maps.words import date_in_words, minutes_in_words
from maps.worlds import centres_serving

MOST_AREAS: Final = 200  # rows of one table
_ALWAYS: Final = ("within-", "beyond-", "quicker-", "slower-", "same")  # classes that a legend has, used or not
MOST_PIXELS: Final = 2_000_000  # of one picture: a page holds three for each pillar and direction


def draw_comparison_page(tier: Tier, slug: str, *, drawn: RunPictures | None = None) -> str:
    """The HTML of the page of all comparisons of one slug; ``drawn``: pictures to share with other such pages."""
    comparisons = [each for each in tier.effects.comparisons if each.slug == slug]
    runs = RunPictures(tier) if drawn is None else drawn
    views = [_View(tier, comparison, runs) for comparison in comparisons]
    first = comparisons[0]
    return (
        page_environment()
        .get_template("compare.html.j2")
        .render(
            tier=tier,
            name=first.name,
            subtitle=subtitle(tier),
            made_on=date_in_words(tier.created_utc),
            modelled=modelled(tier),
            last_band=minutes_in_words(tier.bands_minutes[-1]),
            against=held_against(first, tier),
            worlds=world_sentences(tier, comparison=first),
            titles={"before": world_title(first.before, tier), "after": world_title(first.after, tier)},
            views=[view.words(f"view-{place}") for place, view in enumerate(views)],
            hours_note=HOURS_NOTE,
            report_css=template_text("report.css"),
            compare_css=template_text("compare.css"),
            leaflet_css=leaflet_style(),
            leaflet_js=leaflet_script(),
            compare_js=template_text("compare.js"),
            data={
                "disclaimer": " ".join(tier.disclaimers[:2]),
                "views": [view.pictures() for view in views],
                "areas": area_features(shown_areas(tier), tolerance_degrees=half_cell_degrees(tier)),
            },
        )
    )


class RunPictures:
    """The pictures of runs, each drawn once, however many comparisons show it."""

    def __init__(self, tier: Tier) -> None:
        self._bands_minutes = tier.bands_minutes
        self._folders = {run.key: run.folder for run in tier.runs}
        self._drawn: dict[RunKey, Picture] = {}

    def of(self, key: RunKey) -> Picture:
        """The picture of a run."""
        if key not in self._drawn:
            raster = read_classes(self._folders[key], bands_minutes=self._bands_minutes)
            self._drawn[key] = _draw(raster, minutes_classes(self._bands_minutes))
        return self._drawn[key]


class _View:
    """One pillar and direction: its three pictures with their legends, its sentences and its tables."""

    def __init__(self, tier: Tier, comparison: Comparison, runs: RunPictures) -> None:
        self._tier, self._comparison = tier, comparison
        minutes, differences = minutes_classes(tier.bands_minutes), difference_classes()
        self._drawn = {
            side: (runs.of(key), minutes) for side, key in (("before", comparison.before), ("after", comparison.after))
        }
        self._drawn["difference"] = (_draw(read_change(comparison.folder), differences), differences)

    def words(self, view_id: str) -> dict[str, Any]:
        """What the template says of it."""
        label = view_label(self._comparison, self._tier)
        coarser = max(picture.cells_per_pixel for picture, _ in self._drawn.values())
        return {
            "label": label,
            "sentences": comparison_sentences(self._comparison, self._tier),
            "legends": {side: _legend(picture, classes) for side, (picture, classes) in self._drawn.items()},
            "coarser": f"{coarser:.0f}" if coarser > 1 else "",
            "bands": band_table(f"{view_id}-bands", label, self._comparison, self._tier),
            "areas": area_table(f"{view_id}-areas", label, self._comparison, self._tier, most=MOST_AREAS),
        }

    def pictures(self) -> dict[str, Any]:
        """What the page's script shows of it."""
        after = self._comparison.after
        shown_at = {"before": self._comparison.before, "after": after, "difference": after}
        return {
            side: {
                "centres": centre_features(centres_serving(shown_at[side], self._tier)),
                "source": picture.data_uri,
                "bounds": [[picture.south, picture.west], [picture.north, picture.east]],
                "labels": _labels(classes),
            }
            for side, (picture, classes) in self._drawn.items()
        }


def _draw(raster: ClassRaster, classes: tuple[MinutesClass, ...]) -> Picture:
    return draw_picture(raster, classes, most_pixels=MOST_PIXELS)


def _legend(picture: Picture, classes: tuple[MinutesClass, ...]) -> list[dict[str, str]]:
    """The classes of minutes, and of the others those that are in a picture, in their order."""
    used = [each for each in classes if each.code in picture.codes or _is_minutes(each)]
    return [{"label": each.label, "background": each.background} for each in used]


def _is_minutes(minutes_class: MinutesClass) -> bool:
    return minutes_class.stripe is None and minutes_class.slug.startswith(_ALWAYS)


def _labels(classes: tuple[MinutesClass, ...]) -> dict[str, str]:
    """What each colour of a picture means."""
    colours = [(colour, each.label) for each in classes for colour in (each.colour, each.stripe) if colour is not None]
    return {",".join(map(str, rgb(colour))): label for colour, label in colours}
