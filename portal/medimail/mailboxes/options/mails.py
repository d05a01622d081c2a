"""What the people of a mailbox are told when somebody else makes it send copies."""

from portal.mail.rules import Mail


def delegated(address: str, name: str, account: str, delegate: str, structure: str, *, is_own: bool) -> Mail:
    """Copies of what this account receives now go to another one: whoever did not expect it can say so.

    `is_own` when the reader may end it in « Mon compte »: the account is theirs, and open.
    """
    return Mail(
        to=address,
        subject="Une délégation a été ajoutée à un compte Medimail",
        template="medimail/delegated",
        context={"name": name, "account": account, "delegate": delegate, "structure": structure, "is_own": is_own},
    )
