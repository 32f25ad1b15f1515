"""Keep the papers that two units draw up together"""

from alembic import op
import sqlalchemy as sa
import models.types


revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    """Keep the papers that two units draw up together."""
    op.create_table('joint_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('answers', models.types.Document(), nullable=False),
    sa.Column('signer', models.types.Line(length=60), nullable=False),
    sa.Column('partner_signer', models.types.Line(length=60), nullable=False),
    sa.Column('note', models.types.Prose(), nullable=False),
    sa.Column('once', sa.String(length=64), nullable=False),
    sa.Column('created_at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('changed_at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=True),
    sa.Column('asked_by', sa.Integer(), nullable=True),
    sa.Column('answered_at', models.types.Instant(timezone=True), nullable=True),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.Column('paper_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'numbered') = (paper_id IS NOT NULL)", name=op.f('ck_joint_draft_numbered')),
    sa.CheckConstraint("state IN ('draft', 'asked', 'returned', 'agreed', 'numbered', 'dropped')", name=op.f('ck_joint_draft_state')),
    sa.CheckConstraint('unit_id <> partner_id', name=op.f('ck_joint_draft_two_units')),
    sa.ForeignKeyConstraint(['answered_by'], ['person.id'], name=op.f('fk_joint_draft_answered_by')),
    sa.ForeignKeyConstraint(['asked_by'], ['person.id'], name=op.f('fk_joint_draft_asked_by')),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_joint_draft_created_by')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_joint_draft_paper_id')),
    sa.ForeignKeyConstraint(['partner_id'], ['unit.id'], name=op.f('fk_joint_draft_partner_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['paper.id'], name=op.f('fk_joint_draft_replaces_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_joint_draft_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joint_draft')),
    sa.UniqueConstraint('once', name=op.f('uq_joint_draft_once')),
    sa.UniqueConstraint('paper_id', name=op.f('uq_joint_draft_paper_id'))
    )
    with op.batch_alter_table('joint_draft', schema=None) as batch_op:
        batch_op.create_index('ix_joint_draft_partner_id', ['partner_id'], unique=False)
        batch_op.create_index('ix_joint_draft_unit_id', ['unit_id'], unique=False)


def downgrade() -> None:
    """Take them back; papers that have numbers stay."""
    with op.batch_alter_table('joint_draft', schema=None) as batch_op:
        batch_op.drop_index('ix_joint_draft_unit_id')
        batch_op.drop_index('ix_joint_draft_partner_id')

    op.drop_table('joint_draft')
