"""What an act on many accounts says of one of them may be longer: an account may leave several things behind."""

import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('bulk_line') as table:
        table.alter_column('said', existing_type=sa.String(300), type_=sa.String(600), existing_nullable=False)


def downgrade() -> None:
    op.execute('UPDATE bulk_line SET said = substr(said, 1, 300)')
    with op.batch_alter_table('bulk_line') as table:
        table.alter_column('said', existing_type=sa.String(600), type_=sa.String(300), existing_nullable=False)
