"""Propose a layout for a register's file, by the names of its headers and by what stands under them."""

from ingest.layouts.guess.propose import Proposal, guess_layout
from ingest.layouts.guess.write import to_toml

__all__ = ["Proposal", "guess_layout", "to_toml"]
