"""What need may tell in public: nothing of a sensitive centre's record, and no run with hazards kept back."""

import pandas as pd
import pyogrio
import pytest
from sample_study import content_of, files_of, read_json, words_of
from small_study import SmallStudy, point

from accessibility.study import run_study
from maps.pages import draw_pages

SHARES = "sex,age_from,age_to,share\nfemale,0,14,0.2\nfemale,15,120,0.31\nmale,0,14,0.21\nmale,15,120,0.28\n"
RECORD = {"service": "physical_rehab", "hide": "no", "capacity_unit": "people", "level": "secondary"}
CENTRES = [
    (point(30.012, 9.912), {**RECORD, "code": "c1", "title": "South clinic", "capacity_per_year": 1, "fee": "free"}),
    (point(30.082, 9.982), {**RECORD, "code": "c2", "title": "North clinic", "female_staff": "yes"}),
]
NEED_FILES = (
    *("access.parquet", "access.xlsx", "access.gpkg", "access_hxl.csv", "areas.csv", "centre_load.csv"),
    *("data_gaps.csv", "directory.csv", "fairness.csv", "groups.csv", "supply.csv"),
)


def study_of(folder, *, capacity, tiers=("public",)):
    """A small study with directory, services, capacity and a mix; capacity None: no sensitive centre."""
    folder.mkdir()
    study = SmallStudy(folder)
    (folder / "shares.csv").write_text(SHARES, encoding="utf-8")
    study.centres = list(CENTRES)
    if capacity is not None:
        secret = {"code": "secret-1", "title": "Hidden house", "hide": "yes", "languages": "Dari", "female_staff": "no"}
        study.centres.append((point(30.052, 9.952), {**RECORD, **secret, "capacity_per_year": capacity}))
    dari = {"name": "spoken-dari", "title": "In Dari", "pillar": "physical_rehab", "language": "Dari"}
    study.tables["centres"]["sensitive"] = "hide"
    study.tables["hazards"]["publish"] = False
    study.hazards[0][1]["name"] = "Minefield of Nobody"
    study.tables |= {
        "demand": {"shares": "shares.csv"},
        "profiles": [{"name": "vehicle"}, {"name": "walk"}, {"name": "both", "mix": {"vehicle": 0.25, "walk": 0.75}}],
        "capacity": {"methods": ["2sfca", "bfca", "raam"], "need": "prosthetics-orthotics"},
        "services": [
            {"name": "women", "title": "By women", "pillar": "physical_rehab", "female_staff": True},
            *([] if capacity is None else [dari]),
        ],
        "reasons": {},
        "uncertainty": {"draws": 2},
        "referral": {"levels": ["secondary"]},
        "release": {"tiers": list(tiers)},
    }
    study.write()
    return study


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """Both tiers, pages in public alone."""
    folder = tmp_path_factory.mktemp("guarded")
    study = study_of(folder / "study", capacity=73_519, tiers=("analyst", "public"))
    return run_study(study.file, out=folder / "release", draw=lambda tier: tier.name == "public" and draw_pages(tier))


@pytest.fixture(scope="module")
def words(guarded):
    """All words of each tier, by file."""
    return {tier: words_of(guarded / tier) for tier in ("public", "analyst")}


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    folder = tmp_path_factory.mktemp("other")
    return run_study(study_of(folder / "study", capacity=200).file, out=folder / "release")


def timeless(tier, name):
    """What a file says, without when it was written."""
    content = content_of(tier / name)
    if isinstance(content, bytes):
        return content.replace(read_json(tier / "manifest.json")["created_utc"].encode(), b"")
    return content


def test_every_file_of_need_is_there_to_be_searched(guarded):
    assert {f"tables/{name}" for name in NEED_FILES} <= files_of(guarded / "public")
    assert "pages/report.html" in files_of(guarded / "public")


@pytest.mark.parametrize("word", ["secret-1", "Hidden house", "73519", "73,519", "spoken-dari", "In Dari"])
def test_no_word_of_the_sensitive_centre_is_in_public(words, word):
    assert not [name for name, said in words["public"].items() if word in said or word in name]


@pytest.mark.parametrize("word", ["secret-1", "Hidden house", "73519", "In Dari"])
def test_the_analyst_reads_of_the_centre(words, word):
    assert [said for said in words["analyst"].values() if word in said]


def test_no_row_of_a_run_with_hazards_is_in_public(guarded, words):
    tables = guarded / "public" / "tables"
    frames = {path.name: pd.read_csv(path) for path in tables.glob("*.csv") if path.name != "access_hxl.csv"}
    frames |= {path.name: pd.read_parquet(path) for path in tables.glob("*.parquet")}
    frames["access_hxl.csv"] = pd.read_csv(tables / "access_hxl.csv", skiprows=[1])
    frames |= {
        f"{path.name} {layer}": pyogrio.read_dataframe(path, layer=layer, read_geometry=False)
        for path in tables.glob("*.gpkg")
        for layer, _ in pyogrio.list_layers(path)
    }
    told = {name: set(frame["hazards"]) for name, frame in frames.items() if "hazards" in frame.columns}
    assert {"access.parquet", "supply.csv", "centre_load.csv", "fairness.csv"} <= set(told)
    assert {name for name, hazards in told.items() if hazards - {"no-hazards"}} == set()
    held = pd.read_parquet(guarded / "analyst" / "tables" / "access.parquet")
    assert set(held["hazards"]) == {"no-hazards", "hazards"}
    for name, said in words["public"].items():
        told = [
            word for word in ("/hazards/", "population_near", "Minefield of Nobody", "hazards.geojson") if word in said
        ]
        assert not told, (name, told)


def test_the_public_tier_says_the_same_whatever_the_record_of_a_sensitive_centre_says(guarded, other):
    one, two = guarded / "public", other / "public"
    assert {name for name in files_of(one) if not name.startswith(("pages/", "figures/"))} == files_of(two)
    for name in sorted(files_of(two) - {"manifest.json"}):  # pages are drawn of these files
        assert timeless(one, name) == timeless(two, name), name
    manifests = [read_json(tier / "manifest.json") for tier in (one, two)]
    for manifest in manifests:
        del manifest["created_utc"], manifest["parameters"]["release"]
    assert manifests[0] == manifests[1]


def test_the_public_tables_of_need_are_those_of_a_study_without_the_centre(other, tmp_path):
    innocent = run_study(study_of(tmp_path / "study", capacity=None).file, out=tmp_path / "release")
    for name in NEED_FILES:
        if name == "access.xlsx":  # names the tables of the study that have no rows, and its sources
            continue
        one, two = (timeless(release / "public", f"tables/{name}") for release in (other, innocent))
        assert one == two, name
