"""`portail nuit`: the night of Medimail, run by hand."""

import click
from flask.cli import with_appcontext

from portal.medimail.mailboxes.addresses import jobs as addresses
from portal.medimail.mailboxes.ageing import jobs as ageing
from portal.medimail.mailboxes.ageing import service
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.web.dates import plural

# What each step of the ageing night does, by the function that does it; in their order.
_AGED = {
    service.come_back: ("compte rétabli", "comptes rétablis"),
    service.confirm_rejection: ("rejet devenu définitif", "rejets devenus définitifs"),
    service.expire: ("compte arrivé à sa date de fin", "comptes arrivés à leur date de fin"),
    service.fall_asleep: ("compte devenu inactif", "comptes devenus inactifs"),
    service.remove: ("compte supprimé", "comptes supprimés"),
    service.warn_of_expiry: ("avertissement de fin proche", "avertissements de fin proche"),
    service.warn_of_removal: ("avertissement de suppression proche", "avertissements de suppression proche"),
}
_CHANGED = {
    ChangeState.DONE: ("adresse changée", "adresses changées"),
    ChangeState.FAILED: ("changement d’adresse impossible", "changements d’adresse impossibles"),
}


@click.command()
@with_appcontext
def nuit() -> None:
    """Fait le travail de nuit de Medimail. C’est fait aussi chaque nuit à 3 h.

    Les changements d’adresse demandés avant 3 h, puis ce que le temps fait aux comptes (rejets définitifs, comptes
    inactifs ou supprimés, courriels d’avertissement). Le relancer ne refait rien. Un changement demandé depuis 3 h
    attend la nuit prochaine, et peut encore être annulé.
    """
    changed, aged = addresses.change(), ageing.age()
    done = [plural(changed[state], *words) for state, words in _CHANGED.items() if changed[state]]
    done += [plural(aged[act], *words) for act, words in _AGED.items() if aged[act]]
    click.echo("\n".join(done) if done else "Rien n’était à faire.")
    if left := changed[ChangeState.ASKED] + aged[None]:
        failed = plural(left, "compte a échoué et attend", "comptes ont échoué et attendent")
        raise click.ClickException(f"{failed} la nuit prochaine\u00a0; les traces nomment chacun par sa clé.")
