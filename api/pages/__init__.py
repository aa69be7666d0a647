"""The portal: pages for inspectors, managers, forces and operators, on the same calls as the API.

One module an area; each declares its routes and, in its ACCESS table, who may open them.
"""

from fastapi import APIRouter

from api.access import Access
from api.pages import my_tasks, operations, sign_in

_MODULES = (
    sign_in,
    my_tasks,
    operations,
)

ROUTERS: tuple[APIRouter, ...] = tuple(module.router for module in _MODULES)
ACCESS: dict[str, Access] = {
    name: access for module in _MODULES for name, access in module.ACCESS.items()
}
