"""Weighted displacement quotient (WDQ): how the change next door compares with that in the target.

Source: Bowers and Johnson (2003); formulas with gross and net effects in Guerette (2009), Analyzing Crime
Displacement and Diffusion, POP Center tool guide 10, appendix B. Below zero: displacement (-1: all of it); above
zero: diffusion of benefits. It has no error of its own and says nothing where the target didn't fall.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wdq:
    """``wdq`` None: not interpretable, because the target didn't fall relative to its control, or a count is zero.

    ``gross`` is the fall in the target in events, ``net`` the fall as a share of the control, ``total_net`` the
    events prevented after displacement is taken off.
    """

    success: float
    buffer: float
    wdq: float | None
    gross: float
    net: float
    total_net: float | None


def wdq(target: tuple[float, float], buffer: tuple[float, float], control: tuple[float, float]) -> Wdq:
    """Quotient of counts before and after in target, buffer and control.

    Raises
    ------
    ValueError
        When the control is zero before or after: nothing can be set against it.
    """
    if not all(control):
        message = "a control without events before or after gives no quotient"
        raise ValueError(message)
    success = target[1] / control[1] - target[0] / control[0]
    moved = buffer[1] / control[1] - buffer[0] / control[0]
    gross = target[0] - target[1]
    fell = success < 0 and target[0] > 0
    total = target[0] * control[1] / control[0] - target[1] + buffer[0] * control[1] / control[0] - buffer[1]
    return Wdq(success, moved, moved / success if fell else None, gross, -success, total if fell else None)
