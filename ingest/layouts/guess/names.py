"""Names that registers give their columns, in Dutch and English; HTCDS' and the contract's own are added to them.

``STRONG`` names mean one column and no other; ``WEAK`` ones may mean several, and what stands under them decides.
"""

from collections.abc import Mapping

STRONG: Mapping[str, str] = {
    "source_id": "bronsysteem, source system, naam register, bron, register, bronregister, bronhouder, source, source register",
    "record_id": "meldingsnummer, incidentnummer, registratie id, referentienummer, reference number, zaaknummer, dossiernummer, registratienummer, volgnummer, casusnummer, zaak id, dossier id, kenmerk "
    "zaak, recordnummer, rijnummer, case number, case id, file number, record number, case reference, record id, id",
    "reporter_type": "type organisatie, reporting body type, soort melder, type melder, soort bron, type bron, soort organisatie, reporter type, type of reporter",
    "channel": "meldkanaal, kanaal, herkomst melding, wijze van melding, soort contact, meldwijze, channel, contact type",
    "observed_on": "bezoekdatum, datum bezoek, datum inzet, datum incident, incident date, visit date, seen on, datum controle, controledatum, datum gezien, gezien op, datum waarneming, waarnemingsdatum, datum "
    "contact, contactdatum, datum ontmoeting, datum aangetroffen, aangetroffen op, datum constatering, date seen, "
    "date of control, date of contact, date met, observation date, date observed, encounter date, contact date",
    "municipality": "gemeente, gemeentecode, gemeentenaam, municipality, municipality code, naam gemeente",
    "premises_kind": "soort object, categorie pand, categorie locatie, venue type, soort locatie, type locatie, locatietype, soort pand, type pand, soort plaats, aard locatie, "
    "soort inrichting, type inrichting, location type, type of location, type of premises, premises type, kind of premises",
    "premises_address": "street address, adres, straat en nummer, straat en huisnummer, adres locatie, locatieadres, adres pand, "
    "controleadres, vindplaats, adres controle, address, street and number, premises address, location address",
    "operation_id": "integrale actie, actienummer, actie, actiecode, operatie, operatienummer, actie id, integrale controle, operation, "
    "operation number, operation id, joint operation",
    "given_name": "voornaam, voornamen, roepnaam, first name, first names, given name, given names, forename, firstname",
    "name_prefix": "prefix, tussenvoegsel naam, tussenvoegsel, tussenvoegsels, voorvoegsel, voorvoegsels, name prefix, surname prefix, infix",
    "family_name": "achternaam, familienaam, geslachtsnaam, surname, last name, family name, lastname",
    "alias": "werknaam, bijnaam, alias, ook bekend als, schuilnaam, artiestennaam, aka, also known as, nickname, "
    "working name, stage name, known as",
    "birth_date": "geboortedatum, geboren, geboren op, datum geboorte, geboortedag, date of birth, birth date, dob, "
    "birthdate, born, born on, birthday",
    "sex": "gender identity, sexe, geslacht, sekse, gender, m v, m v x, man vrouw, sex",
    "nationality": "nationaliteit, nationaliteiten, staatsburgerschap, nationality, citizenship, nationaliteit land",
    "document_number": "documentnummer, paspoortnummer, identiteitsnummer, identiteitsdocument, paspoort id, "
    "identiteitsbewijs, nummer document, nummer identiteitsbewijs, nummer paspoort, id nummer, paspoort, document, "
    "reisdocument, legitimatie, legitimatiebewijs, document number, passport number, passport, id number, "
    "identity document, document no, id card number",
    "phones": "telefoon, telefoonnummer, telefoonnummers, mobiel, mobiele nummer, mobiel nummer, gsm, 06 nummer, "
    "telefoons, phone, phone number, phones, telephone, mobile, mobile phone, mobile number, cell phone",
    "emails": "e mail, email, e mailadres, emailadres, mailadres, mail, e mail address, email address",
    "advert_ids": "advertentie, advertentienummer, advertentie id, advertenties, advertentiecode, kinky nummer, "
    "advertisement, ad id, advert, advert number, ad number",
    "vehicle_plates": "kenteken, kentekens, kentekenplaat, nummerbord, license plate, licence plate, number plate, "
    "registration plate, plate, kenteken voertuig",
    "status": "beoordeling, oordeel, status slachtoffer, slachtofferstatus, duiding, inschatting, uitkomst "
    "beoordeling, assessment, victim status, trafficking status, conclusie beoordeling",
    "exploitation_form": "vorm uitbuiting, uitbuitingsvorm, soort uitbuiting, type uitbuiting, aard uitbuiting, vorm "
    "van uitbuiting, form of exploitation, type of exploitation, exploitation type, exploitation form, exploitation",
    "controller_ref": "kenmerk uitbuiter, uitbuiter, kenmerk exploitant, verdachte kenmerk, code uitbuiter, ref "
    "uitbuiter, controller, exploiter reference, suspect reference, exploiter ref, kenmerk verdachte",
    "reliability": "betrouwbaarheid, broncode, evaluatiecode, betrouwbaarheidscode, bron evaluatie, reliability, "
    "source reliability, evaluation code, 4x4 code, evaluatie",
    "legal_basis": "grondslag, wettelijke grondslag, juridische grondslag, rechtsgrond, legal basis, legal ground",
    "purpose": "doel, doelbinding, verwerkingsdoel, purpose of processing",
    "regime": "wettelijk kader, wettelijk regime, privacyregime, privacywet, avg wpg, wpg avg, legal regime, regime",
    "consent_status": "toestemming, toestemming gegeven, instemming, consent, consent given",
    "from_date": "begindatum, vanaf, startdatum, ingangsdatum periode, begin, start date, from, "
    "begin date, period start",
    "until_date": "datum tot, einddatum, tot en met, tot, eind, t m, end date, until, period end, to date, periode tot, "
    "einde",
    "controls": "aantal controles, aantal bezoeken, aantal visits, controles, bezoeken, controlebezoeken, number of "
    "visits, visits, number of controls, inspections, number of inspections",
    "hours": "uren, aantal uren, controle uren, inzeturen, bestede uren, hours, hours spent, number of hours",
    "persons_met": "personen gezien, aantal personen, aantal gezien, gesproken personen, aangetroffen personen, "
    "persons seen, number of persons, people met, persons met, aantal personen gezien",
    "intervention_id": "maatregelnummer, maatregel id, interventienummer, intervention number, measure id, "
    "maatregelcode, intervention",
    "effective_on": "ingangsdatum, datum ingang, ingaand, datum maatregel, in werking op, effective date, effective "
    "from, date of effect, datum inwerkingtreding",
    "kind": "soort maatregel, type maatregel, maatregel, soort interventie, type interventie, kind of measure, type of "
    "measure, intervention type, measure type",
    "description": "omschrijving, beschrijving, toelichting, description",
    "target_municipalities": "doelgemeenten, gemeenten, betrokken gemeenten, target municipalities, municipalities",
}  # fmt: skip

WEAK: Mapping[str, str] = {
    "record_id": "nummer, kenmerk, referentie, reference, number, code",
    "observed_on": "datum, date, wanneer, when, dag",
    "from_date": "datum, date",
    "effective_on": "datum, date",
    "municipality": "plaats, stad, locatie, city, town, place, location, plaatsnaam",
    "premises_kind": "plek, locatie, soort, type, plaats, location, place, kind, pand, branche, waar",
    "premises_address": "locatie, plek, plaats, straat, location, street, pand",
    "exploitation_form": "soort, type, vorm, aard, form",
    "family_name": "naam, name",
    "nationality": "land, country",
    "phones": "nummer, number, contactgegevens",
    "status": "status, resultaat, uitkomst, conclusie, outcome, result",
    "kind": "soort, type, kind",
    "channel": "bron melding, herkomst, soort, wijze, source type",
    "reporter_type": "melder, organisatie, organisation, reporter",
    "controls": "aantal, count",
    "persons_met": "personen, persons, people",
    "operation_id": "controle, project",
    "document_number": "id, nummer, number",
    "advert_ids": "ad, link, url",
    "sex": "m, mv",
}  # fmt: skip

ABBREVIATIONS: Mapping[str, str] = {
    "nr": "nummer", "nrs": "nummer", "no": "nummer", "num": "nummer", "tel": "telefoon", "telef": "telefoon",
    "mob": "mobiel", "geb": "geboorte", "gebd": "geboorte", "dat": "datum", "dd": "datum", "dt": "datum",
    "nat": "nationaliteit", "doc": "document", "adv": "advertentie", "gem": "gemeente", "betr": "betrouwbaarheid",
    "loc": "locatie", "opm": "opmerking", "omschr": "omschrijving", "reg": "registratie", "tv": "tussenvoegsel",
    "tussenv": "tussenvoegsel", "voorv": "voorvoegsel", "vn": "voornaam", "voorn": "voornaam", "an": "achternaam",
    "achtern": "achternaam", "fam": "familie", "kent": "kenteken", "str": "straat", "adr": "adres", "addr": "address",
    "uitb": "uitbuiting", "mut": "mutatie", "contr": "controle", "ctrl": "controle", "vlgnr": "volgnummer",
    "dosnr": "dossiernummer", "slo": "slachtoffer", "so": "slachtoffer", "org": "organisatie", "aant": "aantal",
    "paspnr": "paspoortnummer", "pasp": "paspoort", "tst": "toestemming", "exploit": "exploitation",
}  # fmt: skip
"""What people write short; also at the end of a word (``zaaknr``)."""

HEADS = frozenset({"datum", "nummer", "code", "adres", "soort", "type", "number", "date", "plaats", "land"})
"""Words that Dutch glues others to (``geboortedatum``, ``locatiesoort``)."""

FILLERS = frozenset({"de", "het", "een", "van", "the", "of", "op", "on", "in", "en", "and", "te", "dhr", "mw"})
_NEUTRAL_WORDS = (
    "slachtoffer betrokkene persoon person victim client clienten vreemdeling iso cbs gegevens bekend indien evt "
    "eventueel volgens opgave eigen verplicht optioneel optional required if known as stated jjjj yyyy mm hh "
    "waarde veld field value"
)
NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
"""Words that change nothing: the column would be about the person met anyway, and a cell is filled where it can be."""

NUMBERED = frozenset({"1", "2", "3", "4", "5"})

_OTHERS_WORDS = (
    "melder meldster meldende reporter toezichthouder toezichthouders controleur medewerker medewerkers collega "
    "agent agenten verbalisant ambtenaar officer employee user gebruiker invoer ingevoerd invoerder aangemaakt "
    "aanmaak gewijzigd wijziging mutatie created modified updated geboorteplaats geboorteland birthplace "
    "woonplaats woonadres herkomstland opmerking opmerkingen remark remarks notitie notities note notes bsn "
    "burgerservicenummer tolk interpreter advocaat lawyer arts vader moeder father mother partner kinderen child "
    "children broer zus relatie relative noodcontact emergency eigenaar owner huurder verhuurder huiseigenaar "
    "verdachte verdachten dader suspect exploitant pooier bestuurder chauffeur driver klant customer ondernemer "
    "bedrijfsnaam hulpverlener begeleider contactpersoon verwijzer organisatie organisation behandelaar geldig "
    "verval vervaldatum afgifte afgiftedatum expiry issued issue uitgegeven vertrek vertrokken aankomst arrival "
    "departure binnenkomst ouder ouders parent parents gezin"
)
OTHERS = frozenset(_OTHERS_WORDS.split())
"""Words that say that a column is about somebody or something else than the person met and the place."""
