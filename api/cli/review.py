"""``waterbed review``: the doubtful links, and the words that settle them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import context_of, say

if TYPE_CHECKING:
    from api.jobs.review import Reading
    from ingest.pipeline.review import By, Spoken

app = typer.Typer(help="Judge doubtful links: what waits, verdicts, questions to the sources, undo.")

Left = Annotated[str, typer.Argument(metavar="LEFT", help="An encounter (keyed id or source_id/record_id), or an id "
                                     "that stands for a pair.", show_default=False)]  # fmt: skip
Right = Annotated[str | None, typer.Argument(metavar="[RIGHT]", help="The other encounter.", show_default=False)]
Name = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="One line; never a name or a number of anybody.")]
Purpose = Annotated[str | None, typer.Option(metavar="TEXT", help="What for; it speaks of persons.")]
References = Annotated[
    bool, typer.Option("--with-references", help="Encounters as source_id/record_id; logged as such.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("next")
def next_pairs(
    context: typer.Context,
    n: Annotated[int, typer.Option("--n", min=1, help="How many.")] = 10,
    purpose: Purpose = None,
    with_references: References = False,
    as_json: AsJson = False,
) -> None:
    """Show what waits for review, sorted by what a verdict would change.

    Pairs below automatic joining, persons with a weak cut or larger than plausible, and pairs on which people differ.
    """
    from api.jobs.review import next_to_review  # noqa: PLC0415 - heavy
    from viz.review import pair_lines  # noqa: PLC0415

    shown, total = next_to_review(context_of(context).home, n, _reading(purpose, with_references))
    if as_json:
        print(json.dumps(shown, indent=1, ensure_ascii=False))
    else:
        for item in shown:
            print("\n".join(pair_lines(item)), end="\n\n")
    say(f"{len(shown):,} of {total:,} that wait" if total else "nothing waits for review")


@app.command()
def explain(
    context: typer.Context,
    left: Left,
    right: Right = None,
    purpose: Purpose = None,
    with_references: References = False,
    as_json: AsJson = False,
) -> None:
    """Show how the probability of any pair comes about: prior, fields, sum, and what held it back."""
    from api.jobs.review import explain as run  # noqa: PLC0415 - heavy
    from viz.review import pair_lines  # noqa: PLC0415

    shown = run(context_of(context).home, _words(left, right), _reading(purpose, with_references))
    print(json.dumps(shown, indent=1, ensure_ascii=False) if as_json else "\n".join(pair_lines(shown)))


@app.command()
def same(context: typer.Context, left: Left, right: Right = None, *, by: Name, why: Why) -> None:
    """Say that two encounters are with one person; it beats the model, and makes nothing certain."""
    _say(context, left, right, "same", by, why)


@app.command()
def different(context: typer.Context, left: Left, right: Right = None, *, by: Name, why: Why) -> None:
    """Say that two encounters are with two persons; who was one is pulled apart at the weakest cut."""
    _say(context, left, right, "different", by, why)


@app.command()
def unsure(context: typer.Context, left: Left, right: Right = None, *, by: Name, why: Why) -> None:
    """Say that nobody can tell from this: the pair joins nobody, and waits no more."""
    _say(context, left, right, "unsure", by, why)


@app.command()
def undo(
    context: typer.Context,
    judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT", help="Its id, or `last`: your own last word.")],
    *,
    by: Name,
    why: Why,
) -> None:
    """Take a word back; everything that followed from it is as before, and the log keeps both."""
    from api.jobs.review import undo_word  # noqa: PLC0415 - heavy

    now = datetime.now(UTC)
    _tell(undo_word(context_of(context).home, judgement, _by(by, why), now=now), "taken back")


@app.command()
def ask(
    context: typer.Context,
    left: Left,
    right: Right = None,
    *,
    by: Name,
    why: Why,
    purpose: Purpose = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the files go.")] = Path(),
) -> None:
    """Put the question to both sources: a file for each, under its own record number, to be sent and filled in.

    A file tells a source which organisation to ask, and nothing else of the other record.
    """
    from api.jobs.review import ask_sources  # noqa: PLC0415 - heavy

    reading = _reading(purpose, with_references=True)
    question, paths = ask_sources(context_of(context).home, _words(left, right), _by(by, why), output, reading)
    print(question.id)
    for path in paths:
        say(f"{path}: for that source alone")


@app.command()
def answers(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Question, source, answer, by and on.")],
) -> int:
    """Take the sources' answers; a link is certain once both answered `same`."""
    from api.jobs.review import hear_answers  # noqa: PLC0415 - heavy

    heard = hear_answers(context_of(context).home, file, now=datetime.now(UTC))
    for refused in heard.refused:
        say(f"row {refused.row}, {refused.column}: {refused.reason}")
    for spoken in heard.spoken:
        _tell(spoken, spoken.judgement.verdict.value)
    print(f"{heard.answers:,} answers, {len(heard.refused):,} rows refused, {len(heard.spoken):,} pairs settled anew")
    return 1 if heard.refused else 0


@app.command("list")
def list_words(
    context: typer.Context, purpose: Purpose = None, with_references: References = False, as_json: AsJson = False
) -> None:
    """List every word said, the ones taken back too, and every question with its answers."""
    from api.jobs.review import history  # noqa: PLC0415 - heavy
    from viz.review import word_lines  # noqa: PLC0415

    words, questions = history(context_of(context).home, _reading(purpose, with_references))
    if as_json:
        print(json.dumps({"words": words, "questions": questions}, indent=1, ensure_ascii=False))
        return
    for word in words:
        print(f"{word['left']}  {word['right']}")
        print("\n".join(word_lines([word])))
    for q in questions:
        print(
            f"{q['left']}  {q['right']}\n  {q['at'][:16]}Z  {q['by']} asked ({q['why']}): {q['state']}  {q['question_id']}"
        )
    say(f"{len(words):,} words, {len(questions):,} questions")


def _say(context: typer.Context, left: str, right: str | None, verdict: str, by: str, why: str) -> None:
    from api.jobs.review import say_of  # noqa: PLC0415 - heavy
    from graph.model import Verdict  # noqa: PLC0415

    said = say_of(context_of(context).home, _words(left, right), Verdict(verdict), _by(by, why), now=datetime.now(UTC))
    _tell(said, verdict)


def _tell(said: "Spoken", word: str) -> None:
    r = said.resolved
    print(said.judgement.id)
    parts: list[tuple[int, Any]] = [
        (r.joined, "joined"), (r.split, "split"), (r.reappearances, "reappearances new or changed"),
        (r.withdrawn, "reappearances withdrawn"), (r.alerts, "alerts"),
    ]  # fmt: skip
    changed = ", ".join(f"{n:,} {what}" for n, what in parts if n) or "nothing else changed"
    say(f"{word}: the model gives this pair {said.judgement.probability:.4f}; {changed}")


def _words(left: str, right: str | None) -> list[str]:
    return [left] if right is None else [left, right]


def _by(name: str, why: str) -> "By":
    from ingest.pipeline.review import By  # noqa: PLC0415 - heavy

    return By(name, why)


def _reading(purpose: str | None, with_references: bool) -> "Reading":
    from api.jobs.review import Reading  # noqa: PLC0415 - heavy

    return Reading(purpose, with_references, datetime.now(UTC))
