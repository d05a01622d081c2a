"""What a person had typed when the session ended, kept until they are back."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('kept_entries',
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('path', sa.String(length=500), nullable=False),
    sa.Column('form', sa.String(length=64), nullable=False),
    sa.Column('entries', sa.JSON(), nullable=False),
    sa.Column('kept_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_kept_entries_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', 'path', 'form', name=op.f('pk_kept_entries'))
    )
    with op.batch_alter_table('kept_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_entries_kept_at'), ['kept_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('kept_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kept_entries_kept_at'))

    op.drop_table('kept_entries')
