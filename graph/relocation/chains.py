"""Chains: relocations of one business in a row, over three towns or more."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graph.model import Relocation


def chains(relocations: Sequence[Relocation]) -> tuple[tuple[Relocation, ...], ...]:
    """Relocations of one business in a row, two or more: each goes on from where, and with whom, the last arrived.

    Two belong together when the town that the first came to is the one that the second left, later, and they share
    encounters there.
    """
    leaving: dict[str, list[Relocation]] = defaultdict(list)
    for r in relocations:
        leaving[r.from_municipality].append(r)
    follows: dict[str, Relocation] = {}
    for one in relocations:
        met = set(one.encounters)
        later = [
            r
            for r in leaving[one.to_municipality]
            if r.left_after >= one.arrived_before and not met.isdisjoint(r.encounters)
        ]
        if later:
            follows[one.id] = min(later, key=lambda r: (r.arrived_before, r.id))
    continued = {r.id for r in follows.values()}
    found = []
    for one in relocations:
        chain = [one]
        while chain[-1].id in follows:
            chain.append(follows[chain[-1].id])
        if len(chain) > 1 and one.id not in continued:
            found.append(tuple(chain))
    return tuple(found)


def chain_of(relocation: Relocation, relocations: Sequence[Relocation]) -> tuple[Relocation, ...]:
    """Return the chain that a relocation is in, and of several the longest; itself alone where it is in none."""
    return chains_by_id(relocations).get(relocation.id, (relocation,))


def chains_by_id(relocations: Sequence[Relocation]) -> Mapping[str, tuple[Relocation, ...]]:
    """The longest chain of each relocation that is in one, by the relocation's id."""
    found: dict[str, tuple[Relocation, ...]] = {}
    for chain in sorted(chains(relocations), key=len):
        found |= {r.id: chain for r in chain}
    return found


def towns_of(chain: Sequence[Relocation]) -> tuple[str, ...]:
    """Towns (codes) through which a business went, the first one first."""
    return (chain[0].from_municipality, *(r.to_municipality for r in chain))
