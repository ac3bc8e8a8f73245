"""False discovery rate over a list fixed beforehand.

Source: Benjamini and Hochberg (1995), Controlling the false discovery rate, Journal of the Royal Statistical Society
B 57. Only for lists that the data didn't choose.
"""

from collections.abc import Sequence

from statsmodels.stats.multitest import multipletests


def q_values(p_values: Sequence[float]) -> list[float]:
    """Benjamini-Hochberg adjusted p-values, in the order given."""
    if not p_values:
        return []
    _, adjusted, _, _ = multipletests(list(p_values), method="fdr_bh")
    return [float(q) for q in adjusted]
