"""Addresses of the wall."""

from django.urls import path

from hark.web.wall import views

urlpatterns = [
    path("wall", views.wall, name="wall"),
    path("wall/moves/<int:case_id>", views.move, name="wall-move"),
]
