"""A proposal as a layout file: TOML that loads as it stands, with what is in doubt as comments."""

from collections.abc import Iterator

from ingest.layouts.guess.assign import SURE_FROM
from ingest.layouts.guess.propose import Proposal
from ingest.layouts.shown import Words

_HINTS = {
    "source_id": "the organisation's register: letters, digits and -_.",
    "reporter_type": "municipality, police, care, …: what kind of organisation keeps it",
    "municipality": "CBS code or official name, where all rows are of one municipality",
    "legal_basis": "never guessed: on what legal basis may this be shared?",
    "purpose": "never guessed: what for?",
    "regime": "AVG or WPG",
    "kind": "closure, raid, outreach, …: what kind of measure it was",
}
_OPTIONAL = {"encounters": ("channel", "consent_status"), "controls": (), "interventions": ()}
_OPTIONAL_HINTS = {
    "channel": "control, signal, …: if it is the same for all rows",
    "consent_status": "never set it for people who weren't asked",
}


def to_toml(proposal: Proposal) -> str:
    """Text of a layout file."""
    return "\n".join(_lines(proposal)) + "\n"


def _lines(p: Proposal) -> Iterator[str]:
    yield "# Proposed from the file's headers and what stands under them: read it before you use it."
    yield f"# The number behind a column says how sure that is; what was less sure than {SURE_FROM:.2f} is left out."
    yield ""
    yield from _file(p)
    yield ""
    yield from _columns(p)
    for column in (guess.column for guess in p.columns):
        yield from _values(column, p)
    yield ""
    yield from _constants(p)


def _columns(p: Proposal) -> Iterator[str]:
    yield "[columns]  # canonical column = the file's own header"
    for guess in p.columns:
        yield f"{guess.column} = {quoted(guess.header)}  # {guess.confidence:.2f} {guess.by}"
    for column in p.lacking:
        yield f'# {column} = ""  # needed and not found: which header is it?'
    if p.not_mapped:
        yield ""
        yield "# Not mapped: read by nobody, stored nowhere, unless you give them a column above."
        for one in p.not_mapped:
            yield f"#   {quoted(one.header)}: {one.reason}"


def _values(column: str, p: Proposal) -> Iterator[str]:
    known, unknown = p.values.get(column), p.untranslated.get(column)
    if not known and not unknown:
        return
    yield ""
    yield f"[values.{column}]" if known else f"# [values.{column}]"
    for word, canonical in (known or {}).items():
        yield f"{quoted(word)} = {quoted(canonical)}"
    yield from _untranslated(unknown)


def _constants(p: Proposal) -> Iterator[str]:
    yield "[constants]  # what the file doesn't carry; a constant never overwrites a cell"
    for column in p.blanks:
        yield f'# {column} = ""  # {_HINTS.get(column, "needed")}'
    found = {guess.column for guess in p.columns}
    for column in _OPTIONAL[p.kind]:
        if column not in found:
            yield f'# {column} = ""  # {_OPTIONAL_HINTS[column]}'


def _file(p: Proposal) -> Iterator[str]:
    yield "[file]"
    yield f"kind = {quoted(p.kind)}"
    yield f"format = {quoted(p.sample.format)}"
    for name in ("delimiter", "encoding", "sheet"):
        value = getattr(p.sample, name)
        if value is not None:
            yield f"{name} = {quoted(value)}"
    if p.sample.header_row != 1:
        yield f"header_row = {p.sample.header_row}"
    if p.date_format is not None:
        doubt = "  # the month could stand first as well: look at a day after the 12th" if p.date_is_ambiguous else ""
        yield f"date_format = {quoted(p.date_format)}{doubt}"
    if p.other_sheets:
        yield f"# {p.other_sheets} other sheets have headers too; a layout reads one"


def _untranslated(words: Words | None) -> Iterator[str]:
    if words is None:
        return
    for word, rows in words.shown.items():
        yield f'# {quoted(word)} = ""  # in {rows} of the rows looked at: what does it mean?'
    if words.rarer:
        yield f"# and {words.rarer} rarer words that aren't shown: `waterbed layout check` counts them"


def quoted(text: str) -> str:
    """Text as a TOML basic string."""
    plain = text.encode("utf-8", "replace").decode()
    return (
        '"'
        + "".join(_ESCAPES.get(c, c) if c in _ESCAPES or c.isprintable() else f"\\U{ord(c):08x}" for c in plain)
        + '"'
    )


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
