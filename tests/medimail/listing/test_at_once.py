"""Two administrators, one account, the same instant: one is heard."""

from portal.db import reading
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.record.rules.states import State
from tests.attacks.crowd import at_once, cookies_of, post


def test_of_two_administrators_who_validate_and_reject_at_once_one_is_heard(app, medimail, tree, at_desk, here):
    for _ in range(3):
        box = medimail.mailbox(tree.mother, state=State.TO_VALIDATE)
        first, second = at_desk(tree.of_mother).open(here), at_desk(medimail.administrator(tree.mother)).open(here)
        acts = [(first, "valider"), (second, "rejeter"), (first, "rejeter"), (second, "valider")]
        at_once(
            [
                lambda client=client, act=act, box=box: post(
                    app,
                    f"{here}/{box.id}/{act}",
                    {"csrf_token": client.token, "vu": "1", "motif": "Inconnu."},
                    cookies_of(client),
                )
                for client, act in acts
            ]
        )
        now = medimail.read(box)
        assert now.version == 2
        assert now.state in {State.VALID, State.REJECTED}
        with reading() as session:
            sent = [mail.template for mail in session.query(OutboxMail).filter(OutboxMail.recipient == box.address)]
        assert sent == ["medimail/validated" if now.state is State.VALID else "medimail/rejected"]
