"""What the tests of the force's pages need beside the story: a draft report with its own HTML."""

from criteria.visibility import Audience
from documents.report import report_html
from records.files import NewFile, add_file
from tests.api.office import Office
from tests.documents.samples import report_facts


async def with_draft_html(office: Office, reference: str) -> None:
    """Keep a draft report as the worker would: the engine's double makes no real documents."""
    content = report_html(report_facts())
    sha256 = await office.parts.files.put(content)
    name = f"{reference}-draft-report-html-1.html"
    kind, audience = "draft_report_html", Audience.DRAFT_REPORT
    new = NewFile(reference, kind, name, "text/html", len(content), sha256, audience)
    async with office.parts.records.transaction() as session:
        await add_file(session, new, office.clock())
