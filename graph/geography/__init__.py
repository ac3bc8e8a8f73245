"""Municipalities as facts: codes, names, points, regions, and what became of those that were dissolved."""

from graph.geography.municipalities import Municipality, MunicipalityTable, Resolution, load_municipalities

__all__ = ["Municipality", "MunicipalityTable", "Resolution", "load_municipalities"]
