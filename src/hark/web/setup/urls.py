"""Addresses of the settings."""

from django.urls import path

from hark.web.setup import tokens, views

urlpatterns = [
    path("settings", views.home, name="settings"),
    path("settings/changes", views.history, name="settings-changes"),
    path("settings/keys", tokens.keys, name="settings-keys"),
    path("settings/keys/<int:key_id>/revocation", tokens.revoke, name="settings-key-revoke"),
    path("settings/accounts/<int:row_id>/freeze", views.freeze, name="settings-freeze"),
    path("settings/<slug:key>", views.index, name="settings-section"),
    path("settings/<slug:key>/new", views.row, name="settings-new"),
    path("settings/<slug:key>/<int:row_id>", views.row, name="settings-row"),
    path("settings/<slug:key>/<int:row_id>/removal", views.removal, name="settings-removal"),
]
