"""The engine: keys, ways, and the compiled searches over them."""

from accessibility.search.engine.changing import (
    Notes,
    cleared,
    count_rows,
    fall,
    give_back,
    new_notes,
    offer_along,
    offer_each,
    resting_heads,
    settle_some,
    take_back,
    touched,
    with_room,
)
from accessibility.search.engine.clearing import clear_tiles, keys_at, tiles_of, tiles_reached
from accessibility.search.engine.compiling import compiled, lean
from accessibility.search.engine.gathering import add_up, gather
from accessibility.search.engine.kernel import HAS_DOOR, MARKED, settle_any, settle_plain
from accessibility.search.engine.nearest_kernel import settle_nearest
from accessibility.search.engine.opening import open_moves_without, open_up
from accessibility.search.engine.repairing import repair
from accessibility.search.engine.steps import MIXED
from accessibility.search.engine.ticks import (
    CLOSED,
    MAX_CENTRES,
    NO_CENTRE,
    ROW_BITS,
    TICKS_PER_SECOND,
    UNREACHED,
    Keys,
    bound_of,
    key_steps,
    keys_of,
    seconds_and_rows,
)
from accessibility.search.engine.tracing import trace
from accessibility.search.engine.ways import PLAIN_NEIGHBOURS, TILE_BITS, Arcs, Ways, doors_at, tile_of

__all__ = [
    "CLOSED",
    "HAS_DOOR",
    "MARKED",
    "MAX_CENTRES",
    "MIXED",
    "NO_CENTRE",
    "PLAIN_NEIGHBOURS",
    "ROW_BITS",
    "TICKS_PER_SECOND",
    "TILE_BITS",
    "UNREACHED",
    "Arcs",
    "Keys",
    "Notes",
    "Ways",
    "add_up",
    "bound_of",
    "clear_tiles",
    "cleared",
    "compiled",
    "count_rows",
    "doors_at",
    "fall",
    "gather",
    "give_back",
    "key_steps",
    "keys_at",
    "keys_of",
    "lean",
    "new_notes",
    "offer_along",
    "offer_each",
    "open_moves_without",
    "open_up",
    "repair",
    "resting_heads",
    "seconds_and_rows",
    "settle_any",
    "settle_nearest",
    "settle_plain",
    "settle_some",
    "take_back",
    "tile_of",
    "tiles_of",
    "tiles_reached",
    "touched",
    "trace",
    "with_room",
]
