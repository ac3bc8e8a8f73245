"""How far and how strongly a network reaches: every threshold with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NetworkRules:
    """Thresholds of network discovery.

    Attributes
    ----------
    cap
        Weight that no single shared thing, nor all meetings of two persons together, can pass: one shared phone never
        makes two people one affair.
    max_degree
        Something shared by more persons than this (a hotline's number, a large hotel) ties nobody to anybody; it is
        counted as crowded and not followed.
    window_days
        Two persons seen in one town within this many days were there together; as in the search for rotations.
    min_towns
        Towns in which two persons must have been together to be tied by it; one is a chance meeting.
    min_weight
        Ties by being together that weigh less are chance in a busy town, and left out.
    least_strength
        Ways whose strength falls below this aren't followed further.
    max_persons
        The strongest persons that are kept; how many more there were is said.
    recent_days
        Time constant with which an encounter tells where somebody is to be met: exp(-days / recent).
    """

    cap: float = 0.5
    max_degree: int = 20
    window_days: int = 7
    min_towns: int = 2
    min_weight: float = 0.02
    least_strength: float = 0.01
    max_persons: int = 300
    recent_days: float = 180.0
