"""What was done to a mailbox is found by its address, which its rows of the journal have always named."""

from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

_ADDRESS = {
    'sqlite': 'coalesce(json_extract("after", \'$.adresse\'), json_extract("before", \'$.adresse\'))',
    'postgresql': "coalesce((after)::json ->> 'adresse', (before)::json ->> 'adresse')",
}


def upgrade() -> None:
    address = _ADDRESS[op.get_context().dialect.name]
    op.execute(f'CREATE INDEX ix_journal_address ON journal ({address}, id) WHERE {address} IS NOT NULL')


def downgrade() -> None:
    op.execute('DROP INDEX ix_journal_address')
