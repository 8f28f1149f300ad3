"""The page of the file: map, threshold, legend, areas, search, sources and warnings, all of it inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from maps.inline import leaflet_script, leaflet_style, page_environment, template_text
from maps.input_sentences import is_study_file, told_sources
from maps.languages import Words, page_words
from maps.map_layers import shown_areas
from maps.map_page import HAZARD_COLOUR, MOST_HAZARDS
from maps.moving_threshold import control_data, draw_steps, read_moving, told_rows
from maps.offline.layers import draw_overlays
from maps.offline.words import day, run_titles
from maps.release_values import Centre, Run, Tier
from maps.tables import is_confirmed
from maps.words import name_in_words
from maps.worlds import centres_serving, pillar_name

_MOST_PIXELS: Final = 2_000_000  # of a picture; a slow machine draws so many anew at a step in 100 ms
_FINE_PIXELS: Final = 700_000
_WORDS: Final = ("here", "outside", "everyone", "drawn-with")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineMap:
    """The HTML of a file. ``cells_per_pixel``: over 1 where its pictures are coarser than the grid."""

    html: str
    runs: tuple[Run, ...]
    cells_per_pixel: float

    @property
    def size_bytes(self) -> int:
        """The bytes that the file takes."""
        return len(self.html.encode("utf-8"))


def draw_offline_map(tier: Tier, runs: Sequence[Run], *, language: str = "en") -> OfflineMap:
    """The map of some runs of a tier, in a language of the project; names stay as the release has them.

    Raises ReleaseError for a tier that cannot be drawn, InputError for a language that is not spoken.
    """
    said = page_words(language)
    reach = read_moving(tier)
    pictures = [
        draw_steps(run.folder, reach.steps_minutes, most_pixels=_MOST_PIXELS, fine_pixels=_FINE_PIXELS) for run in runs
    ]
    centres = _centres(runs, tier)
    figure, names = draw_overlays(tier, centres, pictures, said)
    coarser = max(picture.cells_per_pixel for picture in pictures)
    steps = list(reach.steps_minutes)
    first = steps.index(tier.threshold_minutes) if tier.threshold_minutes in steps else len(steps) - 1
    titles = run_titles(runs, tier, said)
    codes = frozenset().union(*(picture.codes for picture in pictures))
    control = control_data(steps, tier.bands_minutes, language=language, has_all=False)
    data = {
        **control,
        "first": first,
        "statuses": control["statuses"],
        "words": {
            name: said.say(f"offline-{name}") for name in ("here", "nobody", "outside", "everyone", "drawn-with")
        },
        "map": said.say("offline-map-name", study=tier.study),
        "found": said.say("offline-found", shown="{shown}", all="{all}"),
        "runs": [
            {
                "title": title,
                "picture": picture.data_uri,
                "bounds": [[picture.south, picture.west], [picture.north, picture.east]],
                "rows": told_rows(reach.rows[run.key]),
                "centres": [each.centre_id for each in centres_serving(run.key, tier)],
            }
            for title, run, picture in zip(titles, runs, pictures, strict=True)
        ],
    }
    html = (
        page_environment()
        .get_template("offline.html.j2")
        .render(
            tier=tier,
            say=said.say,
            language=language,
            direction=said.direction,
            titles=titles,
            looked_at=_dates(tier, said),
            made_on=day(tier.created_utc, said),
            last_time=said.minutes(tier.threshold_minutes),
            statuses=[each for each in control["statuses"] if each["code"] in codes],
            coarser=f"{coarser:.0f}" if coarser > 1 else "",
            is_without_steps=reach.steps_minutes == tier.bands_minutes,
            hazard_colour=HAZARD_COLOUR,
            hazards_left_out=max(0, len(tier.hazards) - MOST_HAZARDS),
            has_hazards=any(run.has_hazards for run in runs),
            has_confirmed=any(is_confirmed(hazard) for hazard in tier.hazards),
            has_unconfirmed=any(not is_confirmed(hazard) for hazard in tier.hazards),
            has_areas=bool(shown_areas(tier)),
            sources=[
                {
                    "role": name_in_words(source.role.replace("[", "").replace("]", ",")),
                    "source": source.source or source.file,
                    "licence": source.licence or said.say("offline-not-given"),
                    "date": day(source.date, said) if source.date else said.say("offline-not-given"),
                }
                for source in told_sources(tier)
                if not is_study_file(source)
            ],
            leaflet_css=leaflet_style(),
            steps_css=template_text("steps.css"),
            offline_css=template_text("offline.css"),
            leaflet_js=leaflet_script(),
            steps_js=template_text("steps.js"),
            offline_js=template_text("offline.js"),
            map_html=_named(figure.html.render(), names),
            map_script=_named(figure.script.render(), names),
            names=[name for name in ("areas", "centres", "hazards") if name in names.values()],
            data=data,
        )
    )
    return OfflineMap(html=html, runs=tuple(runs), cells_per_pixel=coarser)


def _centres(runs: Sequence[Run], tier: Tier) -> list[tuple[Centre, str]]:
    """The centres that serve in some run of the file, with their services in words."""
    serving = {centre.centre_id: centre for run in runs for centre in centres_serving(run.key, tier)}
    return [
        (centre, " · ".join(pillar_name(pillar, tier) for pillar in centre.pillars))
        for centre in tier.centres
        if centre.centre_id in serving
    ]


def _dates(tier: Tier, said: Words) -> str:
    told = [said.say("offline-as-of", date=day(tier.as_of, said))] if tier.as_of else []
    if tier.population.year is not None:
        told.append(said.say("offline-people-of", year=str(tier.population.year)))
    return " · ".join(told)


def _named(markup: str, names: dict[str, Any]) -> Markup:
    """Folium's markup with plain names for its random ones, so that one release gives one file to the last byte."""
    for random_name, name in names.items():
        markup = markup.replace(random_name, name)
    return Markup(markup)  # noqa: S704  folium escapes what it is given
