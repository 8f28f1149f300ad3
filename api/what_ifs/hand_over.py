"""The route that hands a what-if over to a study: a scenario file with its layer, and what to do with it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from accessibility.scenario_toml import scenario_toml
from api.callers import costs
from api.changes import live_changes
from api.parameters import OnlyKnown
from api.releases import ServedTier
from api.what_ifs.asking import AskingHere, SessionHere
from api.what_ifs.sessions import Session
from geo.errors import InputError
from maps.disclaimers import WARNING

if TYPE_CHECKING:
    from accessibility.live import HandOver

_ZIP: Final = "application/zip"
_FOR_ITS_CALLER: Final = {"Cache-Control": "private, no-store", "Vary": "Authorization"}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The same as JSON, or a zip of scenario.toml, README.txt, what-if.json and the added centres.",
        "content": {_ZIP: {"schema": {"type": "string", "format": "binary"}}},
    }
}
_DATE: Final = (1980, 1, 1, 0, 0, 0)  # of the entries of the zip: the same what-if gives the same bytes

router = APIRouter(tags=["what-ifs"], dependencies=[OnlyKnown])


class ScenarioHandedOver(BaseModel):
    """A what-if as a scenario of a study."""

    name: str
    scenario_toml: Annotated[str, Field(description="To be added at the end of the study file; comments say the rest.")]
    added_centres_file: Annotated[str | None, Field(description="How the layer of added centres is to be called.")]
    added_centres: Annotated[dict[str, Any] | None, Field(description="That layer, as GeoJSON.")]
    told: Annotated[list[str], Field(description="What is put in other words than it was asked.")]
    left_out: Annotated[list[str], Field(description="Changes that no scenario can say; they are not in it.")]
    read_me: str


@router.get(
    "/releases/{release}/what-ifs/{what_if}/scenario",
    operation_id="hand_over_what_if",
    summary="The what-if as a scenario file for a study",
    response_model=ScenarioHandedOver,
    responses=_ANSWERS,
    dependencies=[Depends(costs(5))],
)
def hand_over_what_if(
    here: AskingHere,
    session: SessionHere,
    name: Annotated[
        str,
        Query(
            description="The name of the scenario in the study.",
            examples=["new-clinic"],
            pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
            max_length=60,
        ),
    ] = "what-if",
    f: Annotated[Literal["zip", "json"], Query(description="The form of the answer.", examples=["zip"])] = "zip",
) -> Any:
    """A table [[scenarios]] that a study takes as it is, and the layer of the centres that it adds.

    What a study cannot say of a what-if is not lost: it is in left_out, in README.txt, and in what-if.json.
    """
    tier = here.tier
    _check_name(tier, name)
    made = _made(here, session, name)
    text = _toml(made, tier, session)
    told = ScenarioHandedOver(
        name=name,
        scenario_toml=text,
        added_centres_file=None if made.added_centres is None else _layer(name),
        added_centres=None if made.added_centres is None else dict(made.added_centres),
        told=list(made.told),
        left_out=list(made.left_out),
        read_me=_read_me(made, tier, session, name),
    )
    here.response.headers.update(_FOR_ITS_CALLER)
    if f == "json":
        return told
    headers = {**_FOR_ITS_CALLER, "Content-Disposition": f'attachment; filename="{tier.release}.{name}.zip"'}
    return Response(_packed(told, tier, session), media_type=_ZIP, headers=headers)


def _check_name(tier: ServedTier, name: str) -> None:
    taken = {"base", *(each["name"] for each in tier.manifest["parameters"].get("scenarios") or ())}
    if name in taken:
        raise InputError(f"The study has a scenario {name!r} already; give another with name=, such as name={name}-2")


def _made(here: AskingHere, session: Session, name: str) -> HandOver:
    from accessibility.live import CentresColumns, Naming, hand_over  # noqa: PLC0415 - the libraries take a second to load

    with here.what_ifs.picture(here.tier, session) as picture:
        return hand_over(
            live_changes(session.changes),
            picture.centres,
            CentresColumns.of(here.tier.manifest["parameters"]),
            naming=Naming(name=name, title=f"What-if: {name.replace('-', ' ')}", layer=_layer(name)),
        )


def _layer(name: str) -> str:
    return f"{name}-centres.geojson"


def _toml(made: HandOver, tier: ServedTier, session: Session) -> str:
    """The scenario, and as comments where it comes from and what it cannot say."""
    said = [
        f"A what-if of {tier.title}",
        f"release {tier.release}, version {tier.version}, tier {tier.name}, as of {tier.as_of or 'no day told'}",
        f"asked of the run {session.subject.run}",
        *made.told,
        *(f"LEFT OUT, no scenario can say it: {each}" for each in made.left_out),
        WARNING,
    ]
    lines = "".join(f"# {_one_line(each)}\n" for each in said)
    if made.scenario is None:
        return f"{lines}# Nothing of the what-if can be said by a scenario.\n"
    return lines + scenario_toml(made.scenario)


def _one_line(text: str) -> str:
    """A text as a comment of TOML may hold it: in one line, without control letters."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _read_me(made: HandOver, tier: ServedTier, session: Session, name: str) -> str:
    lines = [
        f"A what-if of {_one_line(tier.title)}, handed over as the scenario {name}",
        "",
        f"Release {tier.release}, version {tier.version}, tier {tier.name}.",
        f"Made by nearcare {tier.manifest['nearcare_version']} on {tier.manifest['created_utc']}.",
        f"Hazards, centres and roads as of {tier.as_of or 'a day that is not told'}.",
        f"Asked of the run {session.subject.run}.",
        "",
        "What to do",
    ]
    steps = []
    if made.scenario is not None:
        if made.added_centres is not None:
            steps.append(f"Put {_layer(name)} beside the study file.")
        steps += [
            "Add the content of scenario.toml at the end of the study file.",
            "nearcare check STUDY.toml",
            "nearcare run STUDY.toml",
        ]
    else:
        steps.append("Change the layers of the study as told below; a scenario can say none of these changes.")
    lines += [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    for heading, told in (("Put in other words", made.told), ("Left out: no scenario can say this", made.left_out)):
        if told:
            lines += ["", heading, *(f"- {_one_line(each)}" for each in told)]
    lines += ["", "what-if.json holds all changes as they were asked.", *map(_one_line, tier.disclaimers)]
    return "\n".join(lines) + "\n"


def _packed(told: ScenarioHandedOver, tier: ServedTier, session: Session) -> bytes:
    asked = {
        "release": tier.release,
        "version": tier.version,
        "tier": tier.name,
        "as_of": tier.as_of,
        "run": session.subject.run,
        "changes": [each.model_dump() for each in session.changes],
        "told": told.told,
        "left_out": told.left_out,
    }
    files = {
        "scenario.toml": told.scenario_toml,
        "README.txt": told.read_me,
        "what-if.json": json.dumps(asked, indent=2, ensure_ascii=False) + "\n",
    }
    if told.added_centres_file is not None:
        files[told.added_centres_file] = json.dumps(told.added_centres, indent=1, ensure_ascii=False) + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for file, text in files.items():
            package.writestr(zipfile.ZipInfo(file, _DATE), text.encode("utf-8"), compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()
