"""The MSSanté gate: the one function that tells a professional's secure mailbox from any other address.

Promise 11, source 001: « Seules les adresses MSSanté sont acceptées (@_____.mssante.fr ou @mssante.fr) ».
"""

import re
from functools import lru_cache
from typing import NewType

from portal.identifiers.refused import Refused, named

MssanteAddress = NewType("MssanteAddress", str)

_ROOT = "mssante.fr"
# Mon espace santé: the box of a citizen, who must never receive a professional's link.
_CITIZENS = "patient.mssante.fr"

# RFC 5321, 4.5.3.1, less the two angle brackets of a path.
_MAX_ADDRESS = 254
_MAX_LOCAL = 64

# ASCII alone. A letter of another script can look like one of ours (Cyrillic а), turn into one in lower case
# (long s, Kelvin sign) or on its way to the DNS (full-width letters and dots). The national white list is
# said to hold a few Unicode domains: should a hospital live under one, its référent resets its physicians'
# access. That costs less than one link sent to a lookalike.
_STRAY = re.compile(r"[^!-~]")
# Fewer signs than RFC 5322 allows: % and ! are relay routes, / = | options and paths, a first - an option.
_LOCAL = re.compile(r"(?!-)[a-z0-9_'+-]+(?:\.[a-z0-9_'+-]+)*")
_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")

_SENTENCES = {
    "vide": "Indiquez l’adresse MSSanté, par exemple prenom.nom@etablissement.mssante.fr.",
    "caracteres": "Une adresse MSSanté s’écrit sans espace ni accent, avec les lettres de a à z ; "
    "retirez ou remplacez {culprit}.",
    "longueur": "Une adresse compte au plus 254 caractères, dont 64 avant @ ; la vôtre est plus longue. "
    "Vérifiez qu’elle est seule dans le champ.",
    "arobase": "Une adresse MSSanté porte un seul @ ; saisissez une seule adresse, sans rien autour.",
    "nom": "Avant @, une adresse MSSanté n’a que des lettres, des chiffres et les signes . - _ ' +, "
    "sans tiret en tête, ni point en tête, à la fin ou redoublé. Corrigez ce qui précède @.",
    "domaine": "Ce qui suit @ n’est pas un nom de domaine bien formé. "
    "Écrivez-le comme etablissement.mssante.fr, sans point à la fin.",
    "hors_espace": "Seules les adresses MSSanté sont acceptées : elles se terminent par @mssante.fr "
    "ou .mssante.fr. Le domaine de la vôtre est « {domain} ».",
    "patient": "Cette adresse est celle d’un patient (Mon espace santé). "
    "Indiquez votre adresse MSSanté professionnelle.",
    "international": "Le domaine « {domain} » contient un nom codé (xn--), que le portail n’accepte pas. "
    "Adressez-vous à votre référent.",
}


def parse(text: str) -> MssanteAddress | Refused:
    """Read the MSSanté address of a professional, in lower case (source 003, section 3).

    Spaces around it, which a paste brings along, are dropped; inside, nothing is repaired.
    """
    address = text.strip(" \u00a0\u202f")
    local, _, domain = address.lower().partition("@")
    fault = _fault(address) or _local_fault(local) or _domain_fault(domain)
    if fault is None:
        return MssanteAddress(f"{local}@{domain}")
    stray = _STRAY.search(address)
    culprit = named(stray[0]) if stray else ""
    return Refused(f"mssante_{fault}", _SENTENCES[fault].format(culprit=culprit, domain=domain))


def _fault(address: str) -> str | None:
    if not address:
        return "vide"
    if _STRAY.search(address):
        return "caracteres"
    if len(address) > _MAX_ADDRESS:
        return "longueur"
    return "arobase" if address.count("@") != 1 else None


def _local_fault(local: str) -> str | None:
    if len(local) > _MAX_LOCAL:
        return "longueur"
    return None if _LOCAL.fullmatch(local) else "nom"


# A hospital has one domain, which its file repeats on each line.
@lru_cache(1024)
def _domain_fault(domain: str) -> str | None:
    if not _DOMAIN.fullmatch(domain):
        return "domaine"
    if not _under(_ROOT, domain):
        return "hors_espace"
    if _under(_CITIZENS, domain):
        return "patient"
    # RFC 5890, 2.3.1: that place of the two hyphens is kept for coded names, of which xn-- is the one in use.
    return "international" if any(label[2:4] == "--" for label in domain.split(".")) else None


def _under(parent: str, domain: str) -> bool:
    return domain == parent or domain.endswith(f".{parent}")
