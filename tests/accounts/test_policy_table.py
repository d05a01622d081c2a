"""What is refused, and for what; what is accepted, and must stay so."""

import pytest

from portal.accounts.policy import Rule, check

ABOUT = ["Lefèvre-Marchand", "Jeanne", "10102180600", "jmarchand2", "jeanne.marchand@chu-rouen.mssante.fr"]
COMMON, OWN, PATTERN = Rule.NOT_COMMON, Rule.NOT_OWN, Rule.NOT_A_PATTERN

REFUSED = {
    "motdepasse2024!": {COMMON},
    "Motdepasse-2024": {COMMON},
    "mot de passe 2024": {COMMON},
    "m.o.t.d.e.p.a.s.s.e": {COMMON},
    "M0tD3P@sse!!!": {COMMON},
    "MOTDEPASSEMOTDEPASSE": {COMMON, PATTERN},
    "P@$$w0rd2026!": {COMMON},
    "jetaimemonchat": {COMMON},
    "jetaimejetaime": {COMMON, PATTERN},
    "doudouloulou": {COMMON},
    "Doudou&Loulou75": {COMMON},
    "loulou12051987": {COMMON},
    "chouchou1987!!": {COMMON},
    "Marseille13000!": {COMMON},
    "83927416marseille": {COMMON},
    "So1ei1-Mar5ei11e": {COMMON},
    "M1chel&Cam1lle": {COMMON},
    "mot@de@passe@2026": {COMMON},
    "AllezLOM2026!": {COMMON},
    "JulienEtCamille2012!": {COMMON},
    "CamilleJulien14/02/2009": {COMMON},
    "Bonjour123456!": {COMMON, PATTERN},
    "Printemps2026!": {COMMON},
    "Décembre-2025": {COMMON},
    "Stéthoscope01": {COMMON},
    "urgences112233": {COMMON},
    "infirmière2026": {COMMON},
    "électrocardiogramme": {COMMON},
    "soleil marseille princesse": {COMMON},
    "0123456789motdepasse": {COMMON, PATTERN},
    "Azerty123456!": {PATTERN},
    "azertyuiop12": {PATTERN},
    "poiuytrezamlkj": {PATTERN},
    "1a2z3e4r5t6y": {PATTERN},
    '&é"\'(-è_çà&é"': {PATTERN},
    "aaaaaaaaaaaaaaaa": {PATTERN},
    "abcdefghijklmnop": {PATTERN},
    "123456789012": {PATTERN},
    "99887766554433": {COMMON},
    "xkxkxkxkxkxkxkxk": {PATTERN},
    "zq7zq7zq7zq7zq7": {PATTERN},
    "qq77xxqq77xx": {PATTERN},
    "            ": {PATTERN},
    "-*-*-*-*-*-*-*-*": {PATTERN},
    "061234509817": {PATTERN},
    "jeannelefevre": {OWN},
    "Lefèvre-Marchand": {OWN},
    "Marchand2026!": {OWN},
    "m@rch@nd1987!": {OWN},
    "10102180600!": {OWN},
    "1010 2180 600 a": {OWN},
    "21806002180600": {OWN, PATTERN},
    "jmarchand2!!!!": {OWN},
    "rouen-jeanne-76": {OWN},
    "CertDc-2026!!": {OWN},
    "medimailmssante": {OWN},
    "PortailSanté1": {OWN},
    "hopital-inserm": {OWN},
    "Jeanne2012doudou": {OWN, COMMON},
}

ACCEPTED = [
    "cheval agrafe pile correcte",
    "chevalagrafepilecorrecte",
    "Cheval-Agrafe-Pile-Correcte",
    "correct horse battery staple",
    "Un phare clignote au bout du quai gris",
    "le chat de ma voisine",
    "Trois girafes en 1987",
    "soleil doudou marseille princesse",
    "Jeanne Marchand déteste les girafes bleues",
    "mon motdepasse préféré sent la cannelle",
    "azerty c’est trop facile pour moi",
    "vingt-deux escargots pressés",
    "Il pleut souvent sur la rade",
    "j’arrose mes géraniums le mardi",
    "  deux espaces de chaque bord  ",
    "pamplemousse triangulaire",
    "ratatouille quantique",
    "Où est passée ma pantoufle ?",
    "grenouille/tournevis/mardi/opaque",
    "Kiwi.tambour.falaise",
    "crayon14fenouil92igloo",
    "7kQ9!xW2pL4#",
    "kjqzvtbnwpfd",
    "Xk4vTn8qRw2z",
    "huzmyd-9qyxQu-gazbup",
    "3f9a-77c1-e05b-d2c8",
    "Tr0mbone&Écluse à sec",
    "5 harengs saurs sur 1 vélo",
    "8 325 106 974 210 653 941",
    "ñandú über straße",
    "Η γάτα μου κοιμάται",
    "моя кошка спит днём",
    "吾輩は猫である名前はまだ無い",
    "🐎🖇️ cheval agrafe",
    "x" + "é" * 3 + "vaporetto fugace",
    "Les sanglots longs des violons de l’automne",
]


def broken(password: str) -> set[Rule]:
    return {finding.rule for finding in check(password, ABOUT) if not finding.met}


@pytest.mark.parametrize(("password", "rules"), REFUSED.items(), ids=REFUSED.keys())
def test_a_guessable_password_is_refused_for_what_it_is(password, rules):
    assert broken(password) == rules


@pytest.mark.parametrize("password", ACCEPTED, ids=ACCEPTED)
def test_an_honest_password_is_accepted(password):
    assert broken(password) == set()
