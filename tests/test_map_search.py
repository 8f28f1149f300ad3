"""Search: what anybody may type finds the name, the best first, and only what the tier may show."""

import shutil
import time

import pandas as pd
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.app import make_app
from api.settings import Settings
from maps.search import Found, SearchIndex, fold, read_search

AT = "/releases/valley/search"


@pytest.fixture(scope="module")
def client(served_folder, tmp_path_factory):
    settings = Settings(releases=served_folder, state=tmp_path_factory.mktemp("state"))
    with TestClient(make_app(settings)) as client:
        yield client


def index_of(*names, kind="place"):
    entries = tuple(
        Found(kind=kind, id=f"id-{row}", name=name, detail="", lon=0.0, lat=0.0, bounds=None, size=-1.0)
        for row, name in enumerate(names)
    )
    return SearchIndex(entries=entries, folded=tuple((fold(each.name), fold(each.id)) for each in entries))


def names_of(index, asked, limit=10):
    return [each.name for each in index.find(asked, limit=limit)[1]]


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_and_case_never_matters(text):
    once = fold(text)
    assert fold(once) == once
    assert once == once.strip()
    assert "  " not in once


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("N'Djaména", "ndjamena"),
        ("N\u2019Gazidja", "n'gazidja"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("أبو ظبي", "ابو ظبى"),
        ("القاهِرة", "القاهره"),
        ("کراچی", "كراچي"),
        ("قرية ٣", "قرية 3"),
        ("ວຽງຈັນ", "ວຽງ"),
        ("\uff34okyo", "tokyo"),
        ("Mutsamudu", "SAMU"),
    ],
)
def test_a_name_is_found_as_it_is_typed_elsewhere(name, asked):
    assert names_of(index_of("Other", name), asked) == [name]


def test_lao_tone_marks_tell_words_apart():
    assert names_of(index_of("ຄາ", "ຄ່າ"), "ຄ່າ") == ["ຄ່າ"]


def test_the_whole_name_comes_first_then_its_beginning_then_a_word_then_the_inside():
    index = index_of("Abkesh", "Old Kesh", "Keshtown", "Kesh", "Tarn")
    assert names_of(index, "kesh") == ["Kesh", "Keshtown", "Old Kesh", "Abkesh"]
    assert index.find("kesh", limit=2)[0] == 4


def test_words_are_found_in_any_order_each_from_its_beginning():
    assert names_of(index_of("Quelmar North Hospital", "Quelmar"), "hosp quel") == ["Quelmar North Hospital"]


def test_what_nobody_has_finds_nothing_and_nothing_asked_gives_all():
    index = index_of("A", "B", "C")
    assert index.find("zz", limit=5) == (0, [])
    assert names_of(index, " -- ", limit=2) == ["A", "B"]


def test_the_search_of_a_country_answers_at_once():
    index = index_of(*(f"Village {row} of Kesh" for row in range(50_000)))
    start = time.process_time()
    assert index.find("kesh", limit=10)[0] == 50_000
    assert time.process_time() - start < 0.5


def test_an_area_has_its_bounds_and_a_place_in_it(client, served_folder):
    told = client.get(AT, params={"q": "", "limit": 50}).json()
    areas = [each for each in told["results"] if each["kind"] == "area"]
    assert told["matched"] == len(told["results"]) > len(areas) > 1
    for each in areas:
        west, south, east, north = each["bounds"]
        assert west <= each["lon"] <= east
        assert south <= each["lat"] <= north
    people = (
        pd.read_parquet(served_folder / "valley/public/tables/areas.parquet").groupby("area_id")["population"].max()
    )
    sizes = [people[each["id"]] for each in areas]
    assert sizes == sorted(sizes, reverse=True)
    assert all(each["bounds"] is None for each in told["results"] if each["kind"] != "area")


def test_a_place_is_a_feature_of_the_collection_of_places(client):
    [place] = [each for each in client.get(AT, params={"q": "quelmar"}).json()["results"] if each["kind"] == "place"]
    feature = client.get(f"/collections/valley.places/items/{place['id']}").json()
    assert feature["properties"]["name"] == place["name"] == "Quelmar"
    assert feature["geometry"]["coordinates"] == [place["lon"], place["lat"]]
    assert place["detail"] == feature["properties"]["kind"] == "town"


def test_a_centre_is_found_by_its_id_and_by_its_name(client):
    first = client.get(AT, params={"q": "c-03"}).json()["results"][0]
    assert (first["kind"], first["id"], first["detail"]) == ("centre", "C-03", "physical_rehab")
    assert first in client.get(AT, params={"q": "prosthetics"}).json()["results"]


@pytest.mark.parametrize(
    ("query", "said"), [("q=" + "a" * 101, "q"), ("limit=51", "limit"), ("limit=0", "limit"), ("query=kesh", "query")]
)
def test_what_is_too_long_or_too_much_is_refused(client, query, said):
    answer = client.get(f"{AT}?{query}")
    assert answer.status_code == 400
    assert said in answer.json()["detail"]


@pytest.mark.parametrize("asked", ["<img onerror=alert(1)>", "%00", "' OR 1=1", "\u202egnp", "a" * 100])
def test_odd_questions_find_nothing_and_harm_nothing(client, asked):
    answer = client.get(AT, params={"q": asked})
    assert answer.status_code == 200
    assert answer.json()["q"] == asked


def test_what_a_tier_hides_is_not_found_in_it(guarded_release):
    public, analyst = (read_search(guarded_release / tier, tier=tier) for tier in ("public", "analyst"))
    assert [each.id for each in analyst.find("Hidden house", limit=5)[1]] == ["secret-1"]
    assert public.find("Hidden house", limit=5) == (0, [])
    assert public.find("secret-1", limit=5) == (0, [])


def test_a_release_without_places_is_searched_for_the_rest(served_folder, tmp_path):
    shutil.copytree(served_folder / "valley/public", tmp_path / "public")
    (tmp_path / "public/tables/places.parquet").unlink()
    assert {each.kind for each in read_search(tmp_path / "public", tier="public").entries} == {"area", "centre"}
