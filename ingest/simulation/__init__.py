"""An invented region: contract files with planted stories and decoys, and the truth beside them.

The product never reads the truth; only scoring does. Every person, number, address and register is invented.
"""

from ingest.simulation.simulate import simulate
from ingest.simulation.world import World
from ingest.simulation.worlds import ABOUT, WORLDS

__all__ = ["ABOUT", "WORLDS", "World", "simulate"]
