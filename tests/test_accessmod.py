"""The written comparison with AccessMod says what the code computes."""

import runpy

import pytest


@pytest.mark.usefixtures("shared_data")
def test_the_comparison_with_accessmod_holds_its_figures_to_the_code(root):
    script = runpy.run_path(str(root / "benchmarks" / "accessmod_malawi.py"))
    written = (root / "benchmarks" / "accessmod_malawi.md").read_text(encoding="utf-8")
    rows = script["compare"](script["read"](root / "tests" / "studies" / "malawi_scenario.toml"))
    assert len(rows) == 8
    for row in rows:
        assert row.markdown() in written
        assert row.within_cells_if_60_means_59 < row.within_cells < row.reached_cells
    by = {(row.direction, row.neighbours, row.corner_crossing): row for row in rows}
    for direction in ("to", "from"):
        for neighbours in (8, 16):
            closed, crossed = (by[direction, neighbours, corners] for corners in ("forbid", "allow"))
            assert closed.reached_cells <= crossed.reached_cells
            assert closed.within_cells <= crossed.within_cells
        assert by[direction, 16, "forbid"].within_cells >= by[direction, 8, "forbid"].within_cells
