"""The few pages that are no API: the start, the API's documentation, what a problem means.

The documentation works without any other server: Swagger UI comes from an installed package.
"""

from html import escape
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from starlette.responses import FileResponse, HTMLResponse, JSONResponse
from swagger_ui_bundle import swagger_ui_path

from api.deps import PartsDep
from api.errors import FAULTS
from api.schemas.problem import ProblemMeaning
from criteria.explanations import explanations
from records.errors import NotFound

router = APIRouter(tags=["pages"])

STATIC = Path(__file__).parent.parent / "static"
_OURS = {"start.css": "text/css", "docs.js": "text/javascript"}
_SWAGGER = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
_START_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"
# Swagger UI draws its icons from data: addresses and speaks to this service only.
_DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_CACHED = {"Cache-Control": "public, max-age=3600"}


@router.get("/", include_in_schema=False)
async def start_page(parts: PartsDep) -> HTMLResponse:
    """What this is, and where to go from here."""
    operators = f'<li><a href="{escape(parts.temporal_ui)}">The Temporal UI, for operators</a></li>'
    page = (STATIC / "start.html").read_text(encoding="utf-8")
    page = page.replace("<!-- operators -->", operators if parts.temporal_ui else "")
    return HTMLResponse(page, headers={"Content-Security-Policy": _START_POLICY})


@router.get("/static/{name}", include_in_schema=False)
async def static_file(name: str) -> FileResponse:
    """A file of our own that a page needs."""
    return _file(STATIC, _OURS, name)


@router.get("/docs", include_in_schema=False)
async def docs_page() -> HTMLResponse:
    """The API's documentation, to try it out."""
    page = (STATIC / "docs.html").read_text(encoding="utf-8")
    return HTMLResponse(page, headers={"Content-Security-Policy": _DOCS_POLICY})


@router.get("/docs/assets/{name}", include_in_schema=False)
async def docs_asset(name: str) -> FileResponse:
    """A file of Swagger UI."""
    return _file(Path(str(swagger_ui_path)), _SWAGGER, name)


@router.get("/openapi.json", include_in_schema=False)
async def openapi_document(request: Request) -> JSONResponse:
    """The description of this API."""
    document: dict[str, Any] = request.app.openapi()
    return JSONResponse(document)


@router.get("/problems/{rule}")
async def explain_problem(
    rule: Annotated[str, InPath(pattern=r"^[a-z_]{1,60}$", examples=["overall_comes_last"])],
) -> ProblemMeaning:
    """What the `type` of a problem means: what happened, what was kept, what to do."""
    words = {**explanations(), **FAULTS}.get(rule)
    if words is None:
        raise NotFound("rule", rule)
    return ProblemMeaning(
        rule=rule, title=words.title, happened=words.happened, kept=words.kept, do=words.do
    )


def _file(folder: Path, known: dict[str, str], name: str) -> FileResponse:
    if name not in known:
        raise NotFound("file", name)
    return FileResponse(folder / name, media_type=known[name], headers=_CACHED)
