"""Keeping layers in memory: those asked for last, up to a number of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from maps.features.reading import FeatureLayer


class KeptLayers:
    """Layers by key, the least lately asked for let go first; each is read once, also by threads at one time."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Hashable, FeatureLayer] = OrderedDict()
        self._held_bytes = 0
        self._lock = threading.Lock()
        self._reading: dict[Hashable, threading.Lock] = {}

    @property
    def held_bytes(self) -> int:
        """About how many bytes are kept."""
        return self._held_bytes

    def get(self, key: Hashable, read: Callable[[], FeatureLayer]) -> FeatureLayer:
        """The layer of a key, read if it is not kept. A layer larger than all the room is given and not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            reading = self._reading.setdefault(key, threading.Lock())
        try:
            with reading:
                with self._lock:
                    if key in self._kept:
                        return self._kept[key]
                layer = read()
                self._keep(key, layer)
                return layer
        finally:
            with self._lock:
                self._reading.pop(key, None)

    def _keep(self, key: Hashable, layer: FeatureLayer) -> None:
        with self._lock:
            if layer.size_bytes > self._most_bytes:
                return
            self._kept[key] = layer
            self._held_bytes += layer.size_bytes
            while self._held_bytes > self._most_bytes:
                _, gone = self._kept.popitem(last=False)
                self._held_bytes -= gone.size_bytes
