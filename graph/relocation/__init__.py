"""Relocation of premises: identifiers that leave one place and appear at another."""

from graph.relocation.find import chains, find_relocations
from graph.relocation.rules import RelocationRules

__all__ = ["RelocationRules", "chains", "find_relocations"]
