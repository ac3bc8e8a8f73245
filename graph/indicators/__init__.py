"""The regional monitor: how many were met, of whom and where, in counts that point at nobody."""

from graph.indicators.met import Met, MetRow, met_of
from graph.indicators.table import Indicator, indicators

__all__ = ["Indicator", "Met", "MetRow", "indicators", "met_of"]
