"""What a tier may show: in public nothing of hazards kept back, of sensitive centres, or of what names them."""

import pytest
from guarded_study import HIDDEN, SECRET_WORDS, SHOWN, draw_public, study_of
from sample_study import content_of, files_of, read_json, read_runs, words_of

from accessibility.study import run_study

ORDERS = [("analyst", "public"), pytest.param(("public", "analyst"), marks=pytest.mark.verify)]


@pytest.fixture(scope="module", params=ORDERS, ids="-first-".join)
def guarded(request, tmp_path_factory):
    if request.param[0] == "analyst":  # as the study file has them
        return request.getfixturevalue("guarded_release")
    folder = tmp_path_factory.mktemp("guarded")
    study = study_of(folder / "study", is_guarded=True)
    text = study.file.read_text().replace('["analyst", "public"]', str(list(request.param)).replace("'", '"'))
    study.file.write_text(text)
    return run_study(study.file, out=folder / "release")  # pages are drawn from a tier's own files: once is enough


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
