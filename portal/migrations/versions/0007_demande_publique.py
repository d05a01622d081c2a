"""The public request: addresses proved by a code, what a draft keeps besides its record."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('raccordement_address_proof',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('browser_mark', sa.String(length=64), nullable=False),
    sa.Column('salt', sa.String(length=43), nullable=False),
    sa.Column('issued', sa.JSON(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('proved_at', UtcDateTime(), nullable=True),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.Column('raccordement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['raccordement_id'], ['raccordement.id'], name=op.f('fk_raccordement_address_proof_raccordement_id_raccordement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_raccordement_address_proof'))
    )
    with op.batch_alter_table('raccordement_address_proof', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_raccordement_address_proof_browser_mark'), ['browser_mark'], unique=False)
        batch_op.create_index(batch_op.f('ix_raccordement_address_proof_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_raccordement_address_proof_raccordement_id'), ['raccordement_id'], unique=False)

    op.create_table('raccordement_draft',
    sa.Column('raccordement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('juridicals', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['raccordement_id'], ['raccordement.id'], name=op.f('fk_raccordement_draft_raccordement_id_raccordement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('raccordement_id', name=op.f('pk_raccordement_draft'))
    )


def downgrade() -> None:
    op.drop_table('raccordement_draft')
    with op.batch_alter_table('raccordement_address_proof', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_raccordement_address_proof_raccordement_id'))
        batch_op.drop_index(batch_op.f('ix_raccordement_address_proof_created_at'))
        batch_op.drop_index(batch_op.f('ix_raccordement_address_proof_browser_mark'))

    op.drop_table('raccordement_address_proof')
