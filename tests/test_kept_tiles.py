"""Drawn tiles kept in memory: drawn once, never beyond the bound, and never those of another version."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.tiles.drawn import DrawnTiles


def test_a_tile_is_drawn_once_also_if_nothing_is_in_it():
    tiles, drawn = DrawnTiles(10_000), []
    for content in (b"png", None):
        for _ in range(2):
            assert tiles.tile(content, lambda content=content: drawn.append(content) or content) == content
    assert drawn == [b"png", None]


def test_without_room_each_tile_is_drawn_anew():
    tiles, drawn = DrawnTiles(0), []
    for _ in range(2):
        assert tiles.tile("key", lambda: drawn.append(1) or b"png") == b"png"
    assert (len(drawn), tiles.bytes_held) == (2, 0)


def test_a_tile_that_could_not_be_drawn_is_not_kept():
    tiles = DrawnTiles(10_000)

    def fail():
        raise OSError("no disk")

    with pytest.raises(OSError, match="no disk"):
        tiles.tile("key", fail)
    assert tiles.tile("key", lambda: b"png") == b"png"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 900)), max_size=60))
def test_what_is_held_stays_within_the_bound_and_is_what_was_drawn(asked):
    tiles = DrawnTiles(4000)
    for key, _ in asked:
        assert tiles.tile(key, lambda key=key: bytes(key * 40)) == bytes(key * 40)
        assert tiles.bytes_held <= 4000
        assert tiles.bytes_held == sum(600 + len(tile) for tile in tiles._tiles.values())  # noqa: SLF001


def test_those_used_least_recently_go_first():
    tiles = DrawnTiles(2000)
    for key in ("a", "b", "c", "a", "d"):
        tiles.tile(key, lambda: b"")
    assert list(tiles._tiles) == ["c", "a", "d"]  # noqa: SLF001


def test_two_that_draw_the_same_tile_count_it_once():
    tiles, both = DrawnTiles(10_000), threading.Barrier(2)

    def draw():
        both.wait()
        return b""

    askers = [threading.Thread(target=tiles.tile, args=("key", draw)) for _ in range(2)]
    for each in askers:
        each.start()
    for each in askers:
        each.join()
    assert tiles.bytes_held == 600
