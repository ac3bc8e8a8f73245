"""Relocation of premises: identifiers that leave one place and appear at another."""

from graph.relocation.chains import chain_of, chains, towns_of
from graph.relocation.find import find_relocations
from graph.relocation.rules import RelocationRules

__all__ = ["RelocationRules", "chain_of", "chains", "find_relocations", "towns_of"]
