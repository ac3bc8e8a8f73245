"""Counts of people that may be shown: never one that points at a person."""

from graph.disclosure.safe_count import FLOOR, SafeCount, safe_count

__all__ = ["FLOOR", "SafeCount", "safe_count"]
