"""Puts the HTTP application together: routes, error answers, what surrounds every request."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api import errors, pages
from api.access import ACCESS
from api.middleware import Surround
from api.openapi import describe
from api.pages import errors as error_pages
from api.parts import Parts
from api.routes import ROUTERS


class Application(FastAPI):
    """FastAPI with our own description of itself."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = describe(self)
        return self.openapi_schema


def create_app(parts: Parts) -> FastAPI:
    """The application over these parts. At its end it closes what the parts ask to be closed."""
    app = Application(
        title="Touchstone",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
    )
    app.state.parts = parts
    app.state.access = {**ACCESS, **pages.ACCESS}
    for router in (*ROUTERS, *pages.ROUTERS):
        app.include_router(router)
    errors.install(app)
    error_pages.install(app)
    app.add_middleware(Surround)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    for close in reversed(app.state.parts.closing):
        await close()
