"""Medimail: structures, whom they enrol, mailbox accounts, what opens them; the last sign-in of a person."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('structure',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('mother_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('path', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('folded', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('number_kind', sa.Enum('finess', 'siren', 'siret', name='numberkind', native_enum=False, length=32), nullable=True),
    sa.Column('number', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('domain', sa.String(length=253), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('complement', sa.String(length=200), nullable=False),
    sa.Column('postal_code', sa.String(length=5), nullable=False),
    sa.Column('city', sa.String(length=100), nullable=False),
    sa.Column('departement_code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=True),
    sa.Column('region_code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=True),
    sa.Column('notify_each', sa.Boolean(), nullable=False),
    sa.Column('notify_daily', sa.Boolean(), nullable=False),
    sa.Column('notify_shared', sa.Boolean(), nullable=False),
    sa.Column('notify_opening', sa.Boolean(), nullable=False),
    sa.Column('enrols_status', sa.Enum('aucun', 'liberal', 'non_liberal', name='status', native_enum=False, length=32), nullable=False),
    sa.Column('mss_domain', sa.String(length=253), nullable=False),
    sa.Column('mss_max_per', sa.Integer(), nullable=False),
    sa.Column('mss_max_org', sa.Integer(), nullable=False),
    sa.Column('mss_max_app', sa.Integer(), nullable=False),
    sa.Column('mss_admin_only', sa.Boolean(), nullable=False),
    sa.Column('office365_max', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['departement_code'], ['departement.code'], name=op.f('fk_structure_departement_code_departement')),
    sa.ForeignKeyConstraint(['mother_id'], ['structure.id'], name=op.f('fk_structure_mother_id_structure')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_structure_region_code_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_structure')),
    sa.UniqueConstraint('path', name=op.f('uq_structure_path'))
    )
    with op.batch_alter_table('structure', schema=None) as batch_op:
        batch_op.create_index('ix_structure_folded', ['folded', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_structure_mother_id'), ['mother_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_structure_number'), ['number'], unique=False)

    op.create_table('mailbox',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('structure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.Enum('MED', 'PER', 'INT', 'ORG', 'APP', name='kind', native_enum=False, length=32), nullable=False),
    sa.Column('state', sa.Enum('preinscrit', 'a_valider', 'valide', 'rejete', 'inactif', 'supprime', 'rejet_definitif', name='state', native_enum=False, length=32), nullable=False),
    sa.Column('stood', sa.Enum('preinscrit', 'a_valider', 'valide', 'rejete', 'inactif', 'supprime', 'rejet_definitif', name='state', native_enum=False, length=32), nullable=True),
    sa.Column('state_since', UtcDateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('last_name', sa.String(length=100), nullable=False),
    sa.Column('first_name', sa.String(length=100), nullable=False),
    sa.Column('rpps', sa.String(length=11), nullable=True),
    sa.Column('adeli', sa.String(length=9), nullable=True),
    sa.Column('company', sa.String(length=200), nullable=False),
    sa.Column('service', sa.String(length=200), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('complement', sa.String(length=200), nullable=False),
    sa.Column('postal_code', sa.String(length=5), nullable=False),
    sa.Column('city', sa.String(length=100), nullable=False),
    sa.Column('departement_code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=True),
    sa.Column('region_code', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('other_phone', sa.String(length=20), nullable=False),
    sa.Column('profession', sa.String(length=100), nullable=False),
    sa.Column('specialty', sa.String(length=100), nullable=False),
    sa.Column('diploma', sa.String(length=100), nullable=False),
    sa.Column('is_liberal', sa.Boolean(), nullable=False),
    sa.Column('place_kind', sa.Enum('finess', 'siren', 'siret', name='numberkind', native_enum=False, length=32), nullable=True),
    sa.Column('place_number', sa.String(length=14), nullable=True),
    sa.Column('return_address', sa.String(length=254), nullable=False),
    sa.Column('responsible_last_name', sa.String(length=100), nullable=False),
    sa.Column('responsible_first_name', sa.String(length=100), nullable=False),
    sa.Column('responsible_profession', sa.String(length=100), nullable=False),
    sa.Column('responsible_rpps', sa.String(length=11), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('title', sa.String(length=20), nullable=False),
    sa.Column('apicrypt', sa.String(length=100), nullable=False),
    sa.Column('apicrypt_specialty', sa.String(length=100), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('mssante', sa.String(length=254), nullable=True),
    sa.Column('mssante_visible', sa.Boolean(), nullable=False),
    sa.Column('unlisted', sa.Boolean(), nullable=False),
    sa.Column('paperless', sa.Boolean(), nullable=False),
    sa.Column('notify_each', sa.Boolean(), nullable=False),
    sa.Column('notify_daily', sa.Boolean(), nullable=False),
    sa.Column('notify_opening', sa.Boolean(), nullable=False),
    sa.Column('default_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('link_version', sa.Integer(), nullable=False),
    sa.Column('relaunched_at', UtcDateTime(), nullable=True),
    sa.Column('finalised_at', UtcDateTime(), nullable=True),
    sa.Column('terms_version', sa.String(length=20), nullable=False),
    sa.Column('warned_at', UtcDateTime(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('search', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_mailbox_account_id_account')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_mailbox_created_by_account')),
    sa.ForeignKeyConstraint(['default_id'], ['mailbox.id'], name=op.f('fk_mailbox_default_id_mailbox'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['departement_code'], ['departement.code'], name=op.f('fk_mailbox_departement_code_departement')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_mailbox_region_code_region')),
    sa.ForeignKeyConstraint(['structure_id'], ['structure.id'], name=op.f('fk_mailbox_structure_id_structure')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailbox')),
    sa.UniqueConstraint('address', name=op.f('uq_mailbox_address')),
    sa.UniqueConstraint('mssante', name=op.f('uq_mailbox_mssante'))
    )
    with op.batch_alter_table('mailbox', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailbox_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mailbox_adeli'), ['adeli'], unique=False)
        batch_op.create_index(batch_op.f('ix_mailbox_expires_on'), ['expires_on'], unique=False)
        batch_op.create_index('ix_mailbox_list', ['structure_id', 'state', 'search', 'id', 'kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_mailbox_return_address'), ['return_address'], unique=False)
        batch_op.create_index(batch_op.f('ix_mailbox_rpps'), ['rpps'], unique=False)
        batch_op.create_index('ix_mailbox_state', ['state', 'search', 'id', 'kind', 'structure_id'], unique=False)
        batch_op.create_index('ix_mailbox_state_since', ['state', 'state_since'], unique=False)

    op.create_table('relance',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('structure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('finished_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_relance_by_id_account')),
    sa.ForeignKeyConstraint(['structure_id'], ['structure.id'], name=op.f('fk_relance_structure_id_structure'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relance'))
    )
    with op.batch_alter_table('relance', schema=None) as batch_op:
        batch_op.create_index('ix_relance_structure_id_id', ['structure_id', 'id'], unique=False)

    op.create_table('structure_contact',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('structure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['structure_id'], ['structure.id'], name=op.f('fk_structure_contact_structure_id_structure'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_structure_contact')),
    sa.UniqueConstraint('structure_id', 'email', name=op.f('uq_structure_contact_structure_id'))
    )
    op.create_table('structure_enrolment',
    sa.Column('structure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('criterion', sa.Enum('domaine', 'region', 'departement', 'code_postal', 'ville', 'profession', name='criterion', native_enum=False, length=32), nullable=False),
    sa.Column('value', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['structure_id'], ['structure.id'], name=op.f('fk_structure_enrolment_structure_id_structure'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('structure_id', 'criterion', 'value', name=op.f('pk_structure_enrolment'))
    )
    with op.batch_alter_table('structure_enrolment', schema=None) as batch_op:
        batch_op.create_index('ix_structure_enrolment_value', ['criterion', 'value'], unique=False)

    op.create_table('mailbox_address_change',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('mailbox_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('old', sa.String(length=254), nullable=False),
    sa.Column('new', sa.String(length=254), nullable=False),
    sa.Column('state', sa.Enum('demande', 'fait', 'annule', 'echec', name='changestate', native_enum=False, length=32), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.Column('asked_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('done_at', UtcDateTime(), nullable=True),
    sa.Column('failure', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['asked_by'], ['account.id'], name=op.f('fk_mailbox_address_change_asked_by_account')),
    sa.ForeignKeyConstraint(['mailbox_id'], ['mailbox.id'], name=op.f('fk_mailbox_address_change_mailbox_id_mailbox'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailbox_address_change'))
    )
    with op.batch_alter_table('mailbox_address_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailbox_address_change_mailbox_id'), ['mailbox_id'], unique=False)
        batch_op.create_index('ix_mailbox_address_change_old', ['old'], unique=False)
        batch_op.create_index('ix_mailbox_address_change_state', ['state', 'asked_at'], unique=False)
        batch_op.create_index('uq_mailbox_address_change_asked', ['mailbox_id'], unique=True, sqlite_where=sa.text("state = 'demande'"), postgresql_where=sa.text("state = 'demande'"))
        batch_op.create_index('uq_mailbox_address_change_new', ['new'], unique=True, sqlite_where=sa.text("state = 'demande'"), postgresql_where=sa.text("state = 'demande'"))

    op.create_table('mailbox_connection',
    sa.Column('shared_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('notify', sa.Boolean(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['mailbox.id'], name=op.f('fk_mailbox_connection_person_id_mailbox'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shared_id'], ['mailbox.id'], name=op.f('fk_mailbox_connection_shared_id_mailbox'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('shared_id', 'person_id', name=op.f('pk_mailbox_connection'))
    )
    with op.batch_alter_table('mailbox_connection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailbox_connection_person_id'), ['person_id'], unique=False)

    op.create_table('mailbox_delegation',
    sa.Column('mailbox_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('delegate_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_mailbox_delegation_created_by_account')),
    sa.ForeignKeyConstraint(['delegate_id'], ['mailbox.id'], name=op.f('fk_mailbox_delegation_delegate_id_mailbox'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['mailbox_id'], ['mailbox.id'], name=op.f('fk_mailbox_delegation_mailbox_id_mailbox'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('mailbox_id', 'delegate_id', name=op.f('pk_mailbox_delegation'))
    )
    with op.batch_alter_table('mailbox_delegation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailbox_delegation_delegate_id'), ['delegate_id'], unique=False)

    op.create_table('relance_mailbox',
    sa.Column('relance_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('mailbox_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['mailbox_id'], ['mailbox.id'], name=op.f('fk_relance_mailbox_mailbox_id_mailbox'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['relance_id'], ['relance.id'], name=op.f('fk_relance_mailbox_relance_id_relance'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('relance_id', 'mailbox_id', name=op.f('pk_relance_mailbox'))
    )
    with op.batch_alter_table('relance_mailbox', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relance_mailbox_mailbox_id'), ['mailbox_id'], unique=False)

    op.create_table('bulk_run',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('structure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('action', sa.Enum('modifier', 'valider', 'rejeter', 'rehabiliter', 'relancer', 'transferer', 'changer_adresse', 'changer_type', 'reinitialiser', 'finaliser', 'revenir', 'endormir', 'supprimer', 'confirmer_rejet', name='action', native_enum=False, length=32), nullable=False),
    sa.Column('stage', sa.Enum('apercu', 'en_cours', 'fait', 'annulation', 'annule', 'interrompu', name='stage', native_enum=False, length=32), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', UtcDateTime(), nullable=False),
    sa.Column('finished_at', UtcDateTime(), nullable=True),
    sa.Column('moved_at', UtcDateTime(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_bulk_run_author_id_account'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['structure_id'], ['structure.id'], name=op.f('fk_bulk_run_structure_id_structure'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['target_id'], ['structure.id'], name=op.f('fk_bulk_run_target_id_structure'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_run')),
    sa.UniqueConstraint('reference', name=op.f('uq_bulk_run_reference'))
    )
    with op.batch_alter_table('bulk_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bulk_run_asked_at'), ['asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulk_run_author_id'), ['author_id'], unique=False)

    op.create_table('bulk_line',
    sa.Column('run_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('mailbox_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('outcome', sa.Enum('OK', 'ALERTE', 'ERREUR', name='outcome', native_enum=False, length=32), nullable=False),
    sa.Column('said', sa.String(length=300), nullable=False),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.Column('left', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('preinscrit', 'a_valider', 'valide', 'rejete', 'inactif', 'supprime', 'rejet_definitif', name='state', native_enum=False, length=32), nullable=False),
    sa.Column('since', UtcDateTime(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('structure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['mailbox_id'], ['mailbox.id'], name=op.f('fk_bulk_line_mailbox_id_mailbox'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['run_id'], ['bulk_run.id'], name=op.f('fk_bulk_line_run_id_bulk_run'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['structure_id'], ['structure.id'], name=op.f('fk_bulk_line_structure_id_structure'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', 'position', name=op.f('pk_bulk_line'))
    )
    with op.batch_alter_table('bulk_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bulk_line_mailbox_id'), ['mailbox_id'], unique=False)
        batch_op.create_index('ix_bulk_line_outcome', ['run_id', 'outcome', 'position'], unique=False)
    op.create_table('mailbox_joining',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('browser_mark', sa.String(length=64), nullable=False),
    sa.Column('salt', sa.String(length=43), nullable=False),
    sa.Column('issued', sa.JSON(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('proved_at', UtcDateTime(), nullable=True),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.Column('kind', sa.Enum('MED', 'PER', 'INT', 'ORG', 'APP', name='kind', native_enum=False, length=32), nullable=True),
    sa.Column('typed', sa.JSON(), nullable=False),
    sa.Column('sent_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailbox_joining'))
    )
    with op.batch_alter_table('mailbox_joining', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailbox_joining_browser_mark'), ['browser_mark'], unique=False)
        batch_op.create_index(batch_op.f('ix_mailbox_joining_created_at'), ['created_at'], unique=False)

    with op.batch_alter_table('account_right', schema=None) as batch_op:
        batch_op.create_index('ix_account_right_name_scope', ['name', 'scope'], unique=False)

    with op.batch_alter_table('credential', schema=None) as batch_op:
        batch_op.add_column(sa.Column('signed_in_at', UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('credential', schema=None) as batch_op:
        batch_op.drop_column('signed_in_at')

    with op.batch_alter_table('account_right', schema=None) as batch_op:
        batch_op.drop_index('ix_account_right_name_scope')

    with op.batch_alter_table('bulk_line', schema=None) as batch_op:
        batch_op.drop_index('ix_bulk_line_outcome')
        batch_op.drop_index(batch_op.f('ix_bulk_line_mailbox_id'))

    op.drop_table('bulk_line')
    with op.batch_alter_table('bulk_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bulk_run_author_id'))
        batch_op.drop_index(batch_op.f('ix_bulk_run_asked_at'))

    op.drop_table('bulk_run')
    with op.batch_alter_table('mailbox_joining', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mailbox_joining_created_at'))
        batch_op.drop_index(batch_op.f('ix_mailbox_joining_browser_mark'))

    op.drop_table('mailbox_joining')
    with op.batch_alter_table('relance_mailbox', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_relance_mailbox_mailbox_id'))

    op.drop_table('relance_mailbox')
    with op.batch_alter_table('mailbox_delegation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mailbox_delegation_delegate_id'))

    op.drop_table('mailbox_delegation')
    with op.batch_alter_table('mailbox_connection', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mailbox_connection_person_id'))

    op.drop_table('mailbox_connection')
    with op.batch_alter_table('mailbox_address_change', schema=None) as batch_op:
        batch_op.drop_index('uq_mailbox_address_change_new', sqlite_where=sa.text("state = 'demande'"), postgresql_where=sa.text("state = 'demande'"))
        batch_op.drop_index('uq_mailbox_address_change_asked', sqlite_where=sa.text("state = 'demande'"), postgresql_where=sa.text("state = 'demande'"))
        batch_op.drop_index('ix_mailbox_address_change_state')
        batch_op.drop_index('ix_mailbox_address_change_old')
        batch_op.drop_index(batch_op.f('ix_mailbox_address_change_mailbox_id'))

    op.drop_table('mailbox_address_change')
    with op.batch_alter_table('structure_enrolment', schema=None) as batch_op:
        batch_op.drop_index('ix_structure_enrolment_value')

    op.drop_table('structure_enrolment')
    op.drop_table('structure_contact')
    with op.batch_alter_table('relance', schema=None) as batch_op:
        batch_op.drop_index('ix_relance_structure_id_id')

    op.drop_table('relance')
    with op.batch_alter_table('mailbox', schema=None) as batch_op:
        batch_op.drop_index('ix_mailbox_state_since')
        batch_op.drop_index('ix_mailbox_state')
        batch_op.drop_index(batch_op.f('ix_mailbox_return_address'))
        batch_op.drop_index(batch_op.f('ix_mailbox_rpps'))
        batch_op.drop_index('ix_mailbox_list')
        batch_op.drop_index(batch_op.f('ix_mailbox_expires_on'))
        batch_op.drop_index(batch_op.f('ix_mailbox_adeli'))
        batch_op.drop_index(batch_op.f('ix_mailbox_account_id'))

    op.drop_table('mailbox')
    with op.batch_alter_table('structure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_structure_number'))
        batch_op.drop_index(batch_op.f('ix_structure_mother_id'))
        batch_op.drop_index('ix_structure_folded')

    op.drop_table('structure')
