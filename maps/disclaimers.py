"""What every release must say of itself, and so every page, export and answer made from it."""

from __future__ import annotations

from typing import Final

DISCLAIMERS: Final = ("No recorded hazard does not mean safe.", "Not for navigation.")
WARNING: Final = " ".join(DISCLAIMERS)
"""The same as one text, for a field of an answer or a file."""
