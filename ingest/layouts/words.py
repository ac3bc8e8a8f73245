"""What the words of Dutch and English registers mean in the closed vocabularies of the contract.

A word stands here only where it means one thing. Words are compared without case, accents and punctuation at their
ends. A word that isn't here is never translated: a wrong status or form does more harm than a missing one.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

from graph.model import (
    Channel,
    Consent,
    ExploitationForm,
    InterventionKind,
    PremisesKind,
    Regime,
    ReporterType,
    Status,
)
from ingest.fields import nationality, sex

_WORDS: Mapping[str, Mapping[str, str]] = {
    "status": {
        Status.POSSIBLE: "vermoedelijk slachtoffer, mogelijk slachtoffer, vermoeden, vermoed, vermoedelijk, mogelijk, "
        "mogelijk slachtoffer mensenhandel, signalen, wel signalen, signaal, possible victim, presumed victim, "
        "potential victim, possible, presumed, suspected, suspected victim, presumed victim of trafficking",
        Status.ACTUAL: "vastgesteld slachtoffer, vastgesteld, bevestigd, bevestigd slachtoffer, erkend slachtoffer, "
        "slachtoffer, slachtoffer mensenhandel, identified victim, confirmed victim, confirmed, actual victim, "
        "identified, victim",
        Status.NOT: "geen signaal, geen signalen, geen slachtoffer, geen, geen vermoeden, niet, geen bijzonderheden, "
        "geen aanwijzingen, no victim, not a victim, none, no indications, no signals, negative",
        Status.UNASSESSED: "nog niet beoordeeld, niet beoordeeld, onbeoordeeld, te beoordelen, nog te beoordelen, "
        "unassessed, not assessed, to be assessed, not yet assessed",
    },
    "premises_kind": {
        PremisesKind.WINDOW: "raam, raamprostitutie, raambordeel, window brothel, window prostitution",
        PremisesKind.CLUB: "seksclub, bordeel, nachtclub, prive-club, privehuis, brothel, sex club, seksinrichting",
        PremisesKind.HOTEL: "pension, hostel, motel, logement, guesthouse, b&b",
        PremisesKind.MASSAGE: "massagesalon, massage/beauty, beautysalon, massagehuis, massage salon, massage parlour, "
        "massage parlor, salon",
        PremisesKind.PRIVATE_HOME: "woning, huis, prive woning, privewoning, thuis, thuiswerk, woonhuis, appartement, "
        "prive, home, house, private home, apartment, flat, residence, particuliere woning",
        PremisesKind.ESCORT: "escortbureau, escort service",
        PremisesKind.STREET: "straat, op straat, straatprostitutie, tippelzone, openbare weg, outdoors, on the street",
        PremisesKind.WORK_SITE: "werkplek, bedrijf, werkvloer, werklocatie, bouwplaats, werkplaats, workplace, "
        "work place, company, business, construction site, bedrijfspand",
        PremisesKind.VEHICLE: "voertuig, auto, camper, bus, car, van",
        PremisesKind.ONLINE: "internet, website, advertentiesite, webcam, web",
        PremisesKind.SHELTER: "opvang, noodopvang, vrouwenopvang, safe house, opvanghuis, maatschappelijke opvang",
        PremisesKind.RECEPTION_CENTRE: "azc, asielzoekerscentrum, coa locatie, coa-locatie, asylum centre, "
        "asylum seekers centre, asielopvang",
        PremisesKind.OTHER: "anders, overig, overige, andere, elders",
    },
    "exploitation_form": {
        ExploitationForm.SEXUAL: "seksueel, seksuele uitbuiting, seks, sex, prostitutie, sexual exploitation, "
        "sexualexploitation, sekswerk",
        ExploitationForm.LABOUR: "arbeid, arbeidsuitbuiting, werk, labor, forced labour, forced labor, labour "
        "exploitation, labor exploitation, dwangarbeid, overige uitbuiting arbeid, forcedlabour, childlabour, servitude",
        ExploitationForm.CRIMINAL: "crimineel, criminele uitbuiting, criminaliteit, criminal exploitation, "
        "forced criminality",
        ExploitationForm.ORGAN_REMOVAL: "orgaanverwijdering, organen, orgaanhandel, organ removal, organ trafficking, "
        "organremoval",
        ExploitationForm.BEGGING: "bedelarij, bedelen, gedwongen bedelarij, forced begging, forcedbegging",
        ExploitationForm.OTHER: "anders, overig, overige, andere, forcedmarriage, forcedadoption, surrogacy, "
        "forcedmilitarybynonstateactors, gedwongen huwelijk, forced marriage",
        ExploitationForm.UNKNOWN: "onbekend, niet bekend, ?, n.n.b., nnb, not known, unclear, onduidelijk",
    },
    "channel": {
        Channel.CONTROL: "controle, toezicht, bestuurlijke controle, inspectie, huisbezoek, inspection, check",
        Channel.SIGNAL: "melding, tip, signalering, signaal, report, notification",
        Channel.DECLARATION: "aangifte, formal complaint, criminal complaint",
        Channel.INTAKE: "intakegesprek, aanmelding, intake interview",
        Channel.ADVERT: "advertentie, ad, advertisement, online advertentie",
        Channel.OTHER: "anders, overig, overige",
    },
    "reporter_type": {
        ReporterType.MUNICIPALITY: "gemeente, toezicht en handhaving, boa, city, local authority",
        ReporterType.POLICE: "politie",
        ReporterType.KMAR: "koninklijke marechaussee, marechaussee",
        ReporterType.PROSECUTION: "openbaar ministerie, om, public prosecution service, prosecutor",
        ReporterType.LABOUR_INSPECTORATE: "arbeidsinspectie, nederlandse arbeidsinspectie, inspectie szw, nla, isz, "
        "labour inspectorate, labor inspectorate",
        ReporterType.TAX: "belastingdienst, tax administration, tax authority",
        ReporterType.IMMIGRATION: "ind, immigratiedienst, immigration service",
        ReporterType.RECEPTION: "coa, opvangorganisatie",
        ReporterType.EDUCATION: "onderwijs, school",
        ReporterType.CARE: "zorg, hulpverlening, zorgcoordinatie, zorgcoordinator, ngo, care organisation",
        ReporterType.HOTLINE: "meldpunt, meld misdaad anoniem, mma",
        ReporterType.RESIDENT: "bewoner, burger, inwoner, buurtbewoner, citizen",
        ReporterType.PLATFORM: "advertentieplatform, advertising platform",
        ReporterType.OTHER: "anders, overig, overige",
    },
    "regime": {Regime.AVG: "gdpr, avg/gdpr", Regime.WPG: "wet politiegegevens, police data act"},
    "consent_status": {
        Consent.GIVEN: "ja, gegeven, akkoord, toestemming gegeven, verleend, yes, true, j, y, consented",
        Consent.REFUSED: "nee, geweigerd, niet gegeven, geen toestemming, no, false, n, denied, withdrawn, ingetrokken",
        Consent.UNKNOWN: "onbekend, niet gevraagd, not asked, not known",
        Consent.NOT_REQUIRED: "niet nodig, niet vereist, n.v.t., nvt, not needed, not applicable, n/a",
    },
    "sex": {
        "V": "vrouwelijk, vr, woman, vrw, mevrouw, mw, transvrouw",
        "M": "mannelijk, dhr, de heer, transman",
        "X": "anders, overig, non-binair, nonbinair, non-binary, other, nonbinary",
    },
    "kind": {
        InterventionKind.CLOSURE: "sluiting, sluiting pand, closing, gesloten",
        InterventionKind.WINDOW_CLOSURE: "sluiting ramen, raamsluiting, ramen gesloten, window closure, closing of windows",
        InterventionKind.RAID: "inval, actie, integrale actie, actiedag",
        InterventionKind.INSPECTION_WAVE: "controleactie, extra controles, handhavingsactie, inspection wave, "
        "extra inspections",
        InterventionKind.PERMIT_CHANGE: "vergunning, vergunningwijziging, wijziging vergunning, permit change",
        InterventionKind.OUTREACH: "voorlichting, veldwerk",
        InterventionKind.POLICY: "beleid, beleidswijziging, nieuw beleid, policy change",
        InterventionKind.CAMPAIGN: "campagne, publiekscampagne",
        InterventionKind.TRAINING: "scholing, opleiding, cursus",
        InterventionKind.OTHER: "anders, overig, overige",
    },
}  # fmt: skip

_PEOPLES = (
    "NL nederlandse nederlands dutch; BE belgische belg belgian; DE duitse duits german; FR franse frans french; "
    "GB britse brits british engelse english; ES spaanse spaans spanish; PT portugese portugees portuguese; "
    "IT italiaanse italiaans italian; RO roemeense roemeens romanian; BG bulgaarse bulgaars bulgarian; "
    "HU hongaarse hongaars hungarian; PL poolse pools polish; CZ tsjechische tsjechisch czech; "
    "SK slowaakse slowaaks slovak; SI sloveense sloveens slovenian; HR kroatische kroatisch croatian; "
    "RS servische servisch serbian; BA bosnische bosnisch bosnian; AL albanese albanees albanian; "
    "GR griekse grieks greek; TR turkse turks turkish; UA oekraiense oekraiens ukrainian; RU russische russisch russian; "
    "BY belarussische belarussisch belarusian; MD moldavische moldavisch moldovan; LT litouwse litouws lithuanian; "
    "LV letse lets latvian; EE estse ests estonian; NG nigeriaanse nigeriaans nigerian; GH ghanese ghanees ghanaian; "
    "SL sierraleoonse; GN guineese guinees guinean; GM gambiaanse gambiaans gambian; CM kameroense cameroonian; "
    "UG oegandese oegandees ugandan; KE keniaanse keniaans kenyan; ET ethiopische ethiopisch ethiopian; "
    "ER eritrese eritrees eritrean; SO somalische somalisch somali; MA marokkaanse marokkaans moroccan; "
    "DZ algerijnse algerijns algerian; TN tunesische tunesisch tunisian; EG egyptische egyptisch egyptian; "
    "SY syrische syrisch syrian; IQ iraakse iraaks iraqi; IR iraanse iraans iranian; AF afghaanse afghaans afghan; "
    "PK pakistaanse pakistaans pakistani; IN indiase indiaas indian; CN chinese chinees; VN vietnamese vietnamees; "
    "TH thaise thais thai; PH filipijnse filipijns filipino; ID indonesische indonesisch indonesian; "
    "BR braziliaanse braziliaans brazilian; CO colombiaanse colombiaans colombian; VE venezolaanse venezolaans venezuelan; "
    "DO dominicaanse dominican; PE peruaanse peruaans peruvian; SR surinaamse surinaams surinamese; "
    "US amerikaanse amerikaans american; AM armeense armeens armenian; GE georgische georgisch georgian; "
    "KZ kazachse kazachstaanse kazakh; XK kosovaarse kosovar; MK macedonische macedonian; ME montenegrijnse montenegrin"
)

VOCABULARY = frozenset({*_WORDS, "nationality"})
"""Columns whose words are of a closed vocabulary: the only ones for which words of a file are ever written down."""

_ACCEPTED: Mapping[str, frozenset[str]] = {
    "status": frozenset(Status),
    "premises_kind": frozenset(PremisesKind),
    "exploitation_form": frozenset(ExploitationForm),
    "channel": frozenset(Channel),
    "reporter_type": frozenset(ReporterType),
    "regime": frozenset(Regime),
    "consent_status": frozenset(Consent),
    "kind": frozenset(InterventionKind),
}


def is_accepted(column: str, word: str) -> bool:
    """Whether a word of a vocabulary column is taken as it stands, without a layout."""
    if column == "sex":
        return sex.clean(word) is not None or word.casefold() in sex.SAYS_NOTHING
    if column == "nationality":
        return nationality.clean(word) is not None
    return word in _ACCEPTED[column]


def meaning(column: str, word: str) -> str | None:
    """Canonical word for a register's own; None where it isn't known, or the column has no vocabulary.

    Examples
    --------
    >>> meaning("premises_kind", "Massagesalon")
    'massage'
    >>> meaning("status", "zie dossier") is None
    True
    """
    return _table(column).get(plain(word)) if column in VOCABULARY else None


def plain(word: str) -> str:
    """Word without case, accents, repeated blanks, and punctuation at its ends."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    bare = " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
    return bare.strip(" .,;:!-_'\"()") or bare


@lru_cache
def _table(column: str) -> dict[str, str]:
    if column == "nationality":
        return _nationalities()
    found: dict[str, str] = {}
    for canonical, words in _WORDS[column].items():
        found[plain(str(canonical))] = str(canonical)
        for word in words.split(", "):
            found.setdefault(plain(word), str(canonical))
    return found


def _nationalities() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("nl", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and nationality.clean(code):
                found.setdefault(plain(name), code)
    for line in _PEOPLES.split("; "):
        code, *words = line.split()
        found.update(dict.fromkeys(words, code))
    return found
