"""What a mayor is told: words, measures and visits, and counts of people only where they are safe."""
