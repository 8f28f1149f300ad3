"""OGC API Features Part 1 (17-069r4), requirement by requirement, on the running app.

A requirement is named by its address after http://www.opengis.net/spec/ogcapi-features-1/1.0.
"""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.settings import Settings

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GEOJSON, HTML, JSON = "application/geo+json", "text/html", "application/json"
ITEMS = "/collections/{collection_id}/items"
CLASS = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
req = pytest.mark.parametrize


@pytest.fixture(scope="module")
def client(served_folder, tmp_path_factory):
    with TestClient(make_app(Settings(releases=served_folder, state=tmp_path_factory.mktemp("state")))) as client:
        yield client


@pytest.fixture(scope="module")
def collections(client):
    return client.get("/collections").json()["collections"]


@pytest.fixture(scope="module")
def described(client):
    return client.get("/api").json()


def links(document, rel):
    return [link for link in document["links"] if link["rel"] == rel]


def parameter(described, name):
    [found] = [each for each in described["paths"][ITEMS]["get"]["parameters"] if each["name"] == name]
    return found


def ids(client, address):
    return [feature["id"] for feature in client.get(address).json()["features"]]


@req("relation", ["service-desc", "service-doc", "conformance", "data"])
def test_req_core_root_op_and_root_success_the_landing_page_links_to(client, relation):
    answer = client.get("/")
    assert answer.status_code == 200
    assert links(answer.json(), relation)


def test_req_core_api_definition_op_and_success_each_definition_is_given_in_the_type_of_its_link(client):
    landing = client.get("/").json()
    for link in [*links(landing, "service-desc"), *links(landing, "service-doc")]:
        answer = client.get(link["href"], headers={"accept": link["type"]})
        assert answer.status_code == 200
        assert answer.headers["content-type"].removesuffix("; charset=utf-8") == link["type"]


def test_req_core_conformance_op_and_success_lists_the_classes(client):
    declared = client.get("/conformance").json()["conformsTo"]
    assert {CLASS + name for name in ("core", "geojson", "html", "oas30")} <= set(declared)


def test_req_core_http_head_and_wrong_methods_are_answered_as_http_has_it(client):
    head, get = client.head("/collections"), client.get("/collections")
    assert head.status_code == 200
    assert not head.content
    assert head.headers["content-length"] == str(len(get.content))
    assert client.post("/collections").status_code == 405


@req("path", ["/", "/collections", "/collections/valley.areas", "/collections/valley.areas/items", "/conformance"])
def test_req_core_query_param_unknown_is_400(client, path):
    answer = client.get(path, params={"surely_not": "there"})
    assert answer.status_code == 400
    assert "surely_not" in answer.json()["detail"]


@req(
    ("name", "value"),
    [
        *[("limit", value) for value in ("0", "-1", "ten", "NaN", "1e3", "")],
        *[
            ("bbox", value)
            for value in ("1,2,3", "a,b,c,d", "0,0,1,NaN", "0,0,inf,1", "0,2,1,1", "-181,0,0,1", "0,-91,1,1")
        ],
        *[("bbox", value) for value in ("0,0,5,1,1,4", "", "1,2,3,4,5,6,7", "0 0 1 1")],
        *[("datetime", value) for value in ("yesterday", "2026-13-01", "../..", "/", "2026-02-01/2026-01-01", "2026")],
        *[("datetime", value) for value in ("2026-01-01T00:00:00", "2026-01-01/2026-01-02/2026-01-03")],
        *[("offset", value) for value in ("-1", "99999999999999999999", "x")],
        *[("population", value) for value in ("many", "nan", "inf")],
        *[("f", "xml"), ("tier", "steward"), ("v", "short"), ("crs", "EPSG:3857"), ("bbox-crs", "EPSG:4326")],
    ],
)
def test_req_core_query_param_invalid_is_400(client, name, value):
    answer = client.get("/collections/valley.areas/items", params={name: value})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert name in answer.json()["detail"]


def test_req_core_query_param_invalid_a_parameter_given_twice_is_400(client):
    assert client.get("/collections/valley.areas/items?area_id=A-1&area_id=A-2").status_code == 400


def test_req_core_crs84_all_coordinates_are_degrees_and_the_header_says_so(client, collections):
    for collection in collections:
        answer = client.get(f"/collections/{collection['id']}/items?limit=1")
        assert answer.headers["content-crs"] == f"<{CRS84}>"
        assert collection["crs"] == [CRS84]


def test_req_core_fc_md_op_and_success_and_items_every_public_layer_is_a_collection(collections):
    names = {"areas", "access", "gaps", "regions", "centres", "places", "hazards", "clearance", "disputed_roads"}
    assert {collection["id"] for collection in collections} == {f"valley.{name}" for name in names}


@req("path", ["/collections", "/collections/valley.gaps", "/", "/conformance", "/releases", "/releases/valley"])
@req("form", ["json", "html"])
def test_req_core_fc_md_links_self_and_alternate_are_each_other(client, path, form):
    document = client.get(path).json()
    types = {link["type"] for rel in ("self", "alternate") for link in links(document, rel)}
    assert types == {JSON, HTML}
    assert all({"href", "rel", "type"} <= link.keys() for link in document["links"])
    [link] = [
        each for each in document["links"] if each["rel"] in {"self", "alternate"} and f"f={form}" in each["href"]
    ]
    assert client.get(link["href"]).headers["content-type"].startswith(link["type"])


def test_req_core_fc_md_items_links_each_collection_links_to_its_items_in_each_form(client, collections):
    for collection in collections:
        found = links(collection, "items")
        assert {link["type"] for link in found} == {GEOJSON, HTML}
        for link in found:
            assert client.get(link["href"], headers={"accept": link["type"]}).status_code == 200


def test_req_core_fc_md_extent_holds_every_place_and_day(client, collections):
    for collection in collections:
        [[west, south, east, north]] = collection["extent"]["spatial"]["bbox"]
        [[first, last]] = collection["extent"]["temporal"]["interval"]
        for feature in client.get(f"/collections/{collection['id']}/items?limit=10000").json()["features"]:
            assert first[:10] <= feature["properties"]["as_of"] <= last[:10]
            for lon, lat in positions(feature["geometry"]):
                assert west <= lon <= east
                assert south <= lat <= north


def positions(geometry):
    """All positions of a geometry."""
    nested = [] if geometry is None else [geometry["coordinates"]]
    while nested:
        found = nested.pop()
        if isinstance(found[0], float | int):
            yield found
        else:
            nested.extend(found)


def test_req_core_sfc_md_op_and_success_a_collection_says_the_same_alone_as_in_the_list(client, collections):
    for collection in collections:
        alone = client.get(f"/collections/{collection['id']}").json()
        assert [alone[key] for key in ("id", "title", "description", "extent")] == [
            collection[key] for key in ("id", "title", "description", "extent")
        ]


def test_req_core_fc_op_every_collection_has_items(client, collections):
    for collection in collections:
        answer = client.get(f"/collections/{collection['id']}/items")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == GEOJSON


def test_req_core_fc_limit_definition(described):
    limit = parameter(described, "limit")
    assert (limit["in"], limit["required"]) == ("query", False)
    assert {key: limit["schema"][key] for key in ("type", "minimum", "default")} == {
        "type": "integer",
        "minimum": 1,
        "default": 10,
    }


@req("limit", [1, 7, 10000])
def test_req_core_fc_limit_response_1_no_more_features_than_the_limit(client, limit):
    answer = client.get(f"/collections/valley.gaps/items?limit={limit}").json()
    assert len(answer["features"]) == min(limit, answer["numberMatched"])


def test_req_core_fc_limit_response_1_ten_without_a_limit(client):
    assert len(ids(client, "/collections/valley.gaps/items")) == 10


def test_req_core_fc_bbox_definition(described):
    bbox = parameter(described, "bbox")
    assert (bbox["in"], bbox["required"], bbox["style"], bbox["explode"]) == ("query", False, "form", False)
    assert bbox["schema"] == {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}


def test_req_core_fc_bbox_response_only_what_meets_the_box(client):
    [centre] = client.get("/collections/valley.centres/items?id=C-01").json()["features"]
    lon, lat = centre["geometry"]["coordinates"]
    around = f"{lon - 1e-4},{lat - 1e-4},{lon + 1e-4},{lat + 1e-4}"
    assert ids(client, f"/collections/valley.centres/items?bbox={around}") == ["C-01"]
    assert ids(client, f"/collections/valley.centres/items?bbox={lon},{lat},{lon},{lat}") == ["C-01"]
    assert ids(client, "/collections/valley.centres/items?bbox=10,10,11,11") == []


def test_req_core_fc_bbox_response_six_numbers_are_a_box_with_heights(client):
    four = ids(client, "/collections/valley.centres/items?bbox=-29.9,45.1,-29.7,45.2")
    assert four == ids(client, "/collections/valley.centres/items?bbox=-29.9,45.1,-100,-29.7,45.2,9000")
    assert 0 < len(four) < 6


def test_req_core_fc_bbox_response_a_box_across_the_antimeridian_is_the_outside(client):
    east_of = ids(client, "/collections/valley.centres/items?bbox=-29.85,40,180,50")
    west_of = ids(client, "/collections/valley.centres/items?bbox=170,40,-29.85,50")
    assert east_of
    assert west_of
    assert sorted(east_of + west_of) == sorted(ids(client, "/collections/valley.centres/items"))


def test_req_core_fc_bbox_response_c_features_without_a_place_are_met_by_any_box(client):
    found = client.get("/collections/valley.access/items?bbox=10,10,11,11&limit=1000").json()["features"]
    assert {feature["properties"]["area_kind"] for feature in found} == {"all", "outside"}
    assert all(feature["geometry"] is None for feature in found)


def test_req_core_fc_time_definition(described):
    when = parameter(described, "datetime")
    assert (when["in"], when["required"], when["style"], when["explode"]) == ("query", False, "form", False)
    assert when["schema"] == {"type": "string"}


@req(
    ("when", "count"),
    [
        *[("2026-01-01", 4), ("2026-01-01T12:00:00Z", 4), ("2026-01-01T12:00:00.5+03:00", 4), ("2025-12-31", 0)],
        *[("../2026-01-01", 4), ("/2025-12-31", 0), ("2026-01-01/..", 4), ("2026-01-02/", 0)],
        *[("2025-01-01/2027-01-01", 4), ("2025-01-01T00:00:00Z/2025-06-01T00:00:00Z", 0)],
    ],
)
def test_req_core_fc_time_response_only_what_is_of_the_days(client, when, count):
    answer = client.get("/collections/valley.areas/items", params={"datetime": when})
    assert answer.json()["numberMatched"] == count


def test_req_core_fc_response_and_links_and_rel_type(client):
    document = client.get("/collections/valley.areas/items").json()
    assert document["type"] == "FeatureCollection"
    assert {link["type"] for rel in ("self", "alternate") for link in links(document, rel)} == {GEOJSON, HTML}
    assert all({"href", "rel", "type"} <= link.keys() for link in document["links"])


@req("query", ["", "&pillar=physical_rehab", "&bbox=-29.9,45.0,-29.7,45.3", "&datetime=2026-01-01&hazards=hazards"])
@req("name", ["gaps", "access"])
def test_req_core_fc_response_next_links_page_through_all_without_loss_or_repeat(client, name, query):
    seen, address = [], f"/collections/valley.{name}/items?limit=17{query}"
    while address:
        page = client.get(address).json()
        seen += [feature["id"] for feature in page["features"]]
        address = next((link["href"] for link in links(page, "next")), None)
    whole = ids(client, f"/collections/valley.{name}/items?limit=10000{query}")
    assert seen == whole
    assert len(set(seen)) == len(seen) == page["numberMatched"]


def test_req_core_fc_response_prev_leads_back(client):
    first = client.get("/collections/valley.gaps/items?limit=5").json()
    second = client.get(links(first, "next")[0]["href"]).json()
    back = client.get(links(second, "prev")[0]["href"]).json()
    assert not links(first, "prev")
    assert [each["id"] for each in back["features"]] == [each["id"] for each in first["features"]]


def test_a_page_of_another_version_is_a_404_and_never_mixed_in(client):
    page = client.get("/collections/valley.gaps/items?limit=5").json()
    address = links(page, "next")[0]["href"]
    version = parse_qs(urlsplit(address).query)["v"][0]
    assert client.get(address.replace(version, "0" * 12)).status_code == 404


def test_req_core_fc_timeStamp_is_now(client):  # noqa: N802 - as the standard writes it
    told = client.get("/collections/valley.areas/items").json()["timeStamp"]
    assert abs(dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(told)) < dt.timedelta(minutes=1)


def test_req_core_fc_numberMatched_and_numberReturned(client):  # noqa: N802 - as the standard writes it
    page = client.get("/collections/valley.gaps/items?limit=3&pillar=physical_rehab").json()
    whole = client.get("/collections/valley.gaps/items?limit=10000&pillar=physical_rehab").json()
    assert page["numberReturned"] == len(page["features"]) == 3
    assert page["numberMatched"] == whole["numberMatched"] == len(whole["features"]) > 3


def test_req_core_f_op_and_success_and_links_every_feature_is_found_by_its_id(client):
    for feature in client.get("/collections/valley.regions/items?limit=20").json()["features"]:
        answer = client.get(f"/collections/valley.regions/items/{feature['id']}")
        alone = answer.json()
        assert answer.status_code == 200
        assert (alone["geometry"], alone["properties"]) == (feature["geometry"], feature["properties"])
        assert {"self", "alternate", "collection"} <= {link["rel"] for link in alone["links"]}
        assert links(alone, "collection")[0]["href"].endswith("/collections/valley.regions")


@req(
    "path",
    ["valley.areas/items/A-9", "valley.nothing/items", "nowhere.areas", "valley", "valley.areas/items/%2e%2e"],
)
def test_what_is_not_there_is_a_404(client, path):
    assert client.get(f"/collections/{path}").status_code == 404


@req("path", ["/collections/valley.areas/items", "/collections/valley.areas/items/A-1"])
def test_req_geojson_definition_and_content_geojson_is_given_when_it_is_asked_for(client, path):
    answer = client.get(path, headers={"accept": GEOJSON})
    assert answer.headers["content-type"] == GEOJSON
    assert client.get(path, headers={"accept": JSON}).json()["type"] == answer.json()["type"]


@req("path", ["/", "/conformance", "/collections", "/collections/valley.gaps", "/collections/valley.gaps/items"])
def test_req_html_definition_and_content_every_answer_is_a_page_too(client, path):
    answer = client.get(path, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.headers["content-type"].startswith(HTML)
    assert "No recorded hazard does not mean safe" in answer.text
    assert "<h1>" in answer.text


def test_req_oas30_oas_definition_1_and_2_and_impl_the_definition_is_openapi_3_0(client):
    answer = client.get("/api?f=openapi30")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert answer.json()["openapi"].startswith("3.0.")
    assert client.get("/api.html").status_code == 200


def test_req_oas30_completeness_and_exceptions_every_operation_tells_its_answers(described):
    for path in ("/", "/conformance", "/collections", "/collections/{collection_id}", ITEMS, f"{ITEMS}/{{feature_id}}"):
        told = described["paths"][path]["get"]["responses"]
        assert {"200", "400"} <= told.keys()
        assert all(f"{status}" in told for status in ((404,) if "{" in path else ()))


def test_nothing_is_given_that_is_not_accepted(client):
    answer = client.get("/collections/valley.areas/items", headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert GEOJSON in answer.json()["detail"]
