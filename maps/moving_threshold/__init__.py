"""The threshold that a reader moves in a page of one file: its pictures, colours and words, and the people within."""

from maps.moving_threshold.control import control_data
from maps.moving_threshold.looks import draw_steps, looks_of, statuses_of
from maps.moving_threshold.overlay import draw_run_pictures, statuses_in, step_overlay
from maps.moving_threshold.people import Reach, Row, read_moving, told_rows

__all__ = [
    "Reach",
    "Row",
    "control_data",
    "draw_run_pictures",
    "draw_steps",
    "looks_of",
    "read_moving",
    "statuses_in",
    "statuses_of",
    "step_overlay",
    "told_rows",
]
