"""Running an inspection: a fresh process that knows one file, and what it found."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

MOST_TOLD_BYTES: Final = 64 * 1024
_LEAST_S: Final = 1.0
# Formats that say where other data lies, or fetch it; and those that nobody may send.
_SKIPPED: Final = (
    "VRT,DERIVED,GTI,GDALG,STACTA,STACIT,WMS,WMTS,WCS,HTTP,OGR_VRT,ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,"
    "Carto,DGN,DXF,EDIGEO,EEDA,ESRIJSON,Elasticsearch,GML,GPSBabel,GPX,GTFS,GeoJSONSeq,GeoRSS,Idrisi,JML,JSONFG,KML,"
    "LIBKML,LVBAG,MBTiles,MVT,MapInfo File,MapML,MiraMonVector,NGW,OAPIF,ODS,OGCAPI,OGR_GMT,OGR_PDS,OSM,OpenFileGDB,"
    "PCIDSK,PDF,PDS4,PGDUMP,PLSCENES,PMTiles,S57,SQLite,SXF,Selafin,TopoJSON,VDV,VFK,VICAR,WAsP,WFS"
)
ENVIRONMENT: Final = {
    "GDAL_SKIP": _SKIPPED,
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "CPL_ZIP_ENCODING": "UTF-8",
    "GDAL_CACHEMAX": "64",
    "GDAL_NUM_THREADS": "1",
    "GDAL_PAM_ENABLED": "NO",
    "OGR_GPKG_FOREIGN_KEY_CHECK": "NO",
    "OGR_XLSX_HEADERS": "FORCE",
    "PROJ_NETWORK": "OFF",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
}
"""All that the process of an inspection has of an environment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an inspection found: ``refusal`` in words, or None for a file that may be used.

    ``told``: what the file holds. ``is_personal``: it is refused since it seems to tell of persons.
    ``confinement``: what kept the inspection from the network, in words.
    """

    refusal: str | None = None
    is_personal: bool = False
    told: dict[str, Any] = field(default_factory=dict)
    confinement: str = ""


def inspect_file(path: Path, *, within_s: float, memory_bytes: int) -> Finding:
    """What a process of its own finds in a file; a file that it cannot end with is refused.

    The process has no network, an empty environment and an empty folder, and may take so long and so much memory.
    """
    command = [
        sys.executable,
        "-P",
        "-B",
        "-m",
        "api.inspection",
        str(path.absolute()),
        "--memory-bytes",
        str(memory_bytes),
        "--cpu-s",
        str(int(within_s) + 1),
    ]
    with tempfile.TemporaryFile() as told, tempfile.TemporaryDirectory(prefix="inspection-") as empty:
        process = subprocess.Popen(  # noqa: S603 - our own program; the name of the file was checked
            command,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.DEVNULL,
            cwd=empty,
            env=ENVIRONMENT | {"PYTHONPATH": _places_of_modules(), "HOME": empty, "TMPDIR": empty},
            start_new_session=True,
        )
        try:
            code = process.wait(max(within_s, _LEAST_S))
        except subprocess.TimeoutExpired:
            return Finding(refusal=f"looking at it took longer than {within_s:g} s; send it in smaller parts")
        finally:
            _end(process)
        told.seek(0)
        return _finding(told.read(MOST_TOLD_BYTES), code)


def _finding(told: bytes, code: int) -> Finding:
    try:
        said = json.loads(told)
        return Finding(
            refusal=None if said["refusal"] is None else str(said["refusal"]),
            is_personal=bool(said["is_personal"]),
            told=dict(said["told"]),
            confinement=str(said["confinement"]),
        )
    except (ValueError, KeyError, TypeError):
        how = "more time than it may" if code == -signal.SIGXCPU else "more memory than it may, or is broken"
        return Finding(refusal=f"looking at it took {how}; write the file again, or send it in smaller parts")


def _places_of_modules() -> str:
    return os.pathsep.join(str(Path(folder).absolute()) for folder in sys.path if folder)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
