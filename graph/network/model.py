"""What a network consists of: nodes, ties with their weights, and what is said of them."""

from dataclasses import dataclass
from typing import NamedTuple

PERSON, PREMISES = "person", "premises"


class Node(NamedTuple):
    """A person, a premises, or an identifier: its kind (``person``, ``premises``, ``phone``, …) and its id.

    An identifier's id is ``kind:token``.
    """

    kind: str
    id: str

    @property
    def is_person(self) -> bool:
        """Whether it is a person rather than something that persons share."""
        return self.kind == PERSON


@dataclass(frozen=True, slots=True)
class Tie:
    """Two nodes that have to do with each other; ``weight`` in (0, 1], the ids of the encounters that say so.

    ``kind`` is ``carries`` (a person and an identifier), ``was at`` (a person and a premises), ``seen at`` (an
    identifier and a premises) or ``moved with`` (two persons). ``one`` sorts before ``other``.
    """

    one: Node
    other: Node
    kind: str
    weight: float
    encounters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A node that was reached.

    ``strength`` in (0, 1]: the product of the weights along the best ``way`` from the root, both ends included.
    ``steps``: fewest steps from the root; half a step to something shared, half from there to somebody, one between two
    persons who moved together. ``towns`` (codes) and ``encounters`` are those of a person, empty and 0 otherwise.
    """

    node: Node
    strength: float
    steps: float
    way: tuple[Node, ...]
    towns: tuple[str, ...]
    encounters: int


@dataclass(frozen=True, slots=True)
class Break:
    """Ties without which some persons would not be reached, and those persons; the strength that would be lost."""

    ties: tuple[Tie, ...]
    persons: tuple[Node, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Place:
    """A town (code) or premises where part of what is uncertain is to be met.

    ``uncertain`` is the variance of the number of its persons who belong: the sum of strength x (1 - strength), each
    person counting by the share of her recent encounters there. ``share`` is that of the whole network's.
    """

    kind: str
    id: str
    uncertain: float
    share: float
    persons: int


@dataclass(frozen=True, slots=True)
class Network:
    """Who and what is reached from a root within ``depth`` steps, strongest first; the root is a member of strength 1.

    ``breaks`` are single ties (bridges) and, last, the weakest cut of several where there is one. ``crowded`` counts
    shared things of too many persons, ``left_out`` persons beyond those kept.
    """

    root: Node
    depth: int
    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    breaks: tuple[Break, ...]
    places: tuple[Place, ...]
    crowded: int
    left_out: int

    @property
    def persons(self) -> tuple[Member, ...]:
        """Members that are persons, the root included where it is one."""
        return tuple(m for m in self.members if m.node.is_person)
