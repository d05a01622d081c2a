"""A relance is given up by how many times it was taken over, not by how long ago it was begun."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('relance', sa.Column('moved_at', UtcDateTime()))
    op.add_column('relance', sa.Column('tries', sa.Integer(), server_default=sa.text('0'), nullable=False))


def downgrade() -> None:
    op.drop_column('relance', 'tries')
    op.drop_column('relance', 'moved_at')
