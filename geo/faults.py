"""Faults of inputs: what is wrong, where, which, and what to do; gathered, then told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from geo.errors import Fault, InputFaults


class Faults:
    """A growing list of faults, so that a reader can go on and find the next one."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults)

    def __len__(self) -> int:
        return len(self._faults)

    def error(self, *, where: str, which: str, what: str, do: str) -> None:
        """Add a fault that stops a run. ``what`` and ``do`` end without a full stop."""
        self._faults.append(Fault(severity="error", where=where, which=which, what=what, do=do))

    def notice(self, *, where: str, which: str, what: str, do: str, is_restricted: bool = False) -> None:
        """Add a fault that is reported but stops nothing. No full stop at the end."""
        self._faults.append(
            Fault(severity="notice", where=where, which=which, what=what, do=do, is_restricted=is_restricted)
        )

    def take(self, others: Iterable[Fault]) -> None:
        """Add what others have found, without what has been told already."""
        known = set(self._faults)
        self._faults.extend(fault for fault in others if fault not in known)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that stop a run."""
        return tuple(fault for fault in self._faults if fault.severity == "error")

    @property
    def notices(self) -> tuple[Fault, ...]:
        """The faults that are reported but stop nothing."""
        return tuple(fault for fault in self._faults if fault.severity == "notice")

    def raise_errors(self) -> None:
        """Raise InputFaults with everything found so far, if any of it is an error."""
        if self.errors:
            raise InputFaults(self._faults)
