"""The draft report as it was sent to the force: the paragraphs of the stored document itself."""

from functools import lru_cache

from api.here import Here
from documents.report_reading import ReadChapter, read_chapters
from records.files import StoredFile, list_files

HTML_KIND = "draft_report_html"


async def sent_files(here: Here) -> list[StoredFile]:
    """The files of the latest draft that the viewer may open, in each form it was made in."""
    files = [
        file
        for file in await list_files(here.records, here.viewer, here.reference)
        if file.kind.startswith("draft_report") and not file.kind.endswith("manifest")
    ]
    latest = {file.kind: file for file in files}  # oldest first: the last of a kind stands
    return list(latest.values())


async def sent_chapters(here: Here) -> tuple[ReadChapter, ...]:
    """Chapters with their numbered paragraphs as printed; none where no HTML was made of it."""
    for file in await sent_files(here):
        if file.kind == HTML_KIND:
            return _read(file.sha256, await here.parts.files.get(file.sha256))
    return ()


# Read once: what lies under a hash never changes.
@lru_cache(maxsize=32)
def _read(_sha256: str, document: bytes) -> tuple[ReadChapter, ...]:
    return read_chapters(document)
