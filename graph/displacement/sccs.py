"""Self-controlled case series (SCCS): a person's own rate within windows against her own rate outside them.

Given how often each person was met, when within her observation she was met is multinomial, and whatever stays the
same about her cancels. Source: Farrington (1995), Biometrics 51; Whitaker, Farrington, Spiessens and Musonda (2006),
Tutorial in biostatistics: the self-controlled case series method, Statistics in Medicine 25:1768-1797.

Assumes that being met doesn't end the observation, nor bring the window about, and that the rate per exposure is
constant within a piece. Not for persons chosen by where they were met within the time compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.displacement.poisson import Coefficient

ROUNDS = 50
TOLERANCE = 1e-9
LONGEST_STEP = 1.0
"""Far from the answer a full step of Newton's overshoots."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of persons' time, shape (n,): whose, events in it, exposure (days, or effort), and covariates (n, p)."""

    person: NDArray[np.int64]
    events: NDArray[np.float64]
    exposure: NDArray[np.float64]
    covariates: NDArray[np.float64]


def sccs(pieces: Pieces) -> tuple[Coefficient, ...] | None:
    """Log relative incidence of each covariate; None where nothing can be told (no events, or all on one side).

    Newton's method on the conditional likelihood. Pieces of zero exposure, and persons without events, say nothing.
    """
    keep = pieces.exposure > 0
    _, person = np.unique(pieces.person[keep], return_inverse=True)
    y, log_e, x = pieces.events[keep], np.log(pieces.exposure[keep]), pieces.covariates[keep]
    totals = np.bincount(person, weights=y)
    beta = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        eta = log_e + x @ beta
        weight = np.exp(eta - eta.max())
        share = weight / np.bincount(person, weights=weight)[person]
        expected = totals[person] * share
        centre = np.stack([np.bincount(person, weights=share * column) for column in x.T], axis=1)
        gradient = x.T @ (y - expected)
        spread = x - centre[person]
        information = (spread * expected[:, None]).T @ spread
        if not np.isfinite(information).all() or np.linalg.cond(information) > 1e10:
            return None
        change = np.clip(np.linalg.solve(information, gradient), -LONGEST_STEP, LONGEST_STEP)
        beta = beta + change
        if np.abs(beta).max() > 20:
            return None
        if np.abs(change).max() < TOLERANCE:
            errors = np.sqrt(np.diag(np.linalg.inv(information)))
            return tuple(Coefficient(float(b), float(e)) for b, e in zip(beta, errors, strict=True))
    return None


def pieces_of_events(rows: ArrayLike, *, risk_windows: Sequence[tuple[int, int]], age_cuts: Sequence[int]) -> Pieces:
    """Pieces of the classical form: one event a row, risk windows after an exposure, and bands of age.

    Parameters
    ----------
    rows
        Shape (n, 4): first and last day of observation, day of the event, day of the exposure.
    risk_windows
        First and last day after exposure, both included.
    age_cuts
        Last day of each band of age but the last.
    """
    person, events, exposure, covariates = [], [], [], []
    for i, (start, end, event, exposed) in enumerate(np.asarray(rows, dtype=np.int64)):
        days = np.arange(start, end + 1)
        risk = np.zeros(len(days), dtype=np.int64)
        for number, (first, last) in enumerate(risk_windows, start=1):
            risk[(days >= exposed + first) & (days <= exposed + last)] = number
        band = np.searchsorted(np.asarray(age_cuts), days, side="left")
        for r, a in np.unique(np.stack([risk, band], axis=1), axis=0):
            inside = (risk == r) & (band == a)
            person.append(i)
            events.append(float(inside[days == event].any()))
            exposure.append(float(inside.sum()))
            covariates.append(
                [float(r == k + 1) for k in range(len(risk_windows))]
                + [float(a == k + 1) for k in range(len(age_cuts))]
            )
    return Pieces(np.array(person), np.array(events), np.array(exposure), np.array(covariates))
