"""Promise 23: no axe violation on any page, in light, in dark and at 320 pixels, where nothing is cut off.

The pages are those of the application's own map: one that is missing from the table below fails a test.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

from portal.factory import create_app
from tests.databases import make_settings
from tests.journeys import captures
from tests.journeys.acts import CODE, IDENTIFIER
from tests.journeys.crowd import Crowd
from tests.journeys.visitor import LAPTOP, TELEPHONE, Visitor

# What stands, or goes on, beyond the window; what can be scrolled by itself, or by its caret, is not cut off.
CUT_OFF = """() => {
  const scrolls = e => e && e !== document.documentElement
    && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  const hidden = e => e.closest(".visually-hidden, .skip") || !e.checkVisibility({visibilityProperty: true});
  const wide = e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1;
  const hides = e => !e.matches("input") && ["hidden", "clip"].includes(getComputedStyle(e).overflowX);
  const clipped = e => hides(e) && e.scrollWidth > e.clientWidth + 1;
  const found = [...document.querySelectorAll("body *")]
    .filter(e => !hidden(e) && !scrolls(e) && (wide(e) || clipped(e)) && !e.closest("svg"));
  return found.map(e => e.outerHTML.slice(0, 120));
}"""


@dataclass(frozen=True)
class State:
    """A page in some state: who looks at it, where it is, what was done on it."""

    name: str
    who: str
    where: str | Callable[[Crowd], str]
    act: Callable[[Visitor], None] = lambda _visitor: None

    def reach(self, crowd: Crowd) -> Visitor:
        """Bring the page to this state."""
        where = self.where if isinstance(self.where, str) else self.where(crowd)
        visitor: Visitor = getattr(crowd, self.who)
        visitor.open(where)
        self.act(visitor)
        return visitor


def refused(visitor: Visitor) -> None:
    visitor.fill(IDENTIFIER, "99999800016")
    visitor.fill("Mot de passe", "faux")
    visitor.press("Se connecter")
    visitor.reads("Identifiant ou mot de passe incorrect")


def two_panels(visitor: Visitor) -> None:
    visitor.unfold("Vous disposez d’un compte spécifique ?")
    visitor.fill(IDENTIFIER, "9999980001")
    visitor.reads("vous en avez saisi 10")


def wrong_code(visitor: Visitor) -> None:
    visitor.fill(CODE, "12345")
    visitor.press("Valider")
    visitor.reads("vous en avez saisi 5")


def sent(button: str, answer: str) -> Callable[[Visitor], None]:
    """Send a form as it is."""

    def act(visitor: Visitor) -> None:
        visitor.press(button)
        visitor.reads(answer)

    return act


def poor_telephone(visitor: Visitor) -> None:
    visitor.fill("Téléphone", "12")
    visitor.press("Enregistrer")
    visitor.reads("au moins 9")


def nowhere(visitor: Visitor) -> None:
    visitor.press("Tout décocher : 010780054")
    visitor.reads("plus rien n’est coché")
    visitor.press("Demander ce changement")
    visitor.reads("Cochez au moins un territorial")


def follow_remove(visitor: Visitor) -> None:
    visitor.follow("Retirer : Karine Kalmia")
    visitor.sees_title("Retirer de l’équipe")


def follow_add_referent(visitor: Visitor) -> None:
    visitor.follow("Rendre référent : Tiphaine Thym".replace(" :", "\u00a0:"))
    visitor.sees_title("Rendre référent")


def follow_remove_referent(visitor: Visitor) -> None:
    visitor.follow("Retirer : Suzanne Sauge".replace(" :", "\u00a0:"))
    visitor.sees_title("Retirer ce référent")


def follow_add_administrator(visitor: Visitor) -> None:
    visitor.follow(f"Ajouter\u00a0: Mona MUGUET, {MUGUET}")
    visitor.sees_title("Ajouter un administrateur")


def follow_remove_administrator(visitor: Visitor) -> None:
    visitor.follow("Supprimer\u00a0: Violaine Verveine")
    visitor.sees_title("Retirer un administrateur")


def try_viriat(visitor: Visitor) -> None:
    visitor.fill("Enrôlement par ville facultatif", "Viriat")
    visitor.press("Essayer sur les comptes existants")
    visitor.reads("auraient répondu")


def nameless(visitor: Visitor) -> None:
    visitor.fill("Nom", "")
    visitor.press("Enregistrer")
    visitor.reads("Le nom manque")


def poor_password(button: str) -> Callable[[Visitor], None]:
    """Send a password that breaks several rules."""

    def act(visitor: Visitor) -> None:
        visitor.fill("Nouveau mot de passe", "azerty")
        visitor.fill("Le même, une seconde fois", "azerty")
        visitor.press(button)
        visitor.reads("pas encore")

    return act


# A sample holder of a Medimail account.
MUGUET = "mona.muguet@medimail-demo.example"


def search_opener(visitor: Visitor) -> None:
    visitor.fill("Chercher un compte à ajouter *", "myrtille")
    visitor.reads("Comptes trouvés")


# The sample référents' own, of public data.
def delegate_to_mona(visitor: Visitor) -> None:
    visitor.fill("Adresse mail", MUGUET)
    visitor.press("Créer")
    visitor.reads("1\xa0compte délégué")


HOSPITAL = "/etablissements/010000024"
# Those of the sample structure that has a daughter.
ACCOUNTS = "/structures/2/comptes"

PAGES = {
    "information.home": (
        State("outside", "outside", "/"),
        State("inside", "inside", "/"),
        State("administrator", "structure_administrator", "/"),
        State("expired", "expired", "/"),
    ),
    "information.help": (State("", "outside", "/aide"),),
    "information.assistant": (
        State("first", "outside", "/aide/connexion"),
        State("question", "outside", "/aide/connexion/etablissement/oubli"),
        State("advice", "outside", "/aide/connexion/etablissement/oubli/mssante"),
    ),
    "information.accessibility": (State("", "outside", "/accessibilite"),),
    "information.legal": (State("", "outside", "/mentions-legales"),),
    "information.privacy": (State("", "outside", "/donnees-personnelles"),),
    "signin.start": (
        State("", "outside", "/connexion"),
        State("left", "outside", "/connexion?motif=deconnexion"),
        State("panels", "outside", "/connexion?motif=code", two_panels),
        State("refused", "outside", "/connexion", refused),
        State("empty", "outside", "/connexion", sent("Se connecter", "2 réponses sont à corriger")),
    ),
    "signin.code": (
        State("", "awaiting_code", "/connexion/code"),
        State("wrong", "awaiting_code", "/connexion/code", wrong_code),
    ),
    "signin.address": (
        State("", "without_address", "/connexion/adresse"),
        State(
            "empty",
            "without_address",
            "/connexion/adresse",
            sent("Recevoir un code à cette adresse", "Saisissez votre"),
        ),
    ),
    "password.forgotten": (
        State("", "outside", "/mot-de-passe/oublie"),
        State("empty", "outside", "/mot-de-passe/oublie", sent("Recevoir le lien", "Saisissez l’identifiant")),
    ),
    "password.sent": (
        State("", "awaiting_link", "/mot-de-passe/oublie/envoye"),
        State("empty", "awaiting_link", "/mot-de-passe/oublie/envoye", sent("Continuer", "Saisissez le code")),
    ),
    "password.choice": (
        State("", "outside", lambda crowd: crowd.link),
        State("refused", "outside", lambda crowd: crowd.link, poor_password("Enregistrer ce mot de passe")),
        State("dead", "outside", "/mot-de-passe/lien/MQ.forged"),
    ),
    "password.doubt": (
        State("", "outside", lambda crowd: crowd.doubt),
        State("dead", "outside", "/mot-de-passe/pas-moi/MQ.forged"),
    ),
    "password.renew": (
        State("", "expired", "/mot-de-passe/renouveler"),
        State("refused", "expired", "/mot-de-passe/renouveler", poor_password("Enregistrer et continuer")),
    ),
    "password.change": (
        State("", "inside", "/mon-compte/mot-de-passe"),
        State("refused", "inside", "/mon-compte/mot-de-passe", poor_password("Changer mon mot de passe")),
    ),
    "password.well_known": (),  # it leads to the one above
    "accounts.overview": (State("", "inside", "/mon-compte"), State("several", "grades", "/mon-compte")),
    "demo.home": (State("", "outside", "/demo"),),
    "demo.mailbox": (
        State("", "inside", "/demo/messagerie"),
        State("nothing", "outside", "/demo/messagerie?suivi=0&destinataire=personne"),
    ),
    "demo.message": (State("", "outside", lambda crowd: crowd.message),),
    "demo.message_html": (),  # a sandbox where nothing runs: looked at outside of it by a test of its own
    "demo.components": (State("", "outside", "/composants"),),
    "captcha.image": (),  # an image and a sound, for a token that no address here can name: tests/captcha asks for them
    "captcha.sound": (),
    "certificates.current": (State("", "outside", "/raccordement/certificat"),),
    "certificates.manage": (
        State("", "administrator", "/administration/certificat"),
        State("empty", "administrator", "/administration/certificat", sent("Installer ce certificat", "Choisissez")),
    ),
    "deposit.start": (
        State("", "outside", "/raccordement/demande"),
        State("empty", "outside", "/raccordement/demande", sent("Recevoir un code", "2 réponses sont à corriger")),
    ),
    "deposit.code": (
        State("", "awaiting_address", "/raccordement/demande/code"),
        State("wrong", "awaiting_address", "/raccordement/demande/code", wrong_code),
    ),
    "deposit.choice": (State("", "applicant", "/raccordement/demande/choix"),),
    "deposit.link_page": (
        State("", "outside", lambda crowd: crowd.draft_link),
        State("dead", "outside", "/raccordement/demande/lien/MQ.forged"),
    ),
    "deposit.draft": (
        State("", "applicant", "/raccordement/demande/brouillon"),
        State("searched", "applicant", "/raccordement/demande/brouillon?recherche=chu"),
        State("nothing", "applicant", "/raccordement/demande/brouillon?recherche=zzz"),
        State("refused", "applicant", "/raccordement/demande/brouillon", sent("Envoyer la demande", "est à corriger")),
    ),
    "deposit.discard_page": (State("", "applicant", "/raccordement/demande/effacer"),),
    "deposit.sent": (State("", "deposited", "/raccordement/demande/envoyee"),),
    "desk.ask": (
        State("", "instructor", lambda crowd: f"{crowd.request('en_instruction')}/accepter"),
        State(
            "refused",
            "instructor",
            lambda crowd: f"{crowd.request('en_instruction')}/refuser",
            sent("Refuser la demande", "Écrivez un motif"),
        ),
    ),
    "desk.record": (
        State("review", "instructor", lambda crowd: crowd.request("en_instruction")),
        State("tests", "instructor", lambda crowd: crowd.request("bac_a_sable")),
        State("places", "instructor", lambda crowd: crowd.request("production")),
        State("twin", "instructor", lambda crowd: crowd.request("refusee")),
        State(
            "empty",
            "instructor",
            lambda crowd: crowd.request("suspendue"),
            sent("Envoyer le message", "Écrivez le message"),
        ),
    ),
    "figures.figures": (
        State("", "instructor", "/instruction/chiffres"),
        State("wrong", "instructor", "/instruction/chiffres?du=2026-05-01&au=2026-01-01"),
    ),
    "instruction.export": (),  # a file: tests/raccordement/instruction asks for it
    "instruction.listing": (
        State("", "instructor", "/instruction"),
        State("filtered", "instructor", "/instruction?vue=toutes&q=dossier&du=2020-01-01&tri=-systeme"),
        State("nothing", "instructor", "/instruction?q=zzz"),
    ),
    "followup.overview": (State("", "manager", "/raccordement"),),
    "followup.record": (
        State("sandbox", "alone", lambda crowd: crowd.only),
        State("correct", "manager", lambda crowd: crowd.own("À corriger")),
        State("live", "manager", lambda crowd: crowd.own("En production")),
        State("refused", "manager", lambda crowd: crowd.own("Refusée")),
        State("empty", "alone", lambda crowd: crowd.only, sent("Envoyer le message", "Écrivez le message")),
    ),
    "followup.ask_to_withdraw": (State("", "manager", lambda crowd: f"{crowd.own('À corriger')}/retirer"),),
    "followup.ask_for_production": (
        State("", "manager", lambda crowd: f"{crowd.own('Bac à sable')}/production"),
        State(
            "empty",
            "alone",
            lambda crowd: f"{crowd.only}/production",
            sent("Demander le passage en production", "4 réponses sont à corriger"),
        ),
    ),
    "amendment.edit": (
        State("", "alone", lambda crowd: f"{crowd.only}/modifier"),
        State("wrong", "alone", lambda crowd: f"{crowd.only}/modifier", poor_telephone),
    ),
    "amendment.places": (
        State("", "alone", lambda crowd: f"{crowd.only}/etablissements"),
        State("waits", "manager", lambda crowd: f"{crowd.own('En production')}/etablissements"),
        State("refused", "alone", lambda crowd: f"{crowd.only}/etablissements", nowhere),
    ),
    "team.listing": (
        State("", "alone", lambda crowd: crowd.invitation and f"{crowd.only}/equipe"),
        State("empty", "alone", lambda crowd: f"{crowd.only}/equipe", sent("Envoyer l’invitation", "Saisissez")),
    ),
    "team.ask_to_remove": (State("", "alone", lambda crowd: f"{crowd.only}/equipe", follow_remove),),
    "team.invitation": (
        State("", "outside", lambda crowd: crowd.invitation),
        State("empty", "outside", lambda crowd: crowd.invitation, sent("Accepter l’invitation", "2 réponses")),
        State("dead", "outside", "/raccordement/invitation/MQ.forged"),
    ),
    "team.welcome": (State("", "outside", "/raccordement/bienvenue"),),
    "replies.edit": (State("", "instructor", "/instruction/modeles/1"),),
    "replies.listing": (State("", "instructor", "/instruction/modeles"),),
    "replies.new": (
        State("", "instructor", "/instruction/modeles/nouveau"),
        State("empty", "instructor", "/instruction/modeles/nouveau", sent("Enregistrer ce modèle", "2 réponses")),
    ),
    "staff.places": (State("", "inside", "/etablissements"),),
    "staff.establishment": (
        State("", "inside", HOSPITAL),
        State("expired", "inside", f"{HOSPITAL}?vue=expires"),
        State("nothing", "inside", f"{HOSPITAL}?q=zzz"),
        State("empty", "inside", f"{HOSPITAL}?vue=bloques&q=zzz"),
    ),
    "person.new": (
        State("", "inside", f"{HOSPITAL}/profils/nouveau"),
        State("refused", "inside", f"{HOSPITAL}/profils/nouveau", sent("Créer le profil", "sont à corriger")),
    ),
    "person.profile": (
        State("physician", "inside", lambda crowd: crowd.profile("iris")),
        State("agent", "inside", lambda crowd: crowd.profile("thym")),
    ),
    "person.edit": (
        State("physician", "inside", lambda crowd: f"{crowd.profile('iris')}/modifier"),
        State("refused", "inside", lambda crowd: f"{crowd.profile('thym')}/modifier", nameless),
    ),
    "person.ask_to_delete": (State("", "inside", lambda crowd: f"{crowd.profile('bouleau')}/supprimer"),),
    "remedies.password": (
        State("", "inside", lambda crowd: f"{crowd.profile('iris')}/mot-de-passe"),
        State(
            "empty",
            "inside",
            lambda crowd: f"{crowd.profile('iris')}/mot-de-passe",
            sent("Enregistrer ce mot de passe", "Saisissez un mot de passe"),
        ),
    ),
    "teams.listing": (
        State("", "inside", f"{HOSPITAL}/equipes"),
        State("empty", "inside", f"{HOSPITAL}/equipes", sent("Créer l’équipe", "Saisissez le nom")),
    ),
    "teams.team": (State("", "inside", lambda crowd: crowd.team),),
    "teams.ask_to_empty": (State("", "inside", lambda crowd: f"{crowd.team}/vider"),),
    "teams.ask_to_delete": (State("", "inside", lambda crowd: f"{crowd.team}/supprimer"),),
    "referents.listing": (
        State("", "inside", f"{HOSPITAL}/referents"),
        State("found", "inside", f"{HOSPITAL}/referents?q=thym"),
    ),
    "referents.ask_to_add": (State("", "inside", f"{HOSPITAL}/referents?q=thym", follow_add_referent),),
    "referents.ask_to_remove": (State("", "inside", f"{HOSPITAL}/referents", follow_remove_referent),),
    "imports.home": (
        State("", "inside", "/etablissements/imports"),
        State("empty", "inside", "/etablissements/imports", sent("Voir l’aperçu", "Choisissez le fichier")),
    ),
    "imports.run": (
        State("preview", "inside", lambda crowd: crowd.previewed),
        State("report", "inside", lambda crowd: crowd.imported),
        State("refused", "inside", lambda crowd: crowd.unreadable),
    ),
    "imports.progress": (State("", "inside", lambda crowd: f"{crowd.previewed}/avancement"),),
    "imports.report": (),  # files: tests/profiles/imports asks for them
    "imports.errors": (),
    "address_changes.listing": (
        State("", "structure_administrator", lambda crowd: f"{crowd.structure}/changements-adresse?filles=1"),
        State("asked", "structure_administrator", lambda crowd: crowd.changes),
    ),
    "address_changes.ask": (
        State("", "structure_administrator", lambda crowd: crowd.address_of("Brune NOYER")),
        State(
            "empty",
            "structure_administrator",
            lambda crowd: crowd.address_of("Brune NOYER"),
            sent("Demander le changement", "Saisissez la nouvelle adresse"),
        ),
    ),
    "ageing.tonight": (State("", "structure_administrator", lambda crowd: f"{crowd.structure}/cette-nuit?filles=1"),),
    "ageing.export": (),  # a file: tests/medimail/ageing asks for it
    "finalising.open": (
        State("", "outside", lambda crowd: crowd.finalisation),
        State("empty", "outside", lambda crowd: crowd.finalisation, sent("Finaliser mon inscription", "cochez cette")),
        State("dead", "outside", "/inscription/finaliser/x"),
        State("stranger", "structure_administrator", lambda crowd: crowd.finalisation),
        State("known", "outside", lambda crowd: crowd.known_finalisation),
        State("attach", "administrator", lambda crowd: crowd.known_finalisation),
        State(
            "attach empty",
            "administrator",
            lambda crowd: crowd.known_finalisation,
            sent("Rattacher à mon compte", "cochez cette"),
        ),
    ),
    "finalising.ask_to_report": (
        State("", "outside", lambda crowd: f"{crowd.finalisation}/signaler"),
        State(
            "empty",
            "outside",
            lambda crowd: f"{crowd.finalisation}/signaler",
            sent("Envoyer le signalement", "Dites ce qui est à corriger"),
        ),
    ),
    "files.of_perimeter": (),  # files: tests/profiles/staff asks for them
    "files.of_place": (),
    "files.of_team": (),
    "files.template": (),
    "structures.listing": (
        State("", "grades", "/structures"),
        State("flat", "grades", "/structures?vue=liste&tri=-total"),
        State("nothing", "grades", "/structures?q=zzz"),
    ),
    "structures.home": (State("", "grades", lambda crowd: crowd.structure),),
    "shaping.new": (
        State("place", "grades", "/structures/nouvelle"),
        State("searched", "grades", "/structures/nouvelle?q=fleyriat"),
        State("", "grades", "/structures/nouvelle?mere=2"),
        State("empty", "grades", "/structures/nouvelle?mere=0", sent("Créer la structure", "Saisissez le nom")),
    ),
    "shaping.ask_to_move": (
        State("", "grades", lambda crowd: f"{crowd.structure}/deplacer?q=bugey"),
        State("chosen", "grades", "/structures/3/deplacer?mere=4"),
    ),
    "shaping.ask_to_close": (
        State("", "grades", lambda crowd: f"{crowd.structure}/fermer"),
        State("confirmed", "grades", lambda crowd: f"{crowd.empty_structure}/fermer"),
    ),
    "mailbox_acts.ask_to_reject": (
        State("", "structure_administrator", lambda crowd: f"{crowd.mailbox('noyer')}/rejeter"),
        State(
            "empty",
            "structure_administrator",
            lambda crowd: f"{crowd.mailbox('noyer')}/rejeter",
            sent("Rejeter le compte", "Écrivez le motif"),
        ),
        State("own", "structure_administrator", lambda crowd: f"{crowd.mailbox('tilleul')}/rejeter"),
    ),
    "mailbox_acts.ask_to_transfer": (
        State("", "structure_administrator", lambda crowd: f"{crowd.mailbox('noyer')}/transferer"),
        State("chosen", "structure_administrator", lambda crowd: f"{crowd.mailbox('noyer')}/transferer?vers=3"),
        State("nothing", "structure_administrator", lambda crowd: f"{crowd.mailbox('noyer')}/transferer?q=zzz"),
    ),
    "mailbox_exports.export": (),  # a file: tests/medimail/listing asks for it
    "relances.ask": (
        State("", "structure_administrator", f"{ACCOUNTS}/relances/nouvelle"),
        State("nobody", "grades", "/structures/4/comptes/relances/nouvelle"),
    ),
    "relances.last": (
        State("", "structure_administrator", lambda crowd: crowd.relance),
        State("none", "grades", "/structures/4/comptes/relances/derniere"),
    ),
    "relances.export": (),  # a file: tests/medimail/listing asks for it
    "bulk.run": (
        State("preview", "structure_administrator", lambda crowd: crowd.lot("Rejeter")),
        State(
            "empty",
            "structure_administrator",
            lambda crowd: crowd.lot("Rejeter"),
            sent("Rejeter les comptes", "Écrivez le motif"),
        ),
        State("place", "structure_administrator", lambda crowd: crowd.lot("Changer de structure")),
        State("report", "structure_administrator", lambda crowd: crowd.moved_lot),
    ),
    "bulk.report": (),  # a file: tests/medimail/listing asks for it
    "mailboxes.listing": (
        State("", "structure_administrator", ACCOUNTS),
        State("daughters", "structure_administrator", f"{ACCOUNTS}?filles=1&etat=valide&tri=-depuis"),
        State("nothing", "structure_administrator", f"{ACCOUNTS}?q=zzz&type=PER"),
        State("empty", "structure_administrator", f"{ACCOUNTS}?etat=supprime"),
    ),
    "structure_settings.show": (
        State("", "grades", lambda crowd: f"{crowd.structure}/parametrage"),
        State("refused", "grades", lambda crowd: f"{crowd.structure}/parametrage", sent("Ajouter un contact", "2 rép")),
        State("read", "structure_administrator", lambda crowd: f"{crowd.structure}/parametrage"),
        State("office", "grades", "/structures/4/parametrage"),
    ),
    "structure_settings.addresses": (),  # a part of the page above, as one types: tests/medimail asks for it
    "structure_administrators.listing": (
        State("", "structure_administrator", "/structures/2/administrateurs"),
        State("found", "structure_administrator", "/structures/3/administrateurs?q=muguet"),
        State("nothing", "structure_administrator", "/structures/3/administrateurs?q=zzz"),
    ),
    "structure_administrators.ask_to_add": (
        State("", "structure_administrator", "/structures/2/administrateurs?q=muguet", follow_add_administrator),
    ),
    "structure_administrators.ask_to_remove": (
        State("", "structure_administrator", "/structures/3/administrateurs", follow_remove_administrator),
    ),
    "enrolment.show": (
        State("", "grades", "/structures/2/enrolement"),
        State("tried", "grades", "/structures/2/enrolement", try_viriat),
        State("read", "structure_administrator", "/structures/2/enrolement"),
    ),
    "joining.start": (
        State("", "outside", "/inscription"),
        State("inside", "inside", "/inscription"),
    ),
    "joining.code": (State("", "registering", "/inscription/code"),),
    "joining.kind": (State("", "registrant", "/inscription/type"),),
    "joining.sheet": (
        State("", "registrant", "/inscription/fiche"),
        State("refused", "registrant", "/inscription/fiche", sent("Envoyer mon inscription", "sont à corriger")),
    ),
    "joining.link_page": (
        State("", "outside", lambda crowd: crowd.correction),
        State("dead", "outside", "/inscription/corriger/MQ.forged"),
    ),
    "joining.sent": (State("", "registered", "/inscription/envoyee"),),
    "joining.conditions": (State("", "outside", "/inscription/conditions"),),
    "mailbox.create": (
        State("", "structure_administrator", "/structures/2/comptes/nouveau"),
        State(
            "empty", "structure_administrator", "/structures/2/comptes/nouveau", sent("Continuer", "Choisissez le type")
        ),
    ),
    "mailbox.fill": (
        State("person", "structure_administrator", "/structures/2/comptes/nouveau/PER"),
        State("shared", "structure_administrator", "/structures/2/comptes/nouveau/ORG", search_opener),
        State(
            "empty",
            "structure_administrator",
            "/structures/2/comptes/nouveau/APP",
            sent("Enregistrer l’utilisateur", "sont à corriger"),
        ),
    ),
    "mailbox.show": (
        State("person", "structure_administrator", "/comptes/5"),
        State("shared", "structure_administrator", "/comptes/14"),
        State("rejected", "structure_administrator", "/comptes/10"),
    ),
    "mailbox.past": (State("", "structure_administrator", lambda crowd: crowd.relaunched),),
    "mailbox.edit": (
        State("person", "structure_administrator", "/comptes/5/modifier"),
        State("shared", "structure_administrator", "/comptes/12/modifier"),
    ),
    "mailbox_kind.choose": (State("", "structure_administrator", "/comptes/5/type"),),
    "mailbox_kind.fill": (
        State("", "structure_administrator", "/comptes/7/type/ORG"),
        State("goes", "structure_administrator", "/comptes/6/type/MED"),
        State("held", "structure_administrator", "/comptes/2/type/ORG"),
    ),
    "mailbox_options.show": (
        State("", "structure_administrator", "/comptes/2/parametres"),
        State("delegates", "structure_administrator", "/comptes/5/parametres", delegate_to_mona),
        State("refused", "structure_administrator", "/comptes/12/parametres", sent("Créer", "Saisissez l’adresse")),
    ),
    "own_mailbox.listing": (
        State("none", "inside", "/mon-compte/messagerie"),
        State("several", "grades", "/mon-compte/messagerie"),
    ),
    "own_mailbox.past": (State("", "structure_administrator", "/mon-compte/messagerie/2/historique"),),
    "own_mailbox.show": (State("", "structure_administrator", "/mon-compte/messagerie/2"),),
    "kit.read_manual": (State("", "outside", "/raccordement/manuel"),),
    "kit.of_record": (),  # a file, for who has a request: tests/raccordement asks for it
}
ERRORS = (State("404", "outside", "/nulle-part"), State("405", "outside", "/deconnexion"))
# These answer programs.
NOT_PAGES = {
    "static": "/static/css/base.css",
    "certificates.download": "/raccordement/certificat.pem",
    "kit.download": "/raccordement/kit.zip",
    "kit.manual_pdf": "/raccordement/manuel.pdf",
    "information.robots": "/robots.txt",
    "operations.alive": "/sante",
    "operations.ready": "/sante/pret",
    "operations.metrics": "/metriques",
}
STATES = {f"{page}-{state.name}".strip("-"): state for page, states in PAGES.items() for state in states}
STATES |= {f"error-{state.name}": state for state in ERRORS}


def test_every_page_is_in_the_table(tmp_path):
    app = create_app(make_settings(tmp_path, demo=True))
    served = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert served == PAGES.keys() | NOT_PAGES.keys()


@pytest.mark.parametrize("path", NOT_PAGES.values(), ids=NOT_PAGES)
def test_what_is_left_out_of_the_table_is_no_page(ask, path):
    assert "html" not in ask.get(path).headers["content-type"]


@pytest.mark.parametrize("name", STATES)
def test_it_has_no_violation_and_cuts_nothing_off(crowd, name):
    page = STATES[name].reach(crowd).page
    captures.take(page, name)
    assert_sound(page)


def test_a_mail_has_no_violation_and_cuts_nothing_off(crowd):
    page = crowd.outside.page
    mail = page.request.get(f"{crowd.outside.home}{crowd.message}/html").text()
    page.goto("about:blank")
    page.set_content(mail)
    # A mail stands within the page of whoever shows it: the landmarks are that page's.
    assert_sound(page, "region", "landmark-one-main")


def assert_sound(page: Page, *but: str) -> None:
    """Look at the page in light, in dark and at 320 pixels, by all the rules of axe but these."""
    rules = {"target-size": {"enabled": True}} | {rule: {"enabled": False} for rule in but}
    options = {"resultTypes": ["violations"], "rules": rules}
    found: dict[str, object] = {}
    page.evaluate(AXE_SCRIPT)
    for name, scheme, window in [("light", "light", LAPTOP), ("dark", "dark", LAPTOP), ("320", "light", TELEPHONE)]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(window)
        report = AxeResults(page.evaluate("options => axe.run(options)", options))
        found[name] = report.generate_report() if report.violations_count else ""
        found[f"scrolls sideways, {name}"] = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found["cut off at 320"] = page.evaluate(CUT_OFF)
    page.set_viewport_size(LAPTOP)
    wrong = {name: what for name, what in found.items() if what}
    assert not wrong, "\n".join(f"{name}: {what}" for name, what in wrong.items())
