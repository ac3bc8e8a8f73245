"""Rotation: the same people carried round the same towns, or one person round them, beyond chance."""
