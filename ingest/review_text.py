"""What a reviewer may write down: who said something, and why; and never of whom.

Free text from files is never stored, but a verdict without a reason can't be answered for. So a reason is one short
line and is refused where it looks as if it held an identifier. No machine tells every name from a word: that a reason
names nobody is the reviewer's duty, and the command says so.
"""

import re
import unicodedata

from graph.model import MODEL_PREFIX, SOURCES

MAX_NAME_CHARACTERS = 60
MAX_REASON_CHARACTERS = 200
_NAME = re.compile(r"[\w][\w .'@-]*")
_DIGITS = re.compile(r"(?:\d[ .\-/()]*){6,}")
_LETTERS_AND_DIGITS = re.compile(r"(?<!\w)(?=\w*\d)(?=\w*[A-Za-z])\w{7,}(?!\w)")


def problem_of_name(text: str) -> str | None:
    """What is wrong with a reviewer's name or account; None where nothing is."""
    if not text or len(text) > MAX_NAME_CHARACTERS or not _NAME.fullmatch(text):
        return f"a name or account of at most {MAX_NAME_CHARACTERS} letters, digits, blanks and -_.'@"
    if text.lower().startswith(MODEL_PREFIX) or text.lower() == SOURCES:
        return f"a reviewer is not called {SOURCES}, nor anything that begins with {MODEL_PREFIX}"
    return None


def problem_of_reason(text: str) -> str | None:
    """What is wrong with a reason; None where nothing is. The answer never repeats it."""
    if not text.strip() or len(text) > MAX_REASON_CHARACTERS:
        return f"a reason of at most {MAX_REASON_CHARACTERS} characters"
    if any(unicodedata.category(c).startswith("C") for c in text):
        return "a reason of one line, without control characters"
    if _DIGITS.search(text) or _LETTERS_AND_DIGITS.search(text) or "@" in text:
        return "a reason without numbers that look like a phone, document or record, and without e-mail addresses"
    return None
