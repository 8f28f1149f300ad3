"""Gap reports, points and comparisons at the door: who may ask, in which form, and what is no answer."""

import csv
import io
import json
import random
import shutil
import sys

import pandas as pd
import pytest
import rasterio
from fastapi.testclient import TestClient

from api.app import make_app
from api.callers import Tier, new_key
from api.reports import press as presses
from api.reports import shelf as shelves
from api.reports.models import GapReportTold, PointTold
from api.settings import Settings
from maps.paper import EXIT_WITHOUT_LIBRARY

REPORT = "/releases/valley/gap-report"
POINT = "/releases/valley/point"
COMPARISONS = "/releases/valley/comparisons"
RUN = "physical-rehab.default.base.all-year.to.hazards"
CLOSED = "physical-rehab.default.bridge-closed.all-year.to.hazards"
HERE = {"lon": -29.88, "lat": 45.12}
FORMS = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
}


@pytest.fixture(scope="module")
def app(served_folder, tmp_path_factory):
    state = tmp_path_factory.mktemp("state")
    return make_app(Settings(releases=served_folder, state=state, public_units_per_minute=100_000))


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="module")
def keys(client):
    tiers = (Tier.PARTNER, Tier.ANALYST, Tier.STEWARD)
    made = {tier.word: new_key(client.app.state.database, name=tier.word, tier=tier)[1] for tier in tiers}
    return {"public": {}} | {word: {"Authorization": f"Bearer {secret}"} for word, secret in made.items()}


def is_problem(answer, status):
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert told["status"] == status
    return told["detail"]


@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_given_in_each_form(client, form):
    answer = client.get(REPORT, params={"area": "A-2", "f": form})
    assert (answer.status_code, answer.headers["content-type"]) == (200, FORMS[form])
    by_accept = client.get(REPORT, params={"area": "A-2"}, headers={"Accept": FORMS[form].split(";")[0]})
    assert by_accept.headers["content-type"] == FORMS[form]
    again = client.get(REPORT, params={"area": "A-2", "f": form}, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_json_of_a_report_is_as_it_is_described(client):
    told = GapReportTold.model_validate_json(client.get(REPORT).content)
    assert {link.rel for link in told.links} == {"self", "alternate"}
    assert len(told.links) == 6
    assert told.run.id == RUN
    assert "Not for navigation." in told.disclaimers


def test_all_forms_of_a_report_say_the_same_figures(client):
    told = client.get(REPORT, params={"area": "A-3"}).json()
    rows = csv.DictReader(io.StringIO(client.get(REPORT, params={"area": "A-3", "f": "csv"}).text))
    table = {(row["group"], row["figure"]): row["value"] for row in rows if row["part"] == "figures"}
    for figure in told["figures"]:
        said = table[figure["group"], figure["measure"]]
        assert figure["value"] == float(said) if figure["value"] is not None else said in {"", "inf"}
        assert (figure["value"] is None) == bool(figure["absence"])


def test_a_pdf_is_drawn_once_and_kept(client, app, monkeypatch):
    drawn = []
    monkeypatch.setattr(app.state.report_shelf.press, "_drawn", lambda page: drawn.append(page) or b"%PDF-1.7")
    for _ in range(2):
        answer = client.get(REPORT, params={"area": "A-1", "f": "pdf"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.headers["content-disposition"].endswith('-a-1.pdf"')
    assert len(drawn) == 1


def test_a_pdf_that_must_wait_too_long_says_when_to_ask_again(client, app, monkeypatch):
    monkeypatch.setattr(presses, "_WAIT_S", 0)
    answers = []
    monkeypatch.setattr(
        app.state.report_shelf.press,
        "_drawn",
        lambda _page: answers.append(client.get(REPORT, params={"area": "A-4", "f": "pdf"})) or b"%PDF-1.7",
    )
    assert client.get(REPORT, params={"area": "A-3", "f": "pdf"}).status_code == 200
    assert "f=html" in is_problem(answers[0], 503)
    assert answers[0].headers["retry-after"] == "10"


def test_a_server_without_pango_says_what_to_install_and_still_gives_the_page(client, monkeypatch):
    program = f"import sys; sys.stdin.read(); sys.exit({EXIT_WITHOUT_LIBRARY})"
    monkeypatch.setattr(presses, "_COMMAND", (sys.executable, "-c", program))
    assert "libpango-1.0-0" in is_problem(client.get(REPORT, params={"area": "A-4", "f": "pdf"}), 503)
    assert client.get(REPORT, params={"area": "A-4", "f": "html"}).status_code == 200


def test_the_page_may_run_nothing(client):
    policy = client.get(REPORT, params={"f": "html"}).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_a_form_that_is_not_offered_is_refused(client):
    assert "f=json" in is_problem(client.get(REPORT, headers={"Accept": "image/png"}), 406)
    is_problem(client.get(REPORT, params={"f": "docx"}), 400)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"area": "A-9"}, 404),
        ({"area": "../../ground"}, 404),
        ({"area": "x" * 201}, 400),
        ({"area": ""}, 400),
        ({"pillar": "dentistry"}, 404),
        ({"run": "a.b.c.d.e.f"}, 404),
        ({"run": "../../x"}, 400),
        ({"run": RUN, "pillar": "psychosocial"}, 400),
        ({"direction": "up"}, 400),
        ({"hazards": "true"}, 400),
        ({"v": "newest"}, 400),
        ({"pilar": "any"}, 400),
        ({"tier": "steward"}, 400),
        ({"tier": "analyst"}, 404),
    ],
)
def test_a_question_that_cannot_be_answered_is_a_problem(client, query, status):
    assert is_problem(client.get(REPORT, params=query), status)


def test_a_run_may_be_asked_by_its_id(client):
    assert client.get(REPORT, params={"run": CLOSED}).json()["run"]["scenario"] == "bridge-closed"
    assert client.get(REPORT, params={"run": CLOSED, "scenario": "bridge-closed"}).status_code == 200


@pytest.mark.parametrize("path", [REPORT, f"{POINT}?lon=-29.88&lat=45.12", COMPARISONS, f"{COMPARISONS}/bridge-closed"])
@pytest.mark.parametrize(
    ("word", "tier"), [("public", "public"), ("partner", "public"), ("analyst", "analyst"), ("steward", "analyst")]
)
def test_each_caller_sees_the_fullest_tier_they_may(client, keys, path, word, tier):
    answer = client.get(path, headers=keys[word])
    assert (answer.status_code, answer.json()["tier"]) == (200, tier)
    kept = answer.headers["cache-control"]
    assert kept == ("public, max-age=60" if tier == "public" else "private, no-store")


def test_what_only_partners_may_see_is_not_told_to_the_public(client, keys):
    told = {word: client.get(REPORT, headers=keys[word]).json() for word in ("public", "partner", "analyst")}
    centres = {word: next(part for part in each["parts"] if part["key"] == "centres") for word, each in told.items()}
    assert ["capacity_per_year" in part["rows"][0]["cells"] for part in centres.values()] == [False, False, True]


def test_a_key_that_is_not_known_is_no_caller(client):
    is_problem(client.get(REPORT, headers={"Authorization": "Bearer no-such-key"}), 401)


def test_head_gives_the_headers_of_get_alone(client):
    head = client.head(REPORT, params={"f": "csv"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == client.get(REPORT, params={"f": "csv"}).headers["etag"]


def test_an_address_with_its_version_may_be_kept_forever(client):
    version = client.get(REPORT).json()["version"]
    assert "immutable" in client.get(REPORT, params={"v": version}).headers["cache-control"]


def test_a_point_says_what_the_rasters_say(client, served_folder):
    folder = served_folder / "valley/public/runs" / RUN.replace(".", "/")
    chance = random.Random(8)  # noqa: S311 - places for a test
    with rasterio.open(folder / "travel_minutes.tif") as raster:
        minutes, transform = raster.read(1), raster.transform
    with rasterio.open(folder / "status.tif") as raster:
        status = raster.read(1)
    words = {1: "reached", 2: "no-way", 3: "inside-hazard", 4: "barrier", 5: "no-land-data", 0: "outside"}
    seen = set()
    places = [(row, column) for row in range(0, 120, 9) for column in range(0, 180, 11)]
    for row, column in chance.sample(places, 60):
        lon, lat = transform @ (column + chance.random(), row + chance.random())
        told = PointTold.model_validate_json(client.get(POINT, params={"lon": lon, "lat": lat}).content)
        assert told.status == words[int(status[row, column])]
        seen.add(told.status)
        if told.status == "reached":
            assert told.minutes == pytest.approx(float(minutes[row, column]), abs=0.006)
            assert told.nearest_centre.id in {"C-03", "C-04"}
            assert told.region is None or told.minutes > told.threshold_minutes
        else:
            assert told.minutes is None
    assert len(seen) >= 3


def test_a_point_outside_the_grid_is_outside_and_no_error(client):
    told = client.get(POINT, params={"lon": 0, "lat": 0}).json()
    assert (told["status"], told["minutes"], told["cell"], told["area"]) == ("outside", None, None, None)


@pytest.mark.parametrize(
    "query", [{"lon": "nan"}, {"lon": "inf"}, {"lat": 91}, {"lon": -181}, {"lon": "east"}, {"lat": ""}]
)
def test_a_place_that_is_none_is_refused(client, query):
    is_problem(client.get(POINT, params=HERE | query), 400)


def test_a_point_says_for_which_cell_it_is_and_what_it_is_not_for(client):
    told = client.get(POINT, params=HERE).json()
    assert told["cell_sentence"] == "The answer is for a cell of about 164 m by 232 m."
    assert abs(told["cell"]["lon"] - HERE["lon"]) < 0.002
    assert told["underserved_share"] is not None
    assert {"No recorded hazard does not mean safe.", "Not for navigation."} <= set(told["disclaimers"])
    assert not {"path", "route", "geometry"} & set(told)


def test_a_point_in_a_run_without_hazards_says_nothing_of_hazards(client):
    told = client.get(POINT, params=HERE | {"hazards": "no-hazards"}).json()
    assert told["is_inside_recorded_hazard"] is None


def test_a_comparison_says_what_its_table_says(client, served_folder):
    told = client.get(f"{COMPARISONS}/bridge-closed").json()
    table = pd.read_csv(served_folder / "valley/public/tables/comparisons.csv")
    table = table[table["comparison"] == "bridge-closed"]
    assert sum(len(run["rows"]) for run in told["runs"]) == len(table)
    rows = [row for run in told["runs"] for row in run["rows"]]
    for row, (_, line) in zip(rows, table.iterrows(), strict=True):
        for name, cell in row["cells"].items():
            same = line[name] == cell or (cell is None and row["absent"][name] in {"no way", "not known"})
            assert same, name
    lines = list(csv.DictReader(io.StringIO(client.get(f"{COMPARISONS}/bridge-closed", params={"f": "csv"}).text)))
    assert [float(line["people_losing"]) for line in lines] == list(table["people_losing"])
    assert told["runs"][0]["links"][0]["href"].endswith(
        "/releases/valley/tiles/raster/difference/bridge-closed.physical-rehab.default.to/tilejson.json"
    )


def test_the_comparisons_are_listed_with_what_is_held_against_what(client):
    told = client.get(COMPARISONS).json()["comparisons"]
    assert [each["id"] for each in told] == ["meadow-released", "bridge-closed"]
    for each in told:
        assert client.get(each["links"][0]["href"]).status_code == 200
    is_problem(client.get(f"{COMPARISONS}/nothing"), 404)


def test_two_runs_are_held_against_each_other_by_area(client):
    told = client.get(f"{COMPARISONS}/ad-hoc", params={"before": RUN, "after": CLOSED}).json()
    named = client.get(f"{COMPARISONS}/bridge-closed").json()["runs"][0]["rows"]
    for row, other in zip(told["rows"], named, strict=True):
        for name in ("population_within_60_min_before", "population_within_60_min_after"):
            assert row["cells"][name] == other["cells"][name]
    assert "cannot be known" in told["cannot_be_known"]
    back = client.get(f"{COMPARISONS}/ad-hoc", params={"before": CLOSED, "after": RUN}).json()
    name = "population_beyond_threshold_difference"
    assert [row["cells"][name] for row in told["rows"]] == [-row["cells"][name] for row in back["rows"]]


def test_runs_of_two_services_are_not_compared(client):
    other = RUN.replace("physical-rehab", "psychosocial")
    detail = is_problem(client.get(f"{COMPARISONS}/ad-hoc", params={"before": RUN, "after": other}), 400)
    assert "pillar" in detail
    is_problem(client.get(f"{COMPARISONS}/ad-hoc", params={"before": RUN, "after": "a.b.c.d.e.f"}), 404)


def test_a_broken_table_is_told_without_the_folders_of_the_server(served_folder, tmp_path):
    shutil.copytree(served_folder / "valley", tmp_path / "releases/valley")
    (tmp_path / "releases/valley/public/tables/areas.parquet").write_bytes(b"no table")
    with TestClient(make_app(Settings(releases=tmp_path / "releases", state=tmp_path / "state"))) as client:
        detail = is_problem(client.get(REPORT), 503)
    assert str(tmp_path) not in detail
    assert "valley" in detail


def test_memory_is_bounded(client, app, monkeypatch):
    monkeypatch.setattr(shelves, "MOST_BYTES", 200_000)
    for area in ("A-1", "A-2", "A-3", "A-4", "outside"):
        assert client.get(REPORT, params={"f": "csv", "area": area}).status_code == 200
    kept = app.state.report_shelf._documents  # noqa: SLF001 - what is kept is seen nowhere else
    assert sum(map(len, kept.values())) <= 200_000
    assert json.dumps([key[1:] for key in kept])
