"""Forgetting: one record removed for good, and the releases that it was counted in."""

from __future__ import annotations

from custody.store import Store
from geo.errors import CustodyError


def forget_record(store: Store, record_id: str) -> tuple[str, ...]:
    """Remove the record with this id; gives the ids of the releases that it was counted in, sorted.

    The id is refused from then on, so that the next table does not bring the person back.
    Raises CustodyError if there is none, or if the reason of the visit repeats the id.
    """
    if record_id.casefold() in store.visit.words_of_reason:
        raise CustodyError("the reason repeats the id, and the log that it stands in is not encrypted; leave it out")
    found = [record for record in store.records if record.id == record_id]
    if not found:
        raise CustodyError("the store has no record with this id; ids are compared letter by letter")
    store.forget(record_id)
    return tuple(sorted({release for record in found for release in record.released_in}))
