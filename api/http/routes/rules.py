"""How rules do with those who decide on their findings: figures of findings and decisions, not of persons."""

from fastapi import FastAPI

from api.access.actions import Action
from api.http.access import declared
from api.http.problems import documented
from api.http.reading import Works
from api.http.shapes import Shape
from api.jobs.rules import figures_of, read_rules


class RuleSaid(Shape):
    """A version of a rule: findings told of, decisions, what waits, and hours from alert to decision; null: not known.

    `precision` is the share of its decisions that accepted, in [0, 1]: of what was decided on, not of all that was found.
    """

    kind: str
    rule_version: str
    told: int
    decided: int
    accepted: int
    rejected: int
    precision: float | None
    waiting: int
    returned: int
    median_hours: float | None
    slow_hours: float | None
    oldest_hours: float | None


class RulesSaid(Shape):
    """Every version of a rule that told of anything or was decided on."""

    items: list[RuleSaid]


def add_rules(app: FastAPI) -> None:
    """Add the endpoint of rules."""

    @app.get("/v1/rules", responses=documented(400, 401, 403, 406, 429, 503), tags=["decisions"])
    @declared(Action.READ_RULES)
    def rules(service: Works) -> RulesSaid:
        """Precision of every version of a rule, and how long its findings wait; exact, so for those who decide."""
        found = figures_of(service.kept.get("rules", read_rules), now=service.now())
        names = RuleSaid.model_fields
        return RulesSaid(items=[RuleSaid(**{n: getattr(f, n) for n in names}) for f in found])
