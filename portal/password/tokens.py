"""The token of a mailed link: it names a request by the salt drawn for it; its age and its use are read there."""

from portal.password.models import ResetRequest
from portal.tokens import RowToken

LINK = RowToken[ResetRequest]("reset link", lambda request: (request.id, request.salt))
