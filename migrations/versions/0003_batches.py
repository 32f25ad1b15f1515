"""Add batches"""

from alembic import op
import sqlalchemy as sa
import models.types


revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    """Add batches."""
    op.create_table('batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('title', models.types.Line(length=300), nullable=False),
    sa.Column('profile', sa.String(length=40), nullable=False),
    sa.Column('shared', models.types.Document(), nullable=False),
    sa.Column('varying', models.types.Document(), nullable=False),
    sa.Column('formats', models.types.Document(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('handled', sa.Integer(), nullable=False),
    sa.Column('trouble', models.types.Prose(), nullable=False),
    sa.Column('whole_sha256', sa.String(length=64), nullable=True),
    sa.Column('once', sa.String(length=64), nullable=False),
    sa.Column('created_at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('started_at', models.types.Instant(timezone=True), nullable=True),
    sa.Column('finished_at', models.types.Instant(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f('ck_batch_state')),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_batch_created_by')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_batch_paper_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_batch_unit_id')),
    sa.ForeignKeyConstraint(['whole_sha256'], ['file.sha256'], name=op.f('fk_batch_whole_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch')),
    sa.UniqueConstraint('once', name=op.f('uq_batch_once'))
    )
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.create_index('ix_batch_unit_id_id', ['unit_id', 'id'], unique=False)

    op.create_table('batch_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('values', models.types.Document(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', models.types.Prose(), nullable=False),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=True),
    sa.Column('docx_sha256', sa.String(length=64), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'made', 'refused')", name=op.f('ck_batch_row_state')),
    sa.ForeignKeyConstraint(['batch_id'], ['batch.id'], name=op.f('fk_batch_row_batch_id')),
    sa.ForeignKeyConstraint(['docx_sha256'], ['file.sha256'], name=op.f('fk_batch_row_docx_sha256')),
    sa.ForeignKeyConstraint(['pdf_sha256'], ['file.sha256'], name=op.f('fk_batch_row_pdf_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_row')),
    sa.UniqueConstraint('batch_id', 'no', name=op.f('uq_batch_row_batch_id_no'))
    )


def downgrade() -> None:
    """Take the batches away."""
    op.drop_table('batch_row')
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_index('ix_batch_unit_id_id')

    op.drop_table('batch')
