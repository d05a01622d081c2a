"""The imports of profiles: runs, their files in sealed pieces, their lines; and the revisions of establishments."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('profile_revision',
    sa.Column('finess_et', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('finess_et', name=op.f('pk_profile_revision'))
    )
    op.create_table('import_run',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reference', sa.String(length=32), nullable=False),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('file_name', sa.String(length=120), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('csv', 'xlsx', 'xls', 'ods', name='kind', native_enum=False, length=32), nullable=True),
    sa.Column('encoding', sa.Enum('utf-8', 'utf-16', 'windows-1252', 'iso-8859-15', 'mac-roman', name='encoding', native_enum=False, length=32), nullable=True),
    sa.Column('separator', sa.Enum(';', ',', '\t', name='separator', native_enum=False, length=32), nullable=True),
    sa.Column('overruled', sa.Boolean(), nullable=False),
    sa.Column('ignored', sa.JSON(), nullable=False),
    sa.Column('hidden', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('analyse', 'refuse', 'apercu', 'import', 'termine', 'abandonne', 'interrompu', 'perime', name='state', native_enum=False, length=32), nullable=False),
    sa.Column('refusal', sa.String(length=1000), nullable=True),
    sa.Column('totals', sa.JSON(), nullable=False),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('leased_until', UtcDateTime(), nullable=True),
    sa.Column('revisions', sa.JSON(), nullable=False),
    sa.Column('is_stale', sa.Boolean(), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.Column('started_at', UtcDateTime(), nullable=True),
    sa.Column('finished_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_import_run_author_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_run')),
    sa.UniqueConstraint('reference', name=op.f('uq_import_run_reference'))
    )
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_run_asked_at'), ['asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_run_author_id'), ['author_id'], unique=False)

    op.create_table('import_file',
    sa.Column('run_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['import_run.id'], name=op.f('fk_import_file_run_id_import_run'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', 'position', name=op.f('pk_import_file'))
    )
    op.create_table('import_line',
    sa.Column('run_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('action', sa.String(length=1), nullable=False),
    sa.Column('effect', sa.Enum('compte', 'profil', 'modifie', 'supprime', 'rien', 'refus', name='effect', native_enum=False, length=32), nullable=False),
    sa.Column('outcome', sa.Enum('OK', 'ALERTE', 'ERREUR', name='outcome', native_enum=False, length=32), nullable=False),
    sa.Column('who', sa.String(length=250), nullable=False),
    sa.Column('search', sa.String(), nullable=False),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('gives_password', sa.Boolean(), nullable=False),
    sa.Column('cells', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['run_id'], ['import_run.id'], name=op.f('fk_import_line_run_id_import_run'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', 'position', name=op.f('pk_import_line'))
    )
    with op.batch_alter_table('import_line', schema=None) as batch_op:
        batch_op.create_index('ix_import_line_outcome', ['run_id', 'outcome', 'position'], unique=False)




def downgrade() -> None:
    with op.batch_alter_table('import_line', schema=None) as batch_op:
        batch_op.drop_index('ix_import_line_outcome')

    op.drop_table('import_line')
    op.drop_table('import_file')
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_run_author_id'))
        batch_op.drop_index(batch_op.f('ix_import_run_asked_at'))

    op.drop_table('import_run')
    op.drop_table('profile_revision')
