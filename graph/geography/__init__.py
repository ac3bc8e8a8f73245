"""Municipalities as facts: codes, names, points, regions, borders, and what became of those that were dissolved."""

from graph.geography.borders import Border, Borders
from graph.geography.municipalities import Municipality, MunicipalityTable, Resolution, load_municipalities
from graph.geography.neighbourhood import Neighbourhood, Rings

__all__ = [
    "Border",
    "Borders",
    "Municipality",
    "MunicipalityTable",
    "Neighbourhood",
    "Resolution",
    "Rings",
    "load_municipalities",
]
