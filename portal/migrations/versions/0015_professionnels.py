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
    for which in (now, _MAILBOX.c.id.in_(_changed(connection))):
        connection.execute(sa.update(_MAILBOX).where(which).values(was_professional=True))


def _changed(connection: sa.Connection) -> list[int]:
    """The mailboxes of which the journal still tells that they were of type PER or INT."""
    rows = connection.execute(sa.text("SELECT before FROM journal WHERE event = 'bal_type' AND before IS NOT NULL"))
    told = [json.loads(before) for before, in rows]
    return [row['cle'] for row in told if 'cle' in row and row.get('Type BAL') in {'PER', 'INT'}]


def downgrade() -> None:
    op.drop_column('mailbox', 'was_professional')
