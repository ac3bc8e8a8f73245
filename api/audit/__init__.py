"""The audit log: who read what of persons, why and when, written before data leave, in a chain that proves itself."""

from api.audit.checkpoint import Checkpoint
from api.audit.entry import Act, Entry
from api.audit.log import AuditLog, current_actor
from api.audit.verification import Verdict, verify

__all__ = ["Act", "AuditLog", "Checkpoint", "Entry", "Verdict", "current_actor", "verify"]
