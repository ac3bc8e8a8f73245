"""The network around a person, a premises or an identifier: who and what is reached, how strongly, and how.

The *strength* of a member is that of the best way to it: the product of the weights of its ties, as of a chain each of
whose links holds independently (the most reliable path; Dijkstra 1959 on -log weight, here bounded by steps as by
Bellman 1958, since the best way may be a longer one). It never grows along a way, and more depth never lowers it. One
way, rather than a random walk over all, because a way can be shown, and doubted, tie by tie.

Steps: half a step leads to something shared and half a step from there to somebody; persons who moved together are one
step apart.
"""

from collections import defaultdict
from collections.abc import Iterator

from graph.columns import EncounterColumns
from graph.errors import UsageError
from graph.network.breaks import breaks_of
from graph.network.company import company
from graph.network.model import PERSON, PREMISES, Member, Network, Node, Tie
from graph.network.places import places_of
from graph.network.rules import NetworkRules
from graph.network.sharing import sharing

MAX_DEPTH = 6
Ways = dict[Node, tuple[float, tuple[Node, ...]]]


def discover(columns: EncounterColumns, root: Node, *, depth: int, rules: NetworkRules) -> Network:
    """Network within ``depth`` steps (1 to 6) of a root that :func:`node_of` found in the same columns."""
    search = _Search(columns, rules)
    ways, steps = search.ways(root, 2 * depth)
    persons = sorted((n for n in ways if n.is_person and n != root), key=lambda n: (-ways[n][0], n))
    strongest = persons[: rules.max_persons]
    # Those on the way to somebody are at least as strong, so hardly any but the strongest are kept.
    over = {root}.union(*(ways[n][1] for n in strongest))
    kept = over | {n for n in ways if not n.is_person and over.issuperset(ways[n][1][:-1])}
    members = tuple(
        sorted(
            (search.member(n, *ways[n], steps=steps[n] / 2) for n in sorted(kept)),
            key=lambda m: (-m.strength, m.steps, m.node),
        )
    )
    ties = tuple(
        sorted((t for t in search.found.values() if t.one in kept and t.other in kept), key=lambda t: (t.one, t.other))
    )
    return Network(
        root=root,
        depth=depth,
        members=members,
        ties=ties,
        breaks=breaks_of(root, members, ties),
        places=places_of(columns, members, rules),
        crowded=len(search.crowded),
        left_out=sum(n not in kept for n in persons),
    )


def node_of(columns: EncounterColumns, wanted: str) -> Node:
    """Node of the person, premises or identifier with this id; an identifier's kind may be left out.

    Raises
    ------
    UsageError
        When nothing stored has that id.
    """
    if wanted in columns.persons:
        return Node(PERSON, wanted)
    if wanted in columns.premises_ids:
        return Node(PREMISES, wanted)
    named = [i for i in columns.identifiers if wanted in (i, i.split(":", 1)[1])]
    if len(named) != 1:
        message = "no person, premises or identifier here has that id: `export links` lists persons"
        raise UsageError(message)
    return Node(named[0].split(":", 1)[0], named[0])


class _Search:
    """Looks ties up as it goes; ``found`` are all it met, ``crowded`` the shared things that it didn't follow."""

    def __init__(self, columns: EncounterColumns, rules: NetworkRules) -> None:
        self.columns = columns
        self.rules = rules
        self.found: dict[tuple[Node, Node], Tie] = {}
        self.crowded: set[int] = set()
        self._shared = sharing(columns, rules)
        self._company = company(columns, rules)
        self._person = {name: code for code, name in enumerate(columns.persons)}
        self._thing = {Node(i.split(":", 1)[0], i): c for c, i in enumerate(columns.identifiers)}
        offset = len(columns.identifiers)
        self._thing |= {Node(PREMISES, name): offset + code for code, name in enumerate(columns.premises_ids)}
        self._known: dict[Node, tuple[tuple[Node, int, Tie], ...]] = {}

    def ways(self, root: Node, half_steps: int) -> tuple[Ways, dict[Node, int]]:
        """Best way to every node within some half steps, and the fewest half steps to it."""
        best: Ways = {root: (1.0, (root,))}
        fewest = {root: 0}
        waiting: dict[int, Ways] = defaultdict(dict)
        waiting[0] = dict(best)
        for at in range(half_steps + 1):
            for node, (strength, way) in sorted(waiting[at].items()):
                for other, length, tie in self.ties(node):
                    reached, ahead = strength * tie.weight, at + length
                    if ahead > half_steps or other in way or reached < self.rules.least_strength:
                        continue
                    fewest[other] = min(fewest.get(other, ahead), ahead)
                    if reached > best.get(other, (0.0, ()))[0]:
                        best[other] = (reached, (*way, other))
                    # A weaker way in fewer steps may go further than the best one can.
                    if reached > max(waiting[h].get(other, (0.0, ()))[0] for h in range(ahead + 1)):
                        waiting[ahead][other] = (reached, (*way, other))
        return best, fewest

    def ties(self, node: Node) -> tuple[tuple[Node, int, Tie], ...]:
        """Ties of a node: where to, how many half steps, and the tie."""
        if node not in self._known:
            self._known[node] = tuple(self._of_person(node) if node.is_person else self._of_thing(node))
            for _, _, tie in self._known[node]:
                held = self.found.setdefault((tie.one, tie.other), tie)
                if tie.weight > held.weight:
                    self.found[tie.one, tie.other] = tie
        return self._known[node]

    def member(self, node: Node, strength: float, way: tuple[Node, ...], *, steps: float) -> Member:
        """Member with what is known of it."""
        towns: tuple[str, ...] = ()
        n = 0
        if node.is_person:
            rows = rows_of_person(self.columns, self._person[node.id])
            towns = tuple(dict.fromkeys(self.columns.municipalities[t] for t in self.columns.municipality[rows]))
            n = rows.stop - rows.start
        return Member(node, strength, steps, way, towns, n)

    def _of_person(self, node: Node) -> Iterator[tuple[Node, int, Tie]]:
        code = self._person[node.id]
        self.crowded |= {t for t in self._shared.by_person.get(code, ()) if self._shared.is_crowded(t)}
        for thing, tie in self._shared.of_person(code):
            yield self._shared.node(thing), 1, tie
        for other, tie in self._company.of_person(code):
            yield self._shared.person(other), 2, tie

    def _of_thing(self, node: Node) -> Iterator[tuple[Node, int, Tie]]:
        code = self._thing[node]
        for person, tie in self._shared.carriers(code):
            yield self._shared.person(person), 1, tie
        for other, tie in self._shared.neighbours(code):
            yield self._shared.node(other), 1, tie


def rows_of_person(columns: EncounterColumns, person: int) -> slice:
    """Rows of one person, by code; persons stand in the order of their codes, signals last."""
    bounds = columns.person_bounds()
    return slice(int(bounds[person]), int(bounds[person + 1]))
