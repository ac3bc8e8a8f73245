"""Blocking rules: which pairs of records are compared at all; any rule is enough.

What no rule proposes can't be found, so recall ends here before scoring begins; what too many share costs time. Of
identifiers in many hands only those in few are followed.
"""

from typing import Any

Rule = str | dict[str, Any]


def same(*columns: str, listed: str | None = None) -> Rule:
    """Rule: pairs that agree on all these token columns, and on one of a list of tokens."""
    keys = [*((listed,) if listed else ()), *columns]
    rule = " AND ".join(f"l.{c} = r.{c}" for c in keys)
    return {"blocking_rule": rule, "arrays_to_explode": [listed]} if listed else rule


def crossed(*crossings: tuple[str, str], agreeing: tuple[str, ...] = ()) -> Rule:
    """Rule: pairs in which one side's first column is the other's second, for each pair of columns named."""
    parts = [f"l.{a} = r.{b}" for a, b in crossings] + [f"l.{c} = r.{c}" for c in agreeing]
    return " AND ".join(parts)


PERSON_RULES: tuple[Rule, ...] = (
    same("document_exact"),
    same("family_exact", "birth_year"),
    same("birth_given"),
    same("birth_family"),
    same("family_exact", "given_exact"),
    crossed(("birth_given", "swapped_given")),
    crossed(("birth_family", "swapped_family")),
    same("family_exact", "birth_month_day"),
    crossed(("family_exact", "given_exact"), agreeing=("birth_year",)),
    crossed(("given_exact", "family_exact"), agreeing=("birth_year",)),
    crossed(("family_exact", "given_exact"), ("given_exact", "family_exact")),
    same("sounding"),
    same("given_exact", "birth_year_day"),
    same("given_exact", "birth_month_day"),
    same("given_exact", "birth_month"),
    same("birth_full", "given_initial"),
    same("family_exact", "given_initial"),
    same("given_initial", listed="shared_by_few"),
    same("birth_year", listed="shared_by_few"),
    same("given_initial", listed="document_wildcards"),
    same(listed="family_deletions"),
    same(listed="given_deletions"),
    same("given_exact", listed="family_words"),
)
"""For records of persons."""
