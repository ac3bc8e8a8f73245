"""How loudly a displacement may be said: a ladder of steps, each with its words, never beyond what was shown.

From named checks to a step: the highest step whose check holds, together with all below it. A check that is None was
not judged, and the ladder ends there. "Waterbed effect" is said from step 4.
"""

from dataclasses import dataclass

RULE_VERSION = "displacement/1"
RULE_TEXT = (
    "Step 1: more encounters next door than before (one-sided p <= 0.05, by days). Step 2: more per control, from "
    "registers with effort alone (one-sided p <= 0.05). Steps 3 to 5 (matched controls and pre-trend; the same persons; "
    "robust) are not judged by this version."
)

WORDING = {
    "en": {
        "few": "too few to tell",
        0: "no change next door was shown",
        1: "more encounters next door",
        2: "more encounters per control next door; whether elsewhere rose alike, and who it is, is not judged yet",
        3: "more activity there than expected, carriers unknown",
        4: "a waterbed effect: the same persons are met next door",
        5: "a waterbed effect, robust to areas, sources and placebos",
    },
    "nl": {
        "few": "te weinig om iets te zeggen",
        0: "in de buurgemeenten is geen verandering gebleken",
        1: "meer ontmoetingen in de buurgemeenten",
        2: "meer ontmoetingen per controle in de buurgemeenten; of het elders net zo steeg en om wie het gaat, is nog "
        "niet beoordeeld",
        3: "daar is meer activiteit dan verwacht; wie het is, is onbekend",
        4: "een waterbedeffect: dezelfde personen worden in de buurgemeenten gezien",
        5: "een waterbedeffect dat standhoudt bij andere gebieden, bronnen en vergelijkingen",
    },
}
"""Words of each step, in English and Dutch."""


@dataclass(frozen=True, slots=True)
class Checks:
    """What was checked, one for each step; None: not judged. ``enough``: there were events enough to see a change."""

    enough: bool
    more_next_door: bool
    more_per_control: bool | None
    more_than_controls: bool | None = None
    same_persons: bool | None = None
    robust: bool | None = None


def step(checks: Checks) -> int:
    """Highest step of the ladder that the checks allow.

    Without effort (``more_per_control`` None) never above 1. A rise per control stands also where fewer visits hid it
    in the bare numbers.
    """
    if not checks.enough:
        return 0
    if not checks.more_per_control:
        # A rise that effort explains isn't said to be one.
        return 1 if checks.more_next_door and checks.more_per_control is None else 0
    reached = 2
    for check in (checks.more_than_controls, checks.same_persons, checks.robust):
        if not check:
            break
        reached += 1
    return reached


def wording(checks: Checks, language: str = "en") -> str:
    """Words of the step that the checks allow, ``en`` or ``nl``."""
    words: dict[object, str] = dict(WORDING[language])
    return words["few"] if not checks.enough else words[step(checks)]
