"""The questions of a release at a glance, before each is told in full."""

import re
from dataclasses import replace

import pytest
from certainty_on_disk import write_certainty
from release_on_disk import write_tier
from test_why_reading import LEAD

from maps.release_reader import read_tier
from maps.why import read_why
from maps.why.region_chapter import region_chapter


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    folder = write_tier(tmp_path_factory.mktemp("glance") / "public", area_names=("Upper", "Lower"))
    return read_tier(write_certainty(folder))


@pytest.fixture(scope="module")
def why(tier):
    return read_why(tier)


def test_all_questions_are_seen_at_a_glance_before_each_is_told(why, tier):
    glance, *sections = region_chapter(why, tier).sections
    table = glance.tables[0]
    assert [row.name for row in table.rows] == [section.title for section in sections[:2]]
    for row, section in zip(table.rows, sections, strict=False):
        told = dict(zip(table.headings[1:], row.cells, strict=True))
        first = section.cards[0]
        assert told["What would have to change there"] == first.change
        assert told["Region that loses most"] in {first.title, "Region 1 (Lower)"}
        assert told["Largest reason"].startswith("Hazard areas, ")
        assert re.match(r"\d+ of 100 draws: ", told["How sure it is underserved"])
        assert f"{told['People beyond']} people are farther" in section.sentences[0]
    one = {LEAD: why.of(LEAD)}
    assert region_chapter(replace(why, runs=one), tier).sections[0].cards  # one question needs no overview
