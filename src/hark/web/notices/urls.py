"""Addresses of what colleagues and the house tell a person."""

from django.urls import path

from hark.web.notices import views

urlpatterns = [
    path("notices", views.notices, name="notices"),
    path("notices/<int:notice_id>", views.notice, name="notice"),
]
