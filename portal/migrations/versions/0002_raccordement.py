"""Raccordement: the request of an information system, its establishments, people, history, messages and tests."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Requests live half an hour: those that wait during an upgrade are asked for again.
    op.execute('DELETE FROM reset_request')
    with op.batch_alter_table('reset_request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ends_at', UtcDateTime(), nullable=False))
        batch_op.drop_index(batch_op.f('ix_reset_request_created_at'))
        batch_op.create_index(batch_op.f('ix_reset_request_ends_at'), ['ends_at'], unique=False)

    op.create_table('raccordement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=True),
    sa.Column('state', sa.Enum('brouillon', 'deposee', 'en_instruction', 'a_corriger', 'bac_a_sable', 'production_demandee', 'production', 'refusee', 'suspendue', 'revoquee', 'archivee', name='state', native_enum=False, length=32), nullable=False),
    sa.Column('stood', sa.Enum('brouillon', 'deposee', 'en_instruction', 'a_corriger', 'bac_a_sable', 'production_demandee', 'production', 'refusee', 'suspendue', 'revoquee', 'archivee', name='state', native_enum=False, length=32), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('last_name', sa.String(length=100), nullable=False),
    sa.Column('first_name', sa.String(length=100), nullable=False),
    sa.Column('function', sa.String(length=100), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('postal_code', sa.String(length=5), nullable=False),
    sa.Column('commune', sa.String(length=100), nullable=False),
    sa.Column('si_name', sa.String(length=100), nullable=False),
    sa.Column('si_version', sa.String(length=50), nullable=False),
    sa.Column('comments', sa.Text(), nullable=False),
    sa.Column('search', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('si_key', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('instructor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('changed_at', UtcDateTime(), nullable=False),
    sa.Column('deposited_at', UtcDateTime(), nullable=True),
    sa.Column('state_since', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['instructor_id'], ['account.id'], name=op.f('fk_raccordement_instructor_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_raccordement')),
    sa.UniqueConstraint('number', name=op.f('uq_raccordement_number'))
    )
    with op.batch_alter_table('raccordement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_raccordement_changed_at'), ['changed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_raccordement_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_raccordement_si_key'), ['si_key'], unique=False)
        batch_op.create_index('ix_raccordement_state_since', ['state', 'state_since'], unique=False)

    op.create_table('raccordement_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('raccordement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('role', sa.Enum('demandeur', 'gestionnaire', 'instructeur', name='role', native_enum=False, length=32), nullable=False),
    sa.Column('action', sa.Enum('deposer', 'prendre', 'relacher', 'demander_correction', 'corriger', 'accepter', 'refuser', 'demander_production', 'annuler_production', 'refuser_production', 'ouvrir_production', 'suspendre', 'retablir', 'revoquer', 'rouvrir', 'retirer', 'archiver', name='action', native_enum=False, length=32), nullable=True),
    sa.Column('left_state', sa.Enum('brouillon', 'deposee', 'en_instruction', 'a_corriger', 'bac_a_sable', 'production_demandee', 'production', 'refusee', 'suspendue', 'revoquee', 'archivee', name='state', native_enum=False, length=32), nullable=True),
    sa.Column('reached_state', sa.Enum('brouillon', 'deposee', 'en_instruction', 'a_corriger', 'bac_a_sable', 'production_demandee', 'production', 'refusee', 'suspendue', 'revoquee', 'archivee', name='state', native_enum=False, length=32), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_raccordement_entry_actor_id_account')),
    sa.ForeignKeyConstraint(['raccordement_id'], ['raccordement.id'], name=op.f('fk_raccordement_entry_raccordement_id_raccordement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_raccordement_entry')),
    sa.UniqueConstraint('raccordement_id', 'version', name=op.f('uq_raccordement_entry_raccordement_id'))
    )
    with op.batch_alter_table('raccordement_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_raccordement_entry_at'), ['at'], unique=False)

    op.create_table('raccordement_establishment',
    sa.Column('raccordement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('finess_et', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('finess_ej', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['raccordement_id'], ['raccordement.id'], name=op.f('fk_raccordement_establishment_raccordement_id_raccordement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('raccordement_id', 'finess_et', name=op.f('pk_raccordement_establishment'))
    )
    with op.batch_alter_table('raccordement_establishment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_raccordement_establishment_finess_ej'), ['finess_ej'], unique=False)
        batch_op.create_index(batch_op.f('ix_raccordement_establishment_finess_et'), ['finess_et'], unique=False)

    op.create_table('raccordement_establishments_request',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('raccordement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('wanted', sa.JSON(), nullable=False),
    sa.Column('asked_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.Column('decided_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_at', UtcDateTime(), nullable=True),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by'], ['account.id'], name=op.f('fk_raccordement_establishments_request_asked_by_account')),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_raccordement_establishments_request_decided_by_account')),
    sa.ForeignKeyConstraint(['raccordement_id'], ['raccordement.id'], name=op.f('fk_raccordement_establishments_request_raccordement_id_raccordement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_raccordement_establishments_request'))
    )
    with op.batch_alter_table('raccordement_establishments_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_raccordement_establishments_request_raccordement_id'), ['raccordement_id'], unique=False)

    op.create_table('raccordement_invitation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('raccordement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('invited_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['invited_by'], ['account.id'], name=op.f('fk_raccordement_invitation_invited_by_account')),
    sa.ForeignKeyConstraint(['raccordement_id'], ['raccordement.id'], name=op.f('fk_raccordement_invitation_raccordement_id_raccordement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_raccordement_invitation'))
    )
    with op.batch_alter_table('raccordement_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_raccordement_invitation_raccordement_id'), ['raccordement_id'], unique=False)

    op.create_table('raccordement_member',
    sa.Column('raccordement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('main', sa.Boolean(), nullable=False),
    sa.Column('joined_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_raccordement_member_account_id_account')),
    sa.ForeignKeyConstraint(['raccordement_id'], ['raccordement.id'], name=op.f('fk_raccordement_member_raccordement_id_raccordement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('raccordement_id', 'account_id', name=op.f('pk_raccordement_member'))
    )
    with op.batch_alter_table('raccordement_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_raccordement_member_account_id'), ['account_id'], unique=False)

    op.create_table('raccordement_message',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('raccordement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.Enum('demandeur', 'gestionnaire', 'instructeur', name='role', native_enum=False, length=32), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('internal', sa.Boolean(), nullable=False),
    sa.Column('press', sa.String(length=43), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_raccordement_message_author_id_account')),
    sa.ForeignKeyConstraint(['raccordement_id'], ['raccordement.id'], name=op.f('fk_raccordement_message_raccordement_id_raccordement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_raccordement_message')),
    sa.UniqueConstraint('press', name=op.f('uq_raccordement_message_press'))
    )
    with op.batch_alter_table('raccordement_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_raccordement_message_raccordement_id'), ['raccordement_id'], unique=False)

    op.create_table('raccordement_sandbox_result',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('raccordement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('reference', sa.String(length=64), nullable=False),
    sa.Column('conclusive', sa.Boolean(), nullable=False),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['raccordement_id'], ['raccordement.id'], name=op.f('fk_raccordement_sandbox_result_raccordement_id_raccordement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_raccordement_sandbox_result')),
    sa.UniqueConstraint('raccordement_id', 'reference', name=op.f('uq_raccordement_sandbox_result_raccordement_id'))
    )
    with op.batch_alter_table('raccordement_sandbox_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_raccordement_sandbox_result_raccordement_id'), ['raccordement_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('reset_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reset_request_ends_at'))
        batch_op.create_index(batch_op.f('ix_reset_request_created_at'), ['created_at'], unique=False)
        batch_op.drop_column('ends_at')

    with op.batch_alter_table('raccordement_sandbox_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_raccordement_sandbox_result_raccordement_id'))

    op.drop_table('raccordement_sandbox_result')
    with op.batch_alter_table('raccordement_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_raccordement_message_raccordement_id'))

    op.drop_table('raccordement_message')
    with op.batch_alter_table('raccordement_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_raccordement_member_account_id'))

    op.drop_table('raccordement_member')
    with op.batch_alter_table('raccordement_invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_raccordement_invitation_raccordement_id'))

    op.drop_table('raccordement_invitation')
    with op.batch_alter_table('raccordement_establishments_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_raccordement_establishments_request_raccordement_id'))

    op.drop_table('raccordement_establishments_request')
    with op.batch_alter_table('raccordement_establishment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_raccordement_establishment_finess_et'))
        batch_op.drop_index(batch_op.f('ix_raccordement_establishment_finess_ej'))

    op.drop_table('raccordement_establishment')
    with op.batch_alter_table('raccordement_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_raccordement_entry_at'))

    op.drop_table('raccordement_entry')
    with op.batch_alter_table('raccordement', schema=None) as batch_op:
        batch_op.drop_index('ix_raccordement_state_since')
        batch_op.drop_index(batch_op.f('ix_raccordement_si_key'))
        batch_op.drop_index(batch_op.f('ix_raccordement_email'))
        batch_op.drop_index(batch_op.f('ix_raccordement_changed_at'))

    op.drop_table('raccordement')
