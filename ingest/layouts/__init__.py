"""How a register's own columns and words map onto the canonical ones."""

from ingest.layouts.layout import Layout, load_layout

__all__ = ["Layout", "load_layout"]
