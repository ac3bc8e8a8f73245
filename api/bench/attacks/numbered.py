"""Reading document numbers back with a list of all of them at hand, and no way to try a token.

Numbers that read alike but for one character share a token. Which do so is public for who has the list; where that
graph has a place like no other (colour refinement: Weisfeiler and Lehman 1968), a token is read.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from ingest.fields import characters
from ingest.linkage import names

ROUNDS = 6


def read(table: pa.Table, listed: Sequence[str]) -> list[str | None]:
    """Number that each record's document token is taken for, None where nothing says which.

    Parameters
    ----------
    table
        Linkage table.
    listed
        Every number that occurs, in plain: more than an attacker has.
    """
    rows = table.select(["document_exact", "document_wildcards"]).to_pylist()
    held = {r["document_exact"]: r["document_wildcards"] for r in rows if r["document_exact"] is not None}
    ours = _colours(held)
    theirs = _colours({number: names.wildcards(characters.folded(number)) for number in listed})
    once, once_listed = _once(ours), _once(theirs)
    read_as = {token: once_listed.get(colour) for colour, token in once.items()}
    return [read_as.get(r["document_exact"]) for r in rows]


def _colours(held: Mapping[Hashable, Sequence[Hashable]]) -> dict[Hashable, int]:
    """Colour of each value after some rounds: by how many tokens it has and by the colours of those it shares one with."""
    sharing = defaultdict(list)
    for value, tokens in held.items():
        for token in tokens:
            sharing[token].append(value)
    colours = {value: len(tokens) for value, tokens in held.items()}
    for _ in range(ROUNDS):
        colours = {
            value: hash(
                (
                    colours[value],
                    tuple(sorted(tuple(sorted(colours[v] for v in sharing[t] if v != value)) for t in tokens)),
                )
            )
            for value, tokens in held.items()
        }
    return colours


def _once(colours: Mapping[Hashable, int]) -> dict[int, Any]:
    """Values by their colour, of colours that one alone has."""
    count = Counter(colours.values())
    return {colour: value for value, colour in colours.items() if count[colour] == 1}
