"""Services: pillars of their own, made of a pillar and conditions that a centre is known to meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accessibility.need.records import CentreRecord
from accessibility.need.taxonomy import key_of, language_code
from accessibility.study_file import ServiceTable


def meets(service: ServiceTable, record: CentreRecord) -> bool | None:
    """Whether a centre meets every condition of a service; None where that is not known.

    One condition that is known not to hold is enough for no, whatever else is unknown.
    """
    answers = [answer_of(service, condition, record) for condition in service.conditions]
    if any(answer is False for answer in answers):
        return False
    return None if any(answer is None for answer in answers) else True


def answer_of(service: ServiceTable, condition: str, record: CentreRecord) -> bool | None:  # noqa: PLR0911
    """Whether a centre meets one condition; None where that is not known."""
    match condition:
        case "task":
            return record.does(key_of(service.task or ""))
        case "levels":
            return record.level in {key_of(level) for level in service.levels or ()} if record.level else None
        case "free":
            return record.is_free
        case "language":
            code = language_code(service.language or "") or (service.language or "").lower()
            return code in record.languages if record.languages else None
        case "open_on":
            return service.open_on in record.days_open if record.days_open else None
        case "verified":
            return record.is_verified
        case _:
            answer: bool | None = getattr(record, condition)
            return answer


def with_services(pillars: tuple[str, ...], record: CentreRecord, services: Sequence[ServiceTable]) -> tuple[str, ...]:
    """The pillars that a centre serves, and after them the services among those pillars that it meets."""
    met = [
        service.name
        for service in services
        if service.name not in pillars and service.pillar in pillars and meets(service, record) is True
    ]
    return (*pillars, *met)


def names_of(services: Iterable[ServiceTable]) -> tuple[str, ...]:
    """The names of services, in the order of the study file."""
    return tuple(service.name for service in services)
