"""Deterministic CertDc import files (13 columns, ';', UTF-8) with 1 % known bad rows, and what each row must give.

usage: gen_csv.py base|create|modify|mixed ROWS OUT.csv [--seed N]     also writes OUT.csv.expected (ligne;statut;cas)

RPPS: 11 digits with a Luhn key, all starting with 99 so that none is a real person's. FINESS: 9 digits, Luhn key.
'base': C rows, none bad: load it beforehand, with the same seed and as many rows, for 'modify' and 'mixed'.
'create': C rows for an empty portal. 'modify': M rows, new e-mail only. 'mixed': 70 % M, 20 % C, 10 % S.
"""

import argparse
import csv
import itertools
import random
import unicodedata

HEADER = [
    "Finess EJ",
    "Finess ET",
    "Nom de l'équipe",
    "Code action",
    "Nom",
    "Prénom",
    "N° RPPS",
    "Rôle",
    "Identifiant",
    "Mot de passe",
    "Email",
    "Date de début",
    "Date de fin",
]
EJ, ET, EQUIPE, ACTION, NOM, PRENOM, RPPS, ROLE, IDENT, MDP, MAIL, DEBUT, FIN = range(13)
FIRST = [
    "Aurélie",
    "Benoît",
    "Céline",
    "Chloé",
    "Damien",
    "Éloïse",
    "Émilie",
    "Étienne",
    "Fabien",
    "Françoise",
    "Frédéric",
    "Gaëlle",
    "Geneviève",
    "Grégory",
    "Hélène",
    "Inès",
    "Jérôme",
    "Joël",
    "Léa",
    "Loïc",
    "Maëlys",
    "Marie-Thérèse",
    "Mickaël",
    "Noémie",
    "Océane",
    "Raphaël",
    "Régine",
    "Rémi",
    "Sébastien",
    "Solène",
    "Stéphanie",
    "Thérèse",
    "Valérie",
    "Zoé",
    "Jean-François",
    "Anne-Laure",
]
LAST = """Lefèvre Garçon Béranger Crépin Dûment Évrard Fabrègue Gérôme Hébert Îsnard Jacquème Kérouac Lemaître Müller
Noël Orsëlli Pâquet Quéméneur Rivière Sénéchal Thévenot Uzès Vézinet Wœrth Ybarnégaray Zébulon Saint-Céré Ôtrand
L'Hôpital Le\u00a0Goff D'Aubigné Bœuf""".replace("\u00a0", "_").split()
MEDECIN, AUTRE = ["CDC3D", "CDC3E", "CDC3A"], ["CDC4", "CDC1", "CDC2", "SYNT", "OEC1", "OEC2"]
EN_EQUIPE = {"CDC3E", "CDC3A", "CDC4"}


def luhn(digits):
    """digits followed by their Luhn key."""
    s = sum(d if i % 2 else d // 5 + d * 2 % 10 for i, d in enumerate(map(int, reversed(digits))))
    return digits + str(-s % 10)


def plain(text):
    text = text.replace("œ", "oe").replace("Œ", "Oe")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(ch if ch.isalnum() else "-" for ch in text)


def person(i, seed):
    r = random.Random(seed * 1_000_003 + i)
    nom, prenom = r.choice(LAST).replace("_", " "), r.choice(FIRST)
    medecin = r.random() < 0.7
    role = r.choice(MEDECIN if medecin else AUTRE)
    et = r.randrange(40)
    return [
        luhn(f"9{et % 8:07d}"),
        luhn(f"99{et:06d}"),
        f"Équipe {r.choice(['Réanimation', 'Gériatrie', 'Été', 'Nuit'])} {et}" if role in EN_EQUIPE else "",
        "C",
        nom.upper(),
        prenom,
        luhn(f"99{i:08d}") if medecin else "",
        role,
        "" if medecin else f"{plain(prenom)[:1]}{plain(nom)}{i}",
        f"Clé-{r.getrandbits(48):012x}",
        f"{plain(prenom)}.{plain(nom)}.{i}@chu-exemple.mssante.fr",
        r.choice(["", "01/09/2025", "15/01/2026"]),
        r.choice(["", "", "31/12/2027"]),
    ]


# what can be wrong with a row: name -> (actions it applies to, status the report must give, change to the row)
def _set(col, value):
    return lambda row: row.__setitem__(col, value)


def _rpps(row):
    row[IDENT], row[RPPS] = "", row[RPPS] or luhn("9900000000")
    row[ROLE], row[EQUIPE] = "CDC3D", ""


def _bad_key(row):
    _rpps(row)
    row[RPPS] = row[RPPS][:-1] + str((int(row[RPPS][-1]) + 1) % 10)


def _short(row):
    _rpps(row)
    row[RPPS] = row[RPPS][:-1]


def _no_team(row):
    row[ROLE], row[EQUIPE] = ("CDC3E" if row[RPPS] else "CDC4"), ""


def _dates(row):
    row[DEBUT], row[FIN] = "02/01/2026", "01/01/2026"


def _unknown(row):
    _rpps(row)
    row[RPPS] = luhn("9999999" + row[RPPS][7:10])


BAD = {
    "rpps_cle": ("CM", "ERREUR", _bad_key),
    "rpps_longueur": ("CM", "ERREUR", _short),
    "rpps_et_identifiant_absents": ("CM", "ERREUR", lambda row: (_set(RPPS, "")(row), _set(IDENT, "")(row))),
    "nom_absent": ("CM", "ERREUR", _set(NOM, "")),
    "finess_absent": ("CM", "ERREUR", _set(ET, "")),
    "role_inconnu": ("CM", "ERREUR", _set(ROLE, "CDC9")),
    "action_inconnue": ("CM", "ERREUR", _set(ACTION, "X")),
    "equipe_absente": ("CM", "ERREUR", _no_team),
    "email_hors_mssante": ("CM", "ERREUR", lambda row: row.__setitem__(MAIL, row[MAIL].split("@")[0] + "@gmail.com")),
    "date_impossible": ("CM", "ERREUR", _set(DEBUT, "31/02/2026")),
    "dates_inversees": ("CM", "ERREUR", _dates),
    "mot_de_passe_absent": ("C", "ERREUR", _set(MDP, "")),
    "doublon": ("C", "ERREUR", None),  # the row before, again
    "profil_inconnu": ("M", "ERREUR", _unknown),
    "mot_de_passe_non_expire": ("M", "ALERTE", _set(MDP, "Inutile-2025!")),
}


def rows(kind, count, seed=1):
    """Yield (row, status, case)."""
    r, todo, before = random.Random(seed), itertools.cycle(BAD), None
    for i in range(count):
        row = person(i, seed)
        action = {"base": "C", "create": "C", "modify": "M"}.get(kind) or r.choices("MCS", (70, 20, 10))[0]
        bad = kind != "base" and i % 100 == 50  # 1 %
        if bad and action == "S":
            action = "M"
        if kind == "mixed" and action == "C":
            row = person(1_000_000 + i, seed)  # somebody new
        if action != "C":
            row[MDP] = ""
            row[MAIL] = row[MAIL].replace("@chu-exemple.", "@ght-nouveau.")
        row[ACTION] = action
        status, case = "OK", ""
        if bad:
            case = next(k for k in todo if action in BAD[k][0] and (BAD[k][2] or before[ACTION] == "C"))
            status, change = BAD[case][1:]
            if change:
                change(row)
            else:
                row = before
        before = row
        yield row, status, case


def write(kind, count, out, seed=1):
    with open(out, "w", encoding="utf-8", newline="") as f, open(out + ".expected", "w", encoding="utf-8") as e:
        w = csv.writer(f, delimiter=";")
        w.writerow(HEADER)
        for n, (row, status, case) in enumerate(rows(kind, count, seed), 1):
            w.writerow(row)
            e.write(f"{n};{status};{case}\n")


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("kind", choices=["base", "create", "modify", "mixed"])
    p.add_argument("rows", type=int)
    p.add_argument("out")
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    write(a.kind, a.rows, a.out, a.seed)
