"""The canonical columns of the three kinds of file, in their order, and which of them every row needs."""

ENCOUNTER_COLUMNS = (
    "source_id", "record_id", "reporter_type", "channel", "observed_on", "municipality", "premises_kind",
    "premises_address", "operation_id", "given_name", "name_prefix", "family_name", "alias", "birth_date", "sex",
    "nationality", "document_number", "phones", "emails", "advert_ids", "vehicle_plates", "status",
    "exploitation_form", "controller_ref", "reliability", "legal_basis", "purpose", "regime", "consent_status",
)  # fmt: skip
ENCOUNTER_NEEDED = (
    "source_id", "record_id", "reporter_type", "observed_on", "municipality", "status", "legal_basis", "purpose",
    "regime",
)  # fmt: skip
CONTROL_COLUMNS = (
    "source_id", "record_id", "municipality", "from_date", "until_date", "controls", "hours", "premises_kind",
    "operation_id", "persons_met",
)  # fmt: skip
CONTROL_NEEDED = ("source_id", "record_id", "municipality", "from_date", "until_date", "controls")
INTERVENTION_COLUMNS = (
    "intervention_id", "municipality", "effective_on", "kind", "until_date", "premises_kind", "description",
    "target_municipalities",
)  # fmt: skip
INTERVENTION_NEEDED = ("intervention_id", "municipality", "effective_on", "kind")

COLUMNS = {"encounters": ENCOUNTER_COLUMNS, "controls": CONTROL_COLUMNS, "interventions": INTERVENTION_COLUMNS}
NEEDED = {"encounters": ENCOUNTER_NEEDED, "controls": CONTROL_NEEDED, "interventions": INTERVENTION_NEEDED}
TELLING = {
    "interventions": {"intervention_id", "effective_on"},
    "controls": {"controls", "from_date", "until_date"},
    "encounters": {"observed_on", "reporter_type", "status", "record_id"},
}


def recognise(columns: set[str]) -> str | None:
    """Kind of file with these columns: the one whose telling columns are there; None where no kind's are.

    Examples
    --------
    >>> recognise({"intervention_id", "municipality", "effective_on", "kind"})
    'interventions'
    """
    for kind, telling in TELLING.items():
        if len(telling & columns) * 2 > len(telling):
            return kind
    return None
