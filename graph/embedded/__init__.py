"""The embedded engine: a child process of our own that speaks Bolt on loopback, with nothing to install."""

from graph.embedded.control import Address, Status, ensure_running, status, stop

__all__ = ["Address", "Status", "ensure_running", "status", "stop"]
