"""The words of a mayor's summary, in plain Dutch (B1) and English."""

MEASURES = {
    "nl": {
        "closure": "sluiting", "window_closure": "sluiting van ramen", "raid": "inval", "inspection_wave":
        "extra controles", "permit_change": "andere regels voor vergunningen", "outreach": "voorlichting", "policy":
        "nieuw beleid", "campaign": "campagne", "training": "training", "other": "andere maatregel",
    },
    "en": {
        "closure": "closure", "window_closure": "closure of windows", "raid": "raid", "inspection_wave":
        "extra inspections", "permit_change": "change of permits", "outreach": "outreach", "policy": "new policy",
        "campaign": "campaign", "training": "training", "other": "other measure",
    },
}  # fmt: skip
"""Kinds of measures by themselves, as in a list."""

THE_MEASURE = {
    "nl": {
        "closure": "de sluiting", "window_closure": "de sluiting van ramen", "raid": "de inval", "inspection_wave":
        "de extra controles", "permit_change": "de andere regels voor vergunningen", "outreach": "de voorlichting",
        "policy": "het nieuwe beleid", "campaign": "de campagne", "training": "de training", "other": "de maatregel",
    },
    "en": {
        "closure": "the closure", "window_closure": "the closure of windows", "raid": "the raid", "inspection_wave":
        "the extra inspections", "permit_change": "the change of permits", "outreach": "the outreach", "policy":
        "the new policy", "campaign": "the campaign", "training": "the training", "other": "the measure",
    },
}  # fmt: skip
"""The same within a sentence."""

AFTER: dict[str, dict[object, str]] = {
    "nl": {
        0: "Het is niet gebleken dat {the} het probleem heeft verplaatst {towards}.",
        1: "Na {the} zijn er {place} meer ontmoetingen dan ervoor. Of dat door {the} komt, is niet bekend.",
        2: "Na {the} zijn er {place} meer ontmoetingen per controle. Het is niet gebleken dat het daar meer steeg dan "
        "elders.",
        3: "Na {the} is er {place} meer activiteit dan verwacht. Wie het is, is onbekend.",
        4: "Er is een waterbedeffect: na {the} worden dezelfde personen {place} gezien.",
        5: "Er is een waterbedeffect: na {the} worden dezelfde personen {place} gezien. Dat blijft staan bij andere "
        "gebieden, bronnen en vergelijkingen.",
        "few_but_persons": "Op aantallen alleen is er te weinig om iets te zeggen. De personen tonen wel een "
        "waterbedeffect: zij worden na {the} {place} gezien.",
    },
    "en": {
        0: "It was not shown that {the} moved the problem {towards}.",
        1: "After {the} there are more encounters {place} than before. Whether {the} is the reason isn't known.",
        2: "After {the} there are more encounters per control {place}. It isn't shown that it rose more there than "
        "elsewhere.",
        3: "After {the} there is more activity {place} than expected. Who it is isn't known.",
        4: "There is a waterbed effect: after {the} the same persons are met {place}.",
        5: "There is a waterbed effect: after {the} the same persons are met {place}. That stands with other areas, "
        "sources and comparisons.",
        "few_but_persons": "By counts alone there is too little to tell. The persons do show a waterbed effect: after {the} "
        "they are met {place}.",
    },
}
"""The ladder's words as a sentence, none louder than :data:`graph.displacement.ladder.WORDING`."""

WORDS = {
    "nl": {
        "title": "Samenvatting voor de burgemeester van {name}",
        "subject": "Mensenhandel: wat deden maatregelen, hier en bij de buren?",
        "period": "Periode: {period}. De aantallen gaan over {area}.",
        "quarter": "{first} tot en met {last} {year}",
        "year": "heel {year}",
        "region": "de veiligheidsregio {name}",
        "until": "Controles zijn gemeld tot en met {until}.",
        "coarser": "U vroeg {asked} van {name}. Die aantallen zijn te klein om veilig te tonen.",
        "in_short": "In het kort",
        "done": "Wat is er gedaan?",
        "no_measures": "In deze periode en het jaar ervoor is in of vlak bij {name} geen maatregel gemeld.",
        "measure": "{kind} in {town}, vanaf {day}",
        "and_others": "{town} en {n} andere gemeenten",
        "and_other": "{town} en nog een gemeente",
        "here": "Wat veranderde hier?",
        "here_region": "Wat veranderde in de regio?",
        "persons": "Gezien met signalen van mensenhandel: {now} mensen. Een jaar eerder: {before}.",
        "persons_hidden": "Hoeveel mensen hier zijn gezien met signalen van mensenhandel, tonen we niet: het zijn er "
        "minder dan {k}, of er is een kleiner aantal uit af te leiden. Een jaar eerder: {before}.",
        "persons_more": "Dat zijn er meer.",
        "persons_fewer": "Dat zijn er minder.",
        "persons_same": "Dat is ongeveer evenveel.",
        "visits": "Teams gingen {now} keer kijken. Een jaar eerder: {before} keer.",
        "visits_more": "Zij gingen vaker kijken. Alleen daardoor al kunnen zij meer mensen hebben gezien.",
        "visits_fewer": "Zij gingen minder vaak kijken. Alleen daardoor al kunnen zij minder mensen hebben gezien.",
        "visits_same": "Dat is ongeveer even vaak, dus dat verklaart het verschil niet.",
        "no_visits": "Het is niet gemeld hoe vaak teams gingen kijken. Een stijging of daling kan dus ook komen doordat "
        "er meer of minder is gekeken.",
        "effect_here": "Na {the} is hier {there}.",
        "next_door": "Wat veranderde bij de buren?",
        "nothing_next_door": "Er is geen maatregel waarvan we het gevolg bij de buren kunnen bekijken.",
        "few": "{kind} in {town}: te weinig gegevens om iets te zeggen.",
        "step": "{kind} in {town}. In {town} zelf: {there}. Bij de buren van {town}: {round}.",
        "round_fewer": "ook minder gezien dan verwacht",
        "receiving": "{name} hoort bij de gemeenten waar meer is gezien dan verwacht.",
        "received": "Meer dan verwacht is gezien in {towns}.",
        "column_measure": "Maatregel",
        "column_there": "In die gemeente zelf",
        "column_round": "Bij de buren van die gemeente",
        "column_step": "Stap",
        "step_of": "{step} van 5",
        "no_step": "te weinig gegevens",
        "more_measures": "Nog {n} maatregelen staan niet op deze pagina; de samenvatting als tekst noemt ze alle.",
        "more_measure": "Nog 1 maatregel staat niet op deze pagina; de samenvatting als tekst noemt ze alle.",
        "there_fewer": "minder gezien dan verwacht",
        "there_more": "meer gezien dan verwacht",
        "there_unclear": "geen duidelijke verandering",
        "effect_unclear": "geen duidelijke verandering gezien",
        "sure": "Hoe zeker is dit?",
        "sure_text": "We gebruiken een ladder van 0 tot 5. Pas vanaf stap 4 spreken we van een waterbedeffect. {steps}",
        "sure_page": "De laatste kolom is een ladder van 0 tot 5. Pas vanaf stap 4 spreken we van een waterbedeffect.",
        "no_steps": "Er is nu niets om op de ladder te zetten.",
        "one_step": "{kind} in {town} staat op stap {step}.",
        "expected": "Verwacht is wat er zonder de maatregel gezien zou zijn. Dat schatten we uit wat er eerder en elders is gezien.",
        "level": "Van het basisniveau heeft {name} {there} van de {items} onderdelen op orde; van {unknown} is het niet "
        "bekend (laatste opgave: {day}). Waar weinig op orde is, wordt ook weinig gezien.",
        "level_unknown": "Of {name} het basisniveau op orde heeft, is niet bekend. Weinig gezien kan dus ook betekenen dat "
        "niemand kijkt.",
        "cannot": "Wat kan dit niet zeggen?",
        "cannot_text": "Het gaat alleen om mensen die gezien zijn. Wie niet gezien is, telt niet mee. Aantallen onder de "
        "{k} tonen we niet, en andere aantallen ronden we af op 5. Zo is niemand te herkennen. Dit is een aanwijzing, "
        "geen bewijs.",
        "by_distance": "Wie de buren zijn, is hier bepaald op afstand: er zijn geen gemeentegrenzen ingelezen.",
        "next": "Wat nu?",
        "next_receiving": "Overleg met {towns} en het regionale controleteam: daar en hier gaat het mogelijk om dezelfde "
        "mensen. Zorg dat er opvang en hulp klaarstaat.",
        "next_moved": "Overleg met {towns} en het regionale controleteam: een deel van de mensen wordt nu daar gezien. "
        "Zorg samen dat er opvang en hulp klaarstaat, daar en hier.",
        "next_perhaps": "Bekijk met de buurgemeenten en het regionale controleteam wat er achter de stijging bij de buren "
        "zit, voordat u een nieuwe maatregel neemt.",
        "next_kept": "Houd {the} vol: hier is minder gezien dan verwacht, en een verplaatsing is niet gebleken. Blijf "
        "ook bij de buren kijken.",
        "next_few": "Vraag deze pagina over drie maanden opnieuw: over {kinds} is nu nog te weinig bekend.",
        "next_visits": "Vraag de teams om te melden hoe vaak zij gaan kijken. Dan kan deze pagina meer zeggen.",
        "next_none": "Nu is er geen reden om iets te veranderen. Blijf kijken, en blijf melden.",
        "short_none": "In of vlak bij {name} is geen maatregel gemeld. Deze pagina zegt alleen hoeveel mensen er zijn "
        "gezien.",
        "short_few": "Er zijn te weinig gegevens om te zeggen wat {the} in {town} deed.",
        "short_round_fewer": "Ook {place} is minder gezien dan verwacht.",
        "short_there": "In {town} is na {the} {there}.",
        "but": "Maar: ",
        "place_here": "bij de buren",
        "place_receiving": "rond {town}, ook in {name},",
        "place_round": "rond {town}",
        "place_other": "in gemeenten rond {town}",
        "towards_here": "naar de buren",
        "towards_other": "naar gemeenten rond {town}",
        "suppressed": "niet te tonen (minder dan {k}, of te herleiden tot minder)",
        "about": "ongeveer {n}",
        "unknown": "onbekend",
        "and": "en",
        "made_by": "Gemaakt met waterbed uit gegevens zonder namen.",
        "hatched": "Gearceerd: niet te tonen.",
        "trend_title": "Van {first} tot en met {last}.",
        "bar_persons": "Mensen gezien, ongeveer",
        "bar_visits": "Zo vaak gingen teams kijken",
        "bar_hidden": "niet te tonen",
        "bar_unknown": "niet gemeld",
        "bar_no_visits": "Hoe vaak teams gingen kijken: niet gemeld",
        "quarter_short": "kw {n}",
        "alt_change": "Staven. Gezien met signalen van mensenhandel: {now} mensen; een jaar eerder: {before}.",
        "how_change": "Hoe langer de staaf, hoe meer. Een gearceerd vak is een aantal dat niet te tonen is.",
        "alt_trend": "Kolommen, mensen gezien per periode. {said}.",
        "alt_mark": "{kind} in {town} vanaf {day}.",
        "how_trend": "Hoe hoger de kolom, hoe meer. Een gearceerd vak is een aantal dat niet te tonen is. Een "
        "streeplijn is het begin van een maatregel.",
        "alt_map": "Kaart van {name} en de gemeenten eromheen.",
        "alt_map_measures": "Er was een maatregel in {towns}.",
        "how_map": "Grenzen van gemeenten; een cirkel is deze gemeente, een vierkant een maatregel, een driehoek een "
        "gemeente waar meer is gezien dan verwacht.",
        "how_map_schematic": "Schematische kaart zonder grenzen, een punt voor elke gemeente; een cirkel is deze "
        "gemeente, een vierkant een maatregel, een driehoek een gemeente waar meer is gezien dan verwacht.",
        "legend_here": "deze gemeente",
        "legend_measure": "maatregel",
        "legend_received": "meer gezien dan verwacht",
        "schematic": "Schematisch: een punt voor elke gemeente, zonder grenzen.",
        "boundaries": "Grenzen: {source}.",
    },
    "en": {
        "title": "Summary for the mayor of {name}",
        "subject": "Human trafficking: what did measures do, here and next door?",
        "period": "Period: {period}. The numbers are about {area}.",
        "quarter": "{first} to {last} {year}",
        "year": "the whole of {year}",
        "region": "the safety region {name}",
        "until": "Visits were reported up to {until}.",
        "coarser": "You asked for {asked} of {name}. Those numbers are too small to be shown safely.",
        "in_short": "In short",
        "done": "What was done?",
        "no_measures": "No measure was reported in or near {name} in this period or the year before.",
        "measure": "{kind} in {town}, from {day}",
        "and_others": "{town} and {n} other municipalities",
        "and_other": "{town} and one other municipality",
        "here": "What changed here?",
        "here_region": "What changed in the region?",
        "persons": "Met with signals of human trafficking: {now} persons. A year earlier: {before}.",
        "persons_hidden": "How many persons were met here with signals of human trafficking is not shown: there are fewer "
        "than {k}, or a smaller number would follow from it. A year earlier: {before}.",
        "persons_more": "That is more.",
        "persons_fewer": "That is fewer.",
        "persons_same": "That is about as many.",
        "visits": "Teams went to look {now} times. A year earlier: {before} times.",
        "visits_more": "They went to look more often. By that alone they may have met more persons.",
        "visits_fewer": "They went to look less often. By that alone they may have met fewer persons.",
        "visits_same": "That is about as often, so it doesn't explain the difference.",
        "no_visits": "How often teams went to look was not reported. So a rise or fall may also come from more or less "
        "looking.",
        "effect_here": "After {the}, {there} here.",
        "next_door": "What changed next door?",
        "nothing_next_door": "There is no measure whose effect next door can be looked at.",
        "few": "{kind} in {town}: too few data to tell.",
        "step": "{kind} in {town}. In {town} itself: {there}. Next door to {town}: {round}.",
        "round_fewer": "fewer met than expected, too",
        "receiving": "{name} is among the municipalities where more was seen than expected.",
        "received": "More than expected was seen in {towns}.",
        "column_measure": "Measure",
        "column_there": "In that municipality itself",
        "column_round": "Next door to that municipality",
        "column_step": "Step",
        "step_of": "{step} of 5",
        "no_step": "too few data",
        "more_measures": "{n} more measures aren't on this page; the summary as text names all of them.",
        "more_measure": "1 more measure isn't on this page; the summary as text names all of them.",
        "there_fewer": "fewer met than expected",
        "there_more": "more met than expected",
        "there_unclear": "no clear change",
        "effect_unclear": "no clear change was seen",
        "sure": "How sure is this?",
        "sure_text": "We use a ladder from 0 to 5. Only from step 4 do we speak of a waterbed effect. {steps}",
        "sure_page": "The last column is a ladder from 0 to 5. Only from step 4 do we speak of a waterbed effect.",
        "no_steps": "There is nothing to put on the ladder now.",
        "one_step": "{kind} in {town} stands on step {step}.",
        "expected": "Expected is what would have been seen without the measure. We estimate it from what was seen earlier and elsewhere.",
        "level": "Of the basic level {name} has {there} of {items} items in place; {unknown} are not known (last told: "
        "{day}). Where little is in place, little is seen.",
        "level_unknown": "Whether {name} has the basic level in place is not known. Few seen may also mean that nobody looks.",
        "cannot": "What can't this say?",
        "cannot_text": "It is only about people who were met. Who was not met does not count. Numbers below {k} are not "
        "shown, and other numbers are rounded to 5, so that nobody can be recognised. This is a lead, not evidence.",
        "by_distance": "Who the neighbours are goes by distance here: no boundaries were imported.",
        "next": "What now?",
        "next_receiving": "Talk with {towns} and the regional control team: there and here it may be the same people. "
        "See that shelter and help are ready.",
        "next_moved": "Talk with {towns} and the regional control team: some of the people are met there now. See "
        "together that shelter and help are ready, there and here.",
        "next_perhaps": "Look with the municipalities next door and the regional control team at what is behind the rise "
        "there, before you take another measure.",
        "next_kept": "Keep up {the}: fewer were met here than expected, and it was not shown to have moved. Keep looking "
        "next door as well.",
        "next_few": "Ask for this page again in three months: of {kinds} too little is known yet.",
        "next_visits": "Ask the teams to report how often they go to look. Then this page can say more.",
        "next_none": "Now there is no reason to change anything. Keep looking, and keep reporting.",
        "short_none": "No measure was reported in or near {name}. This page only says how many persons were met.",
        "short_few": "There are too few data to tell what {the} in {town} did.",
        "short_round_fewer": "Fewer were met than expected {place}, too.",
        "short_there": "In {town}, after {the}: {there}.",
        "but": "But: ",
        "place_here": "next door",
        "place_receiving": "round {town} and in {name}",
        "place_round": "round {town}",
        "place_other": "in municipalities round {town}",
        "towards_here": "next door",
        "towards_other": "to municipalities round {town}",
        "suppressed": "not shown (fewer than {k}, or it would lead to fewer)",
        "about": "about {n}",
        "unknown": "unknown",
        "and": "and",
        "made_by": "Made with waterbed from data without names.",
        "hatched": "Hatched: not shown.",
        "trend_title": "From {first} to {last}.",
        "bar_persons": "Persons met, about",
        "bar_visits": "Times that teams went to look",
        "bar_hidden": "not shown",
        "bar_unknown": "not reported",
        "bar_no_visits": "How often teams went to look: not reported",
        "quarter_short": "Q{n}",
        "alt_change": "Bars. Met with signals of human trafficking: {now} persons; a year earlier: {before}.",
        "how_change": "The longer the bar, the more. A hatched box is a number that can't be shown.",
        "alt_trend": "Columns, persons met by period. {said}.",
        "alt_mark": "{kind} in {town} from {day}.",
        "how_trend": "The higher the column, the more. A hatched box is a number that can't be shown. A dashed line is "
        "the beginning of a measure.",
        "alt_map": "Map of {name} and the municipalities round it.",
        "alt_map_measures": "There was a measure in {towns}.",
        "how_map": "Boundaries of municipalities; a circle is this municipality, a square a measure, a triangle a "
        "municipality where more was seen than expected.",
        "how_map_schematic": "Schematic map without boundaries, a point for each municipality; a circle is this "
        "municipality, a square a measure, a triangle a municipality where more was seen than expected.",
        "legend_here": "this municipality",
        "legend_measure": "measure",
        "legend_received": "more seen than expected",
        "schematic": "Schematic: a point for each municipality, no boundaries.",
        "boundaries": "Boundaries: {source}.",
    },
}
"""Every sentence of the summary. Both languages have all of them."""
