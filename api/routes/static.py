"""Files that pages need: our own, the front-end packages, and the API's documentation, which works
without any other server (Swagger UI comes from an installed package).
"""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from starlette.responses import FileResponse, HTMLResponse, JSONResponse
from swagger_ui_bundle import swagger_ui_path

from api.errors import FAULTS
from api.schemas.problem import ProblemMeaning
from criteria.explanations import explanations
from records.errors import NotFound

router = APIRouter(tags=["pages"])

STATIC = Path(__file__).parent.parent / "static"
_SWAGGER = frozenset({"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"})
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
# Swagger UI draws its icons from data: addresses and speaks to this service only.
_DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_CACHED = {"Cache-Control": "public, max-age=300"}
_FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}


@router.get("/static/{name:path}", include_in_schema=False)
async def static_file(request: Request, name: str) -> FileResponse:
    """A file that a page needs. One named with its content's mark never changes."""
    found = (STATIC / name).resolve()
    if found.suffix not in _TYPES or not found.is_relative_to(STATIC) or not found.is_file():
        raise NotFound("file", name)
    headers = _FOR_GOOD if request.query_params.get("v") else _CACHED
    return FileResponse(found, media_type=_TYPES[found.suffix], headers=headers)


@router.get("/docs", include_in_schema=False)
async def docs_page() -> HTMLResponse:
    """The API's documentation, to try it out."""
    page = (STATIC / "docs.html").read_text(encoding="utf-8")
    return HTMLResponse(page, headers={"Content-Security-Policy": _DOCS_POLICY})


@router.get("/docs/assets/{name}", include_in_schema=False)
async def docs_asset(name: str) -> FileResponse:
    """A file of Swagger UI."""
    if name not in _SWAGGER:
        raise NotFound("file", name)
    found = Path(str(swagger_ui_path)) / name
    return FileResponse(found, media_type=_TYPES[found.suffix], headers=_CACHED)


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
