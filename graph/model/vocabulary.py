"""The closed vocabularies of the data contract. A value outside them is a rejection or an empty cell, never stored."""

from enum import StrEnum


class ReporterType(StrEnum):
    """What kind of organisation keeps the register."""

    MUNICIPALITY = "municipality"
    POLICE = "police"
    KMAR = "kmar"
    PROSECUTION = "prosecution"
    LABOUR_INSPECTORATE = "labour_inspectorate"
    TAX = "tax"
    IMMIGRATION = "immigration"
    RECEPTION = "reception"
    EDUCATION = "education"
    CARE = "care"
    HOTLINE = "hotline"
    RESIDENT = "resident"
    PLATFORM = "platform"
    OTHER = "other"


CONSENT_REQUIRED = frozenset(
    {
        ReporterType.EDUCATION,
        ReporterType.CARE,
        ReporterType.HOTLINE,
        ReporterType.RESIDENT,
        ReporterType.PLATFORM,
        ReporterType.OTHER,
    }
)
"""Reporters for whom a person is stored only with consent ``given``, unless a policy file says otherwise."""


class Channel(StrEnum):
    """How the contact came about."""

    CONTROL = "control"
    SIGNAL = "signal"
    DECLARATION = "declaration"
    INTAKE = "intake"
    ADVERT = "advert"
    OTHER = "other"


class PremisesKind(StrEnum):
    """Where somebody was met."""

    WINDOW = "window"
    CLUB = "club"
    HOTEL = "hotel"
    MASSAGE = "massage"
    PRIVATE_HOME = "private_home"
    ESCORT = "escort"
    STREET = "street"
    WORK_SITE = "work_site"
    VEHICLE = "vehicle"
    ONLINE = "online"
    SHELTER = "shelter"
    RECEPTION_CENTRE = "reception_centre"
    OTHER = "other"


class Status(StrEnum):
    """HTCDS 2.0 TraffickingStatus, and ``Unassessed`` for a person nobody has judged yet."""

    POSSIBLE = "PossibleVictimOfTrafficking"
    ACTUAL = "ActualVictimOfTrafficking"
    NOT = "NotAVictimOfTrafficking"
    UNASSESSED = "Unassessed"


class ExploitationForm(StrEnum):
    """Form of exploitation, as the reporter saw it."""

    SEXUAL = "sexual"
    LABOUR = "labour"
    CRIMINAL = "criminal"
    ORGAN_REMOVAL = "organ_removal"
    BEGGING = "begging"
    OTHER = "other"
    UNKNOWN = "unknown"


class Regime(StrEnum):
    """Which privacy law governs the record: AVG (GDPR) or WPG (Police Data Act)."""

    AVG = "AVG"
    WPG = "WPG"


class Consent(StrEnum):
    """Consent of the person to being recorded here."""

    GIVEN = "given"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_REQUIRED = "not_required"


class Sex(StrEnum):
    """Sex as the Dutch registers write it: M, V or X."""

    MALE = "M"
    FEMALE = "V"
    OTHER = "X"


class YesNoUnknown(StrEnum):
    """Three-valued fact."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How exactly the moment of an encounter is known."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class IdentifierKind(StrEnum):
    """Identifiers that persons, premises or their controllers may share."""

    PHONE = "phone"
    EMAIL = "email"
    ADVERT = "advert"
    PLATE = "plate"
    CONTROLLER = "controller"


class InterventionKind(StrEnum):
    """What a municipality did."""

    CLOSURE = "closure"
    WINDOW_CLOSURE = "window_closure"
    RAID = "raid"
    INSPECTION_WAVE = "inspection_wave"
    PERMIT_CHANGE = "permit_change"
    OUTREACH = "outreach"
    POLICY = "policy"
    CAMPAIGN = "campaign"
    TRAINING = "training"
    OTHER = "other"


REPORTING_CHANGES = frozenset({InterventionKind.CAMPAIGN, InterventionKind.TRAINING})
"""Measures that change how much is reported, not what happens."""


class Verdict(StrEnum):
    """What a judgement says of two encounters: the same person, different persons, or not decided."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Tier(StrEnum):
    """How strong a finding is. Only ``flagged`` ever reaches the police."""

    NONE = "none"
    PATTERN = "pattern"
    FLAGGED = "flagged"
