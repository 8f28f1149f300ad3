"""Candidates on the Comoros: read by every rule, and as far from people as a whole search says."""

import numpy as np
import pytest
from test_real_studies import place_study

from accessibility.candidates import candidate_minutes, read_candidates
from accessibility.inputs import read_inputs
from accessibility.need import people_time
from accessibility.runs import travel_rules
from accessibility.search import Sources, lay_network, least_times
from accessibility.study_file import read_study_file
from geo.faults import Faults

pytestmark = pytest.mark.verify

ASKED = """
[places]
path = "{data}/comoros/raw/osm/comores-latest.osm.pbf"

[candidates]
all_year_road_within_m = 1000

[[candidates.upgrades]]
levels = ["hospital"]
capacity_per_year = 300

[candidates.towns]
kinds = ["town", "village"]
min_people = 500

[candidates.grid]
spacing_m = 3000
within_m = 1500
min_people_within_m = 300
"""


def test_candidates_of_the_comoros_are_as_far_as_whole_searches_say(root, shared_data, tmp_path):
    path = place_study(root, shared_data, tmp_path, "comoros")
    text = path.read_text(encoding="utf-8") + ASKED.format(data=shared_data.as_posix())
    path.write_text(text, encoding="utf-8")
    faults = Faults()
    study = read_study_file(path, faults=faults)
    inputs = read_inputs(study, faults=faults)
    found = read_candidates(inputs, faults=faults)
    assert not faults.errors, [str(fault) for fault in faults.errors]
    assert set(found.kinds) == {"upgrade", "town", "grid"}
    assert len(found) > 200
    world = inputs.worlds[0]
    network = lay_network(world.ground.land, world.ground.roads, rules=travel_rules(inputs, world, "to"))
    reach = candidate_minutes(network, found, world.demand, hazards=None, within_minutes=240)
    for row in range(0, len(found), 40):
        source = Sources(cell=found.cell[row : row + 1], row=np.zeros(1, np.int32))
        minutes = people_time(world.demand, least_times(network, source), hazards=None).minutes
        home = np.flatnonzero(minutes <= 240)
        part = slice(reach.start[row], reach.start[row + 1])
        np.testing.assert_array_equal(reach.home[part], home)
        told = reach.minutes[part]
        assert (told >= minutes[home]).all()
        assert (np.nextafter(told, np.float32(-np.inf)) < minutes[home]).all()
