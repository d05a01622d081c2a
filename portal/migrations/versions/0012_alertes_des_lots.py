"""Whether an act on many accounts is done to each of them, apart from what is told of it."""

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('bulk_line', sa.Column('concerned', sa.Boolean(), server_default=sa.false(), nullable=False))
    # Until now, an alert was told of what was left alone.
    op.execute(sa.text("UPDATE bulk_line SET concerned = :yes WHERE outcome = 'OK'").bindparams(yes=True))


def downgrade() -> None:
    op.drop_column('bulk_line', 'concerned')
