"""What can be done over the API, each the name that policies speak of."""

from enum import StrEnum


class Action(StrEnum):
    """One thing that can be done. A route declares one; no policy permits it to nobody by default."""

    READ_REFERENCE = "read_reference"
    """Municipalities, purposes: facts that speak of nobody."""
    LIST_FINDINGS = "list_findings"
    """Which findings await a unit: kind, towns, months, tier; no person."""
    READ_FINDING = "read_finding"
    DECIDE = "decide"
    """Accept or reject a finding."""
    READ_PERSON = "read_person"
    EXPLORE = "explore"
    READ_TIMELINE = "read_timeline"
    REVIEW = "review"
    OPEN_CASE = "open_case"
    READ_CASES = "read_cases"
    READ_ALERTS = "read_alerts"
    """Which alerts await the desks that somebody stands for; no person."""
    ACKNOWLEDGE = "acknowledge"
    ASK_REFERENCE = "ask_reference"
    """Ask for, agree to, or take a source's own record number."""
    READ_FLOWS = "read_flows"
    READ_EXACT_FLOWS = "read_exact_flows"
    READ_SUMMARY = "read_summary"
    READ_INDICATORS = "read_indicators"
    READ_BASIC_LEVEL = "read_basic_level"
    """What municipalities have in place against human trafficking."""
    READ_RULES = "read_rules"
    """How rules do with those who decide on their findings: exact counts of findings and decisions."""
    READ_INTERVENTIONS = "read_interventions"
    READ_CONTROLS = "read_controls"
    UPLOAD = "upload"
    ANALYSE = "analyse"
    READ_JOBS = "read_jobs"
    READ_AUDIT = "read_audit"
    READ_METRICS = "read_metrics"
    SEE_ENCOUNTER = "see_encounter"
    """See an encounter in full: its day, place and source; otherwise only municipality, month and organisation."""
    SEE_CONSENT = "see_consent"


PERSONAL = frozenset(
    {
        Action.READ_FINDING,
        Action.DECIDE,
        Action.READ_PERSON,
        Action.EXPLORE,
        Action.READ_TIMELINE,
        Action.REVIEW,
        Action.ASK_REFERENCE,
    }
)
"""Acts that speak of persons: each needs a purpose and an open case, and leaves a line before anything leaves."""
