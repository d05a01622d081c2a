"""Teams, profiles, and the establishment that registered a non-physician."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('team',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('finess_et', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('folded', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team')),
    sa.UniqueConstraint('finess_et', 'folded', name=op.f('uq_team_finess_et'))
    )
    op.create_table('profile',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('finess_et', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('role', sa.Enum('CDC3D', 'CDC3E', 'CDC3A', 'CDC4', 'CDC1', 'CDC2', 'SYNT', 'OEC1', 'OEC2', name='role', native_enum=False, length=32), nullable=False),
    sa.Column('team_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('search', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_profile_account_id_account'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_profile_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_profile'))
    )
    with op.batch_alter_table('profile', schema=None) as batch_op:
        batch_op.create_index('ix_profile_list', ['finess_et', 'search', 'id', 'account_id', 'team_id', 'starts_on', 'ends_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_profile_team_id'), ['team_id'], unique=False)
        batch_op.create_index('uq_profile_in_team', ['account_id', 'finess_et', 'role', 'team_id'], unique=True)
        batch_op.create_index('uq_profile_without_team', ['account_id', 'finess_et', 'role'], unique=True, sqlite_where=sa.text('team_id IS NULL'), postgresql_where=sa.text('team_id IS NULL'))

    op.create_table('profile_home',
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('finess_et', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_profile_home_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_profile_home'))
    )


def downgrade() -> None:
    op.drop_table('profile_home')
    with op.batch_alter_table('profile', schema=None) as batch_op:
        batch_op.drop_index('uq_profile_without_team', sqlite_where=sa.text('team_id IS NULL'), postgresql_where=sa.text('team_id IS NULL'))
        batch_op.drop_index('uq_profile_in_team')
        batch_op.drop_index(batch_op.f('ix_profile_team_id'))
        batch_op.drop_index('ix_profile_list')

    op.drop_table('profile')
    op.drop_table('team')
