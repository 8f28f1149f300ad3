"""Services: a centre offers one only where every condition is known to hold, in every scenario alike."""

import json

import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from small_study import SmallStudy, point

from accessibility.disclosure import disclosure_of
from accessibility.need import CentreRecord, meets, pillar_label
from accessibility.study_file import ServiceTable, read_study_file
from accessibility.worlds.centres import read_every_centre
from accessibility.worlds.service_faults import check_services
from geo.faults import Faults
from geo.grid import LON_LAT, Grid

GLOBE = Grid(shape=(180, 360), affine=Affine(1, 0, -180, 0, -1, 90), crs=LON_LAT)
FITTING = {"name": "first-fitting", "title": "First fitting", "pillar": "physical_rehab", "task": "first_fitting"}
ANSWERS = st.sampled_from([True, False, None])


def service(**conditions):
    return ServiceTable(name="it", pillar="physical_rehab", **conditions)


def centre(code, lon=30.012, **fields):
    return point(lon, 9.912), {"code": code, "title": f"Clinic {code}", "service": "physical_rehab", **fields}


@pytest.fixture
def study(tmp_path):
    """A small study of three centres: one fits, one does not, of one it is not known."""
    study = SmallStudy(tmp_path)
    study.centres = [
        centre("c1", 30.012, tasks="first_fitting;repair", level="secondary"),
        centre("c2", 30.052, tasks="repair", level="outreach"),
        centre("c3", 30.082, tasks=None, level=None),
    ]
    study.tables["services"] = [dict(FITTING)]
    return study


def read(study):
    """The study file and its centres, and what is told of them."""
    study.write()
    faults = Faults()
    table = read_study_file(study.file, faults=faults)
    centres = None
    if table is not None:
        check_services(table, faults=faults)
        centres = read_every_centre(table, GLOBE, faults=faults)
    return table, centres, faults


def errors(study, **changes):
    study.tables["services"] = [{**FITTING, **changes}]
    return [(fault.which, fault.what) for fault in read(study)[2].errors]


@pytest.mark.parametrize(
    ("conditions", "yes", "no"),
    [
        ({"task": "repair"}, CentreRecord(repair=True), CentreRecord(tasks=("first_fitting",))),
        ({"task": "First fitting"}, CentreRecord(tasks=("first_fitting",)), CentreRecord(first_fitting=False)),
        ({"levels": ["Secondary", "tertiary"]}, CentreRecord(level="tertiary"), CentreRecord(level="primary")),
        ({"step_free": True}, CentreRecord(step_free=True), CentreRecord(step_free=False)),
        ({"female_staff": True}, CentreRecord(female_staff=True), CentreRecord(female_staff=False)),
        ({"free": True}, CentreRecord(is_free=True), CentreRecord(is_free=False)),
        ({"language": "Dari"}, CentreRecord(languages=("ps", "prs")), CentreRecord(languages=("ps",))),
        ({"open_on": "sat"}, CentreRecord(days_open=frozenset({"sat"})), CentreRecord(days_open=frozenset({"mon"}))),
        ({"verified": True}, CentreRecord(is_verified=True), CentreRecord(is_verified=False)),
    ],
)
def test_a_condition_is_met_not_met_or_not_known(conditions, yes, no):
    asked = service(**conditions)
    assert asked.conditions == tuple(conditions)
    assert (meets(asked, yes), meets(asked, no), meets(asked, CentreRecord())) == (True, False, None)


@settings(max_examples=30)
@given(ANSWERS, ANSWERS, ANSWERS)
def test_one_no_is_enough_and_only_all_yes_is_yes(step_free, female_staff, is_free):
    record = CentreRecord(step_free=step_free, female_staff=female_staff, is_free=is_free)
    answers = [step_free, female_staff, is_free]
    expected = False if False in answers else None if None in answers else True
    assert meets(service(step_free=True, female_staff=True, free=True), record) is expected


@pytest.mark.parametrize(
    ("conditions", "what"),
    [
        ({}, "the service has no condition"),
        ({"step_free": False}, "step_free = false asks for nothing"),
        ({"open_on": "monday"}, "Input should be 'mon'"),
    ],
)
def test_a_service_must_ask_for_something(conditions, what):
    with pytest.raises(ValidationError, match=what):
        service(**conditions)


def test_only_centres_of_which_it_is_known_offer_a_service_and_the_others_are_counted(study):
    _, centres, faults = read(study)
    assert centres.pillars == (("physical_rehab", "first-fitting"), ("physical_rehab",), ("physical_rehab",))
    assert centres.offered == (("physical_rehab",),) * 3
    assert centres.all_pillars == ("physical_rehab", "first-fitting")
    [told] = faults.notices
    assert (told.where, told.which) == ("centres.geojson", "[[services]] first-fitting")
    assert told.what == (
        "1 of 3 centres of physical_rehab are known to serve it; of 1 it is not known (task), and they do not count"
    )


def test_what_scenarios_change_of_centres_holds_for_services(study):
    _, centres, _ = read(study)
    assert centres.serving_in(None).rows_serving("first-fitting").tolist() == [0]
    assert centres.serving_in("flood", closed=["c1"]).rows_serving("first-fitting").tolist() == []
    moved = {"c1": ("psychosocial",), "c2": ("physical_rehab", "first-fitting")}
    assert centres.serving_in("other", pillars=moved).rows_serving("first-fitting").tolist() == [1]


def test_a_centre_that_a_scenario_adds_offers_services_in_it(study):
    study.layer("more.geojson", [centre("c9", 30.03, tasks="first_fitting", level="secondary")])
    study.tables["scenarios"] = [{"name": "more", "added_centres": "more.geojson"}]
    _, centres, faults = read(study)
    assert faults.errors == ()
    assert centres.serving_in(None).rows_serving("first-fitting").tolist() == [0]
    assert centres.serving_in("more").rows_serving("first-fitting").tolist() == [0, 3]


def test_services_come_after_the_pillars_in_the_order_of_the_file(study):
    study.centres[1][1]["service"] = "physical_rehab;eye_care"
    study.tables["services"] = [{**FITTING, "name": name} for name in ("zeta", "alpha")]
    _, centres, _ = read(study)
    assert centres.all_pillars == ("physical_rehab", "eye_care", "zeta", "alpha")


def test_a_service_is_called_by_its_title():
    titles = {"first-fitting": "First fitting of devices", "repair": None}
    assert pillar_label("first-fitting", titles) == "First fitting of devices"
    assert pillar_label("repair", titles) == "Repair"


@pytest.mark.parametrize(
    ("changes", "which", "what"),
    [
        (
            {"pillar": "physical_rehap"},
            " pillar",
            "there is no pillar 'physical_rehap' (did you mean 'physical_rehab'?)",
        ),
        ({"task": "fitting"}, " task", "there is no task 'fitting' (did you mean 'first_fitting'?)"),
        ({"levels": ["secundary"]}, " levels", "there is no level 'secundary' (did you mean 'secondary'?)"),
        ({"language": "Pasto"}, " language", "there is no language 'Pasto' (did you mean 'pashto'?)"),
    ],
)
def test_words_that_nobody_knows_are_errors(study, changes, which, what):
    assert errors(study, **changes) == [(f"[[services]] first-fitting{which}", what)]


@pytest.mark.parametrize("name", ["physical-rehab", "eye-care", "any"])
def test_a_service_may_not_be_called_as_a_pillar(study, name):
    study.centres[1][1]["service"] = "physical_rehab;eye_care"
    assert errors(study, name=name) == [(f"[[services]] {name}", "the name is that of a pillar")]


def test_two_services_may_not_have_one_name(study):
    study.tables["services"] = [dict(FITTING), dict(FITTING)]
    assert ("[[services]] first-fitting", "the name stands 2 times") in [
        (fault.which, fault.what) for fault in read(study)[2].errors
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nme": "x"}, "unknown key 'nme' (did you mean 'name'?)"),
        ({"name": "First Fitting"}, "'First Fitting' is no name"),
        ({"step_free": "yes"}, "'yes' is neither true nor false"),
        ({"open_on": "noon"}, "'noon' is not known"),
    ],
)
def test_a_fault_of_the_table_is_told_in_words(study, changes, words):
    assert words in " ".join(what for _, what in errors(study, **changes))


def test_a_task_of_the_directory_may_be_asked_for(study):
    study.centres[1][1]["tasks"] = "gait training"
    study.tables["services"] = [{**FITTING, "task": "Gait training"}]
    _, centres, faults = read(study)
    assert faults.errors == ()
    assert centres.rows_serving("first-fitting").tolist() == [1]


def test_the_public_hears_nothing_of_a_service_that_sensitive_centres_alone_offer(study):
    for number, (_, fields) in enumerate(study.centres):
        fields["hide"] = "yes" if number == 0 else "no"
    study.tables["centres"]["sensitive"] = "hide"
    table, centres, _ = read(study)
    public, partner = (disclosure_of(tier, table, centres, ()) for tier in ("public", "partner"))
    assert public.shown_study.services == ()
    assert public.centres(centres).services == ()
    assert [each.name for each in partner.shown_study.services] == ["first-fitting"]
    assert partner.centres(centres).all_pillars == ("physical_rehab", "first-fitting")


def test_a_service_that_nobody_serves_has_runs_in_which_nobody_reaches_it(study):
    study.tables["services"] = [{**FITTING, "language": "Lao"}]
    study.write()
    code, said = study.said("run", "--out", str(study.out))
    assert code == 0, said
    summary = json.loads((study.out / "public" / "summary.json").read_text(encoding="utf-8"))
    runs = {run["pillar"]: run["overall"] for run in summary["runs"] if run["hazards"] == "no-hazards"}
    assert list(runs) == ["physical_rehab", "first-fitting"]
    assert runs["physical_rehab"]["unreached_share"] < 1
    assert runs["first-fitting"]["unreached_share"] == 1
    manifest = json.loads((study.out / "public" / "manifest.json").read_text(encoding="utf-8"))
    told = [fault["what"] for fault in manifest["faults"] if fault["which"] == "[[services]] first-fitting"]
    assert told[0].startswith("0 of 3 centres of physical_rehab are known to serve it; of 2 it is not known")
    report = (study.out / "public" / "pages" / "report.html").read_text(encoding="utf-8")
    assert "First fitting" in report
