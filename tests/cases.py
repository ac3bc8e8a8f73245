"""Published numbers by the name of their case: ``../shared/cases/statistics.json`` names the source of each."""

import json
import math
from typing import Any

from tests.shared import SHARED


def case(name: str) -> Any:
    cases = json.loads((SHARED / "cases" / "statistics.json").read_text(encoding="utf-8"))["cases"]
    return next(c for c in cases if c["id"] == name)


def close(found: float, known: Any, name: str) -> bool:
    """Whether a number is the case's, within its tolerance (a key's own overrides)."""
    tolerance = known["tolerance"]
    own = tolerance.get(name, tolerance)
    allowed = own if isinstance(own, dict) else {"abs": own}
    return math.isclose(found, known["expected"][name], rel_tol=allowed.get("rel", 0), abs_tol=allowed.get("abs", 0))
