"""Relocation: a premises' identifiers that leave it and appear at another, in another municipality."""

from graph.relocation.find import RelocationRules, find_relocations

__all__ = ["RelocationRules", "find_relocations"]
