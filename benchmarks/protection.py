"""Protecting tables of survivors: seconds, memory and what is lost, small tables to 5,000 areas."""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
import numpy.typing as npt

from accessibility.protection import CountTable, Dimension, Protected, Rules, Units, protect

SIZES = {"sex": 3, "age_band": 6, "minutes_band": 5}
SEX_SHARES = (0.55, 0.42, 0.03)  # female, male, other or unknown: made up
TARGET_S = 60.0  # 5,000 areas on 2 cores


def a_tree(groups: int, areas: int) -> Units:
    """The whole, groups, and as many areas in each."""
    parent = np.array([-1, *[0] * groups, *np.repeat(np.arange(1, groups + 1), areas)])
    ids = tuple(map(str, range(len(parent))))
    return Units(ids=ids, names=ids, parent=parent, people=np.full(len(parent), 5000.0), merged_ids=((),) * len(parent))


def a_table(groups: int, areas: int, people: int, *, has_bands: bool, seed: int = 0) -> CountTable:
    """Made-up people: areas of log-normal size; with bands, one to three bands of minutes are possible in each."""
    random = np.random.default_rng(seed)
    units = a_tree(groups, areas)
    leaves = groups * areas
    shares = np.array(SEX_SHARES)[:, None] * random.dirichlet(np.full(SIZES["age_band"], 3.0))
    shares = shares[..., None] * random.dirichlet(np.full(SIZES["minutes_band"], 3.0))
    is_possible = np.ones((leaves, *shares.shape), dtype=np.bool_)
    if has_bands:
        for leaf in is_possible:
            first = random.integers(SIZES["minutes_band"])
            leaf[..., :first] = False
            leaf[..., first + random.integers(1, 4) :] = False
    sizes = random.multinomial(people, _normed(random.lognormal(0.0, 1.0, leaves)))
    counts = np.array(
        [
            random.multinomial(size, _normed((shares * possible).ravel())).reshape(shares.shape)
            for size, possible in zip(sizes, is_possible, strict=True)
        ]
    )
    dimensions = tuple(Dimension(name=name, categories=tuple(map(str, range(size)))) for name, size in SIZES.items())
    return CountTable(
        units=units, dimensions=dimensions, counts=counts, is_possible=is_possible, shows=(frozenset(SIZES),)
    )


def _normed(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(values / values.sum(), dtype=np.float64)


def describe(done: Protected) -> str:
    """One line of figures."""
    lost = done.information_lost
    return (
        f"{done.method:<9} {done.audit.cells_checked:>8} {done.audit.narrowest_width:>6.1f} "
        f"{100 * lost.cells_share:>6.1f} {100 * lost.people_share:>6.1f} "
        f"{100 * lost.plain_cells_share:>6.1f} {100 * lost.plain_people_share:>6.1f} {lost.plain_unsafe_cells:>8}"
    )


def main() -> None:
    """Protect each table once for the public's k and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--k", type=int, default=10)
    k = parser.parse_args().k
    tables = [
        (2, 4, 600, False),
        (4, 14, 3_000, True),
        (10, 50, 30_000, False),
        (10, 50, 30_000, True),
        (100, 50, 20_000, False),
        (100, 50, 60_000, False),
        (100, 50, 300_000, False),
        (100, 50, 60_000, True),
    ]
    print("lost: share of wanted, possible cells and of the people in them; plain: only what is below k is hidden")
    print(
        f"{'areas':>6} {'people':>7} {'bands':<5} {'cells':>7} {'s':>6} {'cpu s':>6} {'MB':>5}  {'method':<9} "
        f"{'proven':>8} {'width':>6} {'lost %':>6} {'people':>6} {'plain%':>6} {'people':>6} {'unsafe':>8}"
    )
    for groups, areas, people, has_bands in tables:
        table = a_table(groups, areas, people, has_bands=has_bands)
        start, cpu = time.perf_counter(), time.process_time()
        done = protect(table, Rules(k=k), sample_up_to_cells=0)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(
            f"{groups * areas:>6} {people:>7} {'some' if has_bands else 'all':<5} {int(np.prod(table.cube_shape)):>7} "
            f"{seconds:>6.1f} {cpu:>6.1f} {peak:>5.0f}  {describe(done)}",
            flush=True,
        )
    print(f"target: 5,000 areas in {TARGET_S:.0f} s on 2 cores")


if __name__ == "__main__":
    main()
