"""Names of uploaded files: one plain word that leads nowhere, with an ending that a study can name."""

from __future__ import annotations

import re
from typing import Final

from api.errors import MediaTypeError
from api.inspection import ENDINGS, ending_of
from geo.errors import InputError

LONGEST_NAME: Final = 120
PATTERN: Final = rf"^[A-Za-z0-9_](?:\.?[A-Za-z0-9_-])*\.(?:{'|'.join(ending[1:] for ending in ENDINGS)})$"
"""The names that are taken, for the documents; an ending may be in capitals too."""
_NAME: Final = re.compile(r"[A-Za-z0-9_](?:\.?[A-Za-z0-9_-])*", re.ASCII)


def checked_name(name: str) -> str:
    """The name, if it is one of a file that may be sent. Raises InputError, MediaTypeError."""
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise InputError(
            f"A file cannot be called that; send it under one name of at most {LONGEST_NAME} letters, digits, "
            "points, - and _, without a folder, and not beginning with a point"
        )
    if ending_of(name) is None:
        raise MediaTypeError(f"Files like {name} are not taken; a study can name {', '.join(ENDINGS)}.")
    return name
