"""The reference facts under data/countries agree with one another."""

import csv
from pathlib import Path

import pytest

FACTS = Path(__file__).resolve().parent.parent / "data" / "countries"
COLUMNS = ["place", "other_names", "lon", "lat", "population", "year", "source", "certainty", "note"]


def read_facts(country):
    with (FACTS / f"{country}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("country", [path.stem for path in sorted(FACTS.glob("*.csv"))])
def test_every_fact_has_a_place_a_year_a_source_and_a_certainty(country):
    for row in read_facts(country):
        assert list(row) == COLUMNS
        assert -180 <= float(row["lon"]) <= 180
        assert -90 <= float(row["lat"]) <= 90
        assert int(row["population"]) > 0
        assert 1900 < int(row["year"]) < 2100
        assert row["source"]
        assert row["certainty"] in {"V", "M"}


@pytest.mark.parametrize("country", [path.stem for path in sorted(FACTS.glob("*.csv"))])
def test_no_name_stands_for_two_places(country):
    names = [name for row in read_facts(country) for name in {row["place"], *row["other_names"].split(";")}]
    assert len(names) == len(set(names))


def test_islands_of_comoros_add_up_to_the_census_of_2017():
    assert sum(int(row["population"]) for row in read_facts("COM")) == 758_316
