"""Every rule that a finding is judged by can be named and read."""

import pytest

from graph.relocation import RelocationRules
from graph.rotation.families import FAMILIES
from graph.rotation.rules import RotationRules


@pytest.mark.parametrize("rule", [RotationRules(), RelocationRules()], ids=lambda r: type(r).__name__)
def test_a_rule_has_a_name_with_a_version_and_a_text(rule: RotationRules | RelocationRules) -> None:
    assert any(letter.isdigit() for letter in rule.version)
    assert rule.version.split("-")[0].split("/")[0].isalpha()
    assert len(rule.text) > 80
    assert rule.text.endswith(".")


def test_the_rule_of_rotation_has_an_id() -> None:
    rules = RotationRules()
    assert rules.version.startswith(f"{rules.id}-")


def test_a_family_says_what_it_is() -> None:
    for family in FAMILIES:
        assert family.__doc__, family.__name__
