"""Since when an inspection is paused, and when one was withdrawn: for lists and banners."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COLUMNS = ("paused_at", "withdrawn_at")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("inspections", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("inspections") as batch:
        for name in _COLUMNS:
            batch.drop_column(name)
