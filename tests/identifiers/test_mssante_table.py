"""The table of the MSSanté gate: each address, what becomes of it, and why in French (promise 11).

Read it from top to bottom. A sign that cannot be seen or told from another is written by its Unicode number:
"\\u0430" is the Cyrillic а, "\\u200b" a space of no width. The middle column is the address kept, or the
end of the code of refusal.
"""

from portal.identifiers import Refused, mssante

ACCEPTED = [
    # typed or pasted, what is kept, why
    ("jean.dupont@mssante.fr", "jean.dupont@mssante.fr", "le domaine mssante.fr lui-même"),
    ("jean.dupont@medecin.mssante.fr", "jean.dupont@medecin.mssante.fr", "le domaine des médecins"),
    ("claire.petit@infirmier.mssante.fr", "claire.petit@infirmier.mssante.fr", "le domaine des infirmiers"),
    ("secretariat@ch-dax.mssante.fr", "secretariat@ch-dax.mssante.fr", "le domaine d’un hôpital"),
    ("urgences@vsha.aura.mssante.fr", "urgences@vsha.aura.mssante.fr", "un sous-domaine de région"),
    ("a.b@15-20.mssante.fr", "a.b@15-20.mssante.fr", "un domaine peut commencer par un chiffre"),
    ("a.b@a-3-s.mssante.fr", "a.b@a-3-s.mssante.fr", "un domaine peut porter plusieurs tirets"),
    ("noreply-dpi@lifen.mssante.fr", "noreply-dpi@lifen.mssante.fr", "une boîte applicative"),
    ("Jean.DUPONT@mssante.fr", "jean.dupont@mssante.fr", "majuscules avant @ : mises en minuscules"),
    ("jean.dupont@UC-CMP.mssante.fr", "jean.dupont@uc-cmp.mssante.fr", "majuscules dans le domaine"),
    ("jean.dupont@MSSante.FR", "jean.dupont@mssante.fr", "majuscules dans mssante.fr"),
    ("  jean.dupont@mssante.fr ", "jean.dupont@mssante.fr", "espaces autour, laissées par un collage"),
    ("\u00a0jean.dupont@mssante.fr\u202f", "jean.dupont@mssante.fr", "espaces insécables autour"),
    ("jean-marc.o'brien@mssante.fr", "jean-marc.o'brien@mssante.fr", "trait d’union et apostrophe du nom"),
    ("jean_dupont+dmp@mssante.fr", "jean_dupont+dmp@mssante.fr", "tiret bas et signe plus"),
    ("4@mssante.fr", "4@mssante.fr", "un seul caractère avant @"),
    (f"{'a' * 64}@mssante.fr", f"{'a' * 64}@mssante.fr", "64 caractères avant @, le plus permis"),
    (
        f"a@{'b' * 63}.mssante.fr",
        f"a@{'b' * 63}.mssante.fr",
        "63 caractères entre deux points, le plus permis",
    ),
    (f"a@{'b.' * 121}mssante.fr", f"a@{'b.' * 121}mssante.fr", "254 caractères en tout, le plus permis"),
    ("a@notpatient.mssante.fr", "a@notpatient.mssante.fr", "finit comme patient, sans être ce domaine"),
    ("patient@ch-dax.mssante.fr", "patient@ch-dax.mssante.fr", "patient avant @ ne désigne pas un patient"),
]

REFUSED = [
    # typed or pasted, end of the code, why
    ("", "vide", "rien"),
    ("  \u00a0", "vide", "rien que des espaces"),
    # Elsewhere than MSSanté
    ("jean.dupont@gmail.com", "hors_espace", "une messagerie ordinaire"),
    ("jean.dupont@ch-dax.fr", "hors_espace", "la messagerie ordinaire de l’hôpital"),
    ("test.cle@medical81.apicrypt.org", "hors_espace", "Apicrypt n’est pas MSSanté"),
    ("jean.dupont@mssante.fr.evil.tld", "hors_espace", "mssante.fr n’est pas à la fin"),
    ("jean.dupont@medecin.mssante.fr.com", "hors_espace", "mssante.fr n’est pas à la fin"),
    ("jean.dupont@evilmssante.fr", "hors_espace", "il manque le point avant mssante.fr"),
    ("jean.dupont@evil-mssante.fr", "hors_espace", "un tiret ne vaut pas un point"),
    ("jean.dupont@mssante-fr.com", "hors_espace", "un tiret à la place du point"),
    ("jean.dupont@mssante.com", "hors_espace", "la fin est .com"),
    ("jean.dupont@mssante.frr", "hors_espace", "une lettre de trop à la fin"),
    ("jean.dupont@mssante", "hors_espace", "il manque .fr"),
    ("jean.dupont@rnssante.fr", "hors_espace", "r et n imitent m"),
    ("jean.dupont@fr", "hors_espace", "rien que .fr"),
    ("jean.dupont@localhost", "hors_espace", "la machine elle-même"),
    ("jean.dupont@127.0.0.1", "hors_espace", "une adresse de machine"),
    # The citizens' boxes
    ("1234567890123@patient.mssante.fr", "patient", "la boîte d’un patient (Mon espace santé)"),
    ("1234567890123@PATIENT.mssante.fr", "patient", "la même, en majuscules"),
    ("a@test.patient.mssante.fr", "patient", "un sous-domaine de celui des patients"),
    # Lookalikes from other alphabets
    ("jean.dupont@mss\u0430nte.fr", "caracteres", "un а cyrillique"),
    ("je\u0430n.dupont@mssante.fr", "caracteres", "un а cyrillique avant @"),
    (
        "jean.dupont@p\u0430tient.mssante.fr",
        "caracteres",
        "un а cyrillique pour passer la règle des patients",
    ),
    ("jean.dupont@\uff50atient.mssante.fr", "caracteres", "un p pleine chasse, que le réseau lirait p"),
    ("jean.dupont@m\u017fsante.fr", "caracteres", "un s long, qui devient s en minuscules"),
    ("jean.dupont@\u212ainesi.mssante.fr", "caracteres", "le signe kelvin, qui devient k en minuscules"),
    ("jean.dupont@mssante\uff0efr", "caracteres", "un point pleine chasse"),
    ("jean.dupont@ch\u3002mssante.fr", "caracteres", "un point idéographique"),
    ("jean.dupont\uff20mssante.fr", "caracteres", "un @ pleine chasse"),
    ("jean.dupont@ch\u2010dax.mssante.fr", "caracteres", "un trait d’union typographique"),
    ("jean.dupont@hôpital.mssante.fr", "caracteres", "un domaine accentué"),
    ("jean.dupont@mssante\u0301.fr", "caracteres", "un accent, en signe séparé"),
    ("jérôme.dupont@mssante.fr", "caracteres", "un accent avant @"),
    ("jean.dupont@xn--hpital-ixa.mssante.fr", "international", "le même domaine accentué, codé"),
    ("jean.dupont@a.XN--80ak6aa92e.mssante.fr", "international", "un nom codé en majuscules"),
    ("jean.dupont@xn--mssnte-5nf.fr", "hors_espace", "le а cyrillique, codé : c’est un autre domaine"),
    # What cannot be seen
    ("jean.dupont@mssante.fr\n", "caracteres", "un retour à la ligne à la fin"),
    ("jean.dupont@mssante.fr\r\nBcc: a@evil.tld", "caracteres", "un en-tête de message glissé derrière"),
    ("a@evil.tld\r\n@mssante.fr", "caracteres", "un retour à la ligne au milieu"),
    ("jean.dupont@mssante.fr\x00", "caracteres", "un caractère nul"),
    ("a@evil.tld\x00@mssante.fr", "caracteres", "un caractère nul, où d’autres programmes s’arrêtent"),
    ("jean\tdupont@mssante.fr", "caracteres", "une tabulation"),
    ("\u202erf.etnassm@tnopud", "caracteres", "un texte affiché à l’envers"),
    ("jean.dupont@evil.tld\u202emssante.fr", "caracteres", "une fin affichée à l’envers"),
    ("jean.dup\u200bont@mssante.fr", "caracteres", "une espace de largeur nulle"),
    ("jean.dup\u00adont@mssante.fr", "caracteres", "un trait d’union conditionnel, invisible"),
    ("\ufeffjean.dupont@mssante.fr", "caracteres", "la marque de début d’un fichier"),
    ("jean.dupont@mssante.fr\x7f", "caracteres", "le caractère d’effacement"),
    ("jean dupont@mssante.fr", "caracteres", "une espace dans le nom"),
    ("jean.dupont@ mssante.fr", "caracteres", "une espace après @"),
    # More than an address, or less
    ("jean.dupont", "arobase", "pas de @"),
    ("mssante.fr", "arobase", "un domaine seul"),
    ("jean.dupont@evil.tld@mssante.fr", "arobase", "deux @"),
    ("jean.dupont@@mssante.fr", "arobase", "deux @ de suite"),
    ("a@mssante.fr,b@mssante.fr", "arobase", "deux adresses"),
    ("a@mssante.fr;b@mssante.fr", "arobase", "deux adresses, séparées comme dans un fichier"),
    ("Jean Dupont <jean.dupont@mssante.fr>", "caracteres", "un nom devant l’adresse"),
    ("<jean.dupont@mssante.fr>", "nom", "des chevrons"),
    ("mailto:jean.dupont@mssante.fr", "nom", "un lien, non une adresse"),
    ("jean.dupont(dr)@mssante.fr", "nom", "un commentaire"),
    ("jean.dupont@mssante.fr(dr)", "domaine", "un commentaire à la fin"),
    ('"jean.dupont"@mssante.fr', "nom", "des guillemets"),
    ('"a@evil.tld"@mssante.fr', "arobase", "une autre adresse entre guillemets"),
    ("@mssante.fr", "nom", "rien avant @"),
    ("jean.dupont@", "domaine", "rien après @"),
    # Badly formed around the dots
    (".jean@mssante.fr", "nom", "un point en tête"),
    ("jean.@mssante.fr", "nom", "un point juste avant @"),
    ("jean..dupont@mssante.fr", "nom", "deux points de suite"),
    ("jean.dupont@mssante.fr.", "domaine", "un point à la fin"),
    ("jean.dupont@.mssante.fr", "domaine", "un point juste après @"),
    ("jean.dupont@ch..mssante.fr", "domaine", "deux points de suite dans le domaine"),
    ("jean.dupont@-ch.mssante.fr", "domaine", "un tiret en tête de domaine"),
    ("jean.dupont@ch-.mssante.fr", "domaine", "un tiret avant un point"),
    ("jean.dupont@ch_dax.mssante.fr", "domaine", "un tiret bas dans le domaine"),
    # Too long
    (f"{'a' * 65}@mssante.fr", "longueur", "65 caractères avant @"),
    (f"a@{'b' * 64}.mssante.fr", "domaine", "64 caractères entre deux points"),
    (f"aa@{'b.' * 121}mssante.fr", "longueur", "255 caractères en tout, un de trop"),
    # Tricks of the wire
    ("jean%evil.tld@mssante.fr", "nom", "un renvoi vers une autre machine"),
    ("evil.tld!jean@mssante.fr", "nom", "un renvoi à l’ancienne"),
    ("jean%40evil.tld", "arobase", "un @ codé comme dans une adresse de page"),
    ("jean.dupont@evil.tld%00.mssante.fr", "domaine", "un caractère nul, codé"),
    ("jean.dupont@evil.tld#.mssante.fr", "domaine", "un dièse, où d’autres programmes s’arrêtent"),
    ("jean.dupont@evil.tld/.mssante.fr", "domaine", "une barre, où d’autres programmes s’arrêtent"),
    ("jean.dupont@[192.0.2.1]", "domaine", "une adresse de machine entre crochets"),
    ("jean.dupont@[IPv6:2001:db8::1]", "domaine", "une adresse de machine entre crochets"),
    ("jean.dupont@mssante.fr:25", "domaine", "un numéro de port"),
    ("-oq/tmp/x@mssante.fr", "nom", "une option de commande"),
    ("-jean@mssante.fr", "nom", "un tiret en tête, lu comme une option"),
    ("jean|sh@mssante.fr", "nom", "une commande"),
    ("jean'--;@mssante.fr", "nom", "un morceau de requête"),
    ("{{7*7}}@mssante.fr", "nom", "un morceau de gabarit"),
    ("=cmd()@mssante.fr", "nom", "une formule de tableur"),
]


def test_this_address_is_let_through(subtests):
    for typed, kept, why in ACCEPTED:
        with subtests.test(f"{typed} {kept} {why}"):
            assert mssante.parse(typed) == kept, why


def test_this_address_is_refused(subtests):
    for typed, code, why in REFUSED:
        with subtests.test(f"{typed} {code} {why}"):
            outcome = mssante.parse(typed)
            assert isinstance(outcome, Refused), why
            assert outcome.code == f"mssante_{code}", why


def test_the_table_keeps_the_promise_of_sixty_addresses():
    assert len({typed for typed, *_ in ACCEPTED + REFUSED}) >= 60
