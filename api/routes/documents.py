"""Documents of an inspection: what each person may open, and the bytes as they were kept."""

from urllib.parse import quote

from fastapi import APIRouter, Depends, Response

from api.deps import HereDep, here
from api.opening import NOTICE, opened
from api.schemas.documents import DocumentList, DocumentOut
from api.schemas.paths import FileId
from records.files import get_file, list_files

router = APIRouter(
    prefix="/api/v1/inspections/{ref}/documents", dependencies=[Depends(here)], tags=["documents"]
)


@router.get("")
async def list_documents(here: HereDep) -> DocumentList:
    """The documents that you may open, oldest first."""
    found = await list_files(here.records, here.viewer, here.reference)
    return DocumentList(items=[DocumentOut.model_validate(file) for file in found])


@router.get("/{document}", response_class=Response)
async def get_document(here: HereDep, document: FileId) -> Response:
    """The bytes of one document, to be saved: never shown as a page of this site."""
    file = await get_file(here.records, here.viewer, here.reference, document)
    content = await here.parts.files.get(file.sha256)
    name = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {"Content-Disposition": name, "ETag": f'"{file.sha256}"'}
    answer = Response(content, media_type=file.media_type, headers=headers)
    return opened(answer, here) if file.kind in NOTICE else answer
