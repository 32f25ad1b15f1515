"""Keep decisions on many dossiers at once"""

from alembic import op
import sqlalchemy as sa
import models.types


revision = '0018'
down_revision = '0017'


def upgrade() -> None:
    """Keep decisions on many dossiers at once."""
    op.create_table('bulk_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('choice', sa.String(length=10), nullable=False),
    sa.Column('comment', models.types.Prose(), nullable=False),
    sa.Column('once', sa.String(length=64), nullable=False),
    sa.Column('at', models.types.Instant(timezone=True), nullable=False),
    sa.CheckConstraint("choice IN ('approve', 'return')", name=op.f('ck_bulk_decision_choice')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_bulk_decision_office_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_bulk_decision_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_decision')),
    sa.UniqueConstraint('once', name=op.f('uq_bulk_decision_once'))
    )
    with op.batch_alter_table('bulk_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bulk_decision_person_id'), ['person_id'], unique=False)

    op.create_table('finding_count',
    sa.Column('dossier_id', sa.Integer(), nullable=False),
    sa.Column('revision_no', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('warn', sa.Integer(), nullable=False),
    sa.Column('ask', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_finding_count_dossier_id')),
    sa.PrimaryKeyConstraint('dossier_id', 'revision_no', name=op.f('pk_finding_count'))
    )
    op.create_table('bulk_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bulk_id', sa.Integer(), nullable=False),
    sa.Column('dossier_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', models.types.Prose(), nullable=False),
    sa.Column('params', models.types.Document(), nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'done', 'refused', 'undone')", name=op.f('ck_bulk_item_state')),
    sa.ForeignKeyConstraint(['bulk_id'], ['bulk_decision.id'], name=op.f('fk_bulk_item_bulk_id')),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_bulk_item_dossier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_item')),
    sa.UniqueConstraint('bulk_id', 'dossier_id', name=op.f('uq_bulk_item_bulk_id_dossier_id'))
    )
    with op.batch_alter_table('bulk_item', schema=None) as batch_op:
        batch_op.create_index('ix_bulk_item_dossier_id', ['dossier_id'], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table('bulk_item', schema=None) as batch_op:
        batch_op.drop_index('ix_bulk_item_dossier_id')

    op.drop_table('bulk_item')
    op.drop_table('finding_count')
    with op.batch_alter_table('bulk_decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bulk_decision_person_id'))

    op.drop_table('bulk_decision')
