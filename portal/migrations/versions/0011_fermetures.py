"""Who keeps an account closed: an operator, Medimail, or both."""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

_CLOSER = sa.Enum('exploitant', 'medimail', 'exploitant_et_medimail', name='closer', native_enum=False, length=32)

# Medimail closed those who have mailboxes of which none opens anything, or who let their address go to a shared one.
# Whoever else is closed, an operator closed; and those of whom the journal still says so.
_WHO = """
UPDATE account SET closed_by = CASE
  WHEN kind <> 'medimail'
    OR EXISTS (SELECT 1 FROM account_right r WHERE r.account_id = account.id)
    OR EXISTS (SELECT 1 FROM mailbox m WHERE m.account_id = account.id AND m.state IN ('valide', 'inactif'))
    OR (email IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mailbox m WHERE m.account_id = account.id))
    THEN 'exploitant'
  WHEN 'compte_ferme' = (
    SELECT j.event FROM journal j
    WHERE j.subject_id = account.id AND j.event IN ('compte_ferme', 'compte_rouvert')
    ORDER BY j.id DESC LIMIT 1)
    THEN 'exploitant_et_medimail'
  ELSE 'medimail'
END
WHERE closed_at IS NOT NULL
"""


def upgrade() -> None:
    op.add_column('account', sa.Column('closed_by', _CLOSER, nullable=True))
    op.execute(_WHO)


def downgrade() -> None:
    # Not in a batch: made anew, SQLite's table would take with it, by their keys, the rows that point at it.
    op.drop_column('account', 'closed_by')
