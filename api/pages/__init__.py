"""The portal: pages for inspectors, managers, forces and operators, on the same calls as the API.

One module an area; each declares its routes and, in its ACCESS table, who may open them.
"""

from fastapi import APIRouter

from api.access import Access
from api.pages import (
    accuracy,
    allocation,
    answering,
    approval,
    audits,
    cases,
    comparing,
    dates,
    deciding,
    device,
    documents,
    eligible_cases,
    follow_up,
    given,
    given_files,
    help,
    history,
    holidays,
    inspections,
    issuing,
    judging,
    live,
    messages,
    moderating,
    my_tasks,
    operations,
    overall,
    overview,
    people_pages,
    referrals,
    referring,
    report_writing,
    reporting,
    reviewing,
    self_assessment,
    sharing,
    sign_in,
    signing,
    starting,
    submission,
)

_MODULES = (
    sign_in,
    my_tasks,
    inspections,
    starting,  # /inspections/new comes before /inspections/{ref}
    issuing,
    overview,
    people_pages,
    dates,
    holidays,
    submission,
    allocation,
    history,
    operations,
    messages,
    help,
    documents,
    follow_up,
    live,
    given,
    given_files,
    self_assessment,
    sharing,
    approval,
    eligible_cases,
    audits,
    accuracy,
    moderating,
    overall,
    report_writing,
    deciding,
    signing,
    reporting,
    cases,
    comparing,
    reviewing,
    referring,
    referrals,
    judging,
    device,
    answering,  # its {row} comes after every named page below the self-assessment
)

ROUTERS: tuple[APIRouter, ...] = tuple(module.router for module in _MODULES)
ACCESS: dict[str, Access] = {
    name: access for module in _MODULES for name, access in module.ACCESS.items()
}
