"""Give papers codes and chain them once they are issued"""

from alembic import op
import sqlalchemy as sa
import models.types


revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    """Codes of papers; one chain a register over what was issued."""
    op.create_table('paper_chain',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('series', sa.String(length=20), nullable=False),
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('head_hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_paper_chain_unit_id_unit')),
    sa.PrimaryKeyConstraint('unit_id', 'series', 'year', name=op.f('pk_paper_chain'))
    )
    op.create_table('paper_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('series', sa.String(length=20), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('files', models.types.Document(), nullable=False),
    sa.Column('at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.Column('payload_sha256', sa.String(length=64), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.CheckConstraint("kind IN ('issued', 'signed')", name=op.f('ck_paper_link_kind')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_paper_link_paper_id_paper')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_paper_link_person_id_person')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_paper_link_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_link')),
    sa.UniqueConstraint('hash', name=op.f('uq_paper_link_hash')),
    sa.UniqueConstraint(
        'unit_id', 'series', 'year', 'position', name=op.f('uq_paper_link_unit_id_series_year_position')
    )
    )
    with op.batch_alter_table('paper_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_link_paper_id'), ['paper_id'], unique=False)

    # Without a batch: it would make the table anew, and rows of other tables point to it.
    op.add_column('paper', sa.Column('code', sa.String(length=20), nullable=True))
    op.add_column('paper', sa.Column('mark_address', sa.String(length=300), nullable=True))
    op.create_index(op.f('ix_paper_code'), 'paper', ['code'], unique=True)


def downgrade() -> None:
    """Take the codes and the chains away."""
    op.drop_index(op.f('ix_paper_code'), table_name='paper')
    op.drop_column('paper', 'mark_address')
    op.drop_column('paper', 'code')
    op.drop_table('paper_link')
    op.drop_table('paper_chain')
