"""How right a linkage is: pairs found against pairs that are true, and persons that hold a false join."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PairwiseScore:
    """Pairwise precision and recall of a partition against the truth, and persons holding a false join per 1,000."""

    true_pairs: int
    found_pairs: int
    right_pairs: int
    persons: int
    persons_with_false_join: int

    @property
    def precision(self) -> float:
        """Share of found pairs that are true; 1 where none was found."""
        return self.right_pairs / self.found_pairs if self.found_pairs else 1.0

    @property
    def recall(self) -> float:
        """Share of true pairs that were found; 1 where there is none."""
        return self.right_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairwise(found: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> PairwiseScore:
    """Compare two partitions of the same records, each as record -> group; records of only one are left aside."""
    records = sorted(found.keys() & truth.keys())
    both = Counter((found[r], truth[r]) for r in records)
    persons = Counter(found[r] for r in records)
    true_sizes = Counter(truth[r] for r in records)
    mixed = Counter(group for group, _ in both)
    return PairwiseScore(
        true_pairs=_pairs(true_sizes),
        found_pairs=_pairs(persons),
        right_pairs=_pairs(both),
        persons=len(persons),
        persons_with_false_join=sum(n > 1 for n in mixed.values()),
    )


def _pairs(sizes: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())
