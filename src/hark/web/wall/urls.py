"""Addresses of the wall."""

from django.urls import path

from hark.web.wall import absence, listening, views

urlpatterns = [
    path("wall", views.wall, name="wall"),
    path("wall/people/<int:person_id>/absence", absence.absence, name="wall-absence"),
    path("wall/listening", listening.page, name="listening"),
    path("wall/moves/<int:case_id>", views.move, name="wall-move"),
]
