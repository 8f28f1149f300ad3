"""Legends and sources as answers tell them."""

from types import SimpleNamespace

from api.legends import attribution, told_legend
from maps.tiles import legend_of, raster_layer

SUMMARY = {"bands_minutes": [30.0, 60.0], "threshold_minutes": 60.0}
MANIFEST = {
    "study": {"name": "Made up", "as_of": "2026-01-01"},
    "inputs": [{"role": "roads", "source": "<img src=x onerror=alert(1)>", "licence": "CC0-1.0"}],
}


def test_sources_are_text_in_which_nothing_is_markup():
    told = attribution(SimpleNamespace(manifest=MANIFEST))
    assert "&lt;img" in told
    assert "<" not in told


def test_a_legend_is_told_with_every_class_the_warning_and_the_day():
    legend = legend_of(raster_layer("minutes", SUMMARY), MANIFEST, maxzoom=10)
    told = told_legend(legend)
    assert [each.colour for each in told.classes] == [each.colour for each in legend.classes]
    assert "does not mean safe" in told.warning
    assert told.as_of == "2026-01-01"
