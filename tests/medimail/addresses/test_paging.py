"""The list of changes of address, page by page: from whichever end it is counted, each change shows once, in order."""

import pytest

from portal import clock
from portal.db import reading, transaction
from portal.medimail.mailboxes.addresses import store
from portal.medimail.mailboxes.record.models import AddressChange
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.web.paging import paging

SIZE = 3


@pytest.fixture
def changed(medimail, structure):
    """So many changes done, those of a daughter among them; their keys, the last first, of both and of the mother."""

    def make(count):
        daughter = medimail.structure("Pôle de gériatrie", structure)
        boxes = [medimail.mailbox(structure), medimail.mailbox(daughter)]
        with transaction() as session:
            rows = [
                AddressChange(
                    mailbox_id=boxes[n % 2].id,
                    old=f"avant{n}@chic-demo.fr",
                    new=f"apres{n}@chic-demo.fr",
                    state=ChangeState.DONE,
                    asked_at=clock.now(),
                )
                for n in range(count)
            ]
            session.add_all(rows)
            session.flush()
            keys = [row.id for row in rows]
        return keys[::-1], keys[::2][::-1]

    return make


@pytest.mark.parametrize("count", [1, 5, 6, 7, 18, 20])
def test_every_page_shows_what_follows_the_one_before(changed, structure, count):
    whole, own = changed(count)
    for daughters, expected in ((True, whole), (False, own)):
        with reading() as session:
            total = store.count(session, structure, daughters=daughters)
            pages = [paging(str(n), total, SIZE) for n in range(1, paging(None, total, SIZE).pages + 1)]
            found = [[row.id for row in store.page(session, structure, at, daughters=daughters)] for at in pages]
        assert [key for page in found for key in page] == expected
        assert all(len(page) == SIZE for page in found[:-1])
