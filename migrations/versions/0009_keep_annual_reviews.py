"""Keep annual reviews: cycles, verified points, answers, appeals"""

from alembic import op
import sqlalchemy as sa
import models.types


revision = '0009'
down_revision = '0008'


def upgrade() -> None:
    """Create the tables of annual reviews."""
    op.create_table('review_cycle',
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('begins', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('cutoff', sa.Date(), nullable=False),
    sa.Column('guidance', models.types.Line(length=300), nullable=False),
    sa.Column('sheets', models.types.Document(), nullable=False),
    sa.Column('local', models.types.Document(), nullable=False),
    sa.Column('changed', models.types.Document(), nullable=False),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.CheckConstraint('begins <= ends AND cutoff <= ends', name=op.f('ck_review_cycle_dates')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_review_cycle_matter_id')),
    sa.PrimaryKeyConstraint('matter_id', name=op.f('pk_review_cycle'))
    )
    op.create_table('review_score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dossier_id', sa.Integer(), nullable=False),
    sa.Column('revision_no', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=20), nullable=False),
    sa.Column('verified', sa.Integer(), nullable=True),
    sa.Column('reason', models.types.Prose(), nullable=False),
    sa.Column('at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('verified >= 0', name=op.f('ck_review_score_points')),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_review_score_dossier_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_score_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_score'))
    )
    with op.batch_alter_table('review_score', schema=None) as batch_op:
        batch_op.create_index('ix_review_score_dossier_id_revision_no', ['dossier_id', 'revision_no'], unique=False)

    op.create_table('review_verification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dossier_id', sa.Integer(), nullable=False),
    sa.Column('revision_no', sa.Integer(), nullable=False),
    sa.Column('said', models.types.Document(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_review_verification_dossier_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_verification_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_verification')),
    sa.UniqueConstraint('dossier_id', 'revision_no', name=op.f('uq_review_verification_dossier_id_revision_no'))
    )
    op.create_table('review_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dossier_id', sa.Integer(), nullable=False),
    sa.Column('revision_no', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=20), nullable=False),
    sa.Column('text', models.types.Prose(), nullable=False),
    sa.Column('at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_review_answer_dossier_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_answer_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_answer'))
    )
    with op.batch_alter_table('review_answer', schema=None) as batch_op:
        batch_op.create_index('ix_review_answer_dossier_id_revision_no', ['dossier_id', 'revision_no'], unique=False)

    op.create_table('review_appeal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dossier_id', sa.Integer(), nullable=False),
    sa.Column('notice_id', sa.Integer(), nullable=False),
    sa.Column('items', models.types.Document(), nullable=False),
    sa.Column('filed_at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('filed_by', sa.Integer(), nullable=False),
    sa.Column('answer', models.types.Prose(), nullable=False),
    sa.Column('answered_at', models.types.Instant(timezone=True), nullable=True),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_review_appeal_dossier_id')),
    sa.ForeignKeyConstraint(['notice_id'], ['paper.id'], name=op.f('fk_review_appeal_notice_id')),
    sa.ForeignKeyConstraint(['filed_by'], ['person.id'], name=op.f('fk_review_appeal_filed_by')),
    sa.ForeignKeyConstraint(['answered_by'], ['person.id'], name=op.f('fk_review_appeal_answered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_appeal')),
    sa.UniqueConstraint('dossier_id', 'notice_id', name=op.f('uq_review_appeal_dossier_id_notice_id'))
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table('review_appeal')
    op.drop_table('review_answer')
    op.drop_table('review_verification')
    op.drop_table('review_score')
    op.drop_table('review_cycle')
