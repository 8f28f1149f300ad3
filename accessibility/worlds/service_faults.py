"""Faults of services: words that nobody knows, names that pillars bear, and centres of which too little is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain

import numpy as np

from accessibility.need import (
    Centres,
    answer_of,
    key_of,
    known_pillars,
    known_tasks,
    language_code,
    language_names,
    level_labels,
    meets,
    slug,
)
from accessibility.study_file import ServiceTable, StudyFile
from geo.faults import Faults
from geo.layers import list_names, nearest_name


def check_services(study: StudyFile, *, faults: Faults) -> None:
    """Tell what can be seen of services in the study file alone."""
    for name, count in Counter(service.name for service in study.services).items():
        if count > 1:
            _error(study, f"[[services]] {name}", f"the name stands {count} times", "Give each its own", faults)
    for service in study.services:
        which = f"[[services]] {service.name}"
        if service.name in {slug(pillar) for pillar in known_pillars()}:
            _error(study, which, "the name is that of a pillar", "Choose another name", faults)
        odd = [level for level in service.levels or () if key_of(level) not in level_labels()]
        if odd:
            _unknown(study, f"{which} levels", "level", odd, level_labels(), faults)


def check_offered(study: StudyFile, centres: Centres, *, faults: Faults) -> None:
    """Tell services of what no centre offers, and how many centres serve each or may do so.

    ``centres``: all that were read, with the services that they offer.
    """
    given = chain.from_iterable(chain.from_iterable(scenario.centre_pillars.values()) for scenario in study.scenarios)
    named = {service.name for service in study.services}
    pillars = {*chain.from_iterable(centres.offered), *given} - named
    tasks = {*known_tasks(), *chain.from_iterable(record.tasks or () for record in centres.records)}
    spoken = {*chain.from_iterable(record.languages or () for record in centres.records)}
    for service in study.services:
        which = f"[[services]] {service.name}"
        before = len(faults.errors)
        if service.name in {slug(pillar) for pillar in pillars} - set(map(slug, known_pillars())):
            _error(study, which, "the name is that of a pillar", "Choose another name", faults)
        if service.pillar not in {*pillars, *known_pillars()}:
            _unknown(study, f"{which} pillar", "pillar", [service.pillar], pillars, faults)
        if service.task is not None and key_of(service.task) not in tasks:
            _unknown(study, f"{which} task", "task", [service.task], tasks, faults)
        language = service.language
        if language is not None and language_code(language) is None and language.lower() not in spoken:
            known = (*language_names(), *spoken)
            _unknown(study, f"{which} language", "language", [language], known, faults, many=True)
        if len(faults.errors) == before:
            _tell_served(study, service, centres, faults=faults)


def _tell_served(study: StudyFile, service: ServiceTable, centres: Centres, *, faults: Faults) -> None:
    """How many centres of the base serve it; those of which it is not known do not count."""
    rows = [
        row
        for row, (offered, adding) in enumerate(zip(centres.offered, centres.scenario, strict=True))
        if service.pillar in offered and not adding
    ]
    answers = [meets(service, centres.records[row]) for row in rows]
    served, unknown = answers.count(True), answers.count(None)
    if served and not unknown:
        return
    what = f"{served:,} of {len(rows):,} centres of {service.pillar} are known to serve it"
    if unknown:
        open_questions = [
            condition
            for condition in service.conditions
            if any(
                answer is None and answer_of(service, condition, centres.records[row]) is None
                for row, answer in zip(rows, answers, strict=True)
            )
        ]
        what += f"; of {unknown:,} it is not known ({', '.join(open_questions)}), and they do not count"
    if not served:
        what += "; nobody serves it as things stand, and its runs say that nobody reaches it"
    faults.notice(
        where=str(study.centres.path),
        which=f"[[services]] {service.name}",
        what=what,
        do="Ask the centres, and write the answers into the directory",
    )


def hidden_services(centres: Centres) -> frozenset[str]:
    """The services that sensitive centres alone offer: to tell of them would tell of those."""
    return frozenset(
        service.name
        for service in centres.services
        if len(rows := centres.rows_serving(service.name)) and bool(np.all(centres.is_sensitive[rows]))
    )


def _unknown(  # noqa: PLR0913, PLR0917 - who is told of what
    study: StudyFile,
    which: str,
    kind: str,
    odd: list[str],
    known: Iterable[str],
    faults: Faults,
    *,
    many: bool = False,
) -> None:
    names = sorted(set(known))
    near = nearest_name(odd[0], names)
    hint = f" (did you mean {near!r}?)" if near else ""
    what = f"there is no {kind} {list_names([repr(each) for each in odd])}{hint}"
    do = "Write an English name or an ISO 639 code of data/services/languages.csv"
    _error(study, which, what, do if many else f"Use one of {', '.join(names)}", faults)


def _error(study: StudyFile, which: str, what: str, do: str, faults: Faults) -> None:
    faults.error(where=study.file_name, which=which, what=what, do=do)
