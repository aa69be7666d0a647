"""Forces, people, pinned programmes, inspections and who serves on them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_forces()
    _create_people()
    _create_programmes()
    _create_inspections()
    _create_appointments()
    _create_row_shares()
    _create_counters()


def downgrade() -> None:
    for table in (
        "counters",
        "row_shares",
        "appointments",
        "inspections",
        "programmes",
        "people",
        "forces",
    ):
        op.drop_table(table)


def _create_forces() -> None:
    op.create_table(
        "forces",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("welsh_name", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("pfa_code", sa.String(), nullable=True),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_forces"),
    )


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=True),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("force_code", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("standing_roles", sa.JSON(), nullable=False),
        sa.Column("served_at", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.ForeignKeyConstraint(
            ["force_code"], ["forces.code"], name="fk_people_force_code_forces"
        ),
    )
    op.create_index("ix_people_force_code", "people", ["force_code"])


def _create_programmes() -> None:
    op.create_table(
        "programmes",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_programmes"),
    )
    op.create_index("ix_programmes_id", "programmes", ["id"])


def _create_inspections() -> None:
    op.create_table(
        "inspections",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("force_code", sa.String(), nullable=False),
        sa.Column("programme_hash", sa.String(), nullable=False),
        sa.Column("programme_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fieldwork_start", sa.Date(), nullable=True),
        sa.Column("fieldwork_end", sa.Date(), nullable=True),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("awaiting", sa.JSON(), nullable=False),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_inspections"),
        sa.ForeignKeyConstraint(
            ["force_code"], ["forces.code"], name="fk_inspections_force_code_forces"
        ),
        sa.ForeignKeyConstraint(
            ["programme_hash"], ["programmes.hash"], name="fk_inspections_programme_hash_programmes"
        ),
    )
    op.create_index(
        "ix_inspections_created_at_reference", "inspections", ["created_at", "reference"]
    )
    op.create_index("ix_inspections_force_code", "inspections", ["force_code"])
    op.create_index("ix_inspections_next_due_reference", "inspections", ["next_due", "reference"])


def _create_appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
        sa.ForeignKeyConstraint(
            ["inspection"], ["inspections.reference"], name="fk_appointments_inspection_inspections"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_appointments_person_people"),
    )
    op.create_index("ix_appointments_inspection", "appointments", ["inspection"])
    op.create_index("ix_appointments_person", "appointments", ["person"])
    op.create_index(
        "uq_appointments_open",
        "appointments",
        ["inspection", "person", "role"],
        unique=True,
        sqlite_where=sa.text("until_at IS NULL"),
        postgresql_where=sa.text("until_at IS NULL"),
    )


def _create_row_shares() -> None:
    op.create_table(
        "row_shares",
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("row", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("internal_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("inspection", "row", "person", name="pk_row_shares"),
        sa.ForeignKeyConstraint(
            ["inspection"], ["inspections.reference"], name="fk_row_shares_inspection_inspections"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_row_shares_person_people"),
    )


def _create_counters() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
