"""Where processes stand, the journal, and what is asked and told: tasks, notices."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_processes()
    _create_effects()
    _create_journal()
    _create_journal_heads()
    _create_tasks()
    _create_task_people()
    _create_notices()


def downgrade() -> None:
    for table in (
        "notices",
        "task_people",
        "tasks",
        "journal_heads",
        "journal",
        "effects",
        "processes",
    ):
        op.drop_table(table)


def _create_processes() -> None:
    op.create_table(
        "processes",
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("workflow_type", sa.String(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("last_effect", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("history_file", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("workflow_id", name="pk_processes"),
        sa.ForeignKeyConstraint(
            ["inspection"], ["inspections.reference"], name="fk_processes_inspection_inspections"
        ),
    )
    op.create_index("ix_processes_closed_at", "processes", ["closed_at"])
    op.create_index("ix_processes_inspection", "processes", ["inspection"])


def _create_effects() -> None:
    op.create_table(
        "effects",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("payload_hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_effects"),
    )
    op.create_index("ix_effects_workflow_id", "effects", ["workflow_id"])


def _create_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=True),
        sa.Column("act_id", sa.String(), nullable=True),
        sa.Column("run_id", sa.String(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
        sa.UniqueConstraint("chain", "position", name="uq_journal_chain_position"),
    )


def _create_journal_heads() -> None:
    op.create_table(
        "journal_heads",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sealed_position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("chain", name="pk_journal_heads"),
    )


def _create_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.ForeignKeyConstraint(
            ["inspection"], ["inspections.reference"], name="fk_tasks_inspection_inspections"
        ),
    )
    op.create_index("ix_tasks_inspection", "tasks", ["inspection"])
    op.create_index("ix_tasks_workflow_id_done_at", "tasks", ["workflow_id", "done_at"])


def _create_task_people() -> None:
    op.create_table(
        "task_people",
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("task_id", "person", name="pk_task_people"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_people_task_id_tasks"),
    )
    op.create_index("ix_task_people_person", "task_people", ["person"])


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=True),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_reference", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_notices"),
        sa.ForeignKeyConstraint(
            ["inspection"], ["inspections.reference"], name="fk_notices_inspection_inspections"
        ),
    )
    op.create_index("ix_notices_batch", "notices", ["batch"])
    op.create_index("ix_notices_effect", "notices", ["effect"])
    op.create_index("ix_notices_inspection", "notices", ["inspection"])
    op.create_index("ix_notices_recipient_queued_at", "notices", ["recipient", "queued_at"])
    op.create_index("ix_notices_state_queued_at", "notices", ["state", "queued_at"])
