"""The catalogue: whole releases alone, each in one version, and no file outside a tier."""

import os
import shutil
import timeit
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from served_releases import DIMENSIONS, RUN, RUN_ID, change, make_release, manifest, replace, summary, write

from api.callers import Caller, CallerHere, Tier
from api.errors import NotReadyError, NotThereError, tell_errors
from api.releases import Catalogue, TierHere, catalogue, refusal_of, whole
from geo.errors import ReleaseError


@pytest.fixture
def folder(tmp_path):
    """A folder of releases with one in it."""
    make_release(tmp_path / "served" / "vale", tiers=("public", "analyst"))
    return tmp_path / "served"


def ids(served):
    return [release.id for release in served.releases()]


def test_a_whole_release_is_served_with_what_it_says_of_itself(folder):
    [release] = Catalogue(folder).releases()
    tier = release.tier_for(Tier.PUBLIC)
    assert (release.id, [each.name for each in release.tiers]) == ("vale", ["public", "analyst"])
    assert (tier.title, tier.as_of) == ("Made up, first", "2026-01-01")
    assert tier.disclaimers == ("No recorded hazard does not mean safe.", "Not for navigation.")
    assert len(tier.version) == 12


def test_a_run_is_found_by_its_slugs_and_tells_its_dimensions(folder):
    tier = Catalogue(folder).release("vale").tiers[0]
    assert tier.run(RUN_ID).dimensions == DIMENSIONS
    assert tier.run(RUN_ID).slugs.pillar == "physical-rehab"
    assert tier.run(RUN_ID).folder == folder / "vale" / "public" / RUN
    with pytest.raises(NotThereError, match="/releases/vale/runs"):
        tier.run("x" * 1000)


def test_the_release_of_the_sample_is_whole(served_folder):
    served = Catalogue(served_folder)
    assert ids(served) == ["valley"]
    assert served.refused() == ()
    assert len(served.release("valley").tiers[0].runs) == 36


@pytest.mark.parametrize(
    ("seen", "asked", "given"),
    [
        (Tier.PUBLIC, None, "public"),
        (Tier.PARTNER, None, "public"),
        (Tier.ANALYST, None, "analyst"),
        (Tier.STEWARD, None, "analyst"),
        (Tier.STEWARD, "public", "public"),
    ],
)
def test_a_caller_sees_the_fullest_tier_that_they_may(folder, seen, asked, given):
    assert Catalogue(folder).release("vale").tier_for(seen, asked=asked).name == given


def test_a_hidden_tier_and_a_release_that_is_not_there_are_told_in_the_same_words(folder):
    served = Catalogue(folder)
    with pytest.raises(NotThereError) as hidden:
        served.release("vale").tier_for(Tier.PUBLIC, asked="analyst")
    with pytest.raises(NotThereError) as absent:
        served.release("dale")
    assert str(hidden.value).replace("vale", "dale") == str(absent.value)


def test_one_release_is_served_under_its_own_name_and_nothing_beside_it(folder):
    make_release(folder / "dale")
    served = Catalogue(folder / "vale")
    assert ids(served) == ["vale"]
    with pytest.raises(NotThereError):
        served.release("dale")


@pytest.mark.parametrize("name", [".vale-unfinished-1", ".vale-replaced-1"])
def test_an_unfinished_release_is_not_looked_at(folder, name):
    make_release(folder / name)
    served = Catalogue(folder)
    assert ids(served) == ["vale"]
    assert served.refused() == ()


def test_files_beside_the_releases_are_no_matter(folder):
    (folder / "README.txt").write_text("hello")
    assert Catalogue(folder).refused() == ()


def spoil_json(path):
    path.write_text('{"nearcare_version": ', encoding="utf-8")


def spoil_depth(path):
    path.write_text("[" * 100_000, encoding="utf-8")


SPOILED = {
    "no tier's folder": (lambda vale: shutil.rmtree(vale / "public"), "public"),
    "no manifest of a tier": (lambda vale: (vale / "public/manifest.json").unlink(), "public/manifest.json is missing"),
    "no summary": (lambda vale: (vale / "analyst/summary.json").unlink(), "analyst/summary.json is missing"),
    "a manifest cut short": (lambda vale: spoil_json(vale / "public/manifest.json"), "not JSON"),
    "a summary too deep": (lambda vale: spoil_depth(vale / "public/summary.json"), "not JSON"),
    "a summary that is a list": (lambda vale: write(vale / "public/summary.json", []), "no JSON object"),
    "a manifest of another tier": (lambda vale: change(vale / "public/manifest.json", tier="analyst"), "of the tier"),
    "no disclaimers": (lambda vale: change(vale / "public/manifest.json", disclaimers=None), "lacks the disclaimers"),
    "half the disclaimers": (
        lambda vale: change(vale / "public/manifest.json", disclaimers=["Not for navigation."]),
        "lacks the disclaimers",
    ),
    "no study": (lambda vale: change(vale / "public/manifest.json", study="vale"), "names no study"),
    "no runs": (lambda vale: change(vale / "public/summary.json", runs=[]), "has no runs"),
    "a run that leads out": (
        lambda vale: change(vale / "public/summary.json", runs=[DIMENSIONS | {"folder": "runs/../../../etc/a/b/c"}]),
        "of no run",
    ),
    "a run without a season": (
        lambda vale: change(vale / "public/summary.json", runs=[{"folder": RUN}]),
        "without its dimensions",
    ),
    "a raster not copied yet": (lambda vale: (vale / "analyst" / RUN / "status.tif").unlink(), "status.tif"),
    "a table not copied yet": (lambda vale: (vale / "public/tables/gaps.gpkg").unlink(), "gaps.gpkg"),
    "no tiers of ours": (lambda vale: change(vale / "manifest.json", tiers=["ground"]), "none of the tiers"),
    "a manifest of others": (lambda vale: write(vale / "manifest.json", {"name": "an app"}), "not the manifest"),
    "tiers that are no list": (lambda vale: change(vale / "manifest.json", tiers="public"), "not the manifest"),
    "hazards where none are published": (
        lambda vale: (
            change(vale / "public/manifest.json", hazards_published=False),
            (vale / "public/tables/hazards.gpkg").write_text("x"),
        ),
        "hazards are not published",
    ),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_release_that_is_not_whole_is_refused_with_the_reason(folder, spoiled):
    spoil, said = SPOILED[spoiled]
    spoil(folder / "vale")
    served = Catalogue(folder)
    assert ids(served) == []
    [refused] = served.refused()
    assert refused.name == "vale"
    assert said in refused.why
    with pytest.raises(NotThereError):
        served.release("vale")


@pytest.mark.parametrize("name", ["Vale", "vale_1", "vale 1", "-vale", "v" * 65, "väle"])
def test_a_folder_whose_name_cannot_stand_in_an_address_is_refused(folder, name):
    (folder / "vale").rename(folder / name)
    served = Catalogue(folder)
    assert ids(served) == []
    assert [refused.name for refused in served.refused()] == [name]


@pytest.mark.parametrize("place", ["vale", "vale/public"])
def test_a_link_that_leads_out_of_the_folder_is_refused(folder, tmp_path, place):
    outside = tmp_path / "outside"
    (folder / place).rename(outside)
    (folder / place).symlink_to(outside)
    served = Catalogue(folder)
    assert ids(served) == []
    assert "leads out" in served.refused()[0].why


def test_a_link_inside_the_folder_is_a_name_like_any_other(folder):
    (folder / "latest").symlink_to(folder / "vale")
    assert ids(Catalogue(folder)) == ["latest", "vale"]


def test_a_release_is_served_from_the_moment_it_is_whole(folder, monkeypatch):
    monkeypatch.setattr("api.releases.catalogue._LOOK_AGAIN_S", 0.0)
    served = Catalogue(folder)
    (folder / "vale/public/summary.json").rename(folder / "kept.json")
    assert ids(served) == []
    (folder / "kept.json").rename(folder / "vale/public/summary.json")
    assert ids(served) == ["vale"]


def test_a_release_that_is_not_whole_is_not_read_for_every_request(folder, monkeypatch):
    (folder / "vale/public/summary.json").unlink()
    read = []
    real = catalogue.read_release
    monkeypatch.setattr("api.releases.catalogue.read_release", lambda *a, **k: read.append(a) or real(*a, **k))
    served = Catalogue(folder)
    for _ in range(20):
        assert ids(served) == []
    assert len(read) == 1


def test_a_replaced_release_is_served_anew_and_a_removed_one_no_longer(folder):
    served = Catalogue(folder)
    before = served.release("vale").tiers[0]
    replace(folder / "vale", mark="second")
    after = served.release("vale").tiers[0]
    assert before.version != after.version
    assert (before.title, after.title) == ("Made up, first", "Made up, second")
    shutil.rmtree(folder / "vale")
    assert ids(served) == []
    assert served.refused() == ()


def test_an_older_tier_tells_that_it_was_replaced_or_removed(folder):
    tier = Catalogue(folder).release("vale").tiers[0]
    tier.check_current()
    replace(folder / "vale", mark="second")
    with pytest.raises(NotReadyError, match="ask again"):
        tier.check_current()
    shutil.rmtree(folder / "vale")
    with pytest.raises(NotThereError):
        tier.check_current()


def test_a_release_that_is_replaced_while_it_is_read_is_not_a_mix_of_two(folder, monkeypatch):
    """Its manifest is read, then another release stands there, and its summary would be the other's."""
    real, times = whole._json_in, iter(range(100))  # noqa: SLF001 - between two readings

    def read_and_replace(path):
        content = real(path)
        if path.name == "manifest.json" and path.parent.name == "public" and next(times) == 0:
            replace(folder / "vale", mark="second", tiers=("public", "analyst"))
        return content

    monkeypatch.setattr("api.releases.whole._json_in", read_and_replace)
    with pytest.raises(ReleaseError, match="changes while it is read"):
        whole.read_release(folder / "vale", inside=folder)
    [release] = Catalogue(folder).releases()
    assert {release.tiers[0].title, release.tiers[0].summary["study"]} == {"Made up, second"}


def test_a_known_release_costs_microseconds(folder):
    served = Catalogue(folder)
    served.releases()
    assert min(timeit.repeat(lambda: served.known("vale"), number=100, repeat=5)) / 100 < 0.001


def test_a_folder_that_cannot_be_read_is_told_in_words(tmp_path):
    with pytest.raises(ReleaseError, match="cannot be read"):
        Catalogue(tmp_path / "absent").releases()


def test_what_cannot_be_served_is_told_before_serving(folder):
    assert refusal_of(folder) is None
    assert refusal_of(folder / "vale") is None
    assert "nearcare demo" in refusal_of(folder / "absent")
    assert "the folder above it" in refusal_of(folder / "vale/public")
    assert "is a file" in refusal_of(folder / "vale/manifest.json")


def test_the_ground_is_given_by_its_own_name_alone(folder, tmp_path):
    served = Catalogue(folder)
    assert served.ground_folder("vale") == (folder / "vale/ground").resolve()
    (folder / "vale/ground").rmdir()
    (folder / "vale/ground").symlink_to(tmp_path)
    with pytest.raises(NotThereError, match="keeps no ground"):
        served.ground_folder("vale")


BAD_NAMES = [
    "",
    ".",
    "..",
    "tables",
    "/etc/passwd",
    "../analyst/manifest.json",
    "../ground/secret.tif",
    "tables/../../analyst/manifest.json",
    "tables/out.gpkg",
    "tables/pipe",
    "tables\\areas.gpkg",
    "file:tables/areas.gpkg",
    "/vsimem/x",
    "a\0b",
    "x" * 5000,
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_name_leads_to_a_file_outside_the_tier(folder, tmp_path, name):
    tier = Catalogue(folder).release("vale").tiers[0]
    (folder / "vale/ground/secret.tif").write_text("secret")
    (tmp_path / "out.gpkg").write_text("secret")
    (folder / "vale/public/tables/out.gpkg").symlink_to(tmp_path / "out.gpkg")
    os.mkfifo(folder / "vale/public/tables/pipe")
    assert not tier.has_file(name)
    with pytest.raises(NotThereError):
        tier.file(name)


@pytest.fixture(scope="module")
def lasting_tier(tmp_path_factory):
    """A tier that is looked into often and never changed."""
    folder = tmp_path_factory.mktemp("lasting")
    make_release(folder / "vale", tiers=("public", "analyst"))
    return Catalogue(folder).release("vale").tiers[0]


PARTS = ["..", ".", "public", "analyst", "tables", "manifest.json", "~", "%2e"]


@given(parts=st.lists(st.sampled_from(PARTS), max_size=6))
def test_whatever_is_asked_for_is_inside_the_tier(lasting_tier, parts):
    name = "/".join(parts)
    if lasting_tier.has_file(name):
        assert lasting_tier.file(name).is_relative_to(lasting_tier.folder.resolve())


def app_over(folder, during):
    """An app with one route, which does something to the folder before it answers."""
    app = FastAPI()
    app.dependency_overrides[CallerHere.__metadata__[0].dependency] = lambda: Caller(tier=Tier.PUBLIC)
    app.state.catalogue = Catalogue(folder)
    tell_errors(app)

    @app.get("/releases/{release}/title")
    def title(tier: TierHere) -> str:
        during(folder)
        return tier.title

    return app


def break_reading(_folder):
    raise OSError(5, "Input/output error")


def lose_a_file(folder):
    (folder / "vale/public/tables/gaps.gpkg").unlink()
    Path(folder / "vale/public/tables/gaps.gpkg").read_bytes()


@pytest.mark.parametrize(
    ("during", "status", "said"),
    [
        (lambda _folder: None, 200, "Made up, first"),
        (lambda folder: replace(folder / "vale", mark="second"), 503, "ask again"),
        (lambda folder: shutil.rmtree(folder / "vale"), 404, "There is no release"),
        (lambda folder: (shutil.rmtree(folder / "vale"), break_reading(folder)), 404, "There is no release"),
        (break_reading, 503, "missing or broken"),
        (lose_a_file, 503, "missing or broken"),
    ],
    ids=["nothing", "replaced", "removed", "removed and not readable", "not readable", "a file is gone"],
)
def test_an_answer_is_of_one_version_or_says_why_there_is_none(folder, during, status, said):
    with TestClient(app_over(folder, during)) as client:
        answer = client.get("/releases/vale/title")
    assert answer.status_code == status
    assert said in answer.text
    assert str(folder) not in answer.text


def test_a_fault_of_ours_is_not_blamed_on_the_release(folder):
    def fail(_folder):
        raise ZeroDivisionError

    with TestClient(app_over(folder, fail), raise_server_exceptions=False) as client:
        assert client.get("/releases/vale/title").status_code == 500


@pytest.mark.parametrize("release", ["Vale", "..", "%2e%2e%2f", "vale%00", "v" * 65, "public", "vale.public"])
def test_a_name_that_is_no_release_is_told_as_a_problem(folder, release):
    with TestClient(app_over(folder, lambda _folder: None)) as client:
        answer = client.get(f"/releases/{release}/title")
    assert answer.status_code in {400, 404}
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_made_up_release_is_what_the_tests_take_it_for():
    assert manifest("public")["tier"] == "public"
    assert summary()["runs"][0]["folder"] == RUN
