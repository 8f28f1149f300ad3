"""Leaks: what an answer tells, unpacked, of what the guarded study keeps back."""

import gzip
import io
import re
import struct
import zipfile
import zlib

from guarded_study import SECRET_WORDS
from PIL import Image
from pmtiles.reader import MemorySource, all_tiles

SEALED = "sealed-valley"
ANALYSTS_PAGE = "compare-refuge-dry.html"
WORDS = [word.encode() for word in (*SECRET_WORDS, SEALED, ANALYSTS_PAGE)]
AS_UTF_16 = [word.encode("utf-16-be") for word in SECRET_WORDS]
PLACE = [struct.pack("<d", 30.052), struct.pack("<d", 9.952)]
PLACE_WRITTEN = re.compile(rb"30\.0520*(?!\d)|(?<!\d)9\.9520*(?!\d)")


def unpacked(answer):
    """All bytes of an answer, those that are packed in it too, and its headers."""
    content = answer.content
    parts = [content, *(f"{name}: {value}".encode() for name, value in answer.headers.items())]
    kind = answer.headers.get("content-type", "")
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts += [package.read(name) for name in package.namelist()]
    if kind == "application/vnd.pmtiles":
        parts += [gzip.decompress(tile) for _, tile in all_tiles(MemorySource(content))]
        start, size = (int.from_bytes(content[at : at + 8], "little") for at in (24, 32))
        parts.append(gzip.decompress(content[start : start + size]))  # its metadata
    if content.startswith(b"%PDF"):
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                parts.append(zlib.decompressobj().decompress(stream))
            except zlib.error:
                continue
    return b"\n".join(parts)


def leaks_in(content, address):
    """The secrets in an answer, of which those that its own address named are not told by it."""
    named = {part for part in re.split(r"[/?&=.]", address) if part} | set(re.split(r"[/?&=]", address))
    for each in sorted(named, key=len, reverse=True):
        if any(word.decode() in each for word in WORDS):
            content = content.replace(each.encode(), b"")
    found = [word for word in WORDS + AS_UTF_16 if word in content]
    if "30.052" not in address:
        found += [place for place in PLACE if place in content] + PLACE_WRITTEN.findall(content)
    return found


def pixels(png):
    """The pixels of a picture, each red, green, blue and alpha, with their count."""
    counted = Image.open(io.BytesIO(png)).convert("RGBA").getcolors(1 << 22)
    return {colour: count for count, colour in counted}
