import { language } from "../state/settings";

/** Words of the closed vocabularies of the data contract, and of what findings say of themselves. */
const NL: Record<string, string> = {
  // kinds and tiers
  reappearance: "Herverschijning",
  rotation: "Rotatie",
  relocation: "Verplaatsing",
  displacement: "Waterbedeffect",
  fact: "Feit",
  pattern: "Patroon",
  flagged: "Gesignaleerd",
  none: "Vervallen",
  // reporters and channels
  municipality: "gemeente",
  police: "politie",
  kmar: "marechaussee",
  prosecution: "openbaar ministerie",
  labour_inspectorate: "arbeidsinspectie",
  tax: "belastingdienst",
  immigration: "immigratiedienst",
  reception: "opvang",
  education: "onderwijs",
  care: "zorg",
  hotline: "meldpunt",
  resident: "bewoner",
  platform: "platform",
  control: "controle",
  signal: "signaal",
  declaration: "aangifte",
  intake: "intake",
  advert: "advertentie",
  // premises
  window: "raam",
  club: "club",
  hotel: "hotel",
  massage: "massagesalon",
  private_home: "woning",
  escort: "escort",
  street: "straat",
  work_site: "werkplek",
  vehicle: "voertuig",
  online: "online",
  shelter: "opvanghuis",
  reception_centre: "opvanglocatie",
  premises: "pand",
  other: "anders",
  // statuses and forms
  PossibleVictimOfTrafficking: "mogelijk slachtoffer",
  ActualVictimOfTrafficking: "slachtoffer",
  NotAVictimOfTrafficking: "geen slachtoffer",
  Unassessed: "niet beoordeeld",
  sexual: "seksueel",
  labour: "arbeid",
  criminal: "crimineel",
  organ_removal: "orgaanverwijdering",
  begging: "bedelarij",
  unknown: "onbekend",
  yes: "ja",
  no: "nee",
  given: "gegeven",
  refused: "geweigerd",
  not_required: "niet nodig",
  minute: "op de minuut",
  day: "op de dag",
  month: "op de maand",
  year: "op het jaar",
  phone: "telefoon",
  email: "e-mail",
  plate: "kenteken",
  controller: "vermoedelijke uitbuiter",
  person: "persoon",
  identifier: "kenmerk",
  M: "man",
  V: "vrouw",
  X: "anders",
  // measures
  closure: "sluiting",
  window_closure: "sluiting van ramen",
  raid: "inval",
  inspection_wave: "extra controles",
  permit_change: "andere vergunningen",
  outreach: "voorlichting",
  policy: "nieuw beleid",
  campaign: "campagne",
  training: "training",
  // states
  open: "open",
  "weak link": "zwakke koppeling",
  "larger than plausible": "onwaarschijnlijk veel ontmoetingen",
  "for review": "te beoordelen",
  Active: "actief",
  FollowUp: "in opvolging",
  ClosedReferred: "gesloten, doorverwezen",
  Closed: "gesloten",
  same: "dezelfde",
  different: "verschillend",
  unsure: "onzeker",
  // evidence families
  "co-movement": "samen bewegen",
  circuit: "kringloop",
  "regular stays": "regelmatige verblijven",
  "switching rate": "wisseltempo",
  "shared identifier": "gedeeld kenmerk",
  "declaration or actual": "aangifte of vastgesteld slachtoffer",
  "two signals": "signalen van twee organisaties",
  // displacement: what has to be said with the numbers, and its table of robustness
  "next door is by distance between points: no boundaries were imported":
    "buurgemeenten zijn gekozen op afstand tussen punten: er zijn geen gemeentegrenzen ingelezen",
  "the measure came after a peak: part of the fall here may be no more than the end of it":
    "de maatregel kwam na een piek: een deel van de daling hier kan niet meer zijn dan het einde daarvan",
  "half-years vary more than fortnights show: errors are made from towns where no measure was":
    "halve jaren wisselen meer dan tweewekelijkse tellingen laten zien: de marges komen van gemeenten zonder maatregel",
  "the persons can't be judged: too short a time before the measure, or nobody known":
    "over de personen is niets te zeggen: te kort gekeken voor de maatregel, of niemand bekend",
  "no controls data: how hard was looked is unknown, so never above step 1":
    "geen controlegegevens: hoeveel er gekeken is, is onbekend, dus nooit boven trede 1",
  "a campaign or training changes how much is reported, not what happens":
    "een campagne of training verandert hoeveel er gemeld wordt, niet wat er gebeurt",
  "no towns far away to compare with": "geen gemeenten ver weg om mee te vergelijken",
  "there is no town further out that could be looked at": "verder weg is er geen gemeente om naar te kijken",
  "ring 1 and 2": "ring 1 en 2",
  "effort coefficient 1": "inzet telt volledig mee",
  "effort coefficient 0.5": "inzet telt half mee",
  placebos: "placebo's",
  // what if
  "without the weakest uncertain link": "zonder de zwakste onzekere koppeling",
  "without all uncertain links": "zonder alle onzekere koppelingen",
  "without any one member": "zonder één van de leden",
  "not beyond chance": "niet meer dan toeval",
  "not found as a group": "niet als groep gevonden",
  "fewer than two persons are left who were seen in two towns":
    "er blijven minder dan twee personen over die in twee gemeenten gezien zijn",
  "no stay is proven short: seasonal work reads the same":
    "van geen verblijf staat vast dat het kort was: seizoenswerk ziet er hetzelfde uit",
  "movement alone: no shared identifier, declaration, actual status or second signal":
    "alleen beweging: geen gedeeld kenmerk, aangifte, vastgesteld slachtoffer of tweede signaal",
  "rests on one operation": "rust op één actie",
  "a member has more encounters than is plausible": "een lid heeft onwaarschijnlijk veel ontmoetingen",
  "a weak link joins towns seen apart": "een zwakke koppeling verbindt gemeenten die los gezien zijn",
  "people who tour or work together on their own account (the data don't tell this apart)":
    "mensen die uit eigen beweging samen rondreizen of werken (dat is uit de gegevens niet te onderscheiden)",
};

const EN: Record<string, string> = {
  reappearance: "Reappearance",
  rotation: "Rotation",
  relocation: "Relocation",
  displacement: "Displacement",
  fact: "Fact",
  pattern: "Pattern",
  flagged: "Flagged",
  none: "Lapsed",
  PossibleVictimOfTrafficking: "possible victim",
  ActualVictimOfTrafficking: "victim",
  NotAVictimOfTrafficking: "not a victim",
  Unassessed: "not assessed",
  V: "woman",
  M: "man",
  X: "other",
};

const comma = (said: string | undefined) => (said ?? "").replace(".", ",");

/** Sentences with something of the data in them: what the service says, and how Dutch says it. */
const NL_SENTENCES: readonly (readonly [RegExp, (m: RegExpMatchArray) => string])[] = [
  // What has to be said with a displacement.
  [
    /^a change next door of (\d+) events \((\d+)% of what was expected\) would have been found four times in five$/,
    (m) => `een verandering bij de buren van ${m[1]} ontmoetingen (${m[2]}% van wat te verwachten was) zou vier van de vijf keer gevonden zijn`,
  ],
  [/^a drift that began before the measure could make (\d+) events next door$/, (m) => `een verloop van voor de maatregel kan bij de buren ${m[1]} ontmoetingen verklaren`],
  [
    /^persons met here in the half year before, and next door only afterwards: (\d+), where ([\d.]+) were to be expected \(one-sided p ([\de.-]+), (\d+) earlier dates\)$/,
    (m) =>
      `personen die hier in het halve jaar ervoor gezien zijn en pas daarna bij de buren: ${m[1]}, waar er ${comma(m[2])} te verwachten waren (eenzijdige p ${comma(m[3])}, ${m[4]} eerdere data)`,
  ],
  [/^(\d+) effective placebos$/, (m) => `${m[1]} effectieve placebo's`],
  [
    /^the answer depends on the scale: ([+-]\d+) events next door if towns change by as many events, a ratio of ([\d.]+) if they change in proportion$/,
    (m) =>
      `het antwoord hangt af van de maat: ${m[1]} ontmoetingen bij de buren als gemeenten met evenveel ontmoetingen veranderen, een verhouding van ${comma(m[2])} als ze naar evenredigheid veranderen`,
  ],
  [/^(\d+) events dated only to the year are left out$/, (m) => `${m[1]} ontmoetingen waarvan alleen het jaar bekend is, tellen niet mee`],
  [/^(\d+) events of joint operations are counted apart$/, (m) => `${m[1]} ontmoetingen bij gezamenlijke acties zijn apart geteld`],
  [/^compared only until (\S+), when measure (.+) began nearby$/, (m) => `vergeleken tot ${m[1]}, toen maatregel ${m[2]} in de buurt begon`],
  [
    /^measure (.+) of (\S+) falls into the time compared(, and changes how much is reported)?$/,
    (m) => `maatregel ${m[1]} van ${m[2]} valt binnen de vergeleken tijd${m[3] ? ", en verandert hoeveel er gemeld wordt" : ""}`,
  ],
  [/^left out of the comparison, changed by another measure: (.+)$/, (m) => `niet vergeleken, want veranderd door een andere maatregel: ${m[1]}`],
  [/^the last (\d+) days of the data are left out: registers report late$/, (m) => `de laatste ${m[1]} dagen tellen niet mee: registers melden laat`],
  [/^(\d+) of (\d+) days after the measure are compared$/, (m) => `${m[1]} van ${m[2]} dagen na de maatregel zijn vergeleken`],
  [
    /^next door is by distance between points for (.+): not in the boundaries that were imported$/,
    (m) => `buurgemeenten van ${m[1]} zijn gekozen op afstand tussen punten: niet in de ingelezen gemeentegrenzen`,
  ],
  [
    /^(.+) went into (.+) on (\S+): counted as the whole of it throughout$/,
    (m) => `${m[1]} ging op ${m[3]} op in ${m[2]}: steeds geteld als geheel daarvan`,
  ],
  [/^placebos: (\d+) effective ones, and (\d+) are needed$/, (m) => `placebo's: ${m[1]} effectieve, en er zijn er ${m[2]} nodig`],
  [
    /^placebos: ([\d.]+) of (\d+) effective ones \(.+\) rose as much$/,
    (m) => `placebo's: een deel van ${comma(m[1])} van ${m[2]} effectieve (gemeenten en data zonder maatregel) steeg net zo sterk`,
  ],
  [/^(.+): nothing is left$/, (m) => `${value(m[1])}: er blijft niets over`],
  [/^(.+): ([+-]\d+) events next door \(([+-]\d+) to ([+-]\d+)\)$/, (m) => `${value(m[1])}: ${m[2]} ontmoetingen bij de buren (${m[3]} tot ${m[4]})`],
  // What remains of a rotation.
  [/^with links from ([\d.]+)$/, (m) => `met koppelingen vanaf ${m[1]?.replace(".", ",")}`],
  [/^without register (.+)$/, (m) => `zonder register ${m[1]}`],
  [/^without (.+)$/, (m) => `zonder ${m[1]}`],
  [/^with a window of (\d+) days$/, (m) => `met een venster van ${m[1]} dagen`],
  [/^no circuit of (\d+) towns was closed$/, (m) => `geen kringloop van ${m[1]} gemeenten sloot zich`],
  [/^rests on (\d+) register, not (\d+)$/, (m) => `rust op ${m[1]} register, niet op ${m[2]}`],
  [/^step (\d)$/, (m) => `Trede ${m[1]}`],
  // Benign readings: what it may be, and what of the data says so.
  [/^(.+); or (.+)$/, (m) => `${value(m[1])}; of ${value(m[2])}`],
  [/^two residents taken for one person \((.+)\)$/, (m) => `twee bewoners die voor één persoon zijn aangezien (${value(m[1])})`],
  [/^moved by care or reception \((\d+)% of .+\)$/, (m) => `verplaatst door zorg of opvang (${m[1]}% van de ontmoetingen bij opvang of intake)`],
  [/^met on raid days and at events \((\d+)% of .+\)$/, (m) => `gezien bij acties en drukte (${m[1]}% van de ontmoetingen in acties of op drukke dagen)`],
  [/^seasonal work \((\d+)% of stays of about (\d+) days or longer\)$/, (m) => `seizoenswerk (${m[1]}% van de verblijven duurt ongeveer ${m[2]} dagen of langer)`],
  [/^commuting \((\d+)% of hops between (.+) and (.+), near each other\)$/, (m) => `heen en weer reizen (${m[1]}% van de overgangen is tussen ${m[2]} en ${m[3]}, dicht bij elkaar)`],
  [/^each touring on her own account \((\d+)% of sightings with no other member near\)$/, (m) => `ieder reist uit eigen beweging (bij ${m[1]}% van de ontmoetingen was geen ander lid in de buurt)`],
];

/** A value of the data in the reader's words; what isn't known stays as it is. */
export function value(said: string | null | undefined): string {
  if (!said) return "–";
  const table = language.get() === "nl" ? NL : EN;
  const found = table[said];
  if (found !== undefined) return found;
  if (language.get() === "nl") {
    for (const [pattern, told] of NL_SENTENCES) {
      const match = said.match(pattern);
      if (match) return told(match);
    }
    return said;
  }
  return said.replace(/^step (\d)$/, "Step $1").replaceAll("_", " ");
}
