"""Addresses of the live channel that Django answers; the stream itself is the hub's."""

from django.urls import path

from hark.web.live.ticket import ticket

urlpatterns = [path("live/ticket", ticket, name="live-ticket")]
