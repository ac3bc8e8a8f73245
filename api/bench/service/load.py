"""Many people at once, each asking again as soon as they have their answer, or after a pause."""

import math
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from api.bench.service.asking import Desk

OK = 200


@dataclass
class Took:
    """Seconds of every answer by kind of read; what was not an answer, by kind and status."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[tuple[str, int]] = field(default_factory=Counter)
    lasted_s: float = 0.0

    @property
    def all_seconds(self) -> list[float]:
        """Seconds of all answers, ascending."""
        return sorted(s for some in self.seconds.values() for s in some)


def load(desks: Sequence[Desk], *, seconds: float, pause_s: float, seed: int) -> Took:
    """Let everybody ask for a while.

    Parameters
    ----------
    desks
        Who asks; a thread each.
    seconds
        For how long questions are begun.
    pause_s
        Mean of the pause between an answer and the next question, drawn evenly from 0 to twice that.
    seed
        Draws questions and pauses.
    """
    took = Took()
    lock = threading.Lock()
    begun = time.perf_counter()

    def work(number: int) -> None:
        rng = random.Random(f"{seed}-{number}")
        desk = desks[number]
        time.sleep(rng.uniform(0, 2 * pause_s))
        while time.perf_counter() - begun < seconds:
            question = desk.question(rng)
            answer = desk.client.ask(question.method, question.path, question.body, question.headers)
            with lock:
                took.seconds.setdefault(question.what, []).append(answer.seconds)
                if answer.status != OK:
                    took.errors[question.what, answer.status] += 1
            if pause_s:
                time.sleep(rng.uniform(0, 2 * pause_s))

    with ThreadPoolExecutor(len(desks)) as people:
        list(people.map(work, range(len(desks))))
    took.lasted_s = time.perf_counter() - begun
    return took


def percentile(ascending: Sequence[float], share: float) -> float:
    """Value that a share in (0, 1] of them doesn't exceed (nearest rank)."""
    return ascending[max(0, math.ceil(share * len(ascending) - 1e-9) - 1)]
