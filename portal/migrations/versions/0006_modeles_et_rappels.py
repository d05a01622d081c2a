"""Reply templates, and what has been told of the requests that wait."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('raccordement_digest',
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_raccordement_digest_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', 'day', name=op.f('pk_raccordement_digest'))
    )
    op.create_table('raccordement_reply_template',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', UtcDateTime(), nullable=False),
    sa.Column('changed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['account.id'], name=op.f('fk_raccordement_reply_template_changed_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_raccordement_reply_template')),
    sa.UniqueConstraint('title', name=op.f('uq_raccordement_reply_template_title'))
    )
    op.create_table('raccordement_reminder',
    sa.Column('raccordement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['raccordement_id'], ['raccordement.id'], name=op.f('fk_raccordement_reminder_raccordement_id_raccordement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('raccordement_id', 'version', name=op.f('pk_raccordement_reminder'))
    )


def downgrade() -> None:
    op.drop_table('raccordement_reminder')
    op.drop_table('raccordement_reply_template')
    op.drop_table('raccordement_digest')
