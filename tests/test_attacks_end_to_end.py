"""Attacks from end to end: made-up survivors on land, counted by the custodian's program, and its files attacked."""

import datetime as dt
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import rasterio.features
import scipy.sparse as sp
from comoros_made_up import place_scenarios, write_features
from custodian import UNTIL, Custodian
from custody_releases import rows_on, small_release
from outsiders import Outsider, ranges, rows_in
from shapely import box

from accessibility.inputs import read_inputs
from accessibility.runs import travel_rules
from accessibility.search import Sources, lay_network, least_times
from accessibility.study import run_study
from accessibility.study_file import read_study_file
from custody import access as access_of
from custody.access import release_survivors
from custody.design import Wish, margins_of, rules_for
from custody.release_ground import read_people_and_hazards
from custody.store import open_store
from custody.synthetic import draw_survivors, home_weights, read_shares, survivors_csv
from custody.visit import new_visit
from geo.faults import Faults
from geo.progress import silent

ROOT = Path(__file__).resolve().parent.parent
K, BASE = 10, 5
DESIGNS = {
    "areas": ("areas", "minutes_band"),
    "areas by sex and age": ("areas", "sex+age_band"),
    "grid cells": ("cells-10km", "minutes_band"),
}
A_YEAR = dt.timedelta(days=365)


def survivors_on(release, *, count, seed):
    """Made-up survivors as a table, and the same as rows."""
    grid, people, is_hazard = read_people_and_hazards(release)
    weight = home_weights(grid, people, is_hazard)
    return draw_survivors(grid, weight, count=count, seed=seed, shares=read_shares(), retention=UNTIL)


def custodian_of(folder, rows):
    """A custodian who has imported the rows."""
    folder.mkdir(parents=True)
    custodian = Custodian(folder)
    custodian.table.write_text(survivors_csv(rows), encoding="utf-8")
    words = ("--source", "synthetic", "--reason", "a test", "--keep-duplicates")
    done = custodian.say("import", custodian.store, custodian.table, *words)
    assert done.exit_code == 0, done.output
    return custodian


def let_out(custodian, release, *, units="areas", by="minutes_band", name="public", day=None):
    """The folder of a public table of physical rehabilitation, and the table that it was made of, for the judge."""
    wish = Wish(
        tier="public",
        units_kind=units,
        margins=margins_of(by),
        pillars=("physical_rehab",),
        rules=rules_for("public", None),
        hazards=None,
        season=None,
        direction=None,
        noise_epsilon=None,
    )
    out = custodian.folder / "protected" / name
    clock = {} if day is None else {"clock": lambda: day}
    judged = []
    with (
        pytest.MonkeyPatch.context() as patched,
        open_store(custodian.store, custodian.key, new_visit("access", why="a test", **clock)) as store,
    ):
        protect = access_of.protect_pillar

        def seen(plan, counted, *rest, **options):
            judged.append((counted, plan.records))
            return protect(plan, counted, *rest, **options)

        patched.setattr(access_of, "protect_pillar", seen)
        release_survivors(store, release, wish, out, progress=silent)
    return out, judged[0]


def truth_of(counted):
    """The true counts in the order of the rows of the file."""
    table = counted.table
    return table.cells()[table.is_wanted()]


def plain(rows, truth):
    """The rows as they would be if only counts below k were left out, and the others told as they are."""
    found = []
    for row, count in zip(rows, truth.tolist(), strict=True):
        is_told = row["status"] != "impossible" and count >= K
        status = row["status"] if row["status"] == "impossible" else "shown" if is_told else "suppressed"
        found.append({**row, "survivors": str(count) if is_told else "", "status": status})
    return found


def attack(release, folder, design, *, count, seed):
    """What gives way in a release of a design, and in the same with plain suppression."""
    units, by = DESIGNS[design]
    custodian = custodian_of(folder, survivors_on(release, count=count, seed=seed))
    out, (counted, _) = let_out(custodian, release, units=units, by=by)
    rows, truth = rows_in(out), truth_of(counted)
    assert any(row["status"] == "shown" for row in rows)
    ours = Outsider(rows, k=K, base=BASE).gives_way(truth)
    return ours, Outsider(plain(rows, truth), k=K, base=1).gives_way(truth)


@pytest.mark.parametrize("design", DESIGNS)
def test_the_file_of_the_valley_withstands_an_outsider_and_plain_suppression_does_not(design, sample_release, tmp_path):
    ours, plainly = attack(sample_release, tmp_path / "custodian", design, count=500, seed=3)
    assert ours == []
    assert plainly


@pytest.mark.verify
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("seed", range(10))
def test_the_file_of_the_valley_withstands_an_outsider_for_many_populations(design, seed, sample_release, tmp_path):
    count = int(np.random.default_rng(seed).integers(120, 3000))
    ours, _ = attack(sample_release, tmp_path / "custodian", design, count=count, seed=seed)
    assert ours == []


@pytest.fixture(scope="module")
def anjouan(shared_data, tmp_path_factory):
    """The folder of a study of the island of Anjouan in made-up districts, whose public may not see hazards."""
    folder = tmp_path_factory.mktemp("islanders") / "study"
    study = place_scenarios(ROOT, shared_data, folder)
    districts = [
        (box(44.19 + 0.12 * east, -12.42 + 0.115 * north, 44.31 + 0.12 * east, -12.305 + 0.115 * north), east, north)
        for east in range(3)
        for north in range(3)
    ]
    columns = [{"code": f"MU-{east}{north}", "title": f"Made-up {east}{north}"} for _, east, north in districts]
    shapes = [shape for shape, _, _ in districts]
    write_features(folder / "made_up" / "areas.geojson", list(zip(shapes, columns, strict=True)))
    text = study.read_text(encoding="utf-8")
    text = text[: text.index("[[seasons]]")].replace("[clearance]\nmost_released = 2\n", "")
    text = text.replace(f"{shared_data.as_posix()}/comoros/gadm.gpkg", "../made_up/areas.geojson")
    text = text.replace("GID_1", "code").replace("NAME_1", "title").replace("publish = true", "publish = false")
    text = text.replace('level = "amenity"', 'level = "amenity"\npillars = ["physical_rehab"]')
    study.write_text(text.replace('roads = "open"', 'roads = "cut"'), encoding="utf-8")
    run_study(study, out=folder / "release")
    return study


@pytest.mark.parametrize(
    "design",
    [
        "areas by sex and age",
        pytest.param("areas", marks=pytest.mark.verify),
        pytest.param("grid cells", marks=pytest.mark.verify),
    ],
)
def test_the_file_of_an_island_withstands_an_outsider_and_plain_suppression_does_not(design, anjouan, tmp_path):
    release = anjouan.parent.parent / "release"
    ours, plainly = attack(release, tmp_path / "custodian", design, count=600, seed=5)
    assert ours == []
    assert plainly


def table_by_fixed_draws(release, folder, monkeypatch):
    """The two files of a public table of the same people, rounded by the same draws."""
    custodian = Custodian(folder)
    assert custodian.bring_in(rows_on(200), "--keep-duplicates").exit_code == 0
    monkeypatch.setattr(access_of, "rounding_key", lambda _: bytes(32))
    out, _ = let_out(custodian, release)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def figures_in(files):
    """What a table tells, without the columns that say of which run."""
    return [line.split(",")[6:] for line in files["counts.csv"].decode().splitlines()]


def test_hazards_that_the_public_may_not_see_change_no_byte_of_its_table(tmp_path, monkeypatch):
    tables = []
    for name, publishes, has_hazards in (("a", False, True), ("b", False, False), ("c", True, True)):
        for part in ("study", "custodian"):
            (tmp_path / name / part).mkdir(parents=True)
        release = small_release(tmp_path / name / "study", publishes=publishes, has_hazards=has_hazards)
        inside = release / "ground" / "inside_hazards.tif"
        assert inside.is_file() == has_hazards
        tables.append(table_by_fixed_draws(release, tmp_path / name / "custodian", monkeypatch))
    with_hazards, without, published = tables
    assert with_hazards == without
    assert figures_in(published) != figures_in(with_hazards)


def test_exact_times_name_the_home_of_a_survivor_and_the_told_groups_do_not(root, sample_release, tmp_path):
    grid, people, _ = read_people_and_hazards(sample_release)
    rows = survivors_on(sample_release, count=300, seed=8)
    lon, lat = (np.array([float(row[column]) for row in rows]) for column in (2, 3))
    homes = grid.cell_at(*grid.from_lon_lat(lon, lat))
    minutes = times_to_centres(root / "data" / "sample" / "study.toml", count=3)
    lived_in = np.union1d(np.flatnonzero(people.ravel() > 0), homes)
    asked = homes[np.isfinite(minutes[homes]).all(axis=1)]
    alike = (np.abs(minutes[lived_in, None] - minutes[None, asked]) < 1e-9).all(axis=2).sum(axis=0)
    assert (alike == 1).mean() > 0.9  # the home itself and no other
    custodian = custodian_of(tmp_path / "custodian", rows)
    out, _ = let_out(custodian, sample_release)
    run = sample_release / "public/runs/physical-rehab/default/base/all-year/to/hazards/travel_minutes.tif"
    with rasterio.open(run) as raster:
        nearest = np.where(np.isnan(band := raster.read(1)), np.inf, band).ravel()
    area = area_of_each_cell(sample_release, grid)
    merged = {part["id"]: part["merged_ids"] for part in units_in(out)}
    tried = 0
    for row in rows_in(out):
        if row["status"] != "shown" or row["minutes_band"] in {"all", "no_way"}:
            continue
        members = set(area) if row["unit_id"] == "total" else {*merged[row["unit_id"]], row["unit_id"]}
        least, most = minutes_in(row["minutes_band"])
        cells = np.isin(area, list(members)) & (nearest > least) & (nearest <= most)
        assert people.ravel()[cells].sum() >= max(K, 2 * (int(row["survivors"]) - BASE))
        assert (people.ravel()[cells] > 0).sum() >= K
        tried += 1
    assert tried >= 3


def times_to_centres(study, *, count):
    """The minutes from every cell to each of the first centres, (cells, centres), by the project's own search."""
    faults = Faults()
    inputs = read_inputs(read_study_file(study, faults=faults), faults=faults)
    world = next(world for world in inputs.worlds if world.key[0] == "base")
    network = lay_network(world.ground.land, world.ground.roads, rules=travel_rules(inputs, world, "to"))
    cells = np.unique(world.centres.cell[world.centres.cell >= 0])[:count]
    found = []
    for cell in cells:
        source = Sources(cell=np.array([cell]), row=np.zeros(1, np.int32))
        found.append(least_times(network, source).minutes.ravel())
    return np.stack(found, axis=1)


def area_of_each_cell(release, grid):
    """The id of the area of each cell, from the files of the public tier."""
    areas = gpd.read_file(release / "public" / "tables" / "areas.gpkg", layer="areas")
    numbered = [(shape, number) for number, shape in enumerate(areas.geometry, start=1)]
    number = rasterio.features.rasterize(numbered, out_shape=grid.shape, transform=grid.affine)
    return np.array(["outside", *areas["area_id"].astype(str)])[number.ravel()]


def units_in(out):
    return json.loads((out / "protection.json").read_text(encoding="utf-8"))["design"]["units"]["list"]


def minutes_in(band):
    """More than which and up to which minutes a band holds.

    >>> minutes_in("30_to_60_min"), minutes_in("within_30_min")
    ((30.0, 60.0), (-1.0, 30.0))
    """
    numbers = [float(word) for word in band.split("_") if word.isdigit()]
    if band.startswith("within"):
        return -1.0, numbers[0]
    return (numbers[0], np.inf) if band.startswith("beyond") else (numbers[0], numbers[1])


class TwoYears:
    """A table and the next one a year on, from one store in which some came and some were forgotten."""

    def __init__(self, custodian, release, *, came, forgotten):
        start = dt.datetime.now(dt.UTC)
        out, (self.then, _) = let_out(custodian, release, name="then", day=start)
        with custodian.open() as store:
            self.atom_then = {
                record.id: record.released_in.get("public-1", {}).get("physical_rehab", -1) for record in store.records
            }
        self.rows_then = rows_in(out)
        newcomers = rows_on(came, seed=9, start=5000)
        assert custodian.bring_in(newcomers, "--keep-duplicates").exit_code == 0
        for identity in list(self.atom_then)[:forgotten]:
            done = custodian.say("forget", custodian.store, "--reason", "asked", typed=f"{identity}\n")
            assert done.exit_code == 0, done.output
        out, (self.now, records) = let_out(custodian, release, name="now", day=start + A_YEAR)
        self.rows_now = rows_in(out)
        atom_now = {record.id: int(atom) for record, atom in zip(records, self.now.atom, strict=True)}
        size = self.now.table.counts.size
        stayed = [atom for one, atom in atom_now.items() if atom >= 0 and self.atom_then.get(one, -1) == atom]
        self.core = np.bincount(stayed, minlength=size)
        self.came = self.now.table.counts.ravel() - self.core  # what somebody who knows all movers can take off
        self.left = self.then.table.counts.ravel() - self.core

    def gives_way(self, then, now, *, base):
        """The rows of the later table that are told too closely to somebody who knows just who came and went."""
        reader, earlier = Outsider(now, k=K, base=base), Outsider(then, k=K, base=base)
        is_fresh = [row["as_of"] == now[-1]["as_of"] or base == 1 for row in now]
        at, low, high = reader.told()
        kept = np.array([is_fresh[number] for number in at], dtype=bool)
        at_then, low_then, high_then = earlier.told()
        told = sp.vstack([reader.sums[at[kept]], earlier.sums[at_then]])
        less = np.concatenate([reader.sums[at[kept]] @ self.came, earlier.sums[at_then] @ self.left])
        low, high = np.concatenate([low[kept], low_then]) - less, np.concatenate([high[kept], high_then]) - less
        asked = reader.suppressed()
        least, most = ranges(reader.sums[asked], told, low, high, reader.most())
        truth, core = truth_of(self.now), reader.sums[asked] @ self.core
        found = []
        for number, one, other, count in zip(asked, least, most, core.tolist(), strict=True):
            assert one - 1e-6 <= count <= other + 1e-6
            if other - one < K - 1e-6 or (truth[number] < K and one > 1e-6):
                found.append(number)
        return found


@pytest.fixture(scope="module")
def two_years(custody_release, tmp_path_factory):
    custodian = Custodian(tmp_path_factory.mktemp("two-years"))
    assert custodian.bring_in(rows_on(130, seed=2), "--keep-duplicates").exit_code == 0
    return TwoYears(custodian, custody_release, came=60, forgotten=2)


def test_a_figure_that_changed_by_few_is_the_same_a_year_on_and_one_told_before_is_told_still(two_years):
    then, now, held = truth_of(two_years.then), truth_of(two_years.now), 0
    assert len(two_years.rows_then) == len(two_years.rows_now)
    for before, after, was, is_now in zip(two_years.rows_then, two_years.rows_now, then, now, strict=True):
        if before["status"] != "shown":
            continue
        assert after["status"] in {"shown", "held"}
        if abs(is_now - was) < K:
            assert after == {**before, "status": "held"}
            held += 1
        elif after["status"] == "shown":
            assert after["as_of"] > before["as_of"]
            assert abs(int(after["survivors"]) - is_now) < BASE
    assert held
    assert any(row["status"] == "shown" for row in two_years.rows_now)


def test_two_tables_together_withstand_who_knows_just_who_came_and_went_and_plain_ones_do_not(two_years):
    assert two_years.gives_way(two_years.rows_then, two_years.rows_now, base=BASE) == []
    then = plain(two_years.rows_then, truth_of(two_years.then))
    now = plain(two_years.rows_now, truth_of(two_years.now))
    assert two_years.gives_way(then, now, base=1)
