"""Judging the sheet of an account against the grid of its type, and what the conditions of the source add.

The form, the loadusers file and its report ask the same judge: it takes values, and facts gathered beforehand.
"""

import re
from collections.abc import Callable, Iterator

from portal import naming
from portal.folding import words
from portal.identifiers import Refused
from portal.medimail.mailboxes.record.rules.addresses import claim, is_of, person_key
from portal.medimail.mailboxes.record.rules.fields import Field, Need, fields_of, need
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, Kind
from portal.medimail.mailboxes.record.rules.locating import misplaced
from portal.medimail.mailboxes.record.rules.missing import MISSING
from portal.medimail.mailboxes.record.rules.professions import is_accepted, may_answer
from portal.medimail.mailboxes.record.rules.reference import Facts, Trade
from portal.medimail.mailboxes.record.rules.sheets import Fault, Read, Sheet

Judge = Callable[[Kind, Sheet, Facts], Iterator[Fault]]

# « Oui pour la BAL de type INT avec la profession Médecin, Pharmacien ou Chirurgien-Dentiste » (source 003).
TITLED = frozenset({"Médecin", "Pharmacien", "Chirurgien-Dentiste"})
# « infirmiers (si correctement inscrit à l’ONI) » (source 003 section 1): some still have their ADELI number alone.
_EITHER = frozenset({"Infirmier", "Infirmier psychiatrique"})
# Social workers are « professionnels médico-sociaux » too (source 003 section 2).
SOCIAL = frozenset({"medico-social", "social"})
_NOREPLY = re.compile(r"(?:noreply|nepasrepondre)")


def judged(kind: Kind, read: Read, facts: Facts) -> tuple[Fault, ...]:
    """Why this sheet will not do for this type: one fault a field at most, in the order of the file; () if it will."""
    found: dict[Field, Fault] = {fault.field: fault for fault in read.faults}
    for judge in _JUDGES:
        for fault in judge(kind, read.sheet, facts):
            # Who gave an ADELI number that cannot be read has said enough.
            if fault.field is not Field.RPPS or Field.ADELI not in read.unread:
                found.setdefault(fault.field, fault)
    return tuple(found[name] for name in fields_of(kind) if name in found)


def trade(label: str, facts: Facts) -> Trade | None:
    """The profession of this label."""
    return facts.lists.trades.get(label)


def _required(kind: Kind, sheet: Sheet, _facts: Facts) -> Iterator[Fault]:
    for name in Field:
        # The type is known: it is what the sheet is judged for.
        if need(kind, name) is Need.REQUIRED and name is not Field.KIND and not sheet.has(name):
            yield _missing(name)


def _missing(name: Field) -> Fault:
    return Fault(name, "champ_manquant", MISSING[name])


def _addressed(kind: Kind, sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    if sheet.address and not is_of(sheet.address, facts.domain):
        yield Fault(
            Field.ADDRESS,
            "adresse_hors_domaine",
            f"Les adresses de cette structure se terminent par @{facts.domain}\u00a0; corrigez celle-ci, ou choisissez "
            "une autre structure.",
        )
    if facts.is_taken:
        yield Fault(
            Field.ADDRESS,
            "adresse_prise",
            "Cette adresse est déjà celle d’un compte Medimail, ou va le devenir\u00a0; elle ne sert qu’une fois. "
            "Cherchez-la dans la liste des comptes, tous états compris\u00a0: un compte rejeté ou inactif se "
            "réhabilite. S’il n’y est pas, ou s’il est supprimé, voyez avec le GRADeS ou choisissez une autre adresse.",
        )
    yield from _owned(kind, sheet, facts)


def _owned(kind: Kind, sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    found = claim(kind, sheet.last_name, sheet.first_name, facts.owners)
    if found and found is not facts.claimed:
        yield Fault(Field.ADDRESS, found.value, found.label)


def _numbered(kind: Kind, sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    if kind is not Kind.PER:
        return
    known = trade(sheet.profession, facts)
    if known and not is_accepted(kind, known):
        yield Fault(
            Field.PROFESSION,
            "profession_sans_registre",
            "Cette profession n’a ni RPPS ni ADELI\u00a0: choisissez le type MED, ou le type INT pour un soignant.",
        )
    elif not sheet.rpps and not sheet.adeli:
        yield _missing(Field.RPPS)
    elif not sheet.rpps and known and known.register == "RPPS" and known.label not in _EITHER:
        yield Fault(
            Field.RPPS, "rpps_attendu", "Cette profession est inscrite au RPPS, non à ADELI\u00a0: saisissez son RPPS."
        )
    if sheet.rpps and (facts.is_number_shut or facts.bearers - {person_key(sheet.last_name, sheet.first_name)}):
        # One sentence for both: told apart, whoever types numbers would learn whose account is closed.
        yield Fault(
            Field.RPPS,
            "rpps_autrui",
            "Ce numéro RPPS est celui d’une personne connue sous un autre nom, ou dont le compte est fermé. "
            "Relisez-le\u00a0; s’il est bon, écrivez son nom et son prénom comme elle les a donnés, ou voyez avec "
            "l’exploitant du portail.",
        )


def _practising(kind: Kind, sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    known = trade(sheet.profession, facts)
    if kind is not Kind.INT or known is None:
        return
    if not is_accepted(kind, known):
        yield Fault(
            Field.PROFESSION,
            "profession_non_soignante",
            "Le type INT est celui d’un professionnel de santé étranger ou interne\u00a0: pour cette profession, "
            "choisissez le type MED.",
        )
    if known.label in TITLED and not sheet.title:
        yield _missing(Field.TITLE)
    if known.category in SOCIAL and not sheet.diploma:
        yield _missing(Field.DIPLOMA)


def _based(_kind: Kind, sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    if sheet.place_number and facts.is_place_known is False:
        yield Fault(
            Field.PLACE_NUMBER,
            "structure_inconnue",
            "Aucun établissement ouvert ne porte ce numéro FINESS\u00a0; relisez-le.",
        )


def _answered_for(_kind: Kind, sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    known = trade(sheet.responsible_profession, facts)
    if known and not may_answer(known):
        yield Fault(
            Field.RESPONSIBLE_PROFESSION,
            "responsable_sans_registre",
            "Le responsable est un professionnel de santé qui a un numéro RPPS\u00a0; cette profession n’en donne pas.",
        )
    if facts.responsible_bearers - {person_key(sheet.responsible_last_name, sheet.responsible_first_name)}:
        yield Fault(
            Field.RESPONSIBLE_RPPS,
            "rpps_autrui",
            "Ce numéro RPPS est celui d’une personne connue sous un autre nom. Relisez-le\u00a0; s’il est bon, "
            "écrivez le nom et le prénom du responsable comme il les a donnés, ou voyez avec l’exploitant du portail.",
        )


def _opened(_kind: Kind, sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    openers = facts.openers
    if openers is None:
        return
    for address in sheet.connections:
        opener = openers.get(address)
        if opener is None:
            code, why = "connexion_inconnue", "n’est pas un compte des structures que vous administrez"
        elif opener.kind not in PERSONS:
            code, why = "connexion_partagee", f"est de type {opener.kind}\u00a0; il faut un compte MED, PER ou INT"
        elif not opener.is_live:
            code, why = "connexion_fermee", "est rejeté ou supprimé"
        else:
            continue
        yield Fault(
            Field.CONNECTIONS,
            code,
            f"{address} {why}. Retirez cette adresse, ou remplacez-la par celle d’une personne.",
        )
        return
    # Of a new account, the address says enough: it is a person's.
    if facts.is_guarded and not facts.owners:
        yield Fault(
            Field.CONNECTIONS,
            "connexion_codes",
            "Les codes ou les liens de connexion d’une personne arrivent à cette BAL, et ouvrent davantage que cette "
            "structure\u00a0: un compte de connexion de plus les lirait. N’en ajoutez pas\u00a0; que cette personne "
            "enregistre d’abord une autre adresse MSSanté, ou voyez avec l’exploitant du portail.",
        )


def _returned(_kind: Kind, sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    if sheet.return_address and not facts.is_return_known:
        yield Fault(
            Field.RETURN_ADDRESS,
            "retour_inconnu",
            "Aucun compte Medimail de type PER, ORG ou INT n’a cette adresse, ou il est rejeté ou supprimé\u00a0; "
            "donnez l’adresse MSSanté de la personne ou du service qui lira les réponses.",
        )


def _mssante_addressed(kind: Kind, sheet: Sheet, _facts: Facts) -> Iterator[Fault]:
    """The « nomenclature » of p. 9, on an MSSanté address: that of a person, that of a software.

    Of an ORG, « générique »: no rule can tell, and `naming.doubt` says what shows otherwise. No form holds this field.
    """
    if kind is Kind.APP and sheet.mssante and not _NOREPLY.match(sheet.mssante):
        yield Fault(
            Field.MSSANTE, "mssante_app", "L’adresse MSSanté d’un compte APP commence par noreply ou nepasrepondre."
        )
    if kind in {Kind.PER, Kind.INT} and sheet.mssante and not _is_nominative(sheet):
        yield Fault(
            Field.MSSANTE, "mssante_nominative", "L’adresse MSSanté d’une personne est nom.prenom ou prenom.nom."
        )


def _is_nominative(sheet: Sheet) -> bool:
    names = ["-".join(words(name)) for name in (sheet.last_name, sheet.first_name)]
    typed = [sorted(words(part)) for part in sheet.mssante.split(".")]
    expected = [sorted(words(name)) for name in names]
    return typed in (expected, expected[::-1])


def _encrypted(_kind: Kind, sheet: Sheet, _facts: Facts) -> Iterator[Fault]:
    if sheet.apicrypt and not sheet.apicrypt_specialty:
        yield _missing(Field.APICRYPT_SPECIALTY)


def _named(kind: Kind, sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    """Mails carry these names to others; those of a shared mailbox are generic, as « EHPAD n° 2 »."""
    own = naming.person if kind in PERSONS else naming.thing
    for rule, name in (
        (own, Field.LAST_NAME),
        (own, Field.FIRST_NAME),
        (naming.person, Field.RESPONSIBLE_LAST_NAME),
        (naming.person, Field.RESPONSIBLE_FIRST_NAME),
    ):
        text = str(sheet.of(name))
        found = rule(text) if text and text.upper() not in facts.kept_names else text
        if isinstance(found, Refused):
            yield Fault(name, found.code, found.message)


def _ended(_kind: Kind, sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    if sheet.expires_on and sheet.expires_on <= facts.today:
        yield Fault(
            Field.EXPIRES_ON,
            "peremption_passee",
            "Cette date est déjà là\u00a0; donnez-en une à venir, ou laissez le champ vide.",
        )


def _placed(_kind: Kind, sheet: Sheet, facts: Facts) -> Iterator[Fault]:
    yield from misplaced(sheet, facts)


_JUDGES: tuple[Judge, ...] = (
    _required,
    _addressed,
    _numbered,
    _practising,
    _based,
    _answered_for,
    _opened,
    _returned,
    _mssante_addressed,
    _named,
    _encrypted,
    _ended,
    _placed,
)
