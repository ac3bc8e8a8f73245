"""The words of the field as frozen types. No type here can hold a name, a phone number or a document number."""

from graph.model.alert import Alert
from graph.model.encounter import Encounter, Identifier, Moment, Tally
from graph.model.findings import Change, Displacement, Finding, Reappearance, Relocation, Robustness, Rotation
from graph.model.judgement import MODEL_PREFIX, SOURCES, Judgement, WeakestCut, Withdrawal
from graph.model.registers import Control, Intervention
from graph.model.review import Answer, AnswerWord, PersonChange, Question
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
    "MODEL_PREFIX",
    "REPORTING_CHANGES",
    "SOURCES",
    "Alert",
    "Answer",
    "AnswerWord",
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
    "PersonChange",
    "Precision",
    "PremisesKind",
    "Question",
    "Reappearance",
    "Regime",
    "Relocation",
    "ReporterType",
    "Robustness",
    "Rotation",
    "Sex",
    "Status",
    "Tally",
    "Tier",
    "Verdict",
    "WeakestCut",
    "Withdrawal",
    "YesNoUnknown",
]
