"""What is shipped under data/: tables by name, and nothing that is none."""

import pytest

from geo.shipped import data_folder, shipped_names


@pytest.mark.parametrize("kind", ["calibration", "countries", "services", "speeds"])
def test_every_shipped_name_is_a_table_that_is_there(kind):
    names = shipped_names(kind)
    assert names
    assert names == sorted(names)
    assert all((data_folder() / kind / f"{name}.csv").is_file() for name in names)
    assert "README" not in names
