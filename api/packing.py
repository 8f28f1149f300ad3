"""Packing: answers that are sent as gzip to whoever takes it."""

from __future__ import annotations

from fastapi import Request


def takes_gzip(request: Request) -> bool:
    """Whether the caller takes gzip, as RFC 9110, 12.5.3 has it."""
    for each in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = each.partition(";")
        if coding.strip() in {"gzip", "x-gzip", "*"}:
            return weight.replace(" ", "").removeprefix("q=") not in {"0", "0.0", "0.00", "0.000"}
    return False
