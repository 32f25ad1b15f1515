"""Keep how a unit's papers look, and why a paper was recalled"""

from alembic import op
import sqlalchemy as sa
import models.types


revision = '0006'
down_revision = "0005"


def upgrade() -> None:
    """Keep how a unit's papers look, and why a paper was recalled."""
    op.create_table('format_choice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('profile', sa.String(length=20), nullable=False),
    sa.Column('without_kt', sa.Boolean(), nullable=False),
    sa.Column('mark', sa.Boolean(), nullable=False),
    sa.Column('settings', models.types.Document(), nullable=False),
    sa.Column('reason', models.types.Line(length=300), nullable=False),
    sa.Column('decided_at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['person.id'], name=op.f('fk_format_choice_decided_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_format_choice_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_format_choice'))
    )
    with op.batch_alter_table('format_choice', schema=None) as batch_op:
        batch_op.create_index('ix_format_choice_unit_id_valid_from', ['unit_id', 'valid_from'], unique=False)

    with op.batch_alter_table('paper_link', schema=None) as batch_op:
        batch_op.add_column(sa.Column('note', models.types.Prose(), nullable=False, server_default=''))
        batch_op.drop_constraint(op.f('ck_paper_link_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_paper_link_kind'), "kind IN ('issued', 'signed', 'recalled')")


def downgrade() -> None:
    """Take both away; the links of recalled papers go with them."""
    op.execute("DELETE FROM paper_link WHERE kind = 'recalled'")
    with op.batch_alter_table('paper_link', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_paper_link_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_paper_link_kind'), "kind IN ('issued', 'signed')")
        batch_op.drop_column('note')

    with op.batch_alter_table('format_choice', schema=None) as batch_op:
        batch_op.drop_index('ix_format_choice_unit_id_valid_from')

    op.drop_table('format_choice')
