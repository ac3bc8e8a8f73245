"""A mayor's summary as text that can be read aloud."""

from datetime import date

from graph.disclosure import SafeCount
from graph.displacement.ladder import WORDING
from graph.geography import load_municipalities
from graph.summaries.mayor import Level, MayorSummary, Measure
from viz.summary_words import MEASURES, WORDS

LANGUAGES = tuple(WORDS)


def text(summary: MayorSummary, language: str = "nl") -> str:
    """Return the summary in plain Dutch (``nl``) or English (``en``)."""
    w = WORDS[language]
    parts = [w["title"].format(name=summary.name), "", _period(summary, language)]
    if summary.level is not Level.MUNICIPALITY_QUARTER and str(summary.asked) != str(summary.period):
        said = {"asked": summary.asked, "area": _area(summary), "period": summary.period}
        parts.append(w["coarser"].format(**said))
    elif summary.level is Level.REGION_YEAR:
        parts.append(w["coarser"].format(asked=summary.name, area=_area(summary), period=summary.period))
    for heading, lines in (
        ("done", _done(summary, language)),
        ("here", _here(summary, language)),
        ("next_door", _next_door(summary, language)),
        ("sure", [_sure(summary, language)]),
        ("cannot", _cannot(summary, language)),
        ("next", _next(summary, language)),
    ):
        if lines:
            parts += ["", w[heading], *lines]
    return "\n".join(parts) + "\n"


def _period(s: MayorSummary, language: str) -> str:
    w = WORDS[language]
    said = w["period"].format(period=s.period, level=w[s.level.value])
    until = w["until"].format(until=_day(s.looked_until, language)) if s.looked_until else ""
    return f"{said} {until}".strip()


def _area(s: MayorSummary) -> str:
    if s.level is not Level.REGION_YEAR:
        return s.name
    table = load_municipalities()
    return next((m.safety_region_name for m in table if m.safety_region == s.area), s.area)


def _done(s: MayorSummary, language: str) -> list[str]:
    w = WORDS[language]
    if not s.measures:
        return [w["no_measures"].format(name=s.name)]
    return [
        w["measure"].format(kind=_kind(m, language), town=m.town, day=_day(m.effective_on, language))
        for m in s.measures
    ]


def _here(s: MayorSummary, language: str) -> list[str]:
    w = WORDS[language]
    now, before = _count(s.persons, language), _count(s.persons_year_before, language)
    lines = [w["persons"].format(now=now, before=before)]
    if s.visits is None:
        return [*lines, w["no_visits"]]
    earlier = w["unknown"] if s.visits_year_before is None else str(s.visits_year_before)
    return [*lines, w["visits"].format(now=s.visits, before=earlier)]


def _next_door(s: MayorSummary, language: str) -> list[str]:
    w, lines = WORDS[language], []
    for m in s.measures:
        kind = _kind(m, language).capitalize()
        if not m.enough:
            lines.append(w["few"].format(kind=kind, town=m.town))
            continue
        words: dict[object, str] = dict(WORDING[language])
        lines.append(w["step"].format(kind=kind, town=m.town, wording=words[m.ladder_step]))
        if m.is_receiving:
            lines.append(w["receiving"].format(name=s.name))
    return lines


def _sure(s: MayorSummary, language: str) -> str:
    w = WORDS[language]
    steps = [
        w["one_step"].format(kind=_kind(m, language).capitalize(), town=m.town, step=m.ladder_step)
        for m in s.measures
        if m.enough
    ]
    return w["sure_text"].format(steps=" ".join(steps) or w["no_steps"])


def _cannot(s: MayorSummary, language: str) -> list[str]:
    w = WORDS[language]
    lines = [w["cannot_text"].format(k=s.persons.threshold)]
    return [*lines, w["by_distance"]] if s.is_next_door_by_distance else lines


def _next(s: MayorSummary, language: str) -> list[str]:
    w = WORDS[language]
    towns = sorted({m.town for m in s.measures if m.is_receiving})
    lines = [w["next_receiving"].format(towns=", ".join(towns))] if towns else []
    if s.visits is None:
        lines.append(w["next_visits"])
    return lines or [w["next_none"]]


def _kind(m: Measure, language: str) -> str:
    return MEASURES[language][m.kind]


def _count(count: SafeCount, language: str) -> str:
    w = WORDS[language]
    return w["suppressed"].format(k=count.threshold) if count.shown is None else w["about"].format(n=count.shown)


def _day(day: date, language: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - only a page needs it

    return format_date(day, "d MMMM yyyy", locale=language)
