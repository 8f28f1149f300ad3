"""Texts that a spreadsheet would take for a formula, made harmless in a CSV."""

from __future__ import annotations

from typing import Final

import pandas as pd

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")  # OWASP, CSV injection


def neutral_text(text: str) -> str:
    """A text with an apostrophe before it where a spreadsheet would run it; any other as it is.

    >>> neutral_text("=1+1"), neutral_text("North Centre")
    ("'=1+1", 'North Centre')
    """
    return f"'{text}" if text.startswith(_STARTS) else text


def neutral_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with its texts made harmless; numbers, and what is unknown, are as they were."""
    texts = [column for column in frame.columns if not pd.api.types.is_numeric_dtype(frame[column])]
    safe = {
        column: [neutral_text(value) if isinstance(value, str) else value for value in frame[column]]
        for column in texts
    }
    return frame.assign(**safe)
