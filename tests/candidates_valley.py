"""A small study read once, whose candidates each test names anew."""

from __future__ import annotations

from dataclasses import replace

from small_study import SmallStudy, point

from accessibility.candidates import read_candidates
from accessibility.inputs import read_inputs
from accessibility.study_file import CandidatesTable, PlanTable, read_study_file
from geo.faults import Faults

GRID = {"spacing_m": 3000.0}
PLAN = {"name": "one", "sites": 1}
HEAD = "id,name,lon,lat"


class Valley:
    """A small study read once, whose candidates each test names anew."""

    def __init__(self, folder):
        small = SmallStudy(folder)
        small.tables["centres"]["level"] = "level"
        small.tables["centres"]["sensitive"] = "hidden"
        small.tables["places"] = {"path": "places.geojson", "kind": "kind", "people": "people"}
        small.tables["services"] = [
            {"name": "fitting", "pillar": "physical_rehab", "task": "first_fitting"},
        ]
        small.tables["seasons"] = [
            {"name": "dry"},
            {"name": "wet", "closed_surfaces": ["mud"]},
        ]
        small.roads = [{"highway": "primary", "surface": "asphalt"}, {"highway": "track", "surface": "mud"}]
        small.centres = [
            (point(30.012, 9.912), {"code": "c1", "title": "South", "service": "physical_rehab", "level": "primary"}),
            (point(30.082, 9.982), {"code": "c2", "title": "North", "service": "physical_rehab", "level": "secondary"}),
            (
                point(30.062, 9.962),
                {"code": "c3", "title": "Refuge", "service": "psychosocial", "level": "primary", "hidden": "yes"},
            ),
        ]
        for _, said in small.centres:
            said.setdefault("hidden", "no")
            said["tasks"] = "repair"
        small.layer(
            "places.geojson",
            [
                (point(30.041, 9.921), {"name": "Kesh", "kind": "town", "people": 900}),
                (point(30.052, 9.931), {"name": "Tarn", "kind": "village", "people": None}),
                (point(30.071, 9.961), {"name": "Oru", "kind": "hamlet", "people": 20}),
            ],
        )
        small.write()
        faults = Faults()
        study = read_study_file(small.file, faults=faults)
        self.inputs = read_inputs(study, faults=faults)
        assert self.inputs is not None, [str(fault) for fault in faults]
        self.folder = folder

    def read(self, rows=None, *, plans=(PLAN,), inputs=None, **tables):
        """What is read of a list of rows (lines of a CSV, the header first) and tables, and what is told."""
        if rows is not None:
            (self.folder / "list.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
            tables["path"] = "list.csv"
        inputs = inputs or self.inputs
        update = {
            "candidates": CandidatesTable.model_validate(tables) if tables else None,
            "plans": tuple(PlanTable.model_validate(plan) for plan in plans),
        }
        inputs = replace(inputs, study=inputs.study.model_copy(update=update))
        faults = Faults()
        return read_candidates(inputs, faults=faults), faults

    def accepted(self, rows=None, **tables):
        """The candidates, which must be without an error."""
        found, faults = self.read(rows, **tables)
        assert not faults.errors, [str(fault) for fault in faults.errors]
        return found

    def fault(self, rows=None, **tables):
        """The one error of candidates that cannot be read."""
        found, faults = self.read(rows, **tables)
        assert found is None
        assert len(faults.errors) == 1, [str(fault) for fault in faults.errors]
        return str(faults.errors[0])
