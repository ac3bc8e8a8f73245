"""The linkage model: fields, how their levels speak for sameness, and the bands that a probability falls in.

``m`` is the share of true pairs at a level, ``u`` the share of pairs of different people; log2(m/u) is the level's
match weight (Fellegi and Sunter 1969). Weights, prior and a version are kept in a table (``weights.toml``, or a home's
own after `waterbed linkage train`); an ingest never changes them, so that the same pair gets the same probability
today and tomorrow. A home's own model may also hold term frequencies: agreement on a rare name says more.

What decided the shape. Errors cost unequally: joining two people is worse than missing a join. So shared identifiers
are capped (a controller's phone is in many hands), nothing but a document number joins without a given name that
agrees (twins share all else), and what a swapped name says is said once, not by both names.
"""

import hashlib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files
from typing import Any

import pyarrow as pa

from graph.errors import ModelError
from ingest.linkage import levels
from ingest.linkage.blocking import PERSON_RULES, Rule
from ingest.linkage.levels import Comparison, Level

SAME_FROM = 0.99
"""Pairs at least this probable are joined without review."""

REVIEW_FROM = 0.5
"""Pairs from here to :data:`SAME_FROM` wait for clerical review: unreviewed means unlinked."""

SHARED_CAP = 6.0
"""Most that a shared phone, e-mail address or advert may weigh, in bits; divided by how many names use it."""

Weights = Mapping[str, Mapping[str, tuple[float, float]]]

STRUCTURE = (
    Comparison("family_name", levels.family_levels()),
    Comparison("given_name", levels.given_levels()),
    Comparison("birth_date", levels.date_levels("birth")),
    Comparison("document_number", levels.number_levels("document")),
    Comparison("shared_identifier", levels.shared_levels(SHARED_CAP), is_by_rule=True),
    Comparison("sex", levels.value_levels("sex")),
    Comparison("nationality", levels.value_levels("nationalities", is_list=True)),
)
"""Fields of a person and their levels, before anything is said of their weight."""

AGREEING_GIVEN = frozenset({"exact", "one letter", "a word in common", "swapped with family"})
"""Levels of the given name without which only a document number joins two records: twins share everything else."""


@dataclass(frozen=True)
class Model:
    """A versioned model: prior, weighted comparisons, blocking rules, and term frequencies by token column.

    ``prior`` is the share of pairs that are one person before anything is compared. ``terms`` maps a token column to a
    table of tokens and their frequency, scaled so that the mean over strangers is the level's ``u``.
    """

    version: str
    prior: float
    comparisons: tuple[Comparison, ...]
    rules: tuple[Rule, ...] = PERSON_RULES
    terms: Mapping[str, pa.Table] = field(default_factory=dict)

    def level(self, of: str, gamma: int) -> Level:
        """Level of a field that Splink numbers: -1 where it is missing, else from the last level (0) upwards."""
        return self._by_gamma[of, gamma]

    @cached_property
    def _by_gamma(self) -> dict[tuple[str, int], Level]:
        found: dict[tuple[str, int], Level] = {}
        for c in self.comparisons:
            counted = [level for level in c.levels if level.name != levels.MISSING]
            found.update(((c.field, len(counted) - 1 - i), level) for i, level in enumerate(counted))
            found.update(((c.field, -1), level) for level in c.levels if level.name == levels.MISSING)
        return found

    def settings(self) -> dict[str, Any]:
        """The model as Splink reads it."""
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "encounter",
            "probability_two_random_records_match": self.prior,
            "blocking_rules_to_generate_predictions": [
                rule if isinstance(rule, dict) else {"blocking_rule": rule} for rule in self.rules
            ],
            "comparisons": [self._splink_comparison(c) for c in self.comparisons],
            "retain_matching_columns": True,
            "retain_intermediate_calculation_columns": False,
        }

    def _splink_comparison(self, comparison: Comparison) -> dict[str, Any]:
        said = []
        for level in comparison.levels:
            how: dict[str, Any] = {"sql_condition": level.condition, "label_for_charts": level.name}
            if level.name == levels.MISSING:
                how["is_null_level"] = True
            else:
                how["m_probability"], how["u_probability"] = level.m or 0.5, level.u or 0.5
            if level.term and level.term in self.terms:
                how |= {"tf_adjustment_column": level.term, "tf_adjustment_weight": 1.0}
            said.append(how)
        return {"output_column_name": comparison.field, "comparison_levels": said}


def weight(level: Level) -> float:
    """Match weight of a level, log2(m/u); 0 where it says nothing."""
    return 0.0 if level.m is None or level.u is None else math.log2(level.m / level.u)


def weighted(structure: tuple[Comparison, ...], weights: Weights) -> tuple[Comparison, ...]:
    """Comparisons with the weights of a table.

    Raises
    ------
    ModelError
        When the table lacks a level, names one that isn't there, or holds what is no share.
    """
    strange = sorted(set(weights) - {c.field for c in structure})
    if strange:
        message = f"the linkage model weighs {strange[0]!r}, which is no field of it"
        raise ModelError(message)
    return tuple(
        c if c.is_by_rule else replace(c, levels=_weighted_levels(c, dict(weights.get(c.field, {})))) for c in structure
    )


def _weighted_levels(comparison: Comparison, weights: dict[str, tuple[float, float]]) -> tuple[Level, ...]:
    result = []
    for level in comparison.levels:
        if level.is_neutral:
            result.append(level)
            continue
        try:
            m, u = (float(share) for share in weights.pop(level.name))
        except (KeyError, TypeError, ValueError):
            message = f"the linkage model lacks m and u of {comparison.field}, {level.name}"
            raise ModelError(message) from None
        if not (0 < m <= 1 and 0 < u <= 1):
            message = f"the linkage model's m and u of {comparison.field}, {level.name} are no shares"
            raise ModelError(message)
        result.append(replace(level, m=m, u=u))
    if weights:
        message = f"the linkage model weighs {min(weights)!r}, which is no level of {comparison.field}"
        raise ModelError(message)
    return tuple(result)


def parse_model(text: str) -> Model:
    """Read a model from its table.

    Raises
    ------
    ModelError
        With one line that says what is wrong.
    """
    try:
        content = tomllib.loads(text)
        version, prior = str(content.pop("version")), float(content.pop("prior"))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        message = f"the linkage model can't be read ({error}): train it anew, or remove it to use the shipped one"
        raise ModelError(message) from None
    if not 0 < prior < 1:
        message = "the linkage model's prior is no share"
        raise ModelError(message)
    return Model(version, prior, weighted(STRUCTURE, content))


def model_text(model: Model, *, about: str) -> str:
    """Write a model as its table, with each level's match weight beside it."""
    lines = [f"# {line}" for line in about.splitlines()]
    lines += ["", f'version = "{model.version}"', f"prior = {model.prior:.3g}"]
    for comparison in model.comparisons:
        if comparison.is_by_rule:
            continue
        spoken = [level for level in comparison.levels if level.m is not None]
        lines += ["", f"[{comparison.field}]"]
        lines += [f'"{s.name}" = [{s.m:.3g}, {s.u:.3g}]  # {weight(s):+.1f}' for s in spoken]
    return "\n".join(lines) + "\n"


def version_of(prefix: str, weights: Weights, prior: float, terms: Mapping[str, pa.Table]) -> str:
    """Version that follows from what a model holds: other content, other version."""
    digest = hashlib.sha256(repr((sorted((k, sorted(v.items())) for k, v in weights.items()), prior)).encode())
    for column in sorted(terms):
        digest.update(repr(sorted(zip(*terms[column].to_pydict().values(), strict=True))).encode())
    return f"{prefix}+{digest.hexdigest()[:8]}"


SHIPPED = parse_model(files("ingest.linkage").joinpath("weights.toml").read_text(encoding="utf-8"))
"""The model that ships with the product."""
