"""The doors to the rooms that need large libraries; these are loaded when the first asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from geo.progress import Progress, silent
from maps.tiles.drawn_layers import DrawnLayer


def load_libraries() -> None:
    """Load what draws tiles, before threads ask for it: two at once may find it half loaded."""
    import rasterio.io  # noqa: F401, PLC0415

    from maps import difference_classes  # noqa: F401, PLC0415
    from maps.tiles import certainty, drawn_tiles, vector_sets  # noqa: F401, PLC0415


def write_tiles(tier_folder: Path, *, progress: Progress = silent) -> None:
    """Write ``tiles/`` into a tier folder such as ``OUT/public``, anew if it is there.

    ``tiles/index.json`` is written last. Everything is read from the tier itself, so that no tile can show what
    the tier does not hold. Raises ReleaseError for a tier that must not show hazards but holds some, for rasters
    that break the contract, and for a grid that no web map can show.
    """
    from maps.tiles.publishing import write_tier_tiles  # noqa: PLC0415

    write_tier_tiles(tier_folder, progress=progress)


def tier_layer(tier_folder: Path, name: str, tier: str, *, shows_hazards: bool) -> DrawnLayer | None:
    """A layer of a tier made ready to be drawn, with the columns that the tier may see; None if it has none of it."""
    from maps.tiles.drawn_tiles import drawn_layer  # noqa: PLC0415
    from maps.tiles.vector_sets import read_layer  # noqa: PLC0415

    rows = read_layer(tier_folder, name, tier, shows_hazards=shows_hazards)
    return None if rows is None else drawn_layer(name, rows)


def tile_of_layer(layer: DrawnLayer, z: int, x: int, y: int, *, equal: Mapping[str, str]) -> bytes | None:
    """The vector tile of those rows whose columns are ``equal`` to the texts given; None where nothing is to be seen.

    A column that the layer does not have is equal to nothing.
    """
    from maps.tiles.drawn_tiles import drawn_tile, rows_equal  # noqa: PLC0415

    return drawn_tile(layer, z, x, y, chosen=rows_equal(layer, equal))
