"""What people decided and wrote: acts, drafts, revisions, referrals, files, access log."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_acts()
    _create_drafts()
    _create_revisions()
    _create_referrals()
    _create_stored_files()
    _create_access_log()


def downgrade() -> None:
    for table in ("access_log", "stored_files", "referrals", "revisions", "drafts", "acts"):
        op.drop_table(table)


def _create_acts() -> None:
    op.create_table(
        "acts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("payload_hash", sa.String(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("revision_ids", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("codes", sa.JSON(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_acts"),
        sa.ForeignKeyConstraint(
            ["inspection"], ["inspections.reference"], name="fk_acts_inspection_inspections"
        ),
        sa.UniqueConstraint("actor", "idempotency_key", name="uq_acts_actor_idempotency_key"),
    )
    op.create_index("ix_acts_inspection", "acts", ["inspection"])
    op.create_index("ix_acts_state_received_at", "acts", ["state", "received_at"])
    op.create_index("ix_acts_workflow_id_received_at", "acts", ["workflow_id", "received_at"])


def _create_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("owner_scope", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("inspection", "kind", "subject", "owner_scope", name="pk_drafts"),
        sa.ForeignKeyConstraint(
            ["inspection"], ["inspections.reference"], name="fk_drafts_inspection_inspections"
        ),
    )


def _create_revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("act_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name="fk_revisions_act_id_acts"),
        sa.ForeignKeyConstraint(
            ["inspection"], ["inspections.reference"], name="fk_revisions_inspection_inspections"
        ),
        sa.UniqueConstraint(
            "inspection",
            "kind",
            "subject",
            "version",
            name="uq_revisions_inspection_kind_subject_version",
        ),
    )
    op.create_index("ix_revisions_act_id", "revisions", ["act_id"])
    op.create_index("ix_revisions_standing", "revisions", ["inspection", "kind", "standing"])


def _create_referrals() -> None:
    op.create_table(
        "referrals",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("concern_revision", sa.String(), nullable=False),
        sa.Column("referred_by", sa.String(), nullable=False),
        sa.Column("referred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before_audit", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("reference", name="pk_referrals"),
        sa.ForeignKeyConstraint(
            ["concern_revision"], ["revisions.id"], name="fk_referrals_concern_revision_revisions"
        ),
        sa.ForeignKeyConstraint(
            ["inspection"], ["inspections.reference"], name="fk_referrals_inspection_inspections"
        ),
    )
    op.create_index("ix_referrals_inspection", "referrals", ["inspection"])


def _create_stored_files() -> None:
    op.create_table(
        "stored_files",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_stored_files"),
        sa.ForeignKeyConstraint(
            ["inspection"], ["inspections.reference"], name="fk_stored_files_inspection_inspections"
        ),
        sa.UniqueConstraint(
            "inspection", "kind", "version", name="uq_stored_files_inspection_kind_version"
        ),
    )


def _create_access_log() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_access_log"),
    )
    op.create_index("ix_access_log_inspection_at", "access_log", ["inspection", "at"])
