"""« Paramétrage de la structure »: one fieldset at a time, by who may, and nobody's work lost (source 002 p. 4-7)."""

import pytest
from sqlalchemy import select

from portal.audit.models import JournalRow
from portal.audit.rules import Event
from portal.db import reading, transaction
from portal.limits import Limit
from portal.medimail.mailboxes.record.rules.acts import TOO_OFTEN
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.structures import store
from portal.medimail.structures.models import Contact
from portal.medimail.structures.rules.settings import NumberKind
from portal.registers.models import Commune, Departement, Establishment, PostalCode, Region
from tests.attacks.crowd import at_once, cookies_of, post
from tests.registers.test_geocoding import PLACE, collection, geocoder  # noqa: F401 - a fixture, shared

FINESS, ENTITY, SIRET = "810000521", "810000380", "26810005400181"
IDENTITY = {"nom": "CHIC", "type_numero": "", "numero": "", "telephone": ""}
NOWHERE = {"adresse": "", "complement": "", "code_postal": "", "commune": ""}
LIMITS = {"mss_domaine": "chic.mssante.fr", "mss_per": "-1", "mss_org": "10", "mss_app": "0"}


@pytest.fixture
def registers(app):
    """A hospital and a few communes, among which two share a postal code."""
    towns = [("81065", "Castres", "81100"), ("81163", "Mazamet", "81200"), ("81021", "Aussillon", "81200")]
    with transaction() as session:
        session.add(Region(code="76", name="Occitanie"))
        session.flush()
        session.add(Departement(code="81", name="Tarn", region_code="76"))
        session.flush()
        for code, name, postal_code in towns:
            session.add(
                Commune(
                    code=code,
                    name=name,
                    postal_codes=postal_code,
                    departement_code="81",
                    search=f" {name.lower()}",
                    current=True,
                )
            )
            session.flush()
            session.add(PostalCode(postal_code=postal_code, commune_code=code))
        session.add(
            Establishment(
                finess_et=FINESS, finess_ej=ENTITY, siret=SIRET, name="CHIC CASTRES-MAZAMET", routing="", search=" chic"
            )
        )


def at(structure, act=""):
    return f"/structures/{structure.id}/parametrage{act}"


def read(structure):
    with reading() as session:
        return store.get(session, structure.id)


def journal():
    with reading() as session:
        query = select(JournalRow).where(JournalRow.event == Event.STRUCTURE_CHANGED.value).order_by(JournalRow.id)
        return session.scalars(query).all()


def section(page, name):
    return " ".join(page.soup.select_one(f"#{name}").get_text().split())


# Identité


def test_the_identity_is_saved_and_told_in_the_journal(tree, desk):
    page = desk.open(at(tree.mother)).submit({**IDENTITY, "telephone": "05.63.71 63 71"})
    assert "L’identité est enregistrée." in page.text
    saved = read(tree.mother)
    assert (saved.name, saved.folded, saved.phone) == ("CHIC", "chic", "0563716371")
    assert '"name":"CHIC Castres-Mazamet"' in journal()[0].before
    assert '"phone":"0563716371"' in journal()[0].after
    assert "domain" not in journal()[0].after


@pytest.mark.parametrize(
    ("kind", "number", "told"),
    [
        ("finess", FINESS, "CHIC CASTRES-MAZAMET"),
        ("finess", ENTITY, "entité juridique de CHIC"),
        ("siret", SIRET, "CHIC CASTRES-MAZAMET"),
        ("siren", SIRET[:9], "entité juridique de CHIC"),
    ],
)
def test_a_number_of_the_register_is_saved_with_the_name_that_bears_it(registers, tree, desk, kind, number, told):
    page = desk.open(at(tree.mother)).submit({**IDENTITY, "type_numero": kind, "numero": f" {number[:3]} {number[3:]}"})
    assert told in section(page, "identite")
    assert (read(tree.mother).number_kind, read(tree.mother).number) == (NumberKind(kind), number)


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("finess", "310000005", "n’est pas au registre"),
        ("finess", "310000001", "clé"),
        ("finess", "31", "9 caractères"),
        ("siren", "123", "9 chiffres"),
        ("siret", "", "14 chiffres"),
        ("", FINESS, "Choisissez le registre"),
        ("rpps", FINESS, "Choisissez le registre"),
    ],
)
def test_a_number_that_will_not_do_says_why(registers, tree, desk, kind, number, said):
    page = desk.open(at(tree.mother)).submit({**IDENTITY, "type_numero": kind, "numero": number})
    assert page.status == 422
    assert said in page.errors[0]
    assert page.soup.title.get_text().startswith("Erreur")
    assert page.soup.select_one(".error-summary a")
    assert read(tree.mother).number is None


def test_a_siren_that_the_register_does_not_name_is_kept_and_said_unverified(registers, tree, desk):
    page = desk.open(at(tree.mother)).submit({**IDENTITY, "type_numero": "siren", "numero": "552100554"})
    assert read(tree.mother).number == "552100554"
    assert "Absent du registre FINESS" in section(page, "identite")


@pytest.mark.parametrize("phone", ["12", "0000000000", "06 12 34 56 7", "+0612345678"])
def test_a_telephone_number_that_cannot_be_dialled_says_why(tree, desk, phone):
    assert "dix chiffres" in desk.open(at(tree.mother)).submit({**IDENTITY, "telephone": phone}).errors[0]


def test_the_name_of_a_structure_is_no_address_and_the_one_it_has_remains(tree, desk):
    link = "Votre compte expire https://evil.example/connexion"
    page = desk.open(at(tree.mother)).submit({**IDENTITY, "nom": link})
    assert (page.status, "ni adresse web" in page.errors[0]) == (422, True)
    assert read(tree.mother).name == tree.mother.name
    with transaction() as session:
        store.get(session, tree.mother.id).name = "CH www.chic-cm.fr"
    page = desk.open(at(tree.mother)).submit({**IDENTITY, "nom": "CH www.chic-cm.fr", "telephone": "0563716371"})
    assert read(tree.mother).phone == "0563716371"


def test_two_sisters_do_not_bear_one_name(tree, grades):
    page = grades.open(at(tree.stranger)).submit({**IDENTITY, "nom": "chic castres mazamet", "domaine": ""})
    assert page.status == 422
    assert "choisissez un autre nom" in page.errors[0]


def test_the_mother_and_the_domain_are_the_grades_s_alone_to_change(tree, grades, desk):
    page = desk.open(at(tree.mother))
    assert page.soup.select_one("#domaine") is None
    assert "ne sont modifiables que par le GRADeS" in page.text
    page.submit({**IDENTITY, "domaine": "evil.example", "mere": "0"})
    assert read(tree.mother).domain == ""
    grades.open(at(tree.mother)).submit({**IDENTITY, "domaine": "@CHIC-CM.fr"})
    assert read(tree.mother).domain == "chic-cm.fr"
    assert "chic-cm.fr" in desk.open(at(tree.mother)).text


@pytest.mark.parametrize("domain", ["chic", "chic cm.fr", "-x.fr", "é.fr", "x" * 64 + ".fr"])
def test_a_domain_that_is_none_says_why(tree, grades, domain):
    assert "comme ch-exemple.fr" in grades.open(at(tree.mother)).submit({**IDENTITY, "domaine": domain}).errors[0]


# Localisation


def test_the_commune_departement_and_region_follow_from_the_postal_code(registers, tree, desk):
    page = desk.open(at(tree.mother)).submit({**NOWHERE, "adresse": "6 avenue de la Montagne", "code_postal": "81 100"})
    saved = read(tree.mother)
    assert (saved.postal_code, saved.city, saved.departement_code, saved.region_code) == (
        "81100",
        "Castres",
        "81",
        "76",
    )
    assert "Tarn" in section(page, "localisation")
    assert "Occitanie" in section(page, "localisation")


def test_an_address_written_whole_fills_the_rest(registers, tree, desk):
    desk.open(at(tree.mother)).submit({**NOWHERE, "adresse": "6 Avenue de la Montagne Noire 81100 Castres"})
    saved = read(tree.mother)
    assert (saved.address, saved.postal_code, saved.city) == ("6 Avenue de la Montagne Noire", "81100", "Castres")


def test_a_postal_code_of_several_communes_asks_which(registers, tree, desk):
    page = desk.open(at(tree.mother)).submit({**NOWHERE, "code_postal": "81200"})
    assert page.status == 422
    assert "Aussillon, Mazamet" in page.errors[0]
    page.submit({**NOWHERE, "code_postal": "81200", "commune": "mazamet"})
    assert read(tree.mother).city == "Mazamet"


@pytest.mark.parametrize(
    ("postal_code", "city", "said"),
    [
        ("8110", "Castres", "cinq chiffres"),
        ("81100", "Albi", "est celui de"),
        ("81999", "", "saisissez aussi la commune"),
        ("81999", "Lyon", "Aucune commune de ce nom dans le département 81"),
        ("", "Castres", "cinq chiffres"),
    ],
)
def test_a_place_that_does_not_hold_together_says_why(registers, tree, desk, postal_code, city, said):
    page = desk.open(at(tree.mother)).submit({**NOWHERE, "code_postal": postal_code, "commune": city})
    assert page.status == 422
    assert said in page.errors[0]


def test_a_cedex_finds_its_departement_by_its_town(registers, tree, desk):
    desk.open(at(tree.mother)).submit({**NOWHERE, "code_postal": "81108", "commune": "CASTRES CEDEX 3"})
    saved = read(tree.mother)
    assert (saved.city, saved.departement_code) == ("CASTRES CEDEX 3", "81")


def test_without_a_register_what_is_typed_is_kept(tree, desk):
    desk.open(at(tree.mother)).submit({**NOWHERE, "code_postal": "81100", "commune": "Castres"})
    assert (read(tree.mother).city, read(tree.mother).departement_code) == ("Castres", None)


def test_an_address_is_completed_by_the_communes_of_its_postal_code(registers, tree, desk):
    page = desk.send("GET", at(tree.mother, "/adresses?adresse=2+rue+Neuve+81200"))
    assert "2 rue Neuve 81200 Aussillon" in page.text
    assert "2 rue Neuve 81200 Mazamet" in page.text
    assert "option" not in desk.send("GET", at(tree.mother, "/adresses?adresse=<b>")).text


def test_what_the_geocoder_answers_is_shown_as_text(geocoder, tree, desk):  # noqa: F811
    geocoder.body = collection({**PLACE, "name": '"><img src=x onerror=alert(1)>'})
    page = desk.send("GET", at(tree.mother, "/adresses?adresse=10+rue+des+ponts"))
    assert "&lt;img" in page.text
    assert "<img" not in page.text


def test_nobody_beyond_the_reach_makes_the_portal_ask_the_geocoder(geocoder, tree, desk, client):  # noqa: F811
    desk.send("GET", at(tree.stranger, "/adresses?adresse=10+rue+des+ponts"))
    client.send("GET", at(tree.mother, "/adresses?adresse=10+rue+des+ponts"))
    assert geocoder.asked == []


# Notifications


def test_the_four_defaults_are_saved(tree, desk):
    page = desk.open(at(tree.mother))
    assert "ne doit pas être désactivée si vous utilisez un client email" in page.text
    page.submit({"notify_daily": "y", "notify_opening": "y"})
    saved = read(tree.mother)
    kept = (saved.notify_each, saved.notify_daily, saved.notify_shared, saved.notify_opening)
    assert kept == (False, True, False, True)


def test_a_new_contact_is_told_by_whom_they_were_added_and_to_whom_to_say_no(medimail, tree, sign_in, mailbox):
    author = medimail.administrator(tree.mother)
    desk = sign_in(author)
    for _ in range(2):
        desk.open(at(tree.mother)).submit({"contact_nom": "Équipe MSS", "contact_courriel": "mss@chic-cm.fr"})
    text = " ".join("".join(mailbox.texts("mss@chic-cm.fr")).split())
    assert text.count("Bonjour") == 1
    assert f"{author.full_name} a ajouté cette adresse" in text
    assert tree.mother.name in text
    assert author.email in text


def test_the_mother_is_named_in_the_settings_even_out_of_reach(medimail, tree, sign_in, desk):
    assert tree.mother.name in sign_in(medimail.administrator(tree.daughter)).open(at(tree.daughter)).text
    assert tree.mother.name in desk.open(at(tree.daughter)).text


def test_a_contact_is_added_and_removed(tree, desk):
    page = desk.open(at(tree.mother)).submit({"contact_nom": "Équipe MSS", "contact_courriel": "MSS@chic-cm.fr"})
    assert "mss@chic-cm.fr" in section(page, "notifications")
    assert '"contact":"mss@chic-cm.fr"' in journal()[0].after
    page.press("Retirer")
    assert "Aucun contact" in section(page, "notifications")
    assert '"contact":"mss@chic-cm.fr"' in journal()[1].before


@pytest.mark.parametrize(
    ("name", "email", "said"),
    [
        ("", "a@b.fr", "nom du contact"),
        ("A", "", "adresse du contact"),
        ("A", "a b@c.fr", "sans espace"),
        ("A", "a", "@"),
        ("Votre compte sera coupé, appelez le 08 99 00 00 00,", "a@b.fr", "retirez ou remplacez"),
        ("https://evil.example", "a@b.fr", "retirez ou remplacez"),
        ("Votre compte sera coupé " * 4, "a@b.fr", "80 caractères au plus"),
    ],
)
def test_a_contact_that_cannot_be_told_says_why(tree, desk, name, email, said):
    page = desk.open(at(tree.mother)).submit({"contact_nom": name, "contact_courriel": email})
    assert page.status == 422
    assert said in page.errors[0]


def test_a_contact_is_added_once_and_twenty_are_the_most(tree, desk):
    with transaction() as session:
        session.add_all(Contact(structure_id=tree.mother.id, email=f"c{n}@b.fr", name=f"C{n}") for n in range(19))
    desk.open(at(tree.mother)).submit({"contact_nom": "A", "contact_courriel": "a@b.fr"})
    again = desk.submit({"contact_nom": "A", "contact_courriel": "a@b.fr"})
    assert "déjà prévenue" in again.errors[0]
    assert "20 contacts au plus" in again.submit({"contact_nom": "B", "contact_courriel": "b@b.fr"}).errors[0]


def test_a_contact_added_and_removed_for_ever_is_written_to_a_few_times(tree, desk, configure):
    configure(limit_notices=Limit.parse("2/1h"))
    desk.open(at(tree.mother))
    for _ in range(2):
        desk.submit({"contact_nom": "Équipe MSS", "contact_courriel": "a@b.fr"}).press("Retirer")
    assert desk.submit({"contact_nom": "Équipe MSS", "contact_courriel": "a@b.fr"}).status == 422
    assert TOO_OFTEN in desk.response.text
    assert "Aucun contact" in section(desk.open(at(tree.mother)), "notifications")
    desk.submit({"contact_nom": "Équipe MSS", "contact_courriel": "c@d.fr"})
    assert "c@d.fr" in section(desk, "notifications")


def test_one_session_does_not_write_to_everybody(tree, desk, configure):
    configure(limit_links=Limit.parse("2/1h"))
    desk.open(at(tree.mother))
    for n in range(2):
        desk.submit({"contact_nom": "Équipe MSS", "contact_courriel": f"a{n}@b.fr"})
    assert desk.submit({"contact_nom": "Équipe MSS", "contact_courriel": "a2@b.fr"}).status == 422
    assert TOO_OFTEN in desk.response.text


def test_the_contact_of_another_structure_is_not_removed(tree, desk):
    with transaction() as session:
        other = Contact(structure_id=tree.stranger.id, email="a@b.fr", name="A")
        session.add(other)
    desk.open(at(tree.mother)).post(at(tree.mother, f"/contacts/{other.id}/retirer"))
    with reading() as session:
        assert session.get(Contact, other.id)


# MSSanté, Office 365


def test_the_grades_sets_the_domain_and_the_maxima_and_others_read_them(medimail, tree, grades, desk):
    medimail.mailbox(tree.mother, Kind.ORG, mssante="secretariat@chic.mssante.fr")
    grades.open(at(tree.mother)).submit({**LIMITS, "mss_reserve": "y"})
    saved = read(tree.mother)
    assert (saved.mss_domain, saved.mss_max_per, saved.mss_max_org, saved.mss_max_app) == ("chic.mssante.fr", -1, 10, 0)
    assert saved.mss_admin_only
    shown = section(desk.open(at(tree.mother)), "mssante")
    assert "chic.mssante.fr" in shown
    assert "1 sur 10 utilisée" in shown
    assert "0 utilisée, nombre illimité" in shown
    assert desk.soup.select_one("#mss_domaine") is None


def test_per_and_int_are_counted_together(medimail, tree, grades, desk):
    for number, kind in enumerate((Kind.PER, Kind.PER, Kind.INT)):
        medimail.mailbox(tree.mother, kind, mssante=f"n{number}@chic.mssante.fr")
    grades.open(at(tree.mother)).submit({**LIMITS, "mss_per": "50"})
    assert "BAL de type PER et INT 3 sur 50 utilisées" in section(desk.open(at(tree.mother)), "mssante")
    assert "3 sur 50 utilisées (PER et INT comptés ensemble)" in section(grades.open(at(tree.mother)), "mssante")


def test_the_page_does_not_say_that_a_maximum_stops_what_it_does_not_stop(medimail, tree, grades):
    grades.open(at(tree.mother)).submit({**LIMITS, "mss_per": "0"})
    shown = section(grades.open(at(tree.mother)), "mssante")
    assert "un nombre n’arrête rien : la création d’un compte n’en dépend pas" in shown
    assert "plus aucune BAL" not in shown


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("mss_domaine", "chic.fr", "sous la forme nom.de.domaine.mssante.fr"),
        ("mss_domaine", "mssante.fr", "sous la forme"),
        ("mss_domaine", "patient.mssante.fr", "sous la forme"),
        ("mss_domaine", "evilmssante.fr", "sous la forme"),
        ("mss_domaine", "x.mssante.fr.evil.tld", "sous la forme"),
        ("mss_per", "-2", "ou -1"),
        ("mss_per", "", "ou -1"),
        ("mss_org", "1e3", "ou -1"),
        ("mss_app", "1000000", "ou -1"),
        ("mss_app", "²", "ou -1"),
    ],
)
def test_what_is_no_mssante_domain_and_no_maximum_says_why(tree, grades, field, typed, said):
    page = grades.open(at(tree.mother)).submit({**LIMITS, field: typed})
    assert page.status == 422
    assert said in page.errors[0]


def test_office_365_is_shown_only_where_it_already_is(medimail, tree, grades, desk):
    assert "Office 365" not in grades.open(at(tree.mother)).text
    assert grades.post(at(tree.mother, "/office365"), {"office_max": "5"}).status == 404
    old = medimail.structure("Ancienne", tree.mother, office365_max=-1)
    assert "Nombre illimité" in section(desk.open(at(old)), "office365")
    grades.open(at(old)).submit({"office_max": "5"})
    assert read(old).office365_max == 5


# Two at once, and what is kept


@pytest.mark.parametrize(
    ("typed", "theirs"),
    [
        (IDENTITY, {**IDENTITY, "nom": "CHIC du Tarn"}),
        ({**NOWHERE, "complement": "Porte B"}, {**NOWHERE, "complement": "Porte A"}),
        ({"notify_daily": "y"}, {"notify_opening": "y"}),
    ],
)
def test_a_save_over_somebody_else_s_is_told_and_what_was_typed_is_kept(medimail, tree, desk, sign_in, typed, theirs):
    mine = desk.open(at(tree.mother))
    sign_in(medimail.administrator(tree.mother)).open(at(tree.mother)).submit(theirs)
    page = mine.submit(typed)
    assert page.status == 409
    assert "quelqu’un d’autre l’a fait pendant votre saisie" in page.text
    for name, value in typed.items():
        field = page.soup.select_one(f"#{name}")
        assert field.get("value", "") == value or field.has_attr("checked") or field.name == "select"
    assert "enregistrée" in page.submit(typed).text


def test_two_people_save_different_fieldsets_without_a_word(medimail, tree, desk, sign_in):
    mine = desk.open(at(tree.mother))
    sign_in(medimail.administrator(tree.mother)).open(at(tree.mother)).submit({"notify_opening": "y"})
    assert mine.submit(IDENTITY).status == 200
    assert read(tree.mother).name == "CHIC"
    assert read(tree.mother).notify_opening


def test_of_several_saves_at_once_one_is_done(app, tree, desk):
    page = desk.open(at(tree.mother))
    data = {"csrf_token": page.token, "vu": page.soup.select_one("#vu-identite")["value"], **IDENTITY}
    held = cookies_of(desk)
    path = at(tree.mother, "/identite")
    answers = at_once(
        [lambda n=n: post(app, path, {**data, "nom": f"CHIC {n}"}, held, f"203.0.113.{n + 1}") for n in range(5)]
    )
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * 4
    assert len(journal()) == 1


def test_a_contact_added_from_several_windows_is_added_once(app, tree, desk):
    data = {"csrf_token": desk.open(at(tree.mother)).token, "contact_nom": "A", "contact_courriel": "a@b.fr"}
    held, path = cookies_of(desk), at(tree.mother, "/contacts")
    answers = at_once([lambda n=n: post(app, path, data, held, f"203.0.113.{n + 1}") for n in range(4)])
    assert sorted(answer.status_code for answer in answers) == [303, 422, 422, 422]


def test_saving_what_has_not_changed_changes_nothing(tree, desk):
    page = desk.open(at(tree.mother)).submit(NOWHERE)
    assert "rien n’a changé" in page.text
    assert journal() == []


# Who may

POSTS = ["/identite", "/localisation", "/notifications", "/contacts", "/mssante", "/office365", "/contacts/1/retirer"]


def test_nothing_beyond_the_reach_of_an_administrator_is_shown_or_changed(medimail, tree, desk, sign_in):
    daughter = sign_in(medimail.administrator(tree.daughter))
    closed = medimail.structure("Fermée", tree.mother, closed_at=tree.top.created_at)
    for page, structure in [(desk, tree.top), (desk, tree.stranger), (desk, closed), (daughter, tree.mother)]:
        assert page.open(at(structure)).status == 404
        assert page.open(at(structure, "/adresses?adresse=rue")).status == 404
        assert {page.post(at(structure, act), {"nom": "x"}).status for act in POSTS} == {404}
    assert desk.open(at(tree.daughter)).status == 200
    assert journal() == []


def test_what_is_the_grades_s_is_changed_by_nobody_else(tree, desk):
    desk.open(at(tree.mother))
    assert desk.post(at(tree.mother, "/mssante"), LIMITS).status == 404
    assert read(tree.mother).mss_domain == ""


def test_the_page_costs_the_same_queries_however_much_it_shows(medimail, tree, grades, cost):
    few = cost(lambda: grades.open(at(tree.mother)))
    with transaction() as session:
        session.add_all(Contact(structure_id=tree.mother.id, email=f"c{n}@b.fr", name=f"C{n}") for n in range(15))
    for number in range(15):
        medimail.administrator(tree.mother)
        medimail.mailbox(tree.mother, mssante=f"c{number}@chic.mssante.fr")
    assert cost(lambda: grades.open(at(tree.mother))) == few <= 20


def test_what_was_typed_when_the_session_ended_is_back(tree, desk, medimail, sign_in, client):
    page = desk.open(at(tree.mother))
    author = page.form("nom").select_one("[name=auteur]")["value"]
    sent = {**IDENTITY, "nom": "CHIC du Tarn", "auteur": author, "vu": page.soup.select_one("#vu-identite")["value"]}
    client.open("/connexion")
    client.post(at(tree.mother, "/identite"), sent)
    assert desk.open(at(tree.mother)).soup.select_one("#nom")["value"] == "CHIC du Tarn"
