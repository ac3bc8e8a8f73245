"""Bowers and Johnson's question: did a measure solve the problem, or move it next door?"""

from graph.displacement.evaluate import Rules, evaluate_all

__all__ = ["Rules", "evaluate_all"]
