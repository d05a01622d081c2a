"""Source 001: profiles « en masse », from a file to the report, by pointer, by keyboard and without scripts."""

from tests.journeys.acts import sample, sign_in
from tests.journeys.visitor import Manner
from tests.profiles.imports.sheets import row, sheet

REFERENT = sample("Lilas")
FILE = "profils.csv"
CONTENT = sheet([row(number=1), row(number=2, EMAIL="agent@gmail.com"), row("M", 3)], encoding="windows-1252")


def choose_file(visitor, content, name=FILE):
    """Give the file to the field, as the system's own window would."""
    field = visitor.field("Fichier de profils")
    field.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def waits_for(visitor, heading):
    """Look again until it is there: by itself where scripts run, by the link elsewhere."""
    place = visitor.page.get_by_role("heading", name=heading)
    while visitor.manner is Manner.SCRIPTLESS and not place.count():
        visitor.follow("Actualiser")
    visitor.reads(heading)


def import_file(visitor, letters):
    """From the sign-in to the report, without a look at what is said on the way."""
    sign_in(visitor, letters, REFERENT)
    visitor.open("/etablissements/imports")
    choose_file(visitor, CONTENT)
    visitor.press("Voir l’aperçu")
    waits_for(visitor, "rien n’est encore importé")
    visitor.press("Importer 1\xa0ligne")
    waits_for(visitor, "Rapport")


def test_a_file_is_previewed_then_imported_and_its_report_read(anybody, letters):
    sign_in(anybody, letters, REFERENT)
    anybody.open("/etablissements")
    anybody.follow("Importer un fichier")
    anybody.sees_title("Import de profils")
    choose_file(anybody, CONTENT)
    anybody.press("Voir l’aperçu")
    waits_for(anybody, "rien n’est encore importé")
    anybody.reads("CSV, Windows-1252, séparateur point-virgule")
    anybody.reads("Seules les adresses MSSanté sont acceptées")
    anybody.press("Importer 1\xa0ligne")
    waits_for(anybody, "Rapport")
    anybody.reads("Des erreurs ont été rencontrées")
    anybody.follow("Erreurs")
    anybody.does_not_read("Création du compte et du profil")
    anybody.reads("Aucun profil de cet établissement ne correspond")


def test_the_referent_is_told_of_the_end_by_mail(visitor, letters):
    import_file(visitor, letters)
    letters.wait_for(REFERENT.mssante, "Votre import de profils est terminé\xa0: 2\xa0lignes en erreur")


def test_the_lines_in_error_are_taken_away_corrected_and_imported(visitor, letters):
    import_file(visitor, letters)
    link = visitor.page.locator("a[href$='erreurs.csv']").get_attribute("href")
    content = visitor.page.request.get(f"{visitor.home}{link}").body()
    corrected = content.replace(b"agent@gmail.com;", b"agent.2@chu-demo.mssante.fr;")
    visitor.open("/etablissements/imports")
    choose_file(visitor, corrected)
    visitor.press("Voir l’aperçu")
    visitor.reads("Le mot de passe initial manque.")


def test_a_file_of_another_kind_is_refused_with_a_sentence(anybody, letters):
    sign_in(anybody, letters, REFERENT)
    anybody.open("/etablissements/imports")
    choose_file(anybody, b"%PDF-1.7")
    anybody.press("Voir l’aperçu")
    waits_for(anybody, "Ce fichier n’a pas pu être lu")
    anybody.reads("Ce fichier est un document PDF")
    anybody.press("Abandonner")
    anybody.reads("Rien n’a été importé")
