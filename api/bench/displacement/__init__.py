"""Measurements of displacement on simulated counts: coverage, false claims, power, speed."""
