"""The user's own list of candidates: a layer or table of points, each row with what it says of its offer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

import geopandas as gpd

from accessibility.candidates.drafts import NO_CENTRE, Draft, Offer
from accessibility.candidates.offers import Words
from accessibility.inputs import Inputs
from accessibility.need import PILLAR_SEPARATOR, key_of
from accessibility.study_file import CandidateColumns, CandidatesTable
from geo.faults import Faults
from geo.layers import check_ids, list_names, name_rows, nearest_name, number_in, read_layer, texts_of

_FIELDS: Final = tuple(CandidateColumns.model_fields)
_YES: Final = frozenset({"yes", "true", "1", "y"})
_NO: Final = frozenset({"no", "false", "0", "n"})
_NOT_KNOWN: Final = frozenset({"", "unknown", "not known", "?"})
_LIST: Final = re.compile(r"[;,/|]")
_ALIKE: Final = 0.8  # how much a column must be like a field to be asked about


def read_list(  # noqa: PLR0913 - what is read, and who is told
    table: CandidatesTable, inputs: Inputs, usual: Offer, words: Words, *, needs_cost: bool, faults: Faults
) -> list[Draft]:
    """The candidates of ``path``, in the order of its rows, those that are upgrades at their centre.

    What a row does not say is as in ``usual``. Every fault is told: columns that are not there, ids that repeat or
    are a centre's, words and numbers that cannot be read, land that the study asks for and no column tells of,
    and, if ``needs_cost``, rows without any cost. Then there are none.
    """
    if table.path is None:
        return []
    before, where = len(faults.errors), str(table.path)
    layer = read_layer(
        inputs.study.located(table.path),
        layer=table.layer,
        where=where,
        faults=faults,
        geometry="point",
        grid=inputs.ground.grid,
    )
    columns = None if layer is None else _Columns.of(layer, table, faults=faults)
    if layer is None or columns is None:
        return []
    ids = columns.ids(inputs)
    offers = columns.offers(usual, words)
    if needs_cost:
        columns.tell(
            "cost",
            [not offer.has_cost for offer in offers],
            what="no cost is said, and a plan has a budget",
            do="Fill in cost or cost_per_year, or write one in [candidates.offer]",
        )
    centres = columns.centres(inputs)
    owned = columns.answers("land_owned")
    if table.land_owned and "land_owned" not in columns.named:
        faults.error(
            where=where,
            which="[candidates] land_owned",
            what="no column says whether the land is owned, so that none of the list could be chosen",
            do="Add a column land_owned of yes and no, or take land_owned = true out",
        )
    if len(faults.errors) > before:
        return []
    names = columns.texts("name")
    points = layer.geometry.to_crs(inputs.ground.grid.crs)
    here = inputs.centres
    return [
        Draft(
            identity=ids[row],
            name=names[row] or (here.names[centres[row]] if centres[row] != NO_CENTRE else f"candidate {ids[row]}"),
            kind="listed",
            offer=offers[row],
            x=float(points.x.iloc[row] if centres[row] == NO_CENTRE else here.xy[centres[row], 0]),
            y=float(points.y.iloc[row] if centres[row] == NO_CENTRE else here.xy[centres[row], 1]),
            centre=centres[row],
            is_land_owned=owned[row],
            named_by=where,
        )
        for row in range(len(layer))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """The columns of the list by field, and where its faults are told."""

    layer: gpd.GeoDataFrame
    named: dict[str, str]
    where: str
    faults: Faults

    @classmethod
    def of(cls, layer: gpd.GeoDataFrame, table: CandidatesTable, *, faults: Faults) -> _Columns | None:
        """Those that the study names or that are called as their field; None if one named is not there."""
        names = [str(column) for column in layer.columns if column != layer.geometry.name]
        named, is_sound = {}, True
        for field in _FIELDS:
            column = getattr(table.columns, field)
            if column is None and field in names:
                named[field] = field
            elif column in names:
                named[field] = column
            elif column is not None:
                is_sound = False
                near = nearest_name(column, names)
                faults.error(
                    where=str(table.path),
                    which=f"[candidates.columns] {field}",
                    what=f"there is no column {column!r}" + (f" (did you mean {near!r}?)" if near else ""),
                    do=f"Use one of {list_names(names)}",
                )
        for column in names:
            free = [field for field in _FIELDS if field not in named]
            near_fields = get_close_matches(column.lower(), free, n=1, cutoff=_ALIKE)
            if column not in named.values() and near_fields:
                faults.notice(
                    where=str(table.path),
                    which=f"column {column!r}",
                    what=f"the column is not read (did you mean {near_fields[0]!r}?)",
                    do=f'If so, rename it, or write {near_fields[0]} = "{column}" in [candidates.columns]',
                )
        return cls(layer=layer, named=named, where=str(table.path), faults=faults) if is_sound else None

    def texts(self, field: str) -> list[str]:
        """The texts of a field by row; empty where not known or without the column."""
        if field not in self.named:
            return [""] * len(self.layer)
        return ["" if text.lower() in _NOT_KNOWN else text for text in texts_of(self.layer[self.named[field]])]

    def tell(self, field: str, is_meant: list[bool], *, what: str, do: str) -> None:
        """Tell an error in some rows of a field; nothing if there are none."""
        if any(is_meant):
            which = f"{name_rows(self.layer.index, is_meant)}, column {self.named.get(field, field)}"
            self.faults.error(where=self.where, which=which, what=what, do=do)

    def ids(self, inputs: Inputs) -> list[str]:
        """The id of each row, without a column its row from 1; one missing, repeated or a centre's is an error."""
        if "id" not in self.named:
            return [f"candidate-{row}" for row in range(1, len(self.layer) + 1)]
        check_ids(self.layer, self.named["id"], where=self.where, faults=self.faults)
        ids = self.texts("id")
        taken = set(inputs.read_centres.ids)
        self.tell(
            "id",
            [identity in taken for identity in ids],
            what=f"{_listed(identity for identity in ids if identity in taken)} is the id of a centre",
            do="Give the candidate an id of its own; if it is an upgrade of the centre, name that in centre_id",
        )
        return ids

    def offers(self, usual: Offer, words: Words) -> list[Offer]:
        """What each row gives, the rest as usual."""
        pillars = [_parts(text, PILLAR_SEPARATOR) for text in self.texts("pillars")]
        tasks = [[key_of(part) for part in _LIST.split(text) if part.strip()] for text in self.texts("tasks")]
        levels = [[key_of(text)] if text else [] for text in self.texts("level")]
        for field, kind, said in (
            ("pillars", "pillars", pillars),
            ("tasks", "tasks", tasks),
            ("level", "levels", levels),
        ):
            odd = words.unknown(kind, [word for row in said for word in row])
            if odd:
                what, do = words.in_words(kind, odd)
                self.tell(field, [any(word in odd for word in row) for row in said], what=what, do=do)
        numbers = {field: self._amounts(field) for field in ("cost", "cost_per_year", "capacity_per_year")}
        satellite = self.answers("satellite")
        return [
            replace(
                usual,
                pillars=tuple(dict.fromkeys(pillars[row])) or usual.pillars,
                tasks=tuple(dict.fromkeys(tasks[row])) or usual.tasks,
                level=levels[row][0] if levels[row] else usual.level,
                is_satellite=usual.is_satellite if satellite[row] is None else bool(satellite[row]),
                **{
                    field: getattr(usual, field) if math.isnan(values[row]) else values[row]
                    for field, values in numbers.items()
                },
            )
            for row in range(len(self.layer))
        ]

    def centres(self, inputs: Inputs) -> list[int]:
        """The row among the study's centres of each upgrade, -1 where the row is none."""
        ids, centres = self.texts("centre_id"), inputs.centres
        row_of = {identity: row for row, identity in enumerate(centres.ids) if not centres.scenario[row]}
        odd = [identity for identity in dict.fromkeys(ids) if identity and identity not in row_of]
        near = nearest_name(odd[0], row_of) if odd else None
        self.tell(
            "centre_id",
            [identity in odd for identity in ids],
            what=f"{_listed(odd)} is no centre that the study uses" + (f" (did you mean {near!r}?)" if near else ""),
            do="Write the id of a centre of [centres], or nothing if the candidate is no upgrade",
        )
        return [row_of.get(identity, NO_CENTRE) for identity in ids]

    def answers(self, field: str) -> list[bool | None]:
        """Yes, no or None by row; other words are errors."""
        texts = [text.lower() for text in self.texts(field)]
        is_odd = [bool(text) and text not in _YES | _NO for text in texts]
        odd = _listed(text for text, each in zip(texts, is_odd, strict=True) if each)
        self.tell(field, is_odd, what=f"{odd} is neither yes nor no", do="Write yes, no, or nothing where unknown")
        return [None if text not in _YES | _NO else text in _YES for text in texts]

    def _amounts(self, field: str) -> list[float]:
        """Numbers from 0 on by row, NaN where not said; others are errors."""
        texts = self.texts(field)
        numbers = [number_in(text) for text in texts]
        for is_odd, what in (
            ([bool(text) and math.isnan(number) for text, number in zip(texts, numbers, strict=True)], "is no number"),
            ([number < 0 for number in numbers], "is less than 0"),
        ):
            odd = _listed(text for text, each in zip(texts, is_odd, strict=True) if each)
            do = "Write a number of 0 or more alone, with a point for decimals, or nothing where it is not known"
            self.tell(field, is_odd, what=f"{odd} {what}", do=do)
        return numbers


def _parts(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]


def _listed(values: Iterable[str]) -> str:
    return list_names([repr(value) for value in dict.fromkeys(values)])
