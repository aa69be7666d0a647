"""Open tasks by their date, and inboxes that hold nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TASKS = sa.table("tasks", sa.column("id"), sa.column("done_at"))
_TASK_PEOPLE = sa.table("task_people", sa.column("task_id"))


def upgrade() -> None:
    only = sa.text("done_at IS NULL")
    op.create_index("ix_tasks_due_open", "tasks", ["due"], sqlite_where=only, postgresql_where=only)
    done = sa.select(_TASKS.c.id).where(_TASKS.c.done_at.is_not(None))
    op.execute(sa.delete(_TASK_PEOPLE).where(_TASK_PEOPLE.c.task_id.in_(done)))


def downgrade() -> None:
    # Done tasks stay out of the inboxes: nobody was shown them there before either.
    op.drop_index("ix_tasks_due_open", "tasks")
