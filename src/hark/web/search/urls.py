"""Address of the search."""

from django.urls import path

from hark.web.search.views import search

urlpatterns = [path("search", search, name="search")]
