"""What became of a notice: who carried it, when it arrived or failed, and why it did not go."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0006"
branch_labels = None
depends_on = None

_COLUMNS: dict[str, Any] = {
    "carrier": sa.String(),
    "delivered_at": sa.DateTime(timezone=True),
    "failed_at": sa.DateTime(timezone=True),
    "settled_at": sa.DateTime(timezone=True),
    "failure": sa.String(),
}
_INDEX = "ix_notices_provider_reference"


def upgrade() -> None:
    for name, kind in _COLUMNS.items():
        op.add_column("notices", sa.Column(name, kind, nullable=True))
    op.create_index(_INDEX, "notices", ["provider_reference"])


def downgrade() -> None:
    op.drop_index(_INDEX, "notices")
    with op.batch_alter_table("notices") as batch:
        for name in _COLUMNS:
            batch.drop_column(name)
