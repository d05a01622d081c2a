"""On SQLite too, a number is given once: pages, links and the journal may name it after its row is gone."""

from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

# All that count by themselves.
_TABLES = (
    'account', 'account_right', 'browser', 'bulk_run', 'challenge', 'import_run', 'mailbox', 'mailbox_address_change',
    'mailbox_joining', 'outbox_mail', 'profile', 'raccordement', 'raccordement_address_proof', 'raccordement_entry',
    'raccordement_establishments_request', 'raccordement_invitation', 'raccordement_message',
    'raccordement_reply_template', 'raccordement_sandbox_result', 'relance', 'reset_request', 'server_certificate',
    'signed_in_session', 'structure', 'structure_contact', 'team',
)
_BEFORE, _AFTER = 'PRIMARY KEY (id)', 'PRIMARY KEY (id AUTOINCREMENT)'


def upgrade() -> None:
    if op.get_context().dialect.name == 'sqlite':
        # Where SQLite keeps the last numbers is made with the first table that asks for it, and stays.
        op.execute('CREATE TABLE counting (id INTEGER PRIMARY KEY AUTOINCREMENT)')
        op.execute('DROP TABLE counting')
        _declare(_BEFORE, _AFTER)


def downgrade() -> None:
    if op.get_context().dialect.name == 'sqlite':
        _declare(_AFTER, _BEFORE)
        op.execute('DELETE FROM sqlite_sequence')


def _declare(before: str, after: str) -> None:
    """Change what the tables say of their key, as section 7 of sqlite.org/lang_altertable.html does.

    Rows are stored alike with the word and without it: nothing is copied, and no row that points here is disturbed. A
    text that SQLite could not read would fail below, and the transaction with it.
    """
    named = ', '.join(f"'{name}'" for name in _TABLES)
    version = op.get_bind().exec_driver_sql('PRAGMA schema_version').scalar_one()
    op.execute('PRAGMA writable_schema = ON')
    op.execute(f"UPDATE sqlite_master SET sql = replace(sql, '{before}', '{after}') WHERE type = 'table' AND name IN ({named})")
    op.execute(f'PRAGMA schema_version = {version + 1}')
    op.execute('PRAGMA writable_schema = RESET')
    for name in _TABLES:
        op.execute(f'SELECT id FROM {name} LIMIT 0')
