"""Bowers and Johnson's question: did a measure solve the problem, or move it next door?"""

from graph.displacement.evaluate import evaluate_all
from graph.displacement.setting import Rules

__all__ = ["Rules", "evaluate_all"]
