"""The token of « ce n’est pas moi »: whose sign-in it disowns, under which password, told when."""

from portal.accounts.models import Account
from portal.tokens import RowToken

# Dated: told when. A new password, or an unblocking, kills it.
DISOWNING = RowToken[Account](
    "disowned sign-in", lambda account: (account.id, account.created_at, account.credential.version)
)
