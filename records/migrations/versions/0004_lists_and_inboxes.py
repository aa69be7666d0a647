"""What lists of many inspections are searched, filtered and sorted by."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ORDERS = ("issued_at", "phase", "force_code")
_FILTERS = (
    "phase",
    "overdue",
    "closed_at",
    "programme_id",
    "force_code",
    "awaited",
    "searched",
    "reference",
)


def upgrade() -> None:
    with op.batch_alter_table("inspections") as table:
        table.add_column(sa.Column("awaited", sa.String(), nullable=True))
        table.add_column(sa.Column("searched", sa.String(), nullable=True))
        table.drop_index("ix_inspections_force_code")
    _fill()
    with op.batch_alter_table("inspections") as table:
        table.alter_column("awaited", existing_type=sa.String(), nullable=False)
        table.alter_column("searched", existing_type=sa.String(), nullable=False)
        for column in _ORDERS:
            table.create_index(f"ix_inspections_{column}_reference", [column, "reference"])
        table.create_index("ix_inspections_filters", list(_FILTERS))
    op.drop_index("ix_tasks_inspection", "tasks")
    op.create_index("ix_tasks_inspection_done_at", "tasks", ["inspection", "done_at"])


def downgrade() -> None:
    op.drop_index("ix_tasks_inspection_done_at", "tasks")
    op.create_index("ix_tasks_inspection", "tasks", ["inspection"])
    with op.batch_alter_table("inspections") as table:
        table.drop_index("ix_inspections_filters")
        for column in _ORDERS:
            table.drop_index(f"ix_inspections_{column}_reference")
        table.create_index("ix_inspections_force_code", ["force_code"])
        table.drop_column("searched")
        table.drop_column("awaited")


def _fill() -> None:
    """As records/searching.py wrote it when this migration was made."""
    table = sa.table(
        "inspections",
        sa.column("reference", sa.String()),
        sa.column("title", sa.String()),
        sa.column("awaiting", sa.JSON()),
        sa.column("awaited", sa.String()),
        sa.column("searched", sa.String()),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(table)).all():
        awaited = "".join(f"|{role}" for role in sorted(set(row.awaiting))) + "|"
        apart = unicodedata.normalize("NFKD", f"{row.reference} {row.title}".casefold())
        searched = "".join(letter for letter in apart if not unicodedata.combining(letter))
        connection.execute(
            sa.update(table)
            .where(table.c.reference == row.reference)
            .values(awaited=awaited, searched=searched)
        )
