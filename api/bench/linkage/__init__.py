"""How right and how fast linkage is, against Splink on plain values with the same rules."""
