"""The routes, one module a phase. Each declares who may use it in `api.access.ACCESS`."""

from fastapi import APIRouter

from api.routes import (
    calendar,
    case_audit,
    development,
    documents,
    exceptions,
    follow_up,
    health,
    inspections,
    judgements,
    me,
    moderation,
    people,
    record,
    referrals,
    register,
    report,
    self_assessment,
    static,
    submission,
)

ROUTERS: tuple[APIRouter, ...] = (
    static.router,
    health.router,
    development.router,
    me.router,
    register.router,
    inspections.router,
    inspections.one,
    self_assessment.router,
    submission.router,
    case_audit.router,
    judgements.router,
    moderation.router,
    report.router,
    calendar.router,
    exceptions.router,
    people.router,
    referrals.router,
    follow_up.router,
    documents.router,
    record.router,
)
