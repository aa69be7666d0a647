"""Documents of an inspection: what I may open, given to be saved, never shown inside this site."""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.opening import NOTICE, opened
from api.pages.deps import PlaceDep
from api.schemas.paths import FileId
from records.files import StoredFile, get_file, list_files

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_documents": CALLS["list_documents"],
    "page_document": CALLS["get_document"],
}

FORMS: Mapping[str, str] = {
    "application/pdf": "PDF",
    "text/html": "HTML",
    "text/plain": "text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
}


@router.get("/inspections/{ref}/documents", name="page_documents")
async def documents(page: PlaceDep) -> Response:
    """The documents that I may open, newest first."""
    found = await list_files(page.records, page.viewer, page.here.reference)
    return page.render("everyone/documents.html", files=list(reversed(found)), forms=FORMS)


@router.get("/inspections/{ref}/documents/{document}", name="page_document")
async def document(page: PlaceDep, document: FileId) -> Response:
    """The bytes of one document, as they were kept."""
    file = await get_file(page.records, page.viewer, page.here.reference, document)
    answer = saved(file, await page.parts.files.get(file.sha256))
    return opened(answer, page.here) if file.kind in NOTICE else answer


def saved(file: StoredFile, content: bytes) -> Response:
    """A document to be saved. It is opened by what the person has for it, not as a page of ours."""
    name = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {"Content-Disposition": name, "ETag": f'"{file.sha256}"'}
    return Response(content, media_type=file.media_type, headers=headers)
