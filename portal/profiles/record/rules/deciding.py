"""Source 001, line by line: `decide` says what becomes of one; docstrings quote the sentence that each rule holds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from portal import naming
from portal.identifiers import Refused as Unfit
from portal.profiles.record.rules.codes import Code
from portal.profiles.record.rules.decisions import Create, Decision, Delete, Modify, Refused, Terms
from portal.profiles.record.rules.findings import Finding
from portal.profiles.record.rules.known import Held, Known, Person
from portal.profiles.record.rules.lines import NO_LIMIT, Line, fold
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.roles import Action


def decide(line: Line, known: Known, terms: Terms) -> Decision:
    """What becomes of this line, given what is known of its person; nothing is changed by asking."""
    if misplaced := _misplaced(line, terms):
        return _refused(line, misplaced)
    if known.seen.refuses(line):
        return _refused(line, Finding(Code.DUPLICATE))
    person = known.people.get(line.person)
    match line.action:
        case Action.CREATE:
            return _create(line, known, person, terms)
        case Action.MODIFY:
            return _modify(line, known, person, terms)
        case Action.DELETE:
            return _delete(line, person)


def _refused(line: Line, *found: Finding) -> Refused:
    return Refused(line, found)


def _misplaced(line: Line, terms: Terms) -> Finding | None:
    """« Vous ne pouvez gérer que les profils du personnel des établissements dont vous êtes référent »."""
    finess_ej = terms.perimeter.territorials.get(line.finess_et)
    if finess_ej is None:
        return Finding(Code.OUTSIDE, received=line.finess_et)
    if finess_ej != line.finess_ej:
        return Finding(Code.OTHER_EJ, received=line.finess_ej, proposal=finess_ej)
    return None


def _create(line: Line, known: Known, person: Person | None, terms: Terms) -> Decision:
    starts_on = line.starts_on or terms.today  # « Si champ vide, le profil est directement actif »
    ends_on = None if line.ends_on in {None, NO_LIMIT} else line.ends_on
    if ends_on and ends_on < starts_on:
        return _refused(line, Finding(Code.DATES_REVERSED, received=_day(ends_on)))
    new = Create(line, starts_on, ends_on)
    return _open(new, known, terms) if person is None else _add(new, known, person, terms)


def _open(new: Create, known: Known, terms: Terms) -> Decision:
    """« Si la personne est non-médecin (sans N° RPPS) un nouveau compte est créé »; for an unknown physician too.

    Nothing else in the sources opens a physician's account, and a profile without one could be used by nobody.
    """
    if fault := _unfit_for_account(new.line, known, terms):
        return _refused(new.line, fault)
    return replace(new, opens_account=True, sets_password=True, mssante=new.line.mssante, alerts=new.line.alerts)


def _add(new: Create, known: Known, person: Person, terms: Terms) -> Decision:
    """« Ceci permet d’ajouter un nouveau profil à une personne »: its account is kept as it is."""
    line = new.line
    if fault := _unfit_for(person, line):
        return _refused(line, fault)
    alerts = [*line.alerts, *_other_name(line, person)]
    address = _new_address(line, person, alerts)
    if address and known.owned_by_another(address, line.person):
        return _refused(line, Finding(Code.EMAIL_TAKEN, received=address))
    renewal = _renewal(line, known, person, terms, alerts)
    if isinstance(renewal, Finding):
        return _refused(line, renewal)
    return replace(new, sets_password=renewal, mssante=address, alerts=tuple(alerts))


def _unfit_for_account(line: Line, known: Known, terms: Terms) -> Finding | None:
    """« Mot de passe : Oui (pour une création) »: nobody could sign in to an account without one."""
    if fault := _misnamed({Name.LAST_NAME: line.last_name, Name.FIRST_NAME: line.first_name}):
        return fault
    if not line.password:
        return Finding(Code.PASSWORD_MISSING)
    if line.mssante and known.owned_by_another(line.mssante, line.person):
        return Finding(Code.EMAIL_TAKEN, received=line.mssante)
    lack = terms.judge(line.password, line.about)
    return Finding(Code.PASSWORD_WEAK, detail=lack) if lack else None


def _misnamed(names: Mapping[Name, str]) -> Finding | None:
    """Only a name that is new is judged: those that people have had for long are no obstacle to their profiles."""
    for column, name in names.items():
        found = naming.person(name)
        if isinstance(found, Unfit):
            code = Code.LAST_NAME_INVALID if column is Name.LAST_NAME else Code.FIRST_NAME_INVALID
            return Finding(code, received=name, detail=found.message)
    return None


def _unfit_for(person: Person, line: Line) -> Finding | None:
    """Why no profile may be added to this account."""
    # Not a word of whose the identifier is: another establishment's staff are none of this référent's business.
    if person.is_physician != line.is_physician or not (person.is_physician or person.is_managed):
        return Finding(Code.IDENTIFIER_TAKEN, received=line.person)
    if person.is_closed:
        return Finding(Code.ACCOUNT_CLOSED)
    if line.profile in person.profiles:
        return Finding(Code.PROFILE_EXISTS)
    return None


def _new_address(line: Line, person: Person, alerts: list[Finding]) -> str | None:
    """A line C gives an address to whoever has none; only a line M changes one."""
    if not line.mssante or line.mssante == person.mssante:
        return None
    if person.is_guarded:
        alerts.append(Finding(Code.GUARDED, Name.EMAIL, line.mssante))
        return None
    if person.mssante:
        alerts.append(Finding(Code.EMAIL_IGNORED, received=line.mssante))
        return None
    return line.mssante


def _renewal(line: Line, known: Known, person: Person, terms: Terms, alerts: list[Finding]) -> bool | Finding:
    """« Pris en compte seulement pour les créations ou en modification si le mot de passe est expiré »."""
    if not line.password:
        return False
    if person.is_guarded:
        alerts.append(Finding(Code.GUARDED, Name.PASSWORD))
        return False
    if not person.is_expired:
        # The same initial password on each line of a person created in this file is no surprise to anybody.
        if not known.seen.has_given(line):
            alerts.append(Finding(Code.PASSWORD_IGNORED))
        return False
    lack = terms.judge(line.password, [*line.about, person.last_name, person.first_name])
    return Finding(Code.PASSWORD_WEAK, detail=lack) if lack else True


def _other_name(line: Line, person: Person) -> list[Finding]:
    """« nom et prénom (non-médecins seulement) »: a physician's is that of the register, whoever types it."""
    if (line.last_name, line.first_name) == (person.last_name, person.first_name):
        return []
    typed, kept = f"{line.last_name} {line.first_name}", f"{person.last_name} {person.first_name}"
    return [] if fold(typed) == fold(kept) else [Finding(Code.NAME_IGNORED, received=typed)]


def _modify(line: Line, known: Known, person: Person | None, terms: Terms) -> Decision:
    """« Cela met à jour les informations d’un profil selon les données renseignées »: an empty cell changes nothing."""
    held = person.profiles.get(line.profile) if person else None
    if person is None or held is None:
        return _refused(line, Finding(Code.PROFILE_UNKNOWN))
    if person.is_closed:
        return _refused(line, Finding(Code.ACCOUNT_CLOSED))
    alerts, changes = list(line.alerts), dict[Name, tuple[str, str]]()
    fault = _rename(line, person, alerts, changes)
    fault = fault or _readdress(line, known, person, alerts, changes) or _redate(line, held, changes)
    renewal = fault or _renewal(line, known, person, terms, alerts)
    if isinstance(renewal, Finding):
        return _refused(line, renewal)
    return Modify(line, changes, renewal, tuple(alerts))


def _rename(line: Line, person: Person, alerts: list[Finding], changes: dict[Name, tuple[str, str]]) -> Finding | None:
    if person.is_physician:
        alerts += _other_name(line, person)
        return None
    differing = {
        name: (before, after)
        for name, before, after in (
            (Name.LAST_NAME, person.last_name, line.last_name),
            (Name.FIRST_NAME, person.first_name, line.first_name),
        )
        if before != after
    }
    if differing and person.is_guarded:
        alerts.append(Finding(Code.GUARDED, Name.LAST_NAME))
        return None
    changes.update(differing)
    return _misnamed({name: after for name, (_, after) in differing.items()})


def _readdress(
    line: Line, known: Known, person: Person, alerts: list[Finding], changes: dict[Name, tuple[str, str]]
) -> Finding | None:
    if not line.mssante or line.mssante == person.mssante:
        return None
    if person.is_guarded:
        alerts.append(Finding(Code.GUARDED, Name.EMAIL, line.mssante))
        return None
    if known.owned_by_another(line.mssante, line.person):
        return Finding(Code.EMAIL_TAKEN, received=line.mssante)
    changes[Name.EMAIL] = (person.mssante or "", line.mssante)
    return None


def _redate(line: Line, held: Held, changes: dict[Name, tuple[str, str]]) -> Finding | None:
    starts_on, ends_on = dates(line, held)
    if ends_on and ends_on < starts_on:
        return Finding(Code.DATES_REVERSED, received=_day(ends_on))
    if starts_on != held.starts_on:
        changes[Name.STARTS_ON] = (_day(held.starts_on), _day(starts_on))
    if ends_on != held.ends_on:
        changes[Name.ENDS_ON] = (_day(held.ends_on), _day(ends_on))
    return None


def dates(line: Line, held: Held) -> tuple[date, date | None]:
    """The dates of a profile after this line M."""
    ends_on = line.ends_on or held.ends_on
    return line.starts_on or held.starts_on, None if ends_on == NO_LIMIT else ends_on


def _delete(line: Line, person: Person | None) -> Decision:
    """« Supprimer un profil existant »: the cells that tell it apart are read, no other."""
    if person is None or line.profile not in person.profiles:
        return _refused(line, Finding(Code.PROFILE_UNKNOWN))
    return Delete(line, (*line.alerts, *_other_name(line, person)))


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""
