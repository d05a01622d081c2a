"""People who are each somewhere in the portal already: what looks at many pages need not sign in for each."""

import re
from collections.abc import Callable
from functools import cached_property

from portal.demo.physicians import DOMAIN
from tests.journeys import applicant, medimail, registering
from tests.journeys.acts import ask_for_link, give_code, give_password, reachable_at, sample, sign_in
from tests.journeys.letters import Letters
from tests.journeys.visitor import Visitor
from tests.profiles.imports import sheets as imports

REFERENT = sample("Lilas")
PHYSICIAN = sample("Aubépine")
INVITED = "sacha.sureau@ch-demo.example"
INVITATION = re.compile(r"^\s*(http://\S+/raccordement/invitation/\S+)$", re.MULTILINE)
DOUBT = re.compile(r"^\s*(http://\S+/mot-de-passe/pas-moi/\S+)$", re.MULTILINE)
FINALISATION = re.compile(r"^\s*(http://\S+/inscription/finaliser/\S+)$", re.MULTILINE)
CORRECTION = re.compile(r"^\s*(http://\S+/inscription/corriger/\S+)$", re.MULTILINE)
APPLICANT = "alex.petit@ch-exemple.fr"


class Crowd:
    """Visitors by where they are; each has a browser of their own, where nothing moves."""

    def __init__(self, come: Callable[..., Visitor], letters: Letters) -> None:
        """Let people come as they are asked for."""
        self._come = come
        self._letters = letters

    @cached_property
    def outside(self) -> Visitor:
        """Nobody in particular."""
        return self._come(reduced_motion="reduce")

    @cached_property
    def inside(self) -> Visitor:
        """A référent, signed in."""
        visitor = self._come(reduced_motion="reduce")
        sign_in(visitor, self._letters, REFERENT)
        return visitor

    def profile(self, name: str) -> str:
        """The page of the profile of this person, as the référent reaches it."""
        self.inside.open(f"/etablissements/010000024?q={name}")
        return self.inside.page.locator("#profils tbody a").first.get_attribute("href") or ""

    @cached_property
    def team(self) -> str:
        """The page of a team, as the référent reaches it."""
        self.inside.open("/etablissements/010000024/equipes")
        return self.inside.page.locator("#equipes tbody a").first.get_attribute("href") or ""

    @cached_property
    def previewed(self) -> str:
        """The page of an import that waits to be confirmed."""
        return self._sent(
            imports.row(number=1, TEAM="Gériatrie"), imports.row("M", 9), imports.row(number=2, EMAIL="agent@gmail.com")
        )

    @cached_property
    def imported(self) -> str:
        """The page of an import that has ended."""
        place = self._sent(imports.row(number=7), imports.row(number=8, LAST_NAME=""))
        self.inside.press("Importer 1\xa0ligne")
        self.inside.reads("Des erreurs ont été rencontrées")
        return place

    @cached_property
    def unreadable(self) -> str:
        """The page of a file that is refused."""
        return self._sent(content=b"%PDF-1.7", sight="Ce fichier n’a pas pu être lu")

    def _sent(self, *lines: tuple[str, ...], content: bytes = b"", sight: str = "rien n’est encore importé") -> str:
        """Send these lines, or this, as a file; the page of its import once it is analysed."""
        self.inside.open("/etablissements/imports")
        sent = {"name": "profils.csv", "mimeType": "text/csv", "buffer": content or imports.sheet(lines)}
        self.inside.field("Fichier de profils").set_input_files(sent)
        self.inside.press("Voir l’aperçu")
        self.inside.reads(sight)
        return self.inside.path

    @cached_property
    def administrator(self) -> Visitor:
        """An administrator of the portal, signed in."""
        visitor = self._come(reduced_motion="reduce")
        sign_in(visitor, self._letters, sample("Narcisse"))
        return visitor

    @cached_property
    def grades(self) -> Visitor:
        """Somebody of the GRADeS, signed in."""
        visitor = self._come(reduced_motion="reduce")
        sign_in(visitor, self._letters, sample("Orchis"))
        return visitor

    @cached_property
    def structure(self) -> str:
        """The home of the structure that has a mother and a daughter."""
        self.grades.open("/structures?vue=liste&q=fleyriat")
        return self.grades.page.locator("#structures tbody a").first.get_attribute("href") or ""

    @cached_property
    def empty_structure(self) -> str:
        """The home of a structure that has neither accounts nor daughters."""
        self.grades.open("/structures/nouvelle?mere=0")
        self.grades.fill("Nom de la structure", "Centre fermé")
        self.grades.press("Créer la structure")
        self.grades.sees_title("Centre fermé")
        return self.grades.path

    @cached_property
    def structure_administrator(self) -> Visitor:
        """The administrator of the sample structure that has a daughter, signed in."""
        visitor = self._come(reduced_motion="reduce")
        sign_in(visitor, self._letters, sample("Tilleul"))
        return visitor

    @cached_property
    def relaunched(self) -> str:
        """What was done to somebody whom a relance was sent."""
        assert self.relance
        return f"{self.mailbox('noyer').removeprefix('/structures/2')}/historique"

    @cached_property
    def relance(self) -> str:
        """The page of the relance that this administrator has sent."""
        self.structure_administrator.open("/structures/2/comptes/relances/nouvelle")
        self.structure_administrator.press("Relancer 2\xa0personnes")
        self.structure_administrator.sees_title("Dernière relance de vos utilisateurs préinscrits")
        return self.structure_administrator.path

    def lot(self, act: str, name: str = "") -> str:
        """The page that shows what this act would do to the accounts found by this name."""
        visitor = self.structure_administrator
        visitor.open(f"/structures/2/comptes?q={name}")
        for label in visitor.page.locator("#comptes tbody .choice label").all():
            label.click()
        visitor.page.get_by_label("Avec les comptes cochés").select_option(act)
        visitor.press("Voir ce qui changerait")
        visitor.reads("choisi")
        return visitor.path

    @cached_property
    def moved_lot(self) -> str:
        """The page that reports on accounts moved to the daughter."""
        self.lot("Changer de structure", "platane")
        self.structure_administrator.follow("Pôle de gériatrie")
        self.structure_administrator.press("Changer de structure")
        self.structure_administrator.reads("C’est fait pour")
        return self.structure_administrator.path

    def mailbox(self, name: str) -> str:
        """The address under which acts are done to the account of this person, as that administrator reaches it."""
        self.structure_administrator.open(f"/structures/2/comptes?q={name}")
        sheet = self.structure_administrator.page.locator("#comptes tbody th a").first.get_attribute("href") or ""
        return f"/structures/2{sheet}"

    @cached_property
    def registering(self) -> Visitor:
        """Somebody who registers for Medimail, before the code."""
        visitor = self._come(reduced_motion="reduce")
        registering.ask(visitor, self._letters, "attente@chu-exemple.fr")
        return visitor

    @cached_property
    def registrant(self) -> Visitor:
        """Somebody who registers for Medimail, before an empty sheet."""
        visitor = self._come(reduced_motion="reduce")
        registering.begin(visitor, self._letters, "fiche@chu-exemple.fr")
        return visitor

    @cached_property
    def registered(self) -> Visitor:
        """Somebody whose registration is sent."""
        visitor = self._come(reduced_motion="reduce")
        registering.send(visitor, self._letters, "inscrite@chu-exemple.fr")
        return visitor

    @cached_property
    def correction(self) -> str:
        """The link to correct a registration whose number is that of another account."""
        address = "corrige@chu-exemple.fr"
        registering.send(self._come(reduced_motion="reduce"), self._letters, address, registering.KNOWN_RPPS)
        return self._letters.first(address, CORRECTION)

    @cached_property
    def instructor(self) -> Visitor:
        """An instructeur, signed in."""
        visitor = self._come(reduced_motion="reduce")
        sign_in(visitor, self._letters, sample("Pervenche"))
        return visitor

    @cached_property
    def manager(self) -> Visitor:
        """A gestionnaire SI who follows one request in each state, signed in."""
        visitor = self._come(reduced_motion="reduce")
        sign_in(visitor, self._letters, sample("Kalmia"))
        return visitor

    def address_of(self, name: str) -> str:
        """The page where the address of this account is changed."""
        return f"{medimail.mailbox(self.structure_administrator, name)}/adresse"

    @cached_property
    def changes(self) -> str:
        """The list of changes of address, one of which waits."""
        medimail.ask(
            self.structure_administrator, self.address_of("Adèle MYRTILLE"), "adele.myrtille@chu-exemple.example"
        )
        return f"{self.structure}/changements-adresse"

    @cached_property
    def finalisation(self) -> str:
        """The link that somebody preregistered was sent by the relance: it kills the one sent before."""
        assert self.relance
        return self._letters.first("brune.noyer@medimail-demo.example", FINALISATION)

    @cached_property
    def known_finalisation(self) -> str:
        """The link that somebody was sent who has an account on the portal already: `administrator`."""
        address = f"noe.narcisse@{DOMAIN}"
        medimail.create(self.structure_administrator, f"{self.structure}/comptes", address)
        return self._letters.first(address, FINALISATION)

    def own(self, state: str) -> str:
        """The page of this gestionnaire's request that is in this state."""
        self.manager.open("/raccordement")
        row = self.manager.page.locator("tbody tr", has=self.manager.page.get_by_text(state, exact=True)).last
        return row.locator("a").get_attribute("href") or ""

    @cached_property
    def alone(self) -> Visitor:
        """A gestionnaire SI who follows a single request, in the bac à sable, signed in."""
        visitor = self._come(reduced_motion="reduce")
        sign_in(visitor, self._letters, sample("Roseau"))
        return visitor

    @cached_property
    def only(self) -> str:
        """The page of this single request."""
        self.alone.open("/raccordement")
        return self.alone.path

    @cached_property
    def invitation(self) -> str:
        """The link by which a colleague joins it."""
        self.alone.open(f"{self.only}/equipe")
        self.alone.fill("Adresse de votre collègue", INVITED)
        self.alone.press("Envoyer l’invitation")
        self.alone.reads("Une invitation est partie")
        return self._letters.first(INVITED, INVITATION)

    def request(self, state: str) -> str:
        """The page where an instructeur judges the request that is in this state."""
        self.instructor.open(f"/instruction?vue={state}")
        return self.instructor.page.locator("#demandes tbody a").first.get_attribute("href") or ""

    @cached_property
    def awaiting_code(self) -> Visitor:
        """A physician whose password was right."""
        visitor = self._come(reduced_motion="reduce")
        give_password(visitor, PHYSICIAN.identifier)
        visitor.sees_title("Saisir le code reçu")
        return visitor

    @cached_property
    def without_address(self) -> Visitor:
        """A physician to whom no code can be sent."""
        visitor = self._come(reduced_motion="reduce")
        give_password(visitor, sample("Bouleau").identifier)
        visitor.sees_title("Enregistrer votre adresse MSSanté")
        return visitor

    @cached_property
    def expired(self) -> Visitor:
        """A physician who must choose a new password."""
        visitor, person = self._come(reduced_motion="reduce"), sample("Coquelicot")
        give_password(visitor, person.identifier)
        give_code(visitor, self._letters.code(reachable_at(person)))
        visitor.sees_title("Choisir un nouveau mot de passe")
        return visitor

    @cached_property
    def awaiting_link(self) -> Visitor:
        """A blocked physician who has asked for a link."""
        visitor = self._come(reduced_motion="reduce")
        ask_for_link(visitor, sample("Genêt").identifier)
        return visitor

    @cached_property
    def awaiting_address(self) -> Visitor:
        """Somebody who asks for a raccordement, before the code."""
        visitor = self._come(reduced_motion="reduce")
        applicant.ask(visitor, self._letters, "attente@ch-exemple.fr")
        return visitor

    @cached_property
    def applicant(self) -> Visitor:
        """Somebody who asks for a raccordement, before a draft that has something in it."""
        visitor = self._come(reduced_motion="reduce")
        applicant.confirm(visitor, self._letters, APPLICANT)
        visitor.sees_title(applicant.TITLE)
        applicant.fill(visitor)
        applicant.pick(visitor)
        return visitor

    @cached_property
    def draft_link(self) -> str:
        """The link that this applicant was sent."""
        assert self.applicant
        return applicant.draft_link(self._letters, APPLICANT)

    @cached_property
    def deposited(self) -> Visitor:
        """Somebody whose request is sent."""
        visitor = self._come(reduced_motion="reduce")
        applicant.send(visitor, self._letters, "envoi@ch-exemple.fr")
        return visitor

    @cached_property
    def link(self) -> str:
        """The link that this physician was sent."""
        self.awaiting_link.sees_title("Consultez votre messagerie MSSanté")
        return self._letters.link(reachable_at(sample("Genêt")))

    @cached_property
    def doubt(self) -> str:
        """The link that says to this physician that another browser has come in."""
        fern = sample("Fougère")
        for _ in range(2):
            sign_in(self._come(reduced_motion="reduce"), self._letters, fern)
        return self._letters.first(reachable_at(fern), DOUBT)

    @cached_property
    def message(self) -> str:
        """The page of the mail that carries this link."""
        assert self.link
        self.outside.open(f"/demo/messagerie?destinataire={reachable_at(sample('Genêt'))}")
        self.outside.follow("Débloquer votre compte")
        return self.outside.path
