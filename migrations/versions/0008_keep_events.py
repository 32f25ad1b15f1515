"""Keep events"""

from alembic import op
import sqlalchemy as sa
import models.types


revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    """Keep events and the lists of who is called to them."""
    op.create_table('event',
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('mode', sa.String(length=20), nullable=False),
    sa.Column('path', sa.String(length=10), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('province', sa.String(length=40), nullable=False),
    sa.Column('locality', sa.String(length=20), nullable=False),
    sa.Column('from_matter_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("path IN ('full', 'short')", name=op.f('ck_event_path')),
    sa.CheckConstraint('last_day >= first_day', name=op.f('ck_event_days')),
    sa.ForeignKeyConstraint(['from_matter_id'], ['matter.id'], name=op.f('fk_event_from_matter_id')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_event_matter_id')),
    sa.PrimaryKeyConstraint('matter_id', name=op.f('pk_event'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_first_day', ['first_day'], unique=False)

    op.create_table('event_delegate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', models.types.Line(length=200), nullable=False),
    sa.Column('sex', sa.String(length=1), nullable=False),
    sa.Column('post', models.types.Line(length=200), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('unit_name', models.types.Line(length=200), nullable=False),
    sa.Column('salaried', sa.Boolean(), nullable=True),
    sa.Column('added_at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('added_by', sa.Integer(), nullable=True),
    sa.Column('removed_at', models.types.Instant(timezone=True), nullable=True),
    sa.CheckConstraint("role IN ('delegate', 'guest', 'chair', 'staff')", name=op.f('ck_event_delegate_role')),
    sa.ForeignKeyConstraint(['added_by'], ['person.id'], name=op.f('fk_event_delegate_added_by')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_event_delegate_matter_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_event_delegate_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_event_delegate_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_delegate'))
    )
    with op.batch_alter_table('event_delegate', schema=None) as batch_op:
        batch_op.create_index('ix_event_delegate_matter_id', ['matter_id'], unique=False)



def downgrade() -> None:
    """Take both away; lists of delegates are lost."""
    with op.batch_alter_table('event_delegate', schema=None) as batch_op:
        batch_op.drop_index('ix_event_delegate_matter_id')

    op.drop_table('event_delegate')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index('ix_event_first_day')

    op.drop_table('event')
