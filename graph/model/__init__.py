"""The words of the field as frozen types. No type here can hold a name, a phone number or a document number."""

from graph.model.alert import Alert
from graph.model.encounter import Encounter, Identifier, Moment, Tally
from graph.model.findings import Change, Displacement, Finding, Reappearance, Relocation, Rotation
from graph.model.judgement import Judgement, WeakestCut
from graph.model.registers import Control, Intervention
from graph.model.vocabulary import (
    CONSENT_REQUIRED,
    REPORTING_CHANGES,
    Channel,
    Consent,
    ExploitationForm,
    IdentifierKind,
    InterventionKind,
    Precision,
    PremisesKind,
    Regime,
    ReporterType,
    Sex,
    Status,
    Tier,
    Verdict,
    YesNoUnknown,
)

__all__ = [
    "CONSENT_REQUIRED",
    "REPORTING_CHANGES",
    "Alert",
    "Change",
    "Channel",
    "Consent",
    "Control",
    "Displacement",
    "Encounter",
    "ExploitationForm",
    "Finding",
    "Identifier",
    "IdentifierKind",
    "Intervention",
    "InterventionKind",
    "Judgement",
    "Moment",
    "Precision",
    "PremisesKind",
    "Reappearance",
    "Regime",
    "Relocation",
    "ReporterType",
    "Rotation",
    "Sex",
    "Status",
    "Tally",
    "Tier",
    "Verdict",
    "WeakestCut",
    "YesNoUnknown",
]
