"""Confinement: what a process takes from itself before it opens a file that was sent in.

The network goes twice where the kernel lets it: a namespace of its own, in which there is none (Linux, namespaces(7)),
and a filter that refuses the calls that make sockets or begin programs (seccomp(2)). Whichever could not be done is
told, so that an operator sees on what an inspection rests.
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
# By machine: what the kernel calls it, and its numbers of socket, execve, execveat, ptrace, io_uring_setup and
# io_uring_enter. Source: Linux, include/uapi/linux/audit.h, asm/unistd_64.h and asm-generic/unistd.h.
_MACHINES: Final[dict[str, tuple[int, tuple[int, ...]]]] = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 425, 426)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 425, 426)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What keeps a process from the network: ``namespace``, its own; ``calls``, that sockets are refused."""

    namespace: bool
    calls: bool

    @property
    def words(self) -> str:
        """What there is of it, for who asks."""
        ways = [
            word
            for word, is_so in (
                ("a network namespace of its own", self.namespace),
                ("a filter of calls", self.calls),
                ("GDAL without its network", True),
            )
            if is_so
        ]
        return ", ".join(ways)


def confine() -> Confinement:
    """Take the network from this process for good; to be called while it has one thread."""
    libc = ctypes.CDLL(None, use_errno=True)
    has_namespace = libc.unshare(_NEW_USER | _NEW_NET) == 0
    return Confinement(namespace=has_namespace, calls=_filter_calls(libc))


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
