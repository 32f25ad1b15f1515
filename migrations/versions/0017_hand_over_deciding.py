"""Hand over deciding, and keep private calendars"""

from alembic import op
import sqlalchemy as sa
import models.types


revision = '0017'
down_revision = '0016'


def upgrade() -> None:
    """Keep for which procedures somebody stands in, and the secret of each account's calendar."""
    with op.batch_alter_table('delegation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('procedures', models.types.Document(), server_default='[]', nullable=False))

    op.create_table('calendar_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.String(length=64), nullable=False),
    sa.Column('made_at', models.types.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_calendar_feed_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('account_id', name=op.f('uq_calendar_feed_account_id'))
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table('calendar_feed')
    with op.batch_alter_table('delegation', schema=None) as batch_op:
        batch_op.drop_column('procedures')
