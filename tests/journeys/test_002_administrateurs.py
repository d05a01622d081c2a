"""Source 002 p. 5-7: administrators added and taken off, an enrolment tried then saved, in each manner."""

from tests.journeys.acts import reachable_at, sample, sign_in

TILLEUL, VERVEINE, ORCHIS = sample("Tilleul"), sample("Verveine"), sample("Orchis")
MUGUET = "mona.muguet@medimail-demo.example"
DAUGHTER = "/structures/3/administrateurs"
ADDED = "Vous administrez maintenant une structure Medimail"


def test_an_administrator_is_found_added_told_and_taken_off(anybody, letters):
    sign_in(anybody, letters, TILLEUL)
    anybody.open(DAUGHTER)
    anybody.reads("au moins deux administrateurs par structure")
    anybody.fill("Nom ou adresse mail", "Muguet")
    anybody.press("Rechercher")
    anybody.follow(f"Ajouter\u00a0: Mona MUGUET, {MUGUET}")
    anybody.sees_title("Ajouter un administrateur")
    anybody.press("Ajouter cet administrateur")
    anybody.reads("administre maintenant la structure")
    anybody.does_not_read("au moins deux administrateurs par structure")
    letters.wait_for(MUGUET, ADDED)
    letters.wait_for(reachable_at(VERVEINE), "Les administrateurs de votre structure ont changé")
    anybody.follow("Supprimer\u00a0: Mona Muguet")
    anybody.sees_title("Retirer un administrateur")
    anybody.press("Retirer cet administrateur")
    anybody.reads("n’administre plus la structure")
    letters.wait_for(MUGUET, "Vous n’administrez plus une structure Medimail")


def test_the_grades_tries_an_enrolment_then_saves_it_and_an_administrator_reads_it(anybody, letters, new_visitor):
    sign_in(anybody, letters, ORCHIS)
    anybody.open("/structures/2/enrolement")
    anybody.fill("Enrôlement par ville facultatif", "Viriat")
    anybody.press("Essayer sur les comptes existants")
    anybody.reads("auraient répondu")
    anybody.reads("Rien n’est enregistré")
    anybody.press("Enregistrer")
    anybody.reads("L’enrôlement automatique est enregistré")
    reader = new_visitor()
    sign_in(reader, letters, TILLEUL)
    reader.open("/structures/2/enrolement")
    reader.reads("viriat")
