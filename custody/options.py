"""Options that several commands of the custodian's program share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StoreArgument = Annotated[Path, typer.Argument(metavar="STORE", help="The folder of the store.", show_default=False)]
KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar="FILE",
        help="The key file; else the file in NEARCARE_CUSTODY_KEY_FILE, or the key in NEARCARE_CUSTODY_KEY.",
    ),
]
ReasonOption = Annotated[
    str,
    typer.Option(
        "--reason", metavar="TEXT", help="Why, for the log, which is not encrypted: name nobody.", show_default=False
    ),
]
WhoOption = Annotated[
    str | None,
    typer.Option("--who", metavar="NAME", help="Who you are, if the account alone does not say; goes into the log."),
]
