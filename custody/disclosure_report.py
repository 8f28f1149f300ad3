"""The disclosure report: what is in a release, what was hidden and why, which attacks were tried; for the data officer.

It tells figures of the tables and shares, no exact count of few people, no record and no id. It lies beside the
protected folder, and does not leave with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from accessibility.protection import (
    HELD,
    IMPOSSIBLE,
    SHOWN,
    SUPPRESSED,
    ProtectedTables,
    hidden_shares,
    losses,
    silent_units,
    wanted_margins,
)
from custody.protecting import NOISE_BUDGET, REASONS, PillarRelease

_MOST_NAMED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """What the report says of the release as a whole. ``earlier``: the ids of the releases it was held against."""

    release_id: str
    ground: str
    reason: str
    who: str
    earlier: tuple[str, ...]


def write_report(head: ReportHead, told: ProtectedTables, pillars: Sequence[PillarRelease]) -> str:
    """The report as Markdown."""
    return "\n".join([*_head(head, told, pillars), *(line for each in pillars for line in _pillar(told, each)), ""])


def _head(head: ReportHead, told: ProtectedTables, pillars: Sequence[PillarRelease]) -> Iterator[str]:
    units = told.design.units
    yield f"# Disclosure report: release {head.release_id}"
    yield ""
    yield "**For the data officer alone.** It says what is hidden and why; keep it with the store, not with the tables."
    yield ""
    if told.is_synthetic:
        yield "**The survivors are made up: no figure is about a real person.**"
        yield ""
    yield f"Result: **{_passed(all(each.is_safe for each in pillars))}**"
    yield ""
    yield "| What | |"
    yield "|---|---|"
    yield f"| For whom | {told.tier} |"
    yield f"| Records as of | {told.as_of.isoformat()} |"
    yield f"| Written by | {_cell(head.who)} |"
    yield f"| Why | {_cell(head.reason)} |"
    yield f"| Ground | {_cell(head.ground)} |"
    yield f"| Pillars | {', '.join(each.table.run.pillar for each in pillars)}; each is a universe of its own |"
    yield f"| Runs | {'; '.join(dict.fromkeys(_run(each) for each in pillars))}; of the base alone |"
    yield f"| Units | {len(units.leaf_rows)} {told.design.units_kind}, {len(units.ids)} with those above them |"
    yield f"| Merged | {_cell(_merged(told))} |"
    margins = [" x ".join(margin) or "everybody" for margin in wanted_margins(told.design)]
    yield f"| Told apart by | {'; '.join(margins)} |"
    yield f"| k | {told.k}: no smaller group is told, and no hidden count is known closer |"
    yield f"| Rounding | to multiples of {told.rounding_base}, up or down by the store's key |"
    yield f"| Held against | {', '.join(head.earlier) or 'no earlier release'} |"
    yield ""


def _pillar(told: ProtectedTables, each: PillarRelease) -> Iterator[str]:
    table = each.table
    possible = int(np.isin(table.status, (SHOWN, HELD, SUPPRESSED)).sum())
    counts = {status: int((table.status == status).sum()) for status in (SHOWN, HELD, SUPPRESSED, IMPOSSIBLE)}
    yield f"## {each.table.run.pillar}"
    yield ""
    yield (
        f"{counts[SHOWN]:,} of {possible:,} figures are told, {counts[HELD]:,} are held at an earlier value, "
        f"{counts[SUPPRESSED]:,} are suppressed; in {counts[IMPOSSIBLE]:,} cells nobody lives, for all to see. "
        f"Pattern: {table.method}."
    )
    yield ""
    yield "### Why figures are suppressed"
    yield ""
    yield "| Margin | Figures | Told | " + " | ".join(REASONS.values()) + " |"
    yield "|---|---|---|" + "---|" * len(REASONS)
    for margin in wanted_margins(told.design):
        place = tuple(
            slice(0, -1) if dimension.name in margin else slice(-1, None) for dimension in told.design.dimensions
        )
        status = table.status[(slice(None), *place)]
        by_reason = {name: int(each.reasons[name][(slice(None), *place)].sum()) for name in REASONS}
        row = [f"{by_reason[name]:,}" for name in REASONS]
        figures = int(np.isin(status, (SHOWN, HELD, SUPPRESSED)).sum())
        told_count = int(np.isin(status, (SHOWN, HELD)).sum())
        yield f"| {' x '.join(margin) or 'everybody'} | {figures:,} | {told_count:,} | {' | '.join(row)} |"
    yield ""
    yield from _lost(told, each)
    yield from _hidden(told, each)
    yield from _checks(told, each)


def _lost(told: ProtectedTables, each: PillarRelease) -> Iterator[str]:
    """What is hidden beside what hiding the small counts alone would hide, which is not safe."""
    yield "### What is lost"
    yield ""
    lost = each.protected.information_lost
    unsafe = f"{'' if lost.is_plain_exact else 'at least '}{lost.plain_unsafe_cells:,}"
    plain, people = _percent(lost.plain_cells_share), _percent(lost.plain_people_share)
    yield (
        f"- {_percent(lost.cells_share)} of the figures are hidden, with {_percent(lost.people_share)} of the people, "
        "each counted in every figure that he or she is in."
    )
    yield (
        f"- Hiding only counts below {told.k} would hide {plain} of the figures, with {people} of the people; but of "
        f"the cells of all margins that it leaves untold, wanted or not, {unsafe} could be worked out."
    )
    for loss in losses(told.design, each.table):
        share = "" if loss.people_share is None else f", {100 * loss.people_share:.0f} % of the people as told"
        margin = " x ".join(loss.margin) or "everybody"
        yield f"- {margin}, in the smallest units: {loss.suppressed:,} of {loss.figures:,} figures{share}"
    yield ""


def _hidden(told: ProtectedTables, each: PillarRelease) -> Iterator[str]:
    """Whom suppression hides."""
    yield "### Whom suppression hides"
    yield ""
    shares = [share for share in hidden_shares(told.design, each.table) if share.suppressed]
    for share in shares:
        of_all = f"{share.suppressed:,} of {share.figures:,} figures ({share.percent} %)"
        yield f"- {share.dimension} {share.category}: {of_all}"
    silent = silent_units(told.design, each.table)
    if silent:
        more = f" and {len(silent) - _MOST_NAMED} more" if len(silent) > _MOST_NAMED else ""
        yield f"- nothing is told of {', '.join(silent[:_MOST_NAMED])}{more}"
    if not shares and not silent:
        yield "- nobody"
    yield ""


def _checks(told: ProtectedTables, each: PillarRelease) -> Iterator[str]:
    """What was tried before anything was written."""
    yield "### Checks"
    yield ""
    audit = each.protected.audit
    scope = "every one" if audit.is_every_cell else "a sample"
    yield (
        f"- Audit by exact bounds: {_passed(audit.is_safe)}. {audit.cells_checked:,} hidden cells of all margins, "
        f"wanted or not, {scope}; none can be known to an interval narrower than {told.k}"
        f"{' by what this release adds' if audit.already_failing else ''}."
    )
    if audit.already_failing:
        yield (
            f"- {audit.already_failing:,} cells could already be told too closely from the earlier releases by "
            "somebody who knows exactly who came and went. This release therefore repeats the earlier figures with "
            "their dates and tells nothing afresh."
        )
    for audience, is_safe in each.is_safe_for_others.items():
        yield f"- The same beside all that {audience} readers know: {_passed(is_safe)}."
    rounded = each.rounded
    if rounded is None:
        spent = f"{each.table.noise_epsilon:g} of a budget of {NOISE_BUDGET:g}"
        yield f"- Noise: {spent} for this state of the records is spent on this table."
    else:
        held = rounded.relations - len(rounded.broken)
        yield f"- Rounding: {held:,} of {rounded.relations:,} sums that a reader can check hold after rounding."
    for attack in each.attacks:
        yield f"- {attack.sentence}"
    yield ""


def _percent(share: float) -> str:
    """A share in whole percent."""
    return "none" if np.isnan(share) else f"{100 * share:.0f} %"


def _passed(is_passed: bool) -> str:  # noqa: FBT001 - the one thing asked
    return "pass" if is_passed else "FAIL"


def _run(each: PillarRelease) -> str:
    return f"{each.table.run.season}, {each.table.run.direction}, {each.table.run.hazards}"


def _merged(told: ProtectedTables) -> str:
    units = told.design.units
    names = [name for name, parts in zip(units.names, units.merged_ids, strict=True) if parts]
    if not names:
        return f"none; each holds at least {told.design.least_people:,} people"
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    told_together = "; ".join(names[:_MOST_NAMED])
    return f"{told_together}{more}: told together, for some hold fewer than {told.design.least_people:,} people"


def _cell(text: str) -> str:
    """A text in a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")
