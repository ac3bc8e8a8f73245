"""Reading names back: every token of an exact name is matched with a name that the attacker knows.

She knows a population of the same distribution in plain, and the scheme; not the keys. What she uses, in turn:

1. how common a name is, against how often its token comes (frequency alignment: Kuzu and others 2011);
2. columns that sort names into groups (sex, country, given name, a sound, a beginning, the length of a list): each
   group by its size, its number of names, the shape of its counts and what stands beside it, then names by the groups
   they are in;
3. groups that anchored tokens form once values that share one are taken together (:mod:`api.bench.attacks.graphs`);
4. the neighbour graph: names an edit apart share deletion tokens, so that a name whose neighbours are read is read
   more easily, round after round (a graph matching attack, as Vidanage and others 2020 mount on similarities).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from api.bench.attacks import evidence
from api.bench.attacks.graphs import neighbours, regrouped
from api.bench.attacks.side import Matrix, Numbers, Side, dense, once, one_to_one, total

ROUNDS = 3
_MOST_TOKENS = 1_500
"""Tokens of a column that are read, the commonest; twice as many values are tried."""
_MOST_GROUPS = 7_000
_MOST_CANDIDATES = 10_000
"""Names that are tried where nothing parts them, the commonest."""
_EACH_MISS = 2.0
_EACH_NEIGHBOUR, _EACH_STRANGER = 2.5, 0.5
_MISSES = 12
_BEFORE_READ = ("given_exact", "family_exact")
_ACROSS = ("nationalities", "sex", "given_initial", "given_exact")


class Matching:
    """One attack on the tokens of a name.

    Parameters
    ----------
    target
        The vault's tokens.
    known
        Tokens, under any other key, of a population that the attacker knows in plain.
    written, true
        Of each known record the name as written and as it truly is, in one spelling; None where there is none.
    field
        ``family`` or ``given``.
    use
        Columns she uses; all where None.
    """

    def __init__(
        self,
        target: Side,
        known: Side,
        *,
        written: Sequence[str | None],
        true: Sequence[str | None],
        field: str,
        use: frozenset[str] | None = None,
    ) -> None:
        self._target, self._known = target, known
        self._scale = target.rows / known.rows
        self._exact = f"{field}_exact"
        self._spelt = (target.incidence(self._exact), known.incidence(self._exact))
        self._seen, self._expected = target.counts(self._exact), known.counts(self._exact) * self._scale
        self._visible = (1 - np.exp(-self._expected / 1.5)).astype(np.float32)
        self._names = _names(known, self._exact, written)
        self._readings: dict[str, Matrix] = {}
        self._shapes: dict[str, Numbers] = {}
        self._taken: Matrix | None = None
        usable = [c for c in target.columns if use is None or c.removeprefix("length of ") in use]
        self._open = [c for c in usable if _lies_open(c) and field in c]
        self._across = [c for c in _ACROSS if c in usable and not c.startswith(field)]
        self._groups = self._find_groups(usable, field)
        near = [c for c in usable if _is_list(c) and c.startswith(field)]
        true_names = {name for name in true if name}
        common = self._known.counts(self._exact) >= 1
        self._candidates = np.array([i for i, name in enumerate(self._names) if common[i] and name in true_names])
        of_candidates = self._spelt[1][:, self._candidates]
        self._near = [(neighbours(target, c, self._spelt[0]), neighbours(known, c, of_candidates)) for c in near]

    def read(self) -> tuple[str | None, ...]:
        """Name that each record's token is taken for, None where it has no token."""
        shaped = [c for c in (*_BEFORE_READ, *self._groups) if c in self._target.columns]
        for column in self._across:
            self._read_across(column, shaped)
        for column in self._across:
            self._read_across(column, [])
        for _ in range(2):
            for column in self._groups:
                self._read_group(column)
        taken = self._match()
        for _ in range(ROUNDS):
            for column in self._groups:
                self._read_group(column)
            taken = self._match()
        names = [self._names[self._candidates[i]] if i >= 0 else None for i in taken]
        spelt = self._spelt[0].tocsr()
        return tuple(
            names[spelt.indices[spelt.indptr[r]]] if spelt.indptr[r] < spelt.indptr[r + 1] else None
            for r in range(self._target.rows)
        )

    def _find_groups(self, usable: Sequence[str], field: str) -> list[str]:
        """Columns that sort names into groups, the coarsest first; those that lie open are read already."""
        for column in self._open:
            self._readings[column] = one_to_one(self._target.tokens(column), self._known.tokens(column))
        found = []
        for column in usable:
            if column in self._across or column == self._exact or _lies_open(column):
                continue
            kinds = len(self._target.tokens(column))
            if column.startswith(field) and 2 <= kinds <= _MOST_GROUPS:
                found.append(column)
            elif (field in column or column == "sounding") and kinds > 1 and not column.endswith("deletions"):
                pair = [regrouped(s, column, e) for s, e in zip((self._target, self._known), self._spelt, strict=True)]
                if pair[0] is not None and pair[1] is not None:
                    for side, groups in zip((self._target, self._known), pair, strict=True):
                        side.add(f"groups of {field} by {column}", groups)
                    found.append(f"groups of {field} by {column}")
        return sorted(found, key=lambda c: len(self._target.tokens(c)))

    def _read_across(self, column: str, shaped: Sequence[str]) -> None:
        """Read a column of another field: sex, country, given name."""
        ours, theirs = self._commonest(column)
        held, known = self._target.incidence(column)[:, ours], self._known.incidence(column)[:, theirs]
        scores = evidence.of_counts(total(held, 0), total(known, 0) * self._scale)
        for other, reading in self._readings.items():
            if other != column:
                beside = held.T @ self._target.incidence(other) @ reading
                scores += evidence.of_company(beside, known.T @ self._known.incidence(other), smoothing=0.5, spread=3)
        for other in shaped:
            if other != column:
                beside, expected = held.T @ self._target.incidence(other), known.T @ self._known.incidence(other)
                scores += evidence.of_shape(beside, expected, self._scale) / 2
        self._keep(column, scores, ours, theirs)

    def _read_group(self, column: str) -> None:
        """Read a column that sorts names into groups."""
        ours, theirs = self._commonest(column)
        held, known = self._target.incidence(column)[:, ours], self._known.incidence(column)[:, theirs]
        scores = evidence.of_counts(total(held, 0), total(known, 0) * self._scale)
        names, names_known = once(self._spelt[0].T @ held), once(self._spelt[1].T @ known)
        visible = sparse.diags(self._visible)
        many = np.asarray(names_known.T @ self._visible, dtype=np.float32)
        scores += evidence.of_counts(total(names, 0), many, spread=1) / 2
        for other, reading in self._readings.items():
            if other == column:
                continue
            beside, expected = self._target.incidence(other) @ reading, self._known.incidence(other)
            if other in self._groups or other in self._open:
                of_names = once(self._spelt[0].T @ self._target.incidence(other)) @ reading
                of_known = visible @ once(self._spelt[1].T @ expected)
                scores += evidence.of_company(names.T @ of_names, names_known.T @ of_known, smoothing=0.3, spread=1.2)
            if other not in self._groups:
                scores += evidence.of_company(held.T @ beside, known.T @ expected, smoothing=0.5, spread=3)
        if self._taken is not None:
            scores += evidence.of_company(names.T @ self._taken, names_known.T @ visible, smoothing=0.05, spread=1)
        if column not in self._shapes:
            self._shapes[column] = evidence.of_shape(held.T @ self._spelt[0], known.T @ self._spelt[1], self._scale)
        self._keep(column, scores + self._shapes[column], ours, theirs)

    def _match(self) -> NDArray[np.int64]:
        """Take each token for a candidate; -1 where none is left."""
        seen, candidates = len(self._seen), self._candidates
        taken, best = np.full(seen, -1), np.full(seen, -np.inf)
        posterior = []
        near = self._read_neighbours()
        for ours, theirs in self._blocks():
            known = candidates[theirs]
            scores = evidence.of_counts(self._seen[ours], self._expected[known])
            for column in (*self._open, *self._groups):
                scores -= _EACH_MISS * self._misses(column, ours, known)
            for column in self._across:
                beside = self._spelt[0][:, ours].T @ self._target.incidence(column) @ self._readings[column]
                expected = self._spelt[1][:, known].T @ self._known.incidence(column)
                scores += evidence.of_company(beside, expected, smoothing=20, spread=3)
            for agreeing, of_ours, of_theirs in near:
                shared = dense(agreeing[ours][:, theirs])
                strangers = np.maximum(of_ours[ours][:, None] - shared, 0)
                strangers += np.maximum(of_theirs[theirs][None, :] - shared, 0)
                scores += _EACH_NEIGHBOUR * shared - _EACH_STRANGER * strangers
            cells = evidence.read(scores).tocoo()
            posterior.append((ours[cells.row], theirs[cells.col], cells.data))
            highest = scores.max(1)
            better = highest > best[ours]
            taken[ours[better]], best[ours[better]] = theirs[scores.argmax(1)[better]], highest[better]
        rows, columns, share = (np.concatenate(parts) for parts in zip(*posterior, strict=True))
        self._taken = sparse.csr_matrix((share, (rows, candidates[columns])), shape=(seen, len(self._names)))
        return taken

    def _misses(self, column: str, ours: NDArray[np.int64], known: NDArray[np.int64]) -> Numbers:
        """How many tokens of a name aren't those a candidate has, as far as they are read."""
        held = once(self._spelt[0][:, ours].T @ self._target.incidence(column))
        has = once(self._spelt[1][:, known].T @ self._known.incidence(column))
        reading = held @ self._readings[column]
        read = total(reading, 1)
        agreeing = dense(reading @ has.T)
        unread = (total(held, 1) - read)[:, None]
        misses = np.maximum(read[:, None] - agreeing, 0)
        misses += np.maximum(total(has, 1)[None, :] - agreeing - unread, 0)
        return np.asarray(np.minimum(misses, _MISSES), dtype=np.float32)

    def _read_neighbours(self) -> list[tuple[Matrix, Numbers, Numbers]]:
        """For each graph: neighbours that agree, and how many of each side's are read."""
        if self._taken is None:
            return []
        taken = self._taken[:, self._candidates]
        return [
            ((ours @ taken @ theirs).tocsr(), total(ours @ taken, 1), total(taken @ theirs, 0))
            for ours, theirs in self._near
        ]

    def _blocks(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Names of a country against those known of it; all against all where countries don't part names."""
        commonest = np.argsort(-self._expected[self._candidates], kind="stable")[:_MOST_CANDIDATES]
        everything = (np.arange(len(self._seen)), commonest)
        if "nationalities" not in self._readings:
            return [everything]
        of_known = dense(self._spelt[1][:, self._candidates].T @ self._known.incidence("nationalities"))
        if (of_known.max(1) / np.maximum(of_known.sum(1), 1)).mean() < 0.9:
            return [everything]
        reading = self._readings["nationalities"]
        of_ours = dense(self._spelt[0].T @ self._target.incidence("nationalities") @ reading)
        anywhere = of_ours.sum(1) == 0
        return [
            (np.flatnonzero((of_ours.argmax(1) == country) | anywhere), np.flatnonzero(of_known.argmax(1) == country))
            for country in np.unique(of_known.argmax(1))
        ]

    def _commonest(self, column: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        ours, theirs = self._target.counts(column), self._known.counts(column)
        return np.argsort(-ours, kind="stable")[:_MOST_TOKENS], np.argsort(-theirs, kind="stable")[: 2 * _MOST_TOKENS]

    def _keep(self, column: str, scores: Numbers, ours: NDArray[np.int64], theirs: NDArray[np.int64]) -> None:
        cells = evidence.read(scores).tocoo()
        shape = (len(self._target.tokens(column)), len(self._known.tokens(column)))
        self._readings[column] = sparse.csr_matrix((cells.data, (ours[cells.row], theirs[cells.col])), shape=shape)


def _names(known: Side, column: str, written: Sequence[str | None]) -> list[str | None]:
    """Name that each known token stands for."""
    cells = known.incidence(column).tocoo()
    found: list[str | None] = [None] * len(known.tokens(column))
    for record, token in zip(cells.row.tolist(), cells.col.tolist(), strict=True):
        found[token] = written[record]
    return found


def _lies_open(column: str) -> bool:
    return column.startswith("length of ") or "_is_" in column


def _is_list(column: str) -> bool:
    return column.endswith(("_deletions", "_words", "_near", "_bigrams"))
