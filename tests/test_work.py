"""The work of jobs: uploaded studies run to releases, survivors refused, faults told without a path."""

import errno
import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_study import SmallStudy

from accessibility.scenario_toml import scenario_toml
from accessibility.study_file import ScenarioTable, read_study_file
from api.jobs.inputs import RunScenarioInputs, Scenario
from api.personal_columns import PERSONAL
from api.work import Asked, WorkError, without_paths
from api.work.problems import log_lines, problem_of
from api.work.studies import run_scenario, run_uploaded
from api.work.study_checks import refuse_survivors, sound_study
from geo.errors import Fault, InputFaults, ReleaseError
from geo.faults import Faults
from geo.identifying_columns import _identifying_words

SMALLEST = {"name": "closed", "closed_roads": [101]}


@pytest.fixture
def upload(tmp_path):
    """A small sound study as a steward has sent it."""
    folder = tmp_path / "uploads" / "sent"
    folder.mkdir(parents=True)
    study = SmallStudy(folder)
    study.file = folder / "study.toml"
    del study.tables["hazards"]
    return study


@pytest.fixture
def asked(tmp_path):
    def ask(*, publish=lambda: None, may_replace=False, **inputs):
        scratch = tmp_path / "releases" / ".jobs" / "one"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        told = []
        given_ = {"upload": "sent", "release": "valley", "replaces": False} | inputs
        work = Asked(
            job_id="one",
            inputs=given_,
            releases=tmp_path / "releases",
            uploads=tmp_path / "uploads",
            scratch=scratch,
            tier="steward",
            may_replace=may_replace,
            progress=lambda stage, share: told.append((stage, share)),
            publish=publish,
        )
        return work, told

    return ask


def served(tmp_path):
    return sorted(path.name for path in (tmp_path / "releases").iterdir() if not path.name.startswith("."))


def test_an_uploaded_study_with_one_more_scenario_becomes_a_release(upload, asked, tmp_path):
    upload.write()
    before = {path: path.read_bytes() for path in upload.folder.iterdir()}
    seen_at_publishing = []
    work, told = asked(scenario=SMALLEST, publish=lambda: seen_at_publishing.append(served(tmp_path)))
    result = run_scenario(work)
    notices = json.loads((tmp_path / "releases/valley/manifest.json").read_text())["faults"]
    assert result == {"release": "valley", "tiers": ["public"], "notice_count": len(notices)}
    assert seen_at_publishing == [[]]
    assert served(tmp_path) == ["valley"]
    runs = (tmp_path / "releases/valley/public/runs.csv").read_text()
    assert ",closed," in runs
    assert {path.name for path in (tmp_path / "releases/valley/public").iterdir()} >= {"pages", "figures", "tiles"}
    assert {path: path.read_bytes() for path in upload.folder.iterdir()} == before
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] < 1
    with pytest.raises(WorkError, match="already") as caught:  # an earlier release is as it was
        run_uploaded(asked()[0])
    assert caught.value.status == 409
    assert (tmp_path / "releases/valley/public/runs.csv").read_text() == runs


def test_an_upload_that_is_gone_is_told(asked):
    with pytest.raises(WorkError, match="send the study again"):
        run_uploaded(asked()[0])


def test_faults_of_a_study_are_told_one_by_one(upload, asked, tmp_path):
    upload.tables["population"]["year"] = 1066
    upload.write()
    with pytest.raises(InputFaults) as caught:
        run_uploaded(asked()[0])
    told = problem_of(caught.value)
    assert (told["status"], told["fault_count"]) == (400, 1)
    assert "year" in told["faults"][0]["which"] + told["faults"][0]["what"]
    assert served(tmp_path) == []


def test_a_study_with_a_survivors_table_is_refused(upload, asked):
    upload.tables["survivors"] = {"tables": ["protected"]}
    upload.write()
    with pytest.raises(WorkError, match=r"\[survivors\].*custodian") as caught:
        run_uploaded(asked()[0])
    assert caught.value.status == 400


@pytest.mark.parametrize("column", ["father_name", "Passport no", "date_of_birth", "رقم الهوية", "ethnicity", "age"])
@pytest.mark.parametrize("name", ["centres.geojson", "people.csv"])
def test_an_input_whose_columns_tell_of_persons_is_refused_named_by_the_study_or_not(upload, column, name):
    if name == "people.csv":
        upload.text(name, f"id,{column}\n1,x\n")
    else:
        upload.layer(name, [(shape, values | {column: "x"}) for shape, values in upload.centres])
    upload.write()
    with pytest.raises(WorkError, match=f"{name} has a column '{column}'"):
        refuse_survivors(upload.folder)


def test_what_directories_tell_of_places_is_no_record_of_a_person(upload):
    upload.layer(
        "centres.geojson",
        [
            (shape, values | {"name": "x", "phone": "x", "address": "x", "note": "x"})
            for shape, values in upload.centres
        ],
    )
    upload.write()
    refuse_survivors(upload.folder)


def test_shares_of_ages_are_no_records_of_persons_where_the_study_names_them(upload):
    upload.text("shares.csv", "area_id,age_from,age_to,share\nW,0,4,0.1\n")
    upload.write()
    with pytest.raises(WorkError, match="age_from"):
        refuse_survivors(upload.folder)
    upload.file.write_text(upload.file.read_text() + '\n[demand]\nshares = "shares.csv"\n')
    refuse_survivors(upload.folder)


def test_what_is_looked_for_in_columns_is_what_they_are_known_to_tell():
    assert {what for _, what in _identifying_words()} >= PERSONAL


@pytest.mark.parametrize("path", ["../other/people.tif", "/etc/passwd", "/vsicurl/x.tif", "link.tif"])
def test_a_file_outside_the_upload_is_refused(upload, path):
    (upload.folder / "link.tif").symlink_to("/etc/hosts")
    upload.tables["population"]["path"] = path
    upload.write()
    with pytest.raises(WorkError, match="outside its own folder") as caught:
        sound_study(upload.file, upload.folder)
    assert "/etc" not in str(problem_of(caught.value))


def test_a_scenario_may_name_files_of_the_upload_and_no_others(upload, asked):
    upload.write()
    for path, word in (("nope.geojson", "no such file|not there|does not exist"), ("../x.geojson", "outside")):
        with pytest.raises((InputFaults, WorkError), match=word):
            run_scenario(asked(scenario={"name": "more", "added_centres": path})[0])


@given(
    title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    centre=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=10),
)
def test_a_scenario_reads_back_from_its_toml_as_it_was(tmp_path_factory, title, centre):
    scenario = {"name": "a-b", "title": title, "centre_pillars": {centre: ["any"]}, "daily_limit_minutes": 0.1}
    file = tmp_path_factory.getbasetemp() / "scenario.toml"
    least = '[study]\nname="x"\ncountry="ZZZ"\nas_of=2026-01-01\n[grid]\nlike="p.tif"\n[land]\nspeed_kmh=4\n[centres]\n'
    least += 'path="c.csv"\n[population]\npath="p.tif"\nunits="people_per_cell"\nyear=2025\n'
    file.write_text(least + scenario_toml(scenario), encoding="utf-8")
    faults = Faults()
    study = read_study_file(file, faults=faults)
    assert not faults.errors
    [found] = study.scenarios
    assert (found.title, dict(found.centre_pillars)) == (title, {centre: ("any",)})


def test_a_scenario_can_say_all_that_a_study_file_can():
    assert set(Scenario.model_fields) == set(ScenarioTable.model_fields)


def test_what_a_scenario_leaves_out_is_left_out_of_the_file():
    inputs = RunScenarioInputs(upload="a", release="b", scenario=Scenario(**SMALLEST)).model_dump(mode="json")
    table = ScenarioTable(**{name: each for name, each in inputs["scenario"].items() if each is not None})
    assert table == ScenarioTable(**SMALLEST)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/srv/x/y.tif"), 507),
        (OSError(errno.EIO, "Input/output error", "/srv/x/y.tif"), 503),
        (MemoryError(), 507),
        (ReleaseError("/srv/releases/valley exists and is not a release; choose another folder"), 409),
        (InputFaults([Fault(severity="error", where="/srv/x/c.csv", which="row 1", what="is bad", do="Mend")]), 400),
        (ValueError("/srv/x/y.tif 12.5"), 500),
    ],
)
def test_every_failure_is_a_problem_that_says_what_to_do_and_names_no_folder(error, status):
    told = problem_of(error)
    assert told["status"] == status
    assert "/srv" not in json.dumps(told) + log_lines(error)
    assert told["detail"].endswith(".")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("see /srv/a/b.tif.", "see b.tif."),
        ("'/srv/a b/c.tif' is", "'c.tif' is"),
        ("at http://host/a/b", "at http://host/a/b"),
        ("data/x.csv, 3/4", "data/x.csv, 3/4"),
    ],
)
def test_of_an_absolute_path_only_the_name_is_told(text, plain):
    assert without_paths(text) == plain
