"""Addresses of a case: the case is a resource, and so is everything done to it."""

from django.urls import path

from hark.web.cases import (
    answers,
    assignment,
    batch,
    closure,
    corrections,
    drafts,
    guards,
    macros,
    notes,
    page,
    presence,
    reveals,
    snooze,
    suggestions,
)

urlpatterns = [
    path("cases/batch", batch.batch, name="case-batch"),
    path("undo", batch.undo, name="undo"),
    path("cases/<int:case_id>", page.page, name="case"),
    path("cases/<int:case_id>/pulse", page.pulse, name="case-pulse"),
    path("cases/<int:case_id>/closure", closure.closure, name="case-closure"),
    path("cases/<int:case_id>/assignment", assignment.assignment, name="case-assignment"),
    path("cases/<int:case_id>/snooze", snooze.snooze, name="case-snooze"),
    path("cases/<int:case_id>/notes", notes.notes, name="case-notes"),
    path("cases/<int:case_id>/answers", answers.answers, name="case-answers"),
    path("cases/<int:case_id>/guards", guards.guards, name="case-guards"),
    path("cases/<int:case_id>/macros", macros.macros, name="case-macros"),
    path("cases/<int:case_id>/macros/<int:macro_id>", macros.macro, name="case-macro"),
    path("cases/<int:case_id>/suggestions", suggestions.suggestions, name="case-suggestions"),
    path("cases/<int:case_id>/presence", presence.presence, name="case-presence"),
    path("cases/<int:case_id>/draft", drafts.draft, name="case-draft"),
    path("cases/<int:case_id>/reveals", reveals.reveals, name="case-reveals"),
    path("cases/<int:case_id>/corrections", corrections.corrections, name="case-corrections"),
    path("answers/<int:row_id>", answers.answer, name="answer"),
]
