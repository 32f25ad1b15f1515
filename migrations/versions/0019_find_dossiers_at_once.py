"""Find dossiers at once"""

from alembic import op


revision = '0019'
down_revision = '0018'

INDEXES = (
    ('ix_dossier_seen', 'dossier', ['unit_id', 'deciding_unit_id', 'revision_no', 'status', 'matter_id']),
    ('ix_dossier_changed_at', 'dossier', ['changed_at', 'id']),
    ('ix_entry_person_id_at', 'entry', ['person_id', 'at', 'dossier_id']),
    ('ix_waiting_person_id', 'waiting', ['person_id']),
    ('ix_event_last_day', 'event', ['last_day']),
)


def upgrade() -> None:
    """Find dossiers at once."""
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    """Take it back."""
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table_name=table)
