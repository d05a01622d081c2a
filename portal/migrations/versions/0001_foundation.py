"""The foundation: people, sessions, sign-in, passwords, mails, jobs, journal, registers."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

# The guards of the journal as they were then: portal.audit.triggers holds those of today.
_REFUSE = (
    "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'le journal ne se modifie pas'; END $$"
)
_ABORT = "BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END"
_CALL = "EXECUTE FUNCTION journal_refuse()"
GUARDS = {
    "sqlite": (
        f"CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal {_ABORT}",
        f"CREATE TRIGGER journal_stays BEFORE DELETE ON journal {_ABORT}",
        f"CREATE TRIGGER journal_adds BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id) {_ABORT}",
        f"CREATE TRIGGER journal_head_goes_on BEFORE UPDATE ON journal_head WHEN NEW.rows <= OLD.rows {_ABORT}",
        f"CREATE TRIGGER journal_head_stays BEFORE DELETE ON journal_head {_ABORT}",
        f"CREATE TRIGGER journal_head_adds BEFORE INSERT ON journal_head WHEN EXISTS (SELECT 1 FROM journal_head) {_ABORT}",
    ),
    "postgresql": (
        _REFUSE,
        f"CREATE TRIGGER journal_keeps BEFORE UPDATE OR DELETE ON journal FOR EACH ROW {_CALL}",
        f"CREATE TRIGGER journal_stays BEFORE TRUNCATE ON journal {_CALL}",
        f"CREATE TRIGGER journal_head_goes_on BEFORE UPDATE ON journal_head FOR EACH ROW WHEN (NEW.rows <= OLD.rows) {_CALL}",
        f"CREATE TRIGGER journal_head_keeps BEFORE DELETE ON journal_head FOR EACH ROW {_CALL}",
        f"CREATE TRIGGER journal_head_stays BEFORE TRUNCATE ON journal_head {_CALL}",
    ),
}


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('professionnel', 'personnel', 'gestionnaire_si', 'medimail', name='kind', native_enum=False, length=32), nullable=False),
    sa.Column('rpps', sa.String(length=11), nullable=True),
    sa.Column('certdc_id', sa.String(length=64), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('name_key', sa.String(length=200), nullable=True),
    sa.Column('last_name', sa.String(length=100), nullable=False),
    sa.Column('first_name', sa.String(length=100), nullable=False),
    sa.Column('mssante', sa.String(length=254), nullable=True),
    sa.Column('contact', sa.String(length=254), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('certdc_id', name=op.f('uq_account_certdc_id')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email')),
    sa.UniqueConstraint('name_key', name=op.f('uq_account_name_key')),
    sa.UniqueConstraint('rpps', name=op.f('uq_account_rpps'))
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_mssante'), ['mssante'], unique=False)

    op.create_table('counter',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('events', sa.Integer(), nullable=False),
    sa.Column('ends_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_counter'))
    )
    with op.batch_alter_table('counter', schema=None) as batch_op:
        batch_op.create_index('ix_counter_ends_at', ['ends_at'], unique=False)

    op.create_table('establishment',
    sa.Column('finess_et', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('finess_ej', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('long_name', sa.String(), nullable=True),
    sa.Column('complement', sa.String(), nullable=True),
    sa.Column('distribution', sa.String(), nullable=True),
    sa.Column('street', sa.String(), nullable=True),
    sa.Column('locality', sa.String(), nullable=True),
    sa.Column('commune_code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=True),
    sa.Column('departement_code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=True),
    sa.Column('routing', sa.String(), nullable=False),
    sa.Column('postal_code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=True),
    sa.Column('phone', sa.String(), nullable=True),
    sa.Column('category_code', sa.String(), nullable=True),
    sa.Column('category_label', sa.String(), nullable=True),
    sa.Column('siret', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=True),
    sa.Column('authorised_on', sa.Date(), nullable=True),
    sa.Column('updated_on', sa.Date(), nullable=True),
    sa.Column('search', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('finess_et', name=op.f('pk_establishment'))
    )
    with op.batch_alter_table('establishment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_establishment_commune_code'), ['commune_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_establishment_finess_ej'), ['finess_ej'], unique=False)
        batch_op.create_index(batch_op.f('ix_establishment_postal_code'), ['postal_code'], unique=False)
        batch_op.create_index('ix_establishment_search', ['search', 'finess_et', 'left_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_establishment_siret'), ['siret'], unique=False)

    op.create_table('job_slot',
    sa.Column('job', sa.String(length=64), nullable=False),
    sa.Column('slot', UtcDateTime(), nullable=False),
    sa.Column('claimed_at', UtcDateTime(), nullable=False),
    sa.Column('finished_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('job', 'slot', name=op.f('pk_job_slot'))
    )
    op.create_table('journal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('event', sa.String(length=40), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('address', sa.String(length=64), nullable=True),
    sa.Column('request_id', sa.String(length=64), nullable=True),
    sa.Column('before', sa.Text(), nullable=True),
    sa.Column('after', sa.Text(), nullable=True),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=8), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal'))
    )
    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.create_index('ix_journal_subject_id_id', ['subject_id', 'id'], unique=False)

    op.create_table('journal_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('link', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=8), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_journal_head_single')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_head'))
    )
    op.create_table('outbox_mail',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('template', sa.String(length=100), nullable=False),
    sa.Column('context', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('message_id', sa.String(length=300), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('not_after', UtcDateTime(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', UtcDateTime(), nullable=True),
    sa.Column('claimed_until', UtcDateTime(), nullable=True),
    sa.Column('sent_at', UtcDateTime(), nullable=True),
    sa.Column('dropped_at', UtcDateTime(), nullable=True),
    sa.Column('given_up_at', UtcDateTime(), nullable=True),
    sa.Column('last_error', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_mail'))
    )
    with op.batch_alter_table('outbox_mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_mail_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_mail_given_up_at'), ['given_up_at'], unique=False, sqlite_where=sa.text('given_up_at IS NOT NULL'), postgresql_where=sa.text('given_up_at IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_outbox_mail_next_try_at'), ['next_try_at'], unique=False, sqlite_where=sa.text('next_try_at IS NOT NULL'), postgresql_where=sa.text('next_try_at IS NOT NULL'))

    op.create_table('region',
    sa.Column('code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_region'))
    )
    op.create_table('register_edition',
    sa.Column('register', sa.String(length=16), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('imported_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('register', name=op.f('pk_register_edition'))
    )
    op.create_table('account_right',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.Enum('administrateur', 'referent', 'gestionnaire_si', 'administrateur_medimail', name='right', native_enum=False, length=32), nullable=False),
    sa.Column('scope', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_right_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_right')),
    sa.UniqueConstraint('account_id', 'name', 'scope', name=op.f('uq_account_right_account_id'))
    )
    op.create_table('browser',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('seen_at', UtcDateTime(), nullable=False),
    sa.Column('trusted_until', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_browser_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_browser')),
    sa.UniqueConstraint('account_id', 'mark', name=op.f('uq_browser_account_id'))
    )
    op.create_table('challenge',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('browser_mark', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.Enum('connexion', 'adresse', name='purpose', native_enum=False, length=32), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=True),
    sa.Column('credential_version', sa.Integer(), nullable=False),
    sa.Column('salt', sa.String(length=43), nullable=False),
    sa.Column('issued', sa.JSON(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_challenge_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_challenge'))
    )
    with op.batch_alter_table('challenge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_challenge_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_challenge_browser_mark'), ['browser_mark'], unique=False)
        batch_op.create_index(batch_op.f('ix_challenge_created_at'), ['created_at'], unique=False)

    op.create_table('credential',
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('password_hash', sa.String(length=255), nullable=True),
    sa.Column('set_at', UtcDateTime(), nullable=False),
    sa.Column('sign_ins', sa.Integer(), nullable=False),
    sa.Column('must_change', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('blocked_at', UtcDateTime(), nullable=True),
    sa.Column('reminded_days', sa.Integer(), nullable=True),
    sa.Column('reminded_sign_ins', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_credential_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_credential'))
    )
    op.create_table('departement',
    sa.Column('code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('region_code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_departement_region_code_region')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_departement'))
    )
    op.create_table('reset_request',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('browser_mark', sa.String(length=64), nullable=False),
    sa.Column('browser_label', sa.String(length=80), nullable=False),
    sa.Column('salt', sa.String(length=43), nullable=False),
    sa.Column('credential_version', sa.Integer(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_reset_request_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reset_request'))
    )
    with op.batch_alter_table('reset_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reset_request_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reset_request_browser_mark'), ['browser_mark'], unique=False)
        batch_op.create_index(batch_op.f('ix_reset_request_created_at'), ['created_at'], unique=False)

    op.create_table('signed_in_session',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('level', sa.Enum('complet', 'renouvellement', name='level', native_enum=False, length=32), nullable=False),
    sa.Column('browser_mark', sa.String(length=64), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('seen_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_signed_in_session_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signed_in_session')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_signed_in_session_token_digest'))
    )
    with op.batch_alter_table('signed_in_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signed_in_session_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_signed_in_session_seen_at'), ['seen_at'], unique=False)

    op.create_table('commune',
    sa.Column('code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('postal_codes', sa.String(), nullable=False),
    sa.Column('departement_code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('search', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('current', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['departement_code'], ['departement.code'], name=op.f('fk_commune_departement_code_departement')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_commune'))
    )
    op.create_table('postal_code',
    sa.Column('postal_code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('commune_code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['commune_code'], ['commune.code'], name=op.f('fk_postal_code_commune_code_commune')),
    sa.PrimaryKeyConstraint('postal_code', 'commune_code', name=op.f('pk_postal_code'))
    )
    with op.batch_alter_table('postal_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_postal_code_commune_code'), ['commune_code'], unique=False)

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table('postal_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_postal_code_commune_code'))

    op.drop_table('postal_code')
    op.drop_table('commune')
    with op.batch_alter_table('signed_in_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signed_in_session_seen_at'))
        batch_op.drop_index(batch_op.f('ix_signed_in_session_account_id'))

    op.drop_table('signed_in_session')
    with op.batch_alter_table('reset_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reset_request_created_at'))
        batch_op.drop_index(batch_op.f('ix_reset_request_browser_mark'))
        batch_op.drop_index(batch_op.f('ix_reset_request_account_id'))

    op.drop_table('reset_request')
    op.drop_table('departement')
    op.drop_table('credential')
    with op.batch_alter_table('challenge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_challenge_created_at'))
        batch_op.drop_index(batch_op.f('ix_challenge_browser_mark'))
        batch_op.drop_index(batch_op.f('ix_challenge_account_id'))

    op.drop_table('challenge')
    op.drop_table('browser')
    op.drop_table('account_right')
    op.drop_table('register_edition')
    op.drop_table('region')
    with op.batch_alter_table('outbox_mail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_mail_next_try_at'), sqlite_where=sa.text('next_try_at IS NOT NULL'), postgresql_where=sa.text('next_try_at IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_outbox_mail_given_up_at'), sqlite_where=sa.text('given_up_at IS NOT NULL'), postgresql_where=sa.text('given_up_at IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_outbox_mail_created_at'))

    op.drop_table('outbox_mail')
    op.drop_table('journal_head')
    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.drop_index('ix_journal_subject_id_id')

    op.drop_table('journal')
    op.drop_table('job_slot')
    with op.batch_alter_table('establishment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_establishment_siret'))
        batch_op.drop_index('ix_establishment_search')
        batch_op.drop_index(batch_op.f('ix_establishment_postal_code'))
        batch_op.drop_index(batch_op.f('ix_establishment_finess_ej'))
        batch_op.drop_index(batch_op.f('ix_establishment_commune_code'))

    op.drop_table('establishment')
    with op.batch_alter_table('counter', schema=None) as batch_op:
        batch_op.drop_index('ix_counter_ends_at')

    op.drop_table('counter')
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_mssante'))

    op.drop_table('account')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("DROP FUNCTION IF EXISTS journal_refuse()")
