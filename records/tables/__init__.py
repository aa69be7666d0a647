"""Every table, one module per family. Importing this package fills the metadata."""

from records.metadata import Table
from records.tables.content import AccessTable, DraftTable, FileTable, ReferralTable, RevisionTable
from records.tables.process import ActTable, EffectTable, HeadTable, JournalTable, ProcessTable
from records.tables.register import (
    AppointmentTable,
    CalendarFeedTable,
    CounterTable,
    ForceTable,
    InspectionTable,
    PersonTable,
    ProgrammeTable,
    ShareTable,
)
from records.tables.webhooks import DeliveryTable, WebhookTable
from records.tables.work import NoticeTable, TaskPersonTable, TaskTable

metadata = Table.metadata

__all__ = [
    "AccessTable",
    "ActTable",
    "AppointmentTable",
    "CalendarFeedTable",
    "CounterTable",
    "DeliveryTable",
    "DraftTable",
    "EffectTable",
    "FileTable",
    "ForceTable",
    "HeadTable",
    "InspectionTable",
    "JournalTable",
    "NoticeTable",
    "PersonTable",
    "ProcessTable",
    "ProgrammeTable",
    "ReferralTable",
    "RevisionTable",
    "ShareTable",
    "TaskPersonTable",
    "TaskTable",
    "WebhookTable",
    "metadata",
]
