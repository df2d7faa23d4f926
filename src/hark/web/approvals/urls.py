"""Addresses of approvals."""

from django.urls import path

from hark.web.approvals import views

urlpatterns = [
    path("approvals", views.queue, name="approvals"),
    path("approvals/<int:approval_id>/decision", views.decision, name="approval-decision"),
    path("approvals/answers/<int:row_id>/text", views.text, name="approval-text"),
    path("approvals/goodwill/<int:goodwill_id>/decision", views.credit, name="approval-goodwill"),
]
