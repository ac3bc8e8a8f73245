"""What a mayor's summary says, sentence by sentence: the one source of its text and of its page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.geography import load_municipalities
from graph.summaries.mayor import Direction, Level, MayorSummary, Measure
from viz.summary_language import Words, area, begun, rung
from viz.summary_words import AFTER, WORDS

LANGUAGES = tuple(WORDS)
ALIKE_SHARE = 0.1
"""Up to this share apart two numbers are said to be about the same."""
ALIKE_PERSONS = 5
"""Up to this many apart two rounded counts of persons are said to be about the same: rounding alone can make it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its sentences, in the order in which they are read."""

    key: str
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in the table: what it was, what changed there and round it, its step (None: too few data)."""

    measure: str
    day: str
    there: str
    round_it: str
    named: str
    step: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """All that a summary says: title, what it is about, in short, then the sections."""

    language: str
    title: str
    about: tuple[str, ...]
    in_short: tuple[str, ...]
    sections: tuple[Section, ...]
    rows: tuple[Row, ...]

    def section(self, key: str) -> Section:
        """Return a section by its key."""
        return next(s for s in self.sections if s.key == key)


def said(summary: MayorSummary, language: str = "nl") -> Said:
    """Say a summary in plain Dutch (``nl``) or English (``en``)."""
    words = Words(language)
    return Said(
        language=language,
        title=words("title", name=summary.name),
        about=tuple(_about(summary, words)),
        in_short=tuple(_in_short(summary, words)),
        sections=tuple(
            Section(key, words(_heading(key, summary)), tuple(lines))
            for key, lines in (
                ("done", _done(summary, words)),
                ("here", _here(summary, words)),
                ("next_door", _next_door(summary, words)),
                ("sure", _sure(summary, words)),
                ("cannot", _cannot(summary, words)),
                ("next", _next(summary, words)),
            )
        ),
        rows=tuple(_row(m, words) for m in in_order(summary)),
    )


def in_order(s: MayorSummary) -> tuple[Measure, ...]:
    """Measures as they matter to this mayor: what moved first, then here, then what was received; newest first."""
    return tuple(
        sorted(
            s.measures,
            key=lambda m: (m.ladder_step > 0, m.is_here, m.is_receiving, m.enough, m.ladder_step, m.effective_on),
            reverse=True,
        )
    )


def _heading(key: str, s: MayorSummary) -> str:
    return "here_region" if key == "here" and s.level is Level.REGION_YEAR else key


def _about(s: MayorSummary, words: Words) -> Iterator[str]:
    yield words("period", period=words.period(s.period), area=area(s, words))
    if str(s.asked) != str(s.period) or s.level is Level.REGION_YEAR:
        yield words("coarser", asked=words.period(s.asked), name=s.name)
    if s.looked_until:
        yield words("until", until=words.day(s.looked_until))


def _in_short(s: MayorSummary, words: Words) -> Iterator[str]:
    if not s.measures:
        yield words("short_none", name=s.name)
        return
    m = in_order(s)[0]
    if not m.enough:
        yield words("short_few", the=words.the(m), town=words.towns(m))
        return
    if m.change_there is not Direction.UNCLEAR:
        yield words("short_there", town=m.town, the=words.the(m), there=words.there(m))
    place = "here" if m.is_here else "receiving" if m.is_receiving else "other"
    towards = "here" if m.is_here else "other"
    moved = AFTER[words.language][rung(m)].format(
        the=words.the(m),
        place=words(f"place_{place}", town=m.town, name=s.name),
        towards=words(f"towards_{towards}", town=m.town),
    )
    is_but = m.ladder_step > 0 and not m.by_persons_alone and m.change_there is Direction.FEWER
    yield words("but") + moved[0].lower() + moved[1:] if is_but else moved
    if m.ladder_step == 0 and m.change_round is Direction.FEWER:
        yield words("short_round_fewer", place=words("place_here" if m.is_here else "place_round", town=m.town))


def _done(s: MayorSummary, words: Words) -> Iterator[str]:
    if not s.measures:
        yield words("no_measures", name=s.name)
    for m in in_order(s):
        yield words("measure", kind=words.kind(m), town=words.towns(m), day=words.day(m.effective_on))


def _here(s: MayorSummary, words: Words) -> Iterator[str]:
    before = words.count(s.persons_year_before)
    if s.persons.shown is None:
        yield words("persons_hidden", k=s.persons.threshold, before=before)
    else:
        yield words("persons", now=words.count(s.persons), before=before)
    changed = _apart(s.persons.shown, s.persons_year_before.shown, ALIKE_PERSONS)
    if changed is not None:
        yield words(f"persons_{changed}")
    yield from _visits(s, words, changed)
    if s.level is not Level.REGION_YEAR and (first := next((m for m in in_order(s) if m.is_here and m.enough), None)):
        there = words("effect_unclear") if first.change_there is Direction.UNCLEAR else words.there(first)
        yield words("effect_here", the=words.the(first), there=there)


def _visits(s: MayorSummary, words: Words, changed: str | None) -> Iterator[str]:
    if s.visits is None:
        yield words("no_visits")
        return
    earlier = words("unknown") if s.visits_year_before is None else words.number(s.visits_year_before)
    yield words("visits", now=words.number(s.visits), before=earlier)
    looked = _apart(s.visits, s.visits_year_before, 0)
    if changed in ("more", "fewer") and looked in (changed, "same"):
        yield words(f"visits_{looked}")


def _apart(now: int | None, before: int | None, alike: int) -> str | None:
    """Whether a number is more, fewer or about the same; None where one of them isn't known."""
    if now is None or before is None:
        return None
    if abs(now - before) <= max(alike, ALIKE_SHARE * before):
        return "same"
    return "more" if now > before else "fewer"


def _next_door(s: MayorSummary, words: Words) -> Iterator[str]:
    if not s.measures:
        yield words("nothing_next_door")
    for m in in_order(s):
        kind, town = words.kind(m), words.towns(m)
        if not m.enough:
            yield words("few", kind=kind, town=town)
            continue
        yield words("step", kind=kind, town=town, there=words.there(m), round=words.round_it(m))
        if m.is_receiving:
            yield words("receiving", name=s.name)
        elif m.receiving:
            yield words("received", towns=_names(m.receiving, words))


def _sure(s: MayorSummary, words: Words) -> Iterator[str]:
    steps = [
        words("one_step", kind=words.kind(m), town=words.towns(m), step=m.ladder_step) for m in in_order(s) if m.enough
    ]
    yield words("sure_text", steps=" ".join(steps) or words("no_steps"))
    if steps:
        yield words("expected")
    yield from _basic_level(s, words)


def _basic_level(s: MayorSummary, words: Words) -> Iterator[str]:
    """Whether few were met because it is quiet, or because little is in place."""
    level = s.basic_level
    if level is None:
        return
    if level.newest is None:
        yield words("level_unknown", name=s.name)
        return
    yield words(
        "level", name=s.name, there=level.in_place, items=level.items, unknown=level.unknown,
        day=words.day(level.newest),
    )  # fmt: skip


def _cannot(s: MayorSummary, words: Words) -> Iterator[str]:
    yield words("cannot_text", k=s.persons.threshold)
    if s.is_next_door_by_distance:
        yield words("by_distance")


def _next(s: MayorSummary, words: Words) -> Iterator[str]:
    steps = [*_next_of_measures(s, words)]
    if s.visits is None:
        steps.append(words("next_visits"))
    yield from steps or [words("next_none")]


def _next_of_measures(s: MayorSummary, words: Words) -> Iterator[str]:
    if givers := sorted({m.town for m in s.measures if m.is_receiving and not m.is_here}):
        yield words("next_receiving", towns=words.list(givers))
    here = [m for m in s.measures if m.is_here and m.enough]
    moved = sorted({code for m in here if m.ladder_step >= 4 for code in m.receiving})
    if moved:
        yield words("next_moved", towns=_names(moved, words))
    elif any(m.ladder_step > 0 for m in here):
        yield words("next_perhaps")
    for m in here:
        if m.ladder_step == 0 and m.change_there is Direction.FEWER:
            yield words("next_kept", the=words.the(m))
    if few := list(dict.fromkeys(words.the(m) for m in s.measures if not m.enough)):
        yield words("next_few", kinds=words.list(few))


def _row(m: Measure, words: Words) -> Row:
    what, day = f"{words.kind(m)}, {words.towns(m)}", words.day(m.effective_on)
    if not m.enough:
        few = begun(words("no_step"))
        return Row(what, day, few, few, "", None)
    named = words("received", towns=_names(m.receiving, words)) if m.receiving else ""
    return Row(what, day, begun(words.there(m)), begun(words.round_it(m)), named, m.ladder_step)


def _names(codes: Sequence[str], words: Words) -> str:
    table = load_municipalities()
    return words.list(sorted(table.name(c) for c in codes))
