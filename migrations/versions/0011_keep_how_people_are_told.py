"""Keep how people are told: mails, wishes, edited texts, what the sweep did"""

import json

from alembic import op
import sqlalchemy as sa
import models.types


revision = '0011'
down_revision = '0010'


def upgrade() -> None:
    """Keep letters apart from notices; what waited for the mail server waits for the next digest."""
    op.create_table('daily_head',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('at', models.types.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_daily_head'))
    )
    op.create_table('sweep_mark',
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('at', models.types.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_sweep_mark'))
    )
    op.create_table('contact',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_contact_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_contact'))
    )
    op.create_table('letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('subject', models.types.Line(length=200), nullable=False),
    sa.Column('content', models.types.Document(), nullable=False),
    sa.Column('created_at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('sent_at', models.types.Instant(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('now', 'digest')", name=op.f('ck_letter_kind')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_letter_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('person_id', 'day', 'place', name=op.f('uq_letter_person_id_day_place'))
    )
    op.create_table('message_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('message', sa.String(length=40), nullable=False),
    sa.Column('subject', models.types.Line(length=200), nullable=True),
    sa.Column('body', models.types.Prose(), nullable=True),
    sa.Column('at', models.types.Instant(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_message_text_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_message_text_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_text'))
    )
    with op.batch_alter_table('message_text', schema=None) as batch_op:
        batch_op.create_index('ix_message_text_unit_id_message', ['unit_id', 'message'], unique=False)

    op.create_table('telling_wish',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('wish', sa.String(length=10), nullable=False),
    sa.CheckConstraint("wish IN ('now', 'digest', 'none')", name=op.f('ck_telling_wish_wish')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_telling_wish_person_id')),
    sa.PrimaryKeyConstraint('person_id', 'kind', name=op.f('pk_telling_wish'))
    )

    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('message', sa.String(length=40), nullable=False, server_default='other'))
        batch_op.add_column(sa.Column('way', sa.String(length=10), nullable=False, server_default='app'))
        batch_op.add_column(sa.Column('link', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('letter_id', sa.Integer(), nullable=True))
    _keep_what_was_mailed()
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.alter_column('message', existing_type=sa.String(length=40), server_default=None)
        batch_op.alter_column('way', existing_type=sa.String(length=10), server_default=None)
        batch_op.alter_column('link', existing_type=sa.String(length=200), server_default=None)
        batch_op.create_check_constraint(batch_op.f('ck_notice_way'), "way IN ('app', 'now', 'digest')")
        batch_op.create_index('ix_notice_way_letter_id', ['way', 'letter_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_notice_letter_id'), 'letter', ['letter_id'], ['id'])
        batch_op.drop_column('sent_at')


def _keep_what_was_mailed() -> None:
    """Make a letter of each notice that was mailed, and let those still on their way go with the next digest."""
    connection = op.get_bind()
    connection.execute(sa.text(
        "UPDATE notice SET link = (SELECT '/ho-so/' || dossier.code FROM dossier WHERE dossier.id = notice.dossier_id) "
        "WHERE dossier_id IS NOT NULL"
    ))
    letter = sa.table('letter', *[sa.column(name) for name in ('id', 'person_id', 'place', 'kind', 'subject')],
                      sa.column('day', sa.Date()), sa.column('content', sa.Text()),
                      sa.column('created_at', models.types.Instant(timezone=True)),
                      sa.column('sent_at', models.types.Instant(timezone=True)))
    notice = sa.table('notice', *[sa.column(name) for name in ('id', 'person_id', 'subject', 'body', 'way', 'link',
                                                               'letter_id')],
                      sa.column('created_at', models.types.Instant(timezone=True)),
                      sa.column('sent_at', models.types.Instant(timezone=True)))
    job = sa.table('job', sa.column('kind'), sa.column('key'), sa.column('state'))
    for row in connection.execute(sa.select(notice).where(notice.c.sent_at.isnot(None))).all():
        said = {'locale': 'vi', 'intro': '', 'foot': '',
                'items': [{'subject': row.subject, 'body': row.body, 'link': row.link}]}
        connection.execute(sa.insert(letter).values(
            person_id=row.person_id, day=row.sent_at.date(), place=1000 + row.id, kind='now', subject=row.subject,
            content=json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(',', ':')),
            created_at=row.created_at, sent_at=row.sent_at))
        own = sa.select(letter.c.id).where(letter.c.person_id == row.person_id, letter.c.place == 1000 + row.id)
        connection.execute(sa.update(notice).where(notice.c.id == row.id)
                           .values(way='now', letter_id=own.scalar_subquery()))
    late = connection.scalars(sa.select(job.c.key).where(job.c.kind == 'mail', job.c.state != 'done')).all()
    ids = [int(key.removeprefix('mail:')) for key in late if key]
    connection.execute(sa.update(notice).where(notice.c.id.in_(ids), notice.c.sent_at.is_(None)).values(way='digest'))
    connection.execute(sa.delete(job).where(job.c.kind == 'mail'))


def downgrade() -> None:
    """Put back when a notice was mailed; wishes, texts and the log of mails go."""
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sent_at', models.types.Instant(timezone=True), nullable=True))
    op.get_bind().execute(sa.text(
        "UPDATE notice SET sent_at = (SELECT letter.sent_at FROM letter WHERE letter.id = notice.letter_id) "
        "WHERE letter_id IS NOT NULL"
    ))
    op.get_bind().execute(sa.text("DELETE FROM job WHERE kind = 'mail'"))
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_notice_letter_id'), type_='foreignkey')
        batch_op.drop_index('ix_notice_way_letter_id')
        batch_op.drop_constraint(batch_op.f('ck_notice_way'), type_='check')
        batch_op.drop_column('letter_id')
        batch_op.drop_column('link')
        batch_op.drop_column('way')
        batch_op.drop_column('message')
    for name in ('telling_wish', 'message_text', 'letter', 'contact', 'sweep_mark', 'daily_head'):
        op.drop_table(name)
