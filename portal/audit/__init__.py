"""The journal of who did what to whom: append-only, chained, without a secret in it (promise 22).

Any room calls `record` in its own transaction; `portail audit verify` proves that nothing was altered since.
"""

from portal.audit.rules import Event
from portal.audit.service import Entry, record, record_all

__all__ = ["Entry", "Event", "record", "record_all"]
