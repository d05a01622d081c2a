"""The mails of a record: one template for every move, the sentences come from the table of moves."""

from portal.mail.rules import Mail
from portal.raccordement.record.states import Letter


def moved(address: str, letter: Letter, *, number: str, si_name: str, reason: str, link: str) -> Mail:
    """Tell one side what has just happened to the record, why, and what comes next."""
    return Mail(
        to=address,
        subject=f"{letter.subject} ({number})",
        template="raccordement/moved",
        context={
            "title": letter.subject,
            "says": letter.says,
            "then": letter.then,
            "number": number,
            "si_name": si_name,
            "reason": reason,
            "link": link,
        },
    )


def message(address: str, *, number: str, si_name: str, link: str) -> Mail:
    """Tell that a message waits; its words stay in the portal, where reading them needs a sign-in."""
    return Mail(
        to=address,
        subject=f"Nouveau message sur votre raccordement ({number})",
        template="raccordement/message",
        context={"number": number, "si_name": si_name, "link": link},
    )


def establishments(address: str, *, number: str, si_name: str, says: str, reason: str, link: str) -> Mail:
    """Tell that a change of establishments was asked for, accepted or refused."""
    return Mail(
        to=address,
        subject=f"Établissements rattachés ({number})",
        template="raccordement/establishments",
        context={"number": number, "si_name": si_name, "says": says, "reason": reason, "link": link},
    )
