"""Callers: who asks, what they may see, and what their asking costs."""

from api.callers.asking import CallerHere, NoKeyInAddress, StewardHere, costs
from api.callers.audit import Audit as AuditLog
from api.callers.audit import Deed, audit_rows, note
from api.callers.budgets import network_of
from api.callers.keys import DEFAULT_DAYS, LONGEST_DAYS, Key, all_keys, new_key, revoke_key, rotate_key
from api.callers.opening import opened
from api.callers.routes import router
from api.callers.tiers import PUBLIC_CALLER, Caller, Tier
from api.callers.watching import Watching

__all__ = [
    "DEFAULT_DAYS",
    "LONGEST_DAYS",
    "PUBLIC_CALLER",
    "AuditLog",
    "Caller",
    "CallerHere",
    "Deed",
    "Key",
    "NoKeyInAddress",
    "StewardHere",
    "Tier",
    "Watching",
    "all_keys",
    "audit_rows",
    "costs",
    "network_of",
    "new_key",
    "note",
    "opened",
    "revoke_key",
    "rotate_key",
    "router",
]
