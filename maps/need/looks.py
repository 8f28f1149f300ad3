"""How lines and bars look: told apart by colour, by line and by mark, so that a grey print can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from matplotlib import colormaps
from matplotlib.colors import to_hex

MOST_LINES: Final = 6  # more could not be told apart by eye
_DASHES: Final[tuple[Any, ...]] = ("-", (0, (6, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (10, 3)), (0, (3, 1)))
_MARKS: Final = ("o", "s", "^", "D", "v", "X")
_HATCHES: Final = ("////", "\\\\\\\\", "||||", "----", "xxxx", "++++")
_LIGHTEST: Final = 0.82  # of cividis: what is lighter is too pale on white


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The look of one line: ``dash`` and ``mark`` as matplotlib takes them."""

    colour: str
    dash: Any
    mark: str
    hatch: str


def looks(count: int) -> tuple[Look, ...]:
    """One look for each of up to MOST_LINES lines, from dark to light (cividis)."""
    cividis = colormaps["cividis"]
    return tuple(
        Look(
            colour=to_hex(cividis(_LIGHTEST * place / max(1, count - 1))),
            dash=_DASHES[place],
            mark=_MARKS[place],
            hatch=_HATCHES[place],
        )
        for place in range(min(count, MOST_LINES))
    )
