"""Whether a mailbox is or was a health professional's is kept with it: the journal forgets, and names no holder yet."""

import json

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

# Those that the nomenclature says to be in a register (RPPS or ADELI).
_REGISTERED = (
    'Médecin', 'Pharmacien', 'Audioprothésiste', 'Opticien-Lunetier', 'Assistant dentaire', 'Chirurgien-Dentiste',
    'Sage-Femme', 'Infirmier', 'Infirmier psychiatrique', 'Masseur-Kinésithérapeute', 'Pédicure-Podologue',
    'Orthoprothésiste', 'Podo-Orthésiste', 'Orthopédiste-Orthésiste', 'Oculariste', 'Epithésiste',
    'Technicien de laboratoire médical', 'Orthophoniste', 'Orthoptiste', 'Psychologue', 'Ergothérapeute', 'Diététicien',
    'Psychomotricien', 'Manipulateur ERM', 'Ostéopathe', 'Psychothérapeute', 'Chiropracteur',
    'Assistant de service social',
)
_AT_ONCE = 500

_MAILBOX = sa.table(
    'mailbox',
    *(sa.column(name) for name in ('id', 'kind', 'profession')),
    sa.column('was_professional', sa.Boolean()),
)


def upgrade() -> None:
    op.add_column('mailbox', sa.Column('was_professional', sa.Boolean(), server_default=sa.false(), nullable=False))
    kind, profession = _MAILBOX.c.kind, _MAILBOX.c.profession
    now = sa.or_(kind.in_(['PER', 'INT']), sa.and_(kind == 'MED', profession.in_(_REGISTERED)))
    connection = op.get_bind()
    changed = _changed(connection)
    # A statement takes only so many values.
    some = [_MAILBOX.c.id.in_(changed[at : at + _AT_ONCE]) for at in range(0, len(changed), _AT_ONCE)]
    for which in (now, *some):
        connection.execute(sa.update(_MAILBOX).where(which).values(was_professional=True))


def _changed(connection: sa.Connection) -> list[int]:
    """The mailboxes of which the journal still tells that they were of type PER or INT, or of such a profession.

    Read back from the last row: a profession is that of a person where the mailbox then was of type MED.
    """
    kinds = {key: kind for key, kind in connection.execute(sa.select(_MAILBOX.c.id, _MAILBOX.c.kind))}
    events = "SELECT event, before FROM journal WHERE event IN ('bal_type', 'bal_modifiee') ORDER BY id DESC"
    found: set[int] = set()
    for event, told in connection.execute(sa.text(events)):
        before = json.loads(told) if told else {}
        key = before.get('cle')
        if not isinstance(key, int) or key not in kinds:
            continue
        if event == 'bal_type':
            kinds[key] = before.get('Type BAL', kinds[key])
        if kinds[key] in {'PER', 'INT'} or (kinds[key] == 'MED' and before.get('Profession') in _REGISTERED):
            found.add(key)
    return sorted(found)


def downgrade() -> None:
    op.drop_column('mailbox', 'was_professional')
