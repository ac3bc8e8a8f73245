"""The words of a mayor's summary, in plain Dutch (B1) and English."""

MEASURES = {
    "nl": {
        "closure": "sluiting", "window_closure": "sluiting van ramen", "raid": "inval", "inspection_wave":
        "extra controles", "permit_change": "andere vergunningen", "outreach": "voorlichting", "policy": "nieuw beleid",
        "campaign": "campagne", "training": "training", "other": "andere maatregel",
    },
    "en": {
        "closure": "closure", "window_closure": "closure of windows", "raid": "raid", "inspection_wave":
        "extra inspections", "permit_change": "change of permits", "outreach": "outreach", "policy": "new policy",
        "campaign": "campaign", "training": "training", "other": "other measure",
    },
}  # fmt: skip

WORDS = {
    "nl": {
        "title": "Samenvatting voor de burgemeester van {name}",
        "period": "Periode: {period} ({level}).",
        "until": "Controles zijn gemeld tot en met {until}.",
        "coarser": "U vroeg {asked}. De aantallen zijn daar te klein om veilig te tonen. Daarom gaat dit over {area}, "
        "{period}.",
        "done": "Wat is er gedaan?",
        "no_measures": "In deze periode en het jaar ervoor is in of vlak bij {name} geen maatregel gemeld.",
        "measure": "- {kind} in {town}, vanaf {day}",
        "here": "Wat veranderde hier?",
        "persons": "Gezien met signalen van mensenhandel: {now} personen. Een jaar eerder: {before}.",
        "visits": "Teams gingen {now} keer kijken. Een jaar eerder: {before}.",
        "no_visits": "Het is niet gemeld hoe vaak teams gingen kijken. Een stijging of daling kan dus ook komen doordat "
        "er meer of minder is gekeken.",
        "next_door": "Wat veranderde bij de buren?",
        "few": "{kind} in {town}: te weinig gegevens om iets te zeggen.",
        "step": "{kind} in {town}: {wording}.",
        "receiving": "  {name} hoort bij de gemeenten waar meer is gezien dan verwacht.",
        "sure": "Hoe zeker is dit?",
        "sure_text": "We gebruiken een ladder van 0 tot 5. Pas vanaf stap 4 spreken we van een waterbedeffect. {steps}",
        "no_steps": "Er is nu niets om op de ladder te zetten.",
        "one_step": "{kind} in {town} staat op stap {step}.",
        "cannot": "Wat kan dit niet zeggen?",
        "cannot_text": "Het gaat alleen om mensen die gezien zijn. Wie niet gezien is, telt niet mee. Aantallen onder de "
        "{k} tonen we niet, en andere aantallen ronden we af op 5. Zo is niemand te herkennen.",
        "by_distance": "Wie de buren zijn, is hier bepaald op afstand: er zijn geen gemeentegrenzen ingelezen.",
        "next": "Wat nu?",
        "next_receiving": "Overleg met {towns} en het regionale controleteam: daar en hier gaat het mogelijk om dezelfde "
        "mensen. Zorg dat er opvang en hulp klaarstaat.",
        "next_visits": "Vraag de teams om te melden hoe vaak zij gaan kijken. Dan kan deze pagina meer zeggen.",
        "next_none": "Nu is er geen reden om iets te veranderen. Blijf kijken, en blijf melden.",
        "municipality and quarter": "gemeente, kwartaal",
        "municipality and year": "gemeente, heel jaar",
        "safety region and year": "veiligheidsregio, heel jaar",
        "suppressed": "niet te tonen (minder dan {k}, of te herleiden tot minder)",
        "about": "ongeveer {n}",
        "unknown": "onbekend",
    },
    "en": {
        "title": "Summary for the mayor of {name}",
        "period": "Period: {period} ({level}).",
        "until": "Visits were reported up to {until}.",
        "coarser": "You asked for {asked}. Its numbers are too small to be shown safely. So this is about {area}, "
        "{period}.",
        "done": "What was done?",
        "no_measures": "No measure was reported in or near {name} in this period or the year before.",
        "measure": "- {kind} in {town}, from {day}",
        "here": "What changed here?",
        "persons": "Met with signals of human trafficking: {now} persons. A year earlier: {before}.",
        "visits": "Teams went to look {now} times. A year earlier: {before}.",
        "no_visits": "How often teams went to look was not reported. So a rise or fall may also come from more or less "
        "looking.",
        "next_door": "What changed next door?",
        "few": "{kind} in {town}: too few data to tell.",
        "step": "{kind} in {town}: {wording}.",
        "receiving": "  {name} is among the municipalities where more was seen than expected.",
        "sure": "How sure is this?",
        "sure_text": "We use a ladder from 0 to 5. Only from step 4 do we speak of a waterbed effect. {steps}",
        "no_steps": "There is nothing to put on the ladder now.",
        "one_step": "{kind} in {town} stands on step {step}.",
        "cannot": "What can't this say?",
        "cannot_text": "It is only about people who were met. Who was not met does not count. Numbers below {k} are not "
        "shown, and other numbers are rounded to 5, so that nobody can be recognised.",
        "by_distance": "Who the neighbours are goes by distance here: no boundaries were imported.",
        "next": "What now?",
        "next_receiving": "Talk with {towns} and the regional control team: there and here it may be the same people. "
        "See that shelter and help are ready.",
        "next_visits": "Ask the teams to report how often they go to look. Then this page can say more.",
        "next_none": "Now there is no reason to change anything. Keep looking, and keep reporting.",
        "municipality and quarter": "municipality, quarter",
        "municipality and year": "municipality, whole year",
        "safety region and year": "safety region, whole year",
        "suppressed": "not shown (fewer than {k}, or it would lead to fewer)",
        "about": "about {n}",
        "unknown": "unknown",
    },
}
"""Every sentence of the summary. Both languages have all of them."""
