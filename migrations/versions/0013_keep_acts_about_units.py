"""Keep acts about units"""

import re

from alembic import op
import sqlalchemy as sa
import models.types


revision = '0013'
down_revision = '0012'

TERM = re.compile(r"nhiệm kỳ (\d{4})\s*[-–]\s*(\d{4})")


def upgrade() -> None:
    """Keep acts, coordination links, reminders, matters taken over; the label of an office's term."""
    op.create_table('unit_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('decision_no', models.types.Line(length=60), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by', models.types.Line(length=200), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('changes', models.types.Document(), nullable=False),
    sa.Column('said', models.types.Document(), nullable=False),
    sa.Column('once', sa.String(length=64), nullable=False),
    sa.Column('recorded_at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=False),
    sa.Column('undone_at', models.types.Instant(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.Column('undone_why', models.types.Prose(), nullable=False),
    sa.CheckConstraint('(undone_at IS NULL) = (undone_by IS NULL)', name=op.f('ck_unit_act_undone')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_unit_act_recorded_by')),
    sa.ForeignKeyConstraint(['undone_by'], ['person.id'], name=op.f('fk_unit_act_undone_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_act')),
    sa.UniqueConstraint('once', name=op.f('uq_unit_act_once'))
    )
    with op.batch_alter_table('unit_act', schema=None) as batch_op:
        batch_op.create_index('ix_unit_act_effective_on', ['effective_on'], unique=False)

    op.create_table('unit_act_unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=10), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.CheckConstraint("part IN ('subject', 'above', 'into')", name=op.f('ck_unit_act_unit_part')),
    sa.ForeignKeyConstraint(['act_id'], ['unit_act.id'], name=op.f('fk_unit_act_unit_act_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_act_unit_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_act_unit'))
    )
    with op.batch_alter_table('unit_act_unit', schema=None) as batch_op:
        batch_op.create_index('ix_unit_act_unit_act_id', ['act_id'], unique=False)
        batch_op.create_index('ix_unit_act_unit_unit_id', ['unit_id'], unique=False)

    op.create_table('unit_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('with_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('source', models.types.Line(length=300), nullable=False),
    sa.CheckConstraint('unit_id <> with_id', name=op.f('ck_unit_link_not_self')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_unit_link_dates')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_link_unit_id')),
    sa.ForeignKeyConstraint(['with_id'], ['unit.id'], name=op.f('fk_unit_link_with_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_link'))
    )
    with op.batch_alter_table('unit_link', schema=None) as batch_op:
        batch_op.create_index('ix_unit_link_unit_id', ['unit_id'], unique=False)
        batch_op.create_index('ix_unit_link_with_id', ['with_id'], unique=False)

    op.create_table('unit_reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('by_unit_id', sa.Integer(), nullable=False),
    sa.Column('owed', sa.Integer(), nullable=False),
    sa.Column('reminded_at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('reminded_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_unit_id'], ['unit.id'], name=op.f('fk_unit_reminder_by_unit_id')),
    sa.ForeignKeyConstraint(['reminded_by'], ['person.id'], name=op.f('fk_unit_reminder_reminded_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_reminder_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_reminder'))
    )
    with op.batch_alter_table('unit_reminder', schema=None) as batch_op:
        batch_op.create_index('ix_unit_reminder_unit_id_by_unit_id', ['unit_id', 'by_unit_id'], unique=False)

    op.create_table('matter_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('into_id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['act_id'], ['unit_act.id'], name=op.f('fk_matter_move_act_id')),
    sa.ForeignKeyConstraint(['from_id'], ['unit.id'], name=op.f('fk_matter_move_from_id')),
    sa.ForeignKeyConstraint(['into_id'], ['unit.id'], name=op.f('fk_matter_move_into_id')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_matter_move_matter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matter_move'))
    )
    with op.batch_alter_table('matter_move', schema=None) as batch_op:
        batch_op.create_index('ix_matter_move_matter_id', ['matter_id'], unique=False)

    # Other tables point at offices, so the column comes and goes without the table being made anew.
    op.add_column('office', sa.Column('term', models.types.Line(length=20), nullable=False, server_default=''))
    _label_terms()


def _label_terms() -> None:
    """The label of a term stood in the words about the congress until now."""
    office = sa.table('office', sa.column('id', sa.Integer), sa.column('source', sa.String), sa.column('term', sa.String))
    connection = op.get_bind()
    for office_id, source in connection.execute(sa.select(office.c.id, office.c.source)).all():
        if found := TERM.search(source or ''):
            label = f'{found[1]}-{found[2]}'
            connection.execute(office.update().where(office.c.id == office_id).values(term=label))


def downgrade() -> None:
    """Take it back; a matter that was taken over stays with whoever has it."""
    op.drop_column('office', 'term')

    with op.batch_alter_table('matter_move', schema=None) as batch_op:
        batch_op.drop_index('ix_matter_move_matter_id')

    op.drop_table('matter_move')
    with op.batch_alter_table('unit_reminder', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_reminder_unit_id_by_unit_id')

    op.drop_table('unit_reminder')
    with op.batch_alter_table('unit_link', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_link_with_id')
        batch_op.drop_index('ix_unit_link_unit_id')

    op.drop_table('unit_link')
    with op.batch_alter_table('unit_act_unit', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_act_unit_unit_id')
        batch_op.drop_index('ix_unit_act_unit_act_id')

    op.drop_table('unit_act_unit')
    with op.batch_alter_table('unit_act', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_act_effective_on')

    op.drop_table('unit_act')
