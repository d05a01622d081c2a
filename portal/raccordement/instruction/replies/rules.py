"""What a reply template may say: its variables, and how a request fills them in."""

import re
from collections.abc import Mapping

MAX_TITLE = 80
MAX_BODY = 3000

# The variables, with what each becomes.
VARIABLES: Mapping[str, str] = {
    "numero": "le numéro de la demande",
    "systeme": "le nom du système d’information",
    "version": "son numéro de version",
    "prenom": "le prénom du demandeur",
    "nom": "son nom",
    "etat": "l’état de la demande",
    "etablissement": "le premier de ses établissements",
    "instructeur": "le nom de l’instructeur qui répond",
}
_VARIABLE = re.compile(r"\{([^{}\n]*)\}")


def unknown(body: str) -> list[str]:
    """The names between braces that are no variable, each once, as typed."""
    return list(dict.fromkeys(name for name in _VARIABLE.findall(body) if name.strip() not in VARIABLES))


def refusal(body: str) -> str:
    """Why this text cannot be kept; nothing when it can."""
    wrong = unknown(body)
    if not wrong:
        return ""
    known = ", ".join(f"{{{name}}}" for name in VARIABLES)
    which = " et ".join(f"«\u00a0{{{name}}}\u00a0»" for name in wrong)
    what = f"{which} n’est pas une variable" if len(wrong) == 1 else f"{which} ne sont pas des variables"
    return f"{what}\u00a0; celles qui existent sont {known}."


def fill(body: str, values: Mapping[str, str]) -> str:
    """The text for one request; a value that itself holds braces is shown as it is.

    Args:
        body: A template that `refusal` accepts.
        values: What each variable of `VARIABLES` becomes.
    """
    return _VARIABLE.sub(lambda found: values.get(found[1].strip(), found[0]), body)


def inserted(text: str, reply: str) -> str:
    """What is already written, then the reply."""
    return f"{text}\n\n{reply}" if text else reply
