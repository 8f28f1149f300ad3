"""Confinement: what a process takes from itself before it opens a file that was sent in.

The network goes twice where the kernel lets it: a namespace of its own, in which there is none (Linux, namespaces(7)),
and a filter that refuses the calls that make sockets or begin programs (seccomp(2)). Files may be read, but none be
written, made or removed (landlock(7)). Whichever could not be done is told, so that an operator sees on what an
inspection rests.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
from dataclasses import dataclass
from typing import Final

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_X32: Final = 0x40000000
# Calls of every machine, and what they name: writing, removing and making files of every kind. Source: landlock(7).
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_ALL_WRITING: Final = 1 << 1 | sum(1 << bit for bit in range(4, 13))
# By machine: what the kernel calls it, and its numbers of socket, execve, execveat, ptrace, io_uring_setup and
# io_uring_enter. Source: Linux, include/uapi/linux/audit.h, asm/unistd_64.h and asm-generic/unistd.h.
_MACHINES: Final[dict[str, tuple[int, tuple[int, ...]]]] = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 425, 426)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 425, 426)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What keeps a process from the network and the disk.

    ``namespace``: a network of its own. ``calls``: sockets are refused. ``disk``: nothing can be written.
    """

    namespace: bool
    calls: bool
    disk: bool

    @property
    def words(self) -> str:
        """What there is of it, for who asks."""
        ways = [
            word
            for word, is_so in (
                ("a network namespace of its own", self.namespace),
                ("a filter of calls", self.calls),
                ("no right to write", self.disk),
                ("GDAL without its network", True),
            )
            if is_so
        ]
        return ", ".join(ways)


def confine(*, may_write: bool) -> Confinement:
    """Take the network from this process for good, and unless it ``may_write`` the disk, open files aside.

    To be called while it has one thread, else it has no network namespace of its own.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    has_namespace = libc.unshare(_NEW_USER | _NEW_NET) == 0
    has_no_disk = not may_write and _refuse_writing(libc)
    return Confinement(namespace=has_namespace, calls=_filter_calls(libc), disk=has_no_disk)


def bound(*, memory_bytes: int, cpu_s: int, told_bytes: int) -> None:
    """Bound what this process may take and write, so that a file cannot take the machine."""
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_FSIZE, told_bytes),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))
    with contextlib.suppress(OSError):
        os.nice(5)


def _refuse_writing(libc: ctypes.CDLL) -> bool:
    """Take the right to change any file from this thread and those that it starts; False where there is no such way."""
    rights = ctypes.c_uint64(_ALL_WRITING)
    rules = libc.syscall(_CREATE_RULESET, ctypes.byref(rights), ctypes.c_size_t(ctypes.sizeof(rights)), 0)
    if rules < 0 or libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    try:
        return bool(libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _filter_calls(libc: ctypes.CDLL) -> bool:
    """Refuse the calls of this machine that reach out; False where they are not known or the kernel does not."""
    if platform.machine() not in _MACHINES:
        return False
    architecture, calls = _MACHINES[platform.machine()]
    steps = [(_LOAD, 0, 0, 4), (_EQUALS, 1, 0, architecture), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    left = len(calls) + 1  # how many steps lie between the first test and the refusal
    steps.append((_AT_LEAST, left, 0, _X32))
    steps += [(_EQUALS, left - place, 0, call) for place, call in enumerate(calls, start=1)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    program = (_Step * len(steps))(*(_Step(*step) for step in steps))
    whole = _Program(len(steps), ctypes.cast(program, ctypes.POINTER(_Step)))
    return bool(
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        and libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(whole), 0, 0) == 0
    )


class _Step(ctypes.Structure):
    """``struct sock_filter``."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))
