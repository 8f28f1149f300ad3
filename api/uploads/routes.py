"""Routes of uploads: begun, filled, looked at, checked and deleted, each by the steward whose it is."""

from __future__ import annotations

from typing import Annotated, Any, Final

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from api.callers import StewardHere, costs, note
from api.errors import MediaTypeError, TooLargeError
from api.inspection import Finding
from api.links import Link, address
from api.parameters import OnlyKnown
from api.state import utc_now
from api.uploads.bodies import (
    UPLOAD_EXAMPLE,
    CheckAnswer,
    FileAnswer,
    UploadAnswer,
    UploadList,
    WholeUploadAnswer,
)
from api.uploads.desk import UploadDesk
from api.uploads.names import LONGEST_NAME, PATTERN, checked_name
from api.uploads.opening import UploadDeskHere
from api.uploads.receiving import Receiving
from api.uploads.records import Upload, UploadedFile
from api.uploads.room import check_disk, too_large
from geo.errors import InputError

router = APIRouter(tags=["uploads"], dependencies=[OnlyKnown])

_PRIVATE: Final = {"Cache-Control": "private, no-store", "Vary": "Authorization"}
_STUDY: Final = "study.toml"


def upload_of(
    desk: UploadDeskHere,
    caller: StewardHere,
    upload_id: Annotated[
        str,
        Path(
            description="The id of an upload, as it was told when it was begun.",
            pattern="^[0-9a-f]{32}$",
            examples=[UPLOAD_EXAMPLE],
        ),
    ],
) -> Upload:
    """The upload, if it is the caller's."""
    return desk.find(caller, upload_id)


UploadHere = Annotated[Upload, Depends(upload_of)]
FileName = Annotated[
    str,
    Path(
        description="What the file is called: one name, with an ending that a study can name.",
        examples=[_STUDY],
        max_length=300,
        json_schema_extra={"pattern": PATTERN, "maxLength": LONGEST_NAME},
    ),
]


@router.post(
    "/uploads",
    operation_id="begin_upload",
    summary="Begin an upload",
    status_code=201,
    response_model=WholeUploadAnswer,
    dependencies=[Depends(costs(20))],
)
def begin_upload(request: Request, desk: UploadDeskHere, steward: StewardHere) -> Response:
    """A new, empty upload for the files of a study. A finished release cannot be sent; a job makes it here."""
    upload = desk.begin(steward)
    try:
        note(request, action="upload.begin", subject=f"upload {upload.id}")
    except BaseException:
        desk.remove(upload)
        raise
    return _answer(
        _whole(request, desk, upload), status=201, headers={"Location": address(request, f"/uploads/{upload.id}")}
    )


@router.get(
    "/uploads",
    operation_id="list_uploads",
    summary="Your uploads",
    response_model=UploadList,
    dependencies=[Depends(costs(2))],
)
def list_uploads(request: Request, desk: UploadDeskHere, steward: StewardHere) -> Response:
    """The uploads of the steward who asks, the oldest first."""
    found = [_short(request, desk, upload) for upload in desk.own(steward)]
    links = [Link(href=address(request, "/uploads"), rel="self", type="application/json")]
    return _answer(UploadList(uploads=found, links=links))


@router.get(
    "/uploads/{upload_id}",
    operation_id="get_upload",
    summary="An upload with its files",
    response_model=WholeUploadAnswer,
    dependencies=[Depends(costs(2))],
)
def get_upload(request: Request, desk: UploadDeskHere, upload: UploadHere) -> Response:
    """The files, what was found in each, and what the last check of the study said."""
    return _answer(_whole(request, desk, upload))


@router.delete(
    "/uploads/{upload_id}",
    operation_id="delete_upload",
    summary="Delete an upload with all its files",
    status_code=204,
    response_class=Response,
    dependencies=[Depends(costs(2))],
)
def delete_upload(request: Request, desk: UploadDeskHere, upload: UploadHere) -> Response:
    """Delete an upload that no job needs."""
    desk.refuse_in_use(upload)
    note(request, action="upload.delete", subject=f"upload {upload.id}")
    desk.remove(upload)
    return Response(status_code=204, headers=_PRIVATE)


@router.put(
    "/uploads/{upload_id}/files/{name}",
    operation_id="put_upload_file",
    summary="Send a file of an upload",
    status_code=201,
    response_model=FileAnswer,
    responses={200: {"description": "The file was replaced.", "model": FileAnswer}},
    dependencies=[Depends(costs(10))],
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "The file itself, as it is.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def put_upload_file(request: Request, desk: UploadDeskHere, upload: UploadHere, name: FileName) -> Response:
    """Send a file as the body. It is looked at before it is kept; one that cannot be taken is gone at once."""
    checked_name(name)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise MediaTypeError("A file is taken as it is, without Content-Encoding; send it unpacked.")
    said = request.headers.get("content-length", "")
    said_bytes = int(said[:30]) if said.isdigit() else 0
    await to_thread.run_sync(_check_room, desk, upload, said_bytes)
    return await _put(request, desk, upload, name)


@router.delete(
    "/uploads/{upload_id}/files/{name}",
    operation_id="delete_upload_file",
    summary="Delete a file of an upload",
    status_code=204,
    response_class=Response,
    dependencies=[Depends(costs(2))],
)
def delete_upload_file(request: Request, desk: UploadDeskHere, upload: UploadHere, name: FileName) -> Response:
    """Delete one file."""
    checked_name(name)
    note(request, action="upload.file.delete", subject=f"upload {upload.id}", outcome="asked")
    desk.drop(name, upload)
    return Response(status_code=204, headers=_PRIVATE)


@router.post(
    "/uploads/{upload_id}/check",
    operation_id="check_upload",
    summary="Check the study of an upload without running it",
    response_model=CheckAnswer,
    dependencies=[Depends(costs(50))],
)
def check_upload(request: Request, desk: UploadDeskHere, upload: UploadHere) -> Response:
    """Every fault of every input, in the words of ``nearcare check``. The process run-study runs the study."""
    note(request, action="upload.check", subject=f"upload {upload.id}", outcome="asked")
    return _answer(_check(desk.check(upload), is_current=True))


def _check_room(desk: UploadDesk, upload: Upload, said_bytes: int) -> None:
    left = desk.room.left_bytes(upload)
    if said_bytes > left or left <= 0:
        raise TooLargeError(too_large(max(left, 0)))
    desk.refuse_in_use(upload)
    check_disk(desk.records.folder, need_bytes=said_bytes, spare_bytes=desk.settings.least_free_bytes)


async def _put(request: Request, desk: UploadDesk, upload: Upload, name: str) -> Response:
    with desk.incoming() as folder:
        coming = Receiving(folder / name, upload, desk.room, most_bytes=desk.settings.largest_upload_bytes)
        try:
            await coming.receive(request.stream())
            finding = await to_thread.run_sync(desk.look_at, coming.path, limiter=desk.looking)
            return await to_thread.run_sync(_keep, request, desk, upload, coming, finding)
        except ClientDisconnect:
            raise InputError("The file did not come in whole, so that nothing of it was kept; send it again") from None
        finally:
            desk.room.settle(upload, came_bytes=coming.came_bytes, more_bytes=0)


def _keep(request: Request, desk: UploadDesk, upload: Upload, coming: Receiving, finding: Finding) -> Response:
    """Take a file in that was looked at, or say why not; either way it is noted, by no name."""
    subject = f"upload {upload.id}"
    if finding.refusal is not None:
        outcome = "refused: tells of persons" if finding.is_personal else "refused"
        note(request, action="upload.file", subject=subject, outcome=outcome)
        raise InputError(f"{coming.path.name} is not taken, and nothing of it was kept: {finding.refusal}")
    file = UploadedFile(
        name=coming.path.name,
        size_bytes=coming.came_bytes,
        sha256=coming.sha256,
        sent_utc=utc_now().isoformat(),
        told=finding.told,
        confinement=finding.confinement,
    )
    note(request, action="upload.file", subject=subject, outcome="taken")
    was_there = desk.take_in(coming.path, file, upload)
    return _answer(_file(file), status=200 if was_there else 201)


def _answer(told: BaseModel, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(told.model_dump(mode="json", exclude_none=False), status, headers=_PRIVATE | (headers or {}))


def _file(file: UploadedFile) -> FileAnswer:
    return FileAnswer.model_validate(
        {
            "name": file.name,
            "size_bytes": file.size_bytes,
            "sha256": file.sha256,
            "sent_utc": file.sent_utc,
            "inspection": file.told,
            "confinement": file.confinement,
        }
    )


def _short(request: Request, desk: UploadDesk, upload: Upload) -> UploadAnswer:
    return UploadAnswer(**_told(request, desk, upload, desk.records.files(upload.id)))


def _whole(request: Request, desk: UploadDesk, upload: Upload) -> WholeUploadAnswer:
    files = desk.records.files(upload.id)
    kept = desk.records.check_of(upload.id)
    check = None if kept is None else _check(kept, is_current=kept["mark"] == desk.mark(upload))
    told = _told(request, desk, upload, files)
    return WholeUploadAnswer(**told, files=[_file(file) for file in files], check=check)


def _told(request: Request, desk: UploadDesk, upload: Upload, files: list[UploadedFile]) -> dict[str, Any]:
    here = address(request, f"/uploads/{upload.id}")
    return {
        "id": upload.id,
        "created_utc": upload.created_utc,
        "expires_utc": desk.expires_utc(upload),
        "file_count": len(files),
        "size_bytes": sum(file.size_bytes for file in files),
        "left_bytes": max(desk.room.left_bytes(upload), 0),
        "has_study": any(file.name == _STUDY for file in files),
        "links": [Link(href=here, rel="self", type="application/json")],
    }


def _check(told: dict[str, Any], *, is_current: bool) -> CheckAnswer:
    return CheckAnswer.model_validate(
        {
            "is_sound": told["error_count"] == 0,
            "is_current": is_current,
            **{name: told[name] for name in ("error_count", "notice_count", "faults", "checked_utc")},
        }
    )
