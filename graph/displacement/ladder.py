"""How loudly a displacement may be said: a ladder of steps, each with its words, never beyond what was shown.

From named checks to a step: the highest step whose check holds, together with all below it. A check that is None
couldn't be judged, and the ladder ends there. One way leads past counts that lean the right way without showing it
alone: persons and counts together (``carried``, decision 0034). "Waterbed effect" is said from step 4.
"""

from dataclasses import dataclass

RULE_VERSION = "displacement/3"
RULE_TEXT = (
    "Step 1: more encounters next door than before (one-sided p <= 0.05, by days). Step 2: more per control, from "
    "registers with effort alone, than before or than controls far away (one-sided p <= 0.05). Step 3: more than matched "
    "controls (one-sided p <= 0.05), by more than the drift before the measure could make (upper 95 % end). Step 4: the "
    "same persons, met here and not there before, turn up there more than at earlier dates, and more than persons known "
    "from elsewhere (one-sided p <= 0.05); or persons (p <= 0.05) and counts (more than expected) that together show it, next "
    "door at large or in one of its towns (Fisher, Simes; p <= 0.01 each). Step 5: the same with a wider ring, without any "
    "one register, with twice the visits finding 1.4 times as many, and beyond 95 % of at least 40 effective placebos."
)

WORDING = {
    "en": {
        "few": "too few to tell",
        "few_but_persons": "counts alone are too few to tell how much; the persons show a waterbed effect: the same persons "
        "are met next door",
        0: "no change next door was shown",
        1: "more encounters next door",
        2: "more encounters per control next door; it isn't shown that it rose more there than elsewhere",
        3: "more activity there than expected, carriers unknown",
        4: "a waterbed effect: the same persons are met next door",
        5: "a waterbed effect, robust to areas, sources and placebos",
    },
    "nl": {
        "few": "te weinig om iets te zeggen",
        "few_but_persons": "aantallen alleen zijn te weinig om iets te zeggen over hoeveel; de personen tonen een "
        "waterbedeffect: dezelfde personen worden in de buurgemeenten gezien",
        0: "in de buurgemeenten is geen verandering gebleken",
        1: "meer ontmoetingen in de buurgemeenten",
        2: "meer ontmoetingen per controle in de buurgemeenten; het is niet gebleken dat het daar meer steeg dan elders",
        3: "daar is meer activiteit dan verwacht; wie het is, is onbekend",
        4: "een waterbedeffect: dezelfde personen worden in de buurgemeenten gezien",
        5: "een waterbedeffect dat standhoudt bij andere gebieden, bronnen en vergelijkingen",
    },
}
"""Words of each step, in English and Dutch."""


@dataclass(frozen=True, slots=True)
class Checks:
    """What was checked; None: it couldn't be judged.

    ``enough``: counts in which a change of a fifth of what was expected next door would have been seen.
    ``more_next_door``: by days.
    ``more_per_control``: None without controls data. ``more_than_controls``: beyond controls and drift.
    ``same_persons``: the persons alone. ``carried``: persons and counts together. ``robust``: every line of the table.
    """

    enough: bool
    more_next_door: bool
    more_per_control: bool | None
    more_than_controls: bool | None = None
    same_persons: bool | None = None
    robust: bool | None = None
    carried: bool = False


def step(checks: Checks) -> int:
    """Highest step of the ladder that the checks allow.

    Without effort (``more_per_control`` None) never above 1. A rise per control stands also where fewer visits hid it
    in the bare numbers; a rise that effort explains isn't said to be one.
    """
    if not checks.enough:
        return 4 if checks.carried else 0
    if checks.more_per_control is None:
        return 1 if checks.more_next_door else 0
    reached = 0
    if checks.more_per_control:
        reached = 2
        for check in (checks.more_than_controls, checks.same_persons, checks.robust):
            if not check:
                break
            reached += 1
    return max(reached, 4) if checks.carried else reached


def wording(checks: Checks, language: str = "en") -> str:
    """Words of the step that the checks allow, ``en`` or ``nl``."""
    words: dict[object, str] = dict(WORDING[language])
    if not checks.enough:
        return words["few_but_persons" if checks.carried else "few"]
    return words[step(checks)]
