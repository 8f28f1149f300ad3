"""What may never weigh who needs care: why somebody is impaired, where they are from, and who they are."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

WHY_REFUSED: Final = (
    "need decides, never the cause of an impairment, nationality, origin or status "
    "(Convention on Cluster Munitions, article 5), so a cause can filter a report but weighs nothing"
)

# Words of columns and keys in English, French, Spanish and Portuguese, without accents. Put together by the
# authors (certainty A): a word that is missing is refused all the same, as a column that is not known.
_ANYWHERE: Final = (
    "cause",
    "causa",
    "nationalit",
    "nacionalidad",
    "citizen",
    "ciudadan",
    "cidadan",
    "ethni",
    "etnia",
    "etnic",
    "origin",
    "origen",
    "status",
    "statut",
    "estatus",
    "religio",
    "refugee",
    "refugie",
    "refugiad",
    "migrant",
    "displaced",
    "combatant",
    "veteran",
    "militar",
    "tribe",
    "tribu",
)
_WHOLE: Final = ("race", "raca", "raza", "caste", "clan", "idp", "creed", "mechanism", "accident", "weapon")
_OF_SURVIVORS: Final = ("survivor", "survivant", "victim", "sobreviv", "superviv")
_LETTERS: Final = re.compile(r"[^a-z]+")


def is_never_a_weight(name: str) -> bool:
    """Whether a column, key or group is named for a cause, a nationality or a status, which never weigh need.

    >>> is_never_a_weight("Cause_of_injury"), is_never_a_weight("ethnicité"), is_never_a_weight("wheelchair")
    (True, True, False)
    """
    words = _plain_words(name)
    return any(part in "".join(words) for part in _ANYWHERE) or any(word in _WHOLE for word in words)


def is_never_a_need(name: str) -> bool:
    """Whether a need is named for survivors, who are a subset of those in need and never a need of their own.

    >>> is_never_a_need("mine-survivors"), is_never_a_need("prosthetics-orthotics")
    (True, False)
    """
    joined = "".join(_plain_words(name))
    return any(part in joined for part in _OF_SURVIVORS)


def _plain_words(name: str) -> list[str]:
    """The name's words in small letters without accents; capitals inside a word begin a new one."""
    plain = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word for word in _LETTERS.split(plain.lower()) if word]
