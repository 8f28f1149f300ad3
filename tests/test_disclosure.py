"""What a tier may show: in public nothing of hazards kept back, of sensitive centres, or of what names them."""

import pytest
from sample_study import content_of, files_of, read_json, read_runs, words_of
from small_study import SmallStudy, point, polygon

from accessibility.study import run_study
from maps.pages import draw_pages

SECRET = {"code": "secret-1", "title": "Hidden house", "service": "shelter", "hide": "yes"}
SHOWN = {
    "flood": {"name": "flood", "title": "Flood", "barriers": ["flood.geojson"], "closed_roads": [101]},
    "clinic": {"name": "clinic", "added_centres": "clinic.geojson", "seasons": ["dry"]},
}
HIDDEN = {
    "cleared-first": {
        "name": "cleared-first",
        "title": "Cleared first",
        "released": ["mine-1"],
        "seasons": ["dry"],
        "added_centres": "after-clearance.geojson",
        "barriers": ["fence.geojson", "flood.geojson"],
        "closures": "checkpoint.geojson",
    },
    "struck": {"name": "struck", "seasons": ["dry"], "added_hazards": "bombs.geojson"},
    "flood-cut": {"name": "flood-cut", "seasons": ["dry"], "hazard_roads": "cut", "barriers": ["flood.geojson"]},
    "raided": {"name": "raided", "closed_centres": ["secret-1"], "closures": "raid.geojson"},
    "restaffed": {
        "name": "restaffed",
        "seasons": ["dry"],
        "centre_pillars": {"secret-1": ["physical_rehab"]},
        "daily_limit_minutes": 30,
    },
    "refuge": {"name": "refuge", "seasons": ["dry"], "added_centres": "refuge.geojson"},
}
COMPARISONS = [
    {"name": "rains", "after": {"scenario": "flood", "season": "wet"}},
    {"name": "mines", "before": {"hazards": "no-hazards"}, "after": {}},
    {"name": "mined-or-not", "before": {"scenario": "flood"}, "after": {"scenario": "cleared-first"}},
    {"name": "refuge-and-flood", "before": {"scenario": "refuge"}, "after": {"scenario": "flood"}},
]
SECRET_WORDS = [
    *HIDDEN,
    *("Cleared first", "mine-1", "Saddle", "secret-1", "Hidden house", "shelter", "dental", "after-1", "refuge-1"),
    *("after-clearance", "fence.geojson", "checkpoint", "bombs", "raid.geojson", "refuge.geojson", "hazards.geojson"),
    *("mined-or-not", "other effects"),
]


def study_of(folder, *, is_guarded):
    """The small study with all that a public tier must keep back, or with another hazard alone."""
    folder.mkdir()
    study = SmallStudy(folder)
    tables = study.tables
    tables["centres"]["sensitive"] = "hide"
    tables["release"] = {"tiers": ["analyst", "public"]}
    tables["seasons"] = [{"name": "dry"}, {"name": "wet", "title": "Rains", "barriers": ["pond.geojson"]}]
    tables["scenarios"] = [*HIDDEN.values(), *SHOWN.values()] if is_guarded else list(SHOWN.values())
    tables["comparisons"] = COMPARISONS if is_guarded else COMPARISONS[:1]
    study.hazards[0][1].update(id="mine-1", name="Saddle")
    tables["hazards"].update(publish=False, buffer_m=100)
    for _, values in study.centres:
        values["hide"] = "no"
    if is_guarded:
        study.centres.append((point(30.052, 9.952), SECRET))
    else:
        del tables["hazards"]["buffer_m"]
        study.hazards = [(polygon(30.08, 9.905, 30.09, 9.91), {"kind": "confirmed", "status": "open", "id": "other-1"})]
    centre = {"title": "New", "service": "psychosocial", "hide": "no"}
    far = point(31.0, 9.9)
    secret = {"code": "refuge-1", "title": "Refuge", "service": "shelter", "hide": "yes"}
    study.layer("clinic.geojson", [(point(30.06, 9.93), {**centre, "code": "new-1"})])
    after = [{**centre, "service": "dental", "code": code} for code in ("after-1", "after-2")]
    study.layer("after-clearance.geojson", [(point(30.06, 9.94), after[0]), (far, after[1])])
    study.layer("refuge.geojson", [(point(30.06, 9.95), secret), (far, {**secret, "code": "refuge-2"})])
    study.layer("flood.geojson", [(polygon(30.0, 9.96, 30.1, 9.97), {})])
    study.layer("pond.geojson", [(polygon(30.031, 9.911, 30.044, 9.924), {})])
    study.layer("fence.geojson", [(polygon(30.07, 9.97, 30.095, 9.995), {})])
    study.layer("checkpoint.geojson", [(polygon(30.05, 9.99, 30.06, 9.995), {})])
    study.layer("raid.geojson", [(polygon(30.05, 9.99, 30.06, 9.995), {})])
    bomb = {"id": "bomb-1", "status": "open", "kind": "strike"}
    study.layer("bombs.geojson", [(polygon(30.07, 9.92, 30.08, 9.93), bomb)])
    study.tables["gaps"] = {"threshold_minutes": 60, "min_people": 20}
    study.tables |= questions(is_guarded=is_guarded)
    study.write()
    return study


def questions(*, is_guarded):
    """Reasons, draws and calibration; in the guarded study also of what is hidden."""
    hidden = ["shelter"] if is_guarded else []
    drawn = {"draws": 3, "road_speed_factor": {"low": 0.7, "high": 1.2}, "scenarios": ["base", "flood"]}
    if is_guarded:
        drawn |= {"hazard_chance": {"confirmed": 0.31}, "scenarios": ["base", "flood", "struck"]}
    return {
        "reasons": {"pillars": ["physical_rehab", *hidden], "boundaries": ["fence.geojson"] if is_guarded else []},
        "uncertainty": drawn,
        "calibration": {"scenarios": ["patients-reported"]},
    }


ORDERS = [("analyst", "public"), pytest.param(("public", "analyst"), marks=pytest.mark.verify)]


@pytest.fixture(scope="module", params=ORDERS, ids="-first-".join)
def guarded(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("guarded")
    study = study_of(folder / "study", is_guarded=True)
    text = study.file.read_text().replace('["analyst", "public"]', str(list(request.param)).replace("'", '"'))
    study.file.write_text(text)
    has_pages = request.param[0] == "analyst"  # pages are drawn from a tier's own files: once is enough
    return run_study(study.file, out=folder / "release", draw=draw_public if has_pages else None)


def draw_public(tier):
    if tier.name == "public":
        draw_pages(tier)


@pytest.fixture(scope="module")
def public_words(guarded):
    """All words of the public tier, by file."""
    return words_of(guarded / "public")


@pytest.fixture(scope="module")
def innocent(tmp_path_factory):
    folder = tmp_path_factory.mktemp("innocent")
    return run_study(study_of(folder / "study", is_guarded=False).file, out=folder / "release", draw=draw_public)


def timeless(tier, name):
    """What a file of a tier says, without times, and in the report without the files and stages of the manifest."""
    content = content_of(tier / name)
    if isinstance(content, bytes):
        content = content.replace(read_json(tier / "manifest.json")["created_utc"].encode(), b"")
        content = content.partition(b'id="sources-table"')[0]
    return content


def test_the_public_tier_is_to_the_byte_that_of_a_study_without_what_it_hides(guarded, innocent):
    names = files_of(innocent / "public")
    if not (guarded / "public" / "pages").exists():
        names = {name for name in names if not name.startswith(("pages/", "figures/"))}
    assert files_of(guarded / "public") == names
    assert "tables/comparisons.csv" in names
    for name in sorted(names - {"manifest.json"}):
        one, other = (timeless(release / "public", name) for release in (guarded, innocent))
        assert one == other, name


def test_the_public_manifest_differs_by_time_alone(guarded, innocent):
    manifests = [read_json(release / "public" / "manifest.json") for release in (guarded, innocent)]
    for manifest in manifests:
        assert manifest["stages"] == []  # their seconds and memory tell how much else was read and searched
        del manifest["created_utc"], manifest["parameters"]["release"]
    assert manifests[0] == manifests[1]


def test_no_guess_of_what_is_hidden_can_be_proven_by_hash_or_size(guarded, public_words):
    files = {tier: read_json(guarded / tier / "manifest.json")["inputs"] for tier in ("public", "analyst")}
    kept_back = {file["role"] for file in files["public"] if file["kept_back"]}
    assert kept_back == {"study", "[centres] path", "[[scenarios]] clinic added_centres"}
    secrets = [file for file in files["analyst"] if file["role"] in kept_back]
    for file in secrets:
        assert not file["kept_back"]
        assert not [name for name, text in public_words.items() if file["sha256"] in text], file["role"]
    for file in files["public"]:
        assert (file["sha256"] is None) == (file["bytes"] is None) == file["kept_back"]


def test_the_report_says_which_files_are_kept_back(guarded):
    if not (guarded / "public" / "pages").exists():
        pytest.skip("the pages are drawn in the other order of tiers alone")
    sources = (guarded / "public" / "pages" / "report.html").read_text("utf-8").partition('id="sources-table"')[2]
    rows = [row for row in sources.split("<tr")[1:] if "kept back" in row]
    assert [name for name in ("valley.toml", "centres.geojson", "clinic.geojson") for row in rows if name in row] == [
        "valley.toml",
        "centres.geojson",
        "clinic.geojson",
    ]
    assert len(rows) == 3


@pytest.mark.parametrize("word", SECRET_WORDS)
def test_no_word_of_what_is_hidden_is_in_the_public_tier(public_words, word):
    assert not [name for name, words in public_words.items() if word in words or word in name]


def test_the_analyst_has_all_of_it(guarded):
    words = "\n".join(f"{name} {words}" for name, words in words_of(guarded / "analyst").items())
    for word in SECRET_WORDS:
        assert word in words, word
    assert set(read_runs(guarded / "analyst")["scenario"]) == {"base", *SHOWN, *HIDDEN}
    told = "\n".join(fault["which"] for fault in read_json(guarded / "analyst" / "manifest.json")["faults"])
    for name in ("cleared-first", "raided"):
        assert f"[[scenarios]] {name}" in told


def test_published_hazards_still_hide_scenarios_of_sensitive_centres(tmp_path):
    study = study_of(tmp_path / "study", is_guarded=True)
    text = study.file.read_text().replace("publish = false", "publish = true")
    study.file.write_text(text.replace('["analyst", "public"]', '["public"]'))
    out = run_study(study.file, out=tmp_path / "release")
    assert set(read_runs(out / "public")["scenario"]) == {"base", *SHOWN, "cleared-first", "struck", "flood-cut"}
    words = "\n".join(f"{name} {words}" for name, words in words_of(out / "public").items())
    for word in ("raided", "restaffed", "refuge", "secret-1", "Hidden house", "shelter", "raid.geojson"):
        assert word not in words, word
    compared = {row["slug"] for row in read_json(out / "public" / "summary.json")["comparisons"]}
    assert {"mines", "mined-or-not"} <= compared
    assert "refuge-and-flood" not in compared


def test_a_public_tier_with_no_centre_but_those_that_scenarios_add_is_refused(tmp_path):
    study = study_of(tmp_path / "study", is_guarded=True)
    text = (study.folder / "centres.geojson").read_text()
    for code in ("c1", "c2"):
        start = text.index(f'"code": "{code}"')
        text = text[:start] + text[start:].replace('"hide": "no"', '"hide": "yes"', 1)
    (study.folder / "centres.geojson").write_text(text)
    assert "every centre is sensitive" in study.said("check")[1]
