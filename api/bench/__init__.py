"""Measurements: accuracy against a known truth, speed and memory against a named peer, in one run each."""
