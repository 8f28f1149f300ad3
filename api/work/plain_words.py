"""Plain words: messages without the folders of the machine in them."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 2000
# An absolute path in quotes, or of at least two names; what follows a letter, a dot or a slash is relative, or a URL.
_QUOTED: Final = re.compile(r"(['\"])/[^'\"]*/([^'\"/]+)\1")
_PATH: Final = re.compile(r"(?<![\w./:<>-])(?:/[^\s/'\":;,()]+)+/([^\s/'\":;,()]+)")


def without_paths(text: str) -> str:
    """A text in which an absolute path is only the name of its file, cut at 2,000 characters.

    >>> without_paths("cannot open /srv/state/uploads/ab12/people.tif, see data/x.csv")
    'cannot open people.tif, see data/x.csv'
    """
    plain = _PATH.sub(r"\1", _QUOTED.sub(r"\1\2\1", text))
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 4] + " ..."
