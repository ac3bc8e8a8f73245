"""A forecast of the next town, told in some lines: which towns, why, and how good such forecasts were."""

from collections.abc import Callable

from graph.next_town import Forecast, Scores, Skill


def text(told: Forecast, *, name: Callable[[str], str]) -> str:
    """Forecast as text; silence with its reason."""
    lines = [f"{told.finding_id}: last met in {name(told.here) if told.here else 'no town'}"]
    if told.silent_because is not None:
        lines.append(f"no forecast: {told.silent_because}")
    else:
        lines += ["next town  probability  what speaks for it most"]
        lines += [f"  {name(t.town):24} {t.probability:6.0%}  {t.because}" for t in told.towns]
    lines += _skill(told.skill)
    lines.append("Where a group was going is no reason to act on anybody: it says where to look.")
    return "\n".join(lines) + "\n"


def _skill(skill: Skill) -> list[str]:
    if skill.ours is None or skill.popularity is None or skill.last_town is None:
        return [f"skill: {skill.moves} moves of {skill.groups} groups or premises so far, too few to tell"]
    return [
        f"skill, on {skill.moves} moves of {skill.groups} groups foretold before they happened:",
        _scores("this forecast", skill.ours),
        _scores("by popularity", skill.popularity),
        _scores("by the last town", skill.last_town),
        f"  at least {skill.gain:.2f} nats a move better than the better of these (95 %)",
    ]


def _scores(what: str, scores: Scores) -> str:
    return f"  {what:18} among the first three {scores.hit_rate:.0%}, log score {scores.log_score:.2f}"
