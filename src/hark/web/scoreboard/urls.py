"""The address of the public scoreboard."""

from django.urls import path

from hark.web.scoreboard.views import score

urlpatterns = [path("score/<slug:slug>", score, name="score")]
