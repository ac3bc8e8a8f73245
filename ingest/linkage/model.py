"""The linkage model as a readable table: per field its comparison levels, and how much each speaks for sameness.

``m`` is the share of true pairs at a level, ``u`` the share of pairs of different people; log2(m/u) is the level's
match weight (Fellegi and Sunter 1969). The first level whose condition holds counts. A level without m and u says
nothing either way. Conditions are DuckDB SQL on the keyed tokens of two records, ``_l`` and ``_r``.

What decided the numbers. Errors cost unequally: joining two people is worse than missing a join. So shared
identifiers are capped (a controller's phone is in many hands), nothing but a document number joins without a given
name that agrees (twins share all else), and agreement on sex and nationality says little.
"""

import math
from dataclasses import dataclass
from typing import Any

MODEL_VERSION = "model-1"
PRIOR = 2e-5
"""Share of pairs that are the same person before anything is compared: one earlier encounter in fifty thousand."""

SAME_FROM = 0.99
"""Pairs at least this probable are joined without review."""

REVIEW_FROM = 0.5
"""Pairs from here to :data:`SAME_FROM` wait for clerical review: unreviewed means unlinked."""


@dataclass(frozen=True, slots=True)
class Level:
    """One comparison level; ``m`` None: it says nothing."""

    name: str
    condition: str
    m: float | None
    u: float | None

    @property
    def weight(self) -> float:
        """Match weight, log2(m/u)."""
        return 0.0 if self.m is None or self.u is None else math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field and its levels, the strongest first."""

    field: str
    levels: tuple[Level, ...]


def _both(column: str, condition: str) -> str:
    return f"{column}_l IS NOT NULL AND {column}_r IS NOT NULL AND ({condition})"


def _missing(*columns: str) -> Level:
    return Level("missing", " OR ".join(f"{c}_l IS NULL OR {c}_r IS NULL" for c in columns), None, None)


def _share(column: str) -> str:
    return _both(column, f"list_has_any({column}_l, {column}_r)")


FAMILY = Comparison(
    "family_name",
    (
        _missing("family_exact"),
        Level("exact", "family_exact_l = family_exact_r", 0.70, 0.0008),
        Level("one letter", _share("family_deletions"), 0.13, 0.0006),
        Level("swapped with given", "family_exact_l = given_exact_r AND given_exact_l = family_exact_r", 0.03, 0.00002),
        Level("a word in common", _share("family_words"), 0.03, 0.0008),
        Level("sounds alike", _share("family_sounds"), 0.04, 0.003),
        Level("begins alike", "family_prefix_l = family_prefix_r", 0.02, 0.008),
        Level("different", "ELSE", 0.05, 0.985),
    ),
)
GIVEN = Comparison(
    "given_name",
    (
        _missing("given_exact"),
        Level("exact", "given_exact_l = given_exact_r", 0.63, 0.008),
        Level("one letter", _share("given_deletions"), 0.13, 0.004),
        Level("a word in common", _share("given_words"), 0.04, 0.003),
        Level("swapped with family", "family_exact_l = given_exact_r AND given_exact_l = family_exact_r", 0.03, 0.02),
        Level(
            "initial",
            "(given_is_initial_l OR given_is_initial_r) AND given_initial_l = given_initial_r",
            0.06,
            0.03,
        ),
        Level("sounds alike", _share("given_sounds"), 0.04, 0.006),
        Level("begins alike", "given_prefix_l = given_prefix_r", 0.02, 0.008),
        Level("different", "ELSE", 0.05, 0.92),
    ),
)
BIRTH = Comparison(
    "birth_date",
    (
        _missing("birth_year"),
        Level("1 January", "birth_full_l = birth_full_r AND birth_is_default_l", 0.02, 0.0008),
        Level("exact", "birth_full_l = birth_full_r", 0.70, 0.00008),
        Level("day and month swapped", "birth_full_l = birth_swapped_r", 0.04, 0.00006),
        Level("one digit", _share("birth_wildcards"), 0.07, 0.0010),
        Level(
            "partial, agrees",
            "(birth_is_partial_l OR birth_is_partial_r) AND (birth_month_l IS NULL OR birth_month_r IS NULL)"
            " AND birth_year_l = birth_year_r",
            0.07,
            0.003,
        ),
        Level(
            "partial, month agrees",
            "(birth_is_partial_l OR birth_is_partial_r) AND birth_month_l = birth_month_r",
            0.03,
            0.0002,
        ),
        Level(
            "two of three",
            "birth_month_day_l = birth_month_day_r OR birth_year_day_l = birth_year_day_r"
            " OR birth_month_l = birth_month_r",
            0.03,
            0.006,
        ),
        Level("year", "birth_year_l = birth_year_r", 0.02, 0.028),
        Level("different", "ELSE", 0.02, 0.96),
    ),
)
DOCUMENT = Comparison(
    "document_number",
    (
        _missing("document_exact"),
        Level("exact", "document_exact_l = document_exact_r", 0.80, 0.000002),
        Level("one character", _share("document_wildcards"), 0.08, 0.0001),
        Level("different", "ELSE", 0.12, 0.99),
    ),
)
PHONE = Comparison(
    "phone",
    (
        _missing("phones"),
        Level("shared", _share("phones"), 0.40, 0.02),
        Level("different", "ELSE", 0.60, 0.98),
    ),
)
OTHER_IDENTIFIER = Comparison(
    "email_or_advert",
    (
        Level("shared e-mail", _share("emails"), 0.30, 0.01),
        Level("shared advert", _share("adverts"), 0.20, 0.06),
        Level("none shared", "ELSE", None, None),
    ),
)
SEX = Comparison(
    "sex",
    (
        _missing("sex"),
        Level("same", "sex_l = sex_r", 0.98, 0.65),
        Level("different", "ELSE", 0.02, 0.35),
    ),
)
NATIONALITY = Comparison(
    "nationality",
    (
        _missing("nationalities"),
        Level("same", _share("nationalities"), 0.95, 0.20),
        Level("different", "ELSE", 0.05, 0.80),
    ),
)
COMPARISONS = (FAMILY, GIVEN, BIRTH, DOCUMENT, PHONE, OTHER_IDENTIFIER, SEX, NATIONALITY)

BLOCKING_RULES: tuple[str | dict[str, Any], ...] = (
    "l.document_exact = r.document_exact",
    "l.family_exact = r.family_exact AND l.birth_year = r.birth_year",
    "l.birth_full = r.birth_full AND l.given_prefix = r.given_prefix",
    "l.birth_full = r.birth_full AND l.family_prefix = r.family_prefix",
    "l.family_exact = r.family_exact AND l.given_exact = r.given_exact",
    "l.birth_full = r.birth_swapped AND l.given_prefix = r.given_prefix",
    "l.birth_full = r.birth_swapped AND l.family_prefix = r.family_prefix",
    "l.family_exact = r.family_exact AND l.birth_month_day = r.birth_month_day",
    "l.family_exact = r.given_exact AND l.given_exact = r.family_exact",
    "l.family_sound = r.family_sound AND l.given_sound = r.given_sound",
    "l.given_exact = r.given_exact AND l.birth_year = r.birth_year AND l.family_prefix = r.family_prefix",
    "l.given_exact = r.given_exact AND l.birth_year_day = r.birth_year_day",
    "l.given_exact = r.given_exact AND l.birth_month_day = r.birth_month_day",
    "l.family_exact = r.family_exact AND l.given_prefix = r.given_prefix",
    "l.family_exact = r.family_exact AND l.given_initial = r.given_initial",
    {"blocking_rule": "l.phones = r.phones AND l.given_initial = r.given_initial", "arrays_to_explode": ["phones"]},
    {"blocking_rule": "l.emails = r.emails AND l.given_initial = r.given_initial", "arrays_to_explode": ["emails"]},
    {
        "blocking_rule": "l.document_wildcards = r.document_wildcards AND l.given_prefix = r.given_prefix",
        "arrays_to_explode": ["document_wildcards"],
    },
    {
        "blocking_rule": "l.family_deletions = r.family_deletions AND l.birth_year = r.birth_year",
        "arrays_to_explode": ["family_deletions"],
    },
)
"""Which pairs are compared at all: any rule is enough. What no rule proposes can't be found."""


def settings() -> dict[str, Any]:
    """The model as Splink reads it."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "encounter",
        "probability_two_random_records_match": PRIOR,
        "blocking_rules_to_generate_predictions": [
            rule if isinstance(rule, dict) else {"blocking_rule": rule} for rule in BLOCKING_RULES
        ],
        "comparisons": [_splink_comparison(c) for c in COMPARISONS],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
    }


def _splink_comparison(comparison: Comparison) -> dict[str, Any]:
    levels = []
    for level in comparison.levels:
        said: dict[str, Any] = {"sql_condition": level.condition, "label_for_charts": level.name}
        if level.m is None:
            said["is_null_level"] = True
            if level.condition == "ELSE":
                said = {"sql_condition": "ELSE", "label_for_charts": level.name, "m_probability": 0.5}
                said["u_probability"] = 0.5
        else:
            said |= {"m_probability": level.m, "u_probability": level.u}
        levels.append(said)
    return {"output_column_name": comparison.field, "comparison_levels": levels}


def level_name(field: str, gamma: int) -> str:
    """Name of the level that Splink numbers: -1 where a field is missing, else from the last level (0) upwards."""
    levels = next(c.levels for c in COMPARISONS if c.field == field)
    if gamma < 0:
        return "missing"
    counted = [level for level in levels if level.name != "missing"]
    return counted[len(counted) - 1 - gamma].name


AGREEING_GIVEN = frozenset({"exact", "one letter", "a word in common", "swapped with family", "sounds alike"})
"""Levels of the given name without which only a document number joins two records: twins share everything else."""
