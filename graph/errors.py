"""Why the product cannot go on. Expected bad data is a value (a rejection), never one of these.

::

    WaterbedError                      exit 3: nothing could be done
    ├── UsageError                     exit 2: the call itself is wrong
    │   └── ChangedMeanwhile           what it is about has changed since it was read
    ├── GraphError
    │   ├── GraphUnreachable           no engine answers at the address
    │   ├── GraphStartFailed           the embedded engine did not come up
    │   └── WriteConflict              a write kept conflicting after every retry
    ├── KeyringError
    │   ├── KeyringMissing             no keys in this home
    │   ├── KeyringWeak                a key is short, empty or a known default
    │   └── KeyringMismatch            other keys than those the stored data were made with
    ├── PolicyError                    the policy file can't be used
    ├── PlanError                      the plan of alerts can't be used
    ├── LayoutError                    a layout file can't be used
    ├── UnreadableFile                 a file that can't be read as a whole: refused, nothing of it stored
    ├── DrawingMissing                 what draws a PDF isn't installed
    ├── BoundariesError                boundaries that can't be used, or fetched
    ├── ModelError                     the linkage model of a home can't be used
    ├── VaultError                     the linkage vault can't be read or written
    ├── LedgerError                    the ledger of rejected rows can't be written
    ├── HeldError                      a legal hold keeps what was to be erased
    ├── AuditError                     the audit log can't be written: nothing leaves
    ├── LoginRefused                   the login provider, or what it said of somebody, doesn't let them in
    └── Busy                           too much waits already; later it may work

Every message is one line that says what is wrong and what to do, and never repeats a value from a file.
"""


class WaterbedError(Exception):
    """Root of the tree. ``exit_code`` is what the command line ends with."""

    exit_code = 3


class UsageError(WaterbedError):
    """The call itself is wrong."""

    exit_code = 2


class ChangedMeanwhile(UsageError):
    """What the call is about has changed since it was read."""


class GraphError(WaterbedError):
    """Something about the graph store."""


class GraphUnreachable(GraphError):
    """No engine answers at the address."""


class GraphStartFailed(GraphError):
    """The embedded engine did not come up."""


class WriteConflict(GraphError):
    """A write kept conflicting after every retry."""


class KeyringError(WaterbedError):
    """Something about the keys."""


class KeyringMissing(KeyringError):
    """No keys in this home."""


class KeyringWeak(KeyringError):
    """A key is short, empty or a known default."""


class KeyringMismatch(KeyringError):
    """Other keys than those the stored data were made with."""


class PolicyError(WaterbedError):
    """The policy file can't be used."""


class PlanError(WaterbedError):
    """The plan of alerts can't be used."""


class LayoutError(WaterbedError):
    """A layout file can't be used."""


class UnreadableFile(WaterbedError):
    """A file that can't be read as a whole: refused, nothing of it stored."""


class BoundariesError(WaterbedError):
    """Boundaries of municipalities that can't be used, or fetched."""


class DrawingMissing(WaterbedError):
    """What draws a PDF isn't installed."""


class ModelError(WaterbedError):
    """The linkage model of a home can't be used."""


class VaultError(WaterbedError):
    """The linkage vault can't be read or written."""


class LedgerError(WaterbedError):
    """The ledger of rejected rows can't be written."""


class AuditError(WaterbedError):
    """The audit log can't be written: nothing leaves."""


class LoginRefused(WaterbedError):
    """The login provider, or what it said of somebody, doesn't let them in."""


class Busy(WaterbedError):
    """Too much waits already; later it may work."""


class HeldError(WaterbedError):
    """A legal hold keeps what was to be erased."""
