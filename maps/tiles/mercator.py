"""EPSG:3857, in whose squares tiles are cut."""

from typing import Final

HALF_WORLD_M: Final = 20_037_508.342789244
"""Half the Equator of its sphere: the world reaches so far from its middle in each direction."""
