"""Whether a forecast of the next town is any better than what anybody would say, measured out of time.

Two baselines. *Popularity*: where people are met at all. *Last town*: back to where the group came from, believed as
often as that has come true so far, else popularity. Compared are the logarithmic score (Good 1952) and how often the
town was among the first three. Moves of one group aren't independent, so the difference is averaged by group, and there
is skill only where its one-sided 95 % bound (Student 1908) is above 0 against both baselines.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import t as student

from graph.next_town.mixture import Mixture, Outcome, learnt, log_score, ranked
from graph.next_town.voices import Shares

FIRST = 3
MIN_MOVES, MIN_GROUPS = 20, 8
"""Fewest moves and groups from which skill is told at all."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Mean logarithmic score (nats a move) and share of moves among the first three."""

    log_score: float
    hit_rate: float


@dataclass(frozen=True, slots=True)
class Skill:
    """What the forecast was worth. ``gain`` is the smaller lower bound (nats a move, 95 %) against the baselines.

    None where there were too few moves to tell.
    """

    moves: int
    groups: int
    ours: Scores | None
    popularity: Scores | None
    last_town: Scores | None
    gain: float | None

    @property
    def is_shown(self) -> bool:
        """Whether the forecast is better than both baselines, by score beyond doubt and by hits."""
        if self.ours is None or self.popularity is None or self.last_town is None or self.gain is None:
            return False
        return self.gain > 0 and self.ours.hit_rate > max(self.popularity.hit_rate, self.last_town.hit_rate)


@dataclass(frozen=True, slots=True)
class Backtest:
    """Moves in the order of time, in rounds: those of a round are foretold by what came true in earlier ones."""

    rounds: tuple[tuple[Outcome, ...], ...]

    def mixture(self) -> Mixture:
        """Return the mixture by everything that came true."""
        return learnt(o for some in self.rounds for o in some)

    def skill(self) -> Skill:
        """Skill over all rounds but what each round couldn't know."""
        before: list[Outcome] = []
        groups: list[str] = []
        said: dict[str, list[tuple[float, bool]]] = {"ours": [], "popularity": [], "last town": []}
        for some in self.rounds:
            mixture, back = learnt(before), _back(before)
            for o in some:
                groups.append(o.group)
                popular = _popular(o)
                for name, shares in (
                    ("ours", mixture.shares(o.way, o.around)),
                    ("popularity", popular),
                    ("last town", _last_town(o, popular, back)),
                ):
                    first = [town for town, _ in ranked(shares)[:FIRST]]
                    said[name].append((log_score(shares, o.went), o.went in first))
            before += some
        if len(groups) < MIN_MOVES or len(set(groups)) < MIN_GROUPS:
            return Skill(len(groups), len(set(groups)), None, None, None, None)
        gain = min(_lower_bound(groups, said["ours"], said[other]) for other in ("popularity", "last town"))
        scores = {name: _scores(some) for name, some in said.items()}
        return Skill(len(groups), len(set(groups)), scores["ours"], scores["popularity"], scores["last town"], gain)


def _scores(said: Sequence[tuple[float, bool]]) -> Scores:
    return Scores(sum(s for s, _ in said) / len(said), sum(hit for _, hit in said) / len(said))


def _popular(o: Outcome) -> dict[str, float]:
    here = o.way[-1]
    rest = 1 - o.around.popular.get(here, 0.0)
    return {t: p / rest for t, p in o.around.popular.items() if t != here}


def _back(before: Sequence[Outcome]) -> float:
    """How often a group went back to where it came from, one time in two before anything is known."""
    told = [o.went == o.way[-2] for o in before if len(o.way) > 1]
    return (1 + sum(told)) / (2 + len(told))


def _last_town(o: Outcome, popular: Shares, back: float) -> Shares:
    if len(o.way) < 2:
        return popular
    shares = {t: (1 - back) * p for t, p in popular.items()}
    shares[o.way[-2]] = shares.get(o.way[-2], 0.0) + back
    return shares


def _lower_bound(
    groups: Sequence[str], ours: Sequence[tuple[float, bool]], others: Sequence[tuple[float, bool]]
) -> float:
    by_group: dict[str, list[float]] = defaultdict(list)
    for group, (mine, _), (theirs, _) in zip(groups, ours, others, strict=True):
        by_group[group].append(mine - theirs)
    means = [sum(d) / len(d) for _, d in sorted(by_group.items())]
    n, mean = len(means), sum(means) / len(means)
    spread = math.sqrt(sum((m - mean) ** 2 for m in means) / (n - 1) / n)
    return mean - float(student.ppf(0.95, n - 1)) * spread
