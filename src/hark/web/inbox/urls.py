"""Addresses of the inbox."""

from django.urls import path

from hark.web.inbox import views

urlpatterns = [
    path("", views.home, name="home"),
    path("inbox", views.inbox, name="inbox"),
    path("inbox/rows", views.more, name="inbox-rows"),
]
