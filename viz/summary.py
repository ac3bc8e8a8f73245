"""A mayor's summary as text that can be read aloud."""

from graph.summaries.mayor import MayorSummary
from viz.summary_said import LANGUAGES, said
from viz.summary_words import WORDS

__all__ = ["LANGUAGES", "text"]


def text(summary: MayorSummary, language: str = "nl") -> str:
    """Return the summary in plain Dutch (``nl``) or English (``en``)."""
    told = said(summary, language)
    parts = [told.title, "", *told.about, "", WORDS[language]["in_short"], *told.in_short]
    for section in told.sections:
        mark = "- " if section.key == "done" and summary.measures else ""
        parts += ["", section.heading, *(mark + line for line in section.lines)]
    return "\n".join(parts) + "\n"
