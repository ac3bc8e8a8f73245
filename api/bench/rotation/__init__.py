"""Measurements of rotation: what is found and what is invented, how chance is judged, and how fast."""
