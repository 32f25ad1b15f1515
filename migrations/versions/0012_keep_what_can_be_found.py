"""Keep what can be found"""

from alembic import op
import sqlalchemy as sa


revision = '0012'
down_revision = '0011'

# A full-text index that the database keeps by itself: words beginning so, on both databases.
SQLITE = (
    "CREATE VIRTUAL TABLE search_fts USING fts5("
    "terms, content='search_row', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
    "CREATE TRIGGER search_row_put AFTER INSERT ON search_row BEGIN "
    "INSERT INTO search_fts(rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER search_row_cut AFTER DELETE ON search_row BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, terms) VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER search_row_set AFTER UPDATE ON search_row BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, terms) VALUES ('delete', old.id, old.terms); "
    "INSERT INTO search_fts(rowid, terms) VALUES (new.id, new.terms); END",
)
POSTGRESQL = (
    "CREATE INDEX ix_search_row_terms ON search_row "
    "USING gin (array_to_tsvector(string_to_array(terms, ' ')))",
)
INDEXES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def upgrade() -> None:
    """Keep what can be found; `flask search rebuild` fills it for what is there already."""
    op.create_table('search_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('ref_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('head', sa.Text(), nullable=False),
    sa.Column('terms', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.CheckConstraint("kind IN ('dossier', 'paper', 'line', 'arrival', 'person', 'unit')", name=op.f('ck_search_row_kind')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_search_row_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_row')),
    sa.UniqueConstraint('kind', 'ref_id', name=op.f('uq_search_row_kind_ref_id'))
    )
    with op.batch_alter_table('search_row', schema=None) as batch_op:
        batch_op.create_index('ix_search_row_unit_id', ['unit_id'], unique=False)
    for statement in INDEXES[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Forget what can be found."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    op.drop_table('search_row')
