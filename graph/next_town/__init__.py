"""The next town of a group or premises with a pattern, as far as there is skill in saying so."""

from graph.next_town.backtest import backtest_of_groups, backtest_of_premises
from graph.next_town.forecast import Forecast, Likely, forecast
from graph.next_town.skill import Backtest, Scores, Skill

__all__ = [
    "Backtest",
    "Forecast",
    "Likely",
    "Scores",
    "Skill",
    "backtest_of_groups",
    "backtest_of_premises",
    "forecast",
]
