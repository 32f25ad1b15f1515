"""Keep the mandate paper"""

from alembic import op
import sqlalchemy as sa
import models.types


revision = '0020'
down_revision = '0019'


def upgrade() -> None:
    """Keep the files of the papers by which somebody stands in for a head."""
    op.create_table('delegation_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('name', models.types.Line(length=200), nullable=False),
    sa.Column('file_sha256', sa.String(length=64), nullable=False),
    sa.Column('added_at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('added_by', sa.Integer(), nullable=False),
    sa.Column('replaced_at', models.types.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['added_by'], ['person.id'], name=op.f('fk_delegation_file_added_by')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_delegation_file_delegation_id')),
    sa.ForeignKeyConstraint(['file_sha256'], ['file.sha256'], name=op.f('fk_delegation_file_file_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation_file'))
    )
    with op.batch_alter_table('delegation_file', schema=None) as batch_op:
        batch_op.create_index('ix_delegation_file_delegation_id', ['delegation_id'], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table('delegation_file', schema=None) as batch_op:
        batch_op.drop_index('ix_delegation_file_delegation_id')

    op.drop_table('delegation_file')
