"""The server certificates that are handed out, and the announcements of their end."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('server_certificate',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pem', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('issuer', sa.Text(), nullable=False),
    sa.Column('not_before', UtcDateTime(), nullable=False),
    sa.Column('not_after', UtcDateTime(), nullable=False),
    sa.Column('installed_at', UtcDateTime(), nullable=False),
    sa.Column('installed_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['installed_by'], ['account.id'], name=op.f('fk_server_certificate_installed_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_server_certificate')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_server_certificate_fingerprint'))
    )
    op.create_table('certificate_warning',
    sa.Column('certificate_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('days', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sent_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['server_certificate.id'], name=op.f('fk_certificate_warning_certificate_id_server_certificate'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('certificate_id', 'days', name=op.f('pk_certificate_warning'))
    )


def downgrade() -> None:
    op.drop_table('certificate_warning')
    op.drop_table('server_certificate')
