"""HTCDS 2.0 (Human Trafficking Case Data Standard, IOM) names for the canonical columns.

When and where somebody was met are the hub trafficking event's ``hte_Date`` and ``hte_City``; consent is
``con_Consent``. What HTCDS has no word for keeps its canonical name.
"""

from collections.abc import Mapping, Sequence

from ingest.contract import ENCOUNTER_COLUMNS

COLUMN_OF = {
    "prs_FirstName": "given_name",
    "prs_MiddleName": "name_prefix",
    "prs_SecondName": "family_name",
    "prs_Birthdate": "birth_date",
    "prs_Gender": "sex",
    "prs_Citizenship": "nationality",
    "prs_MobilePhone": "phones",
    "prs_HomePhone": "phones",
    "prs_Email": "emails",
    "prs_IdentityNumber": "document_number",
    "vic_TraffickingStatus": "status",
    "vic_TypeOfExploitation": "exploitation_form",
    "con_Consent": "consent_status",
    "hte_Date": "observed_on",
    "hte_City": "municipality",
    "hte_Street": "premises_address",
}
_PREFIXES = ("prs_", "vic_", "hte_", "con_", "cas_", "org_", "exp_", "ass_", "ref_", "trn_")
_FORMS = {
    "SexualExploitation": "sexual",
    "ForcedLabour": "labour",
    "ChildLabour": "labour",
    "Servitude": "labour",
    "OrganRemoval": "organ_removal",
    "ForcedBegging": "begging",
    "ForcedMarriage": "other",
    "ForcedMilitaryByNonStateActors": "other",
    "ForcedAdoption": "other",
    "Surrogacy": "other",
    "Other": "other",
}
_CONSENT = {"true": "given", "false": "refused", "yes": "given", "no": "refused"}


def is_htcds(headers: Sequence[str]) -> bool:
    """Whether a file's headers are those of HTCDS 2.0: at least three known ones."""
    return len({h for h in headers if h in COLUMN_OF}) >= 3


def unknown_headers(headers: Sequence[str]) -> list[str]:
    """Headers that are neither HTCDS' nor canonical."""
    return [h for h in headers if h and not h.startswith(_PREFIXES) and h not in ENCOUNTER_COLUMNS]


def canonical_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """Cells under canonical names, HTCDS words translated; a canonical name in the file goes before HTCDS'."""
    found = {h: text.strip() for h, text in cells.items() if h in ENCOUNTER_COLUMNS}
    for header, text in cells.items():
        column = COLUMN_OF.get(header)
        if column and not found.get(column):
            found[column] = _word(column, text.strip())
    return found


def _word(column: str, text: str) -> str:
    if column == "exploitation_form":
        return _FORMS.get(text, text)
    if column == "consent_status":
        return _CONSENT.get(text.lower(), text)
    return text
