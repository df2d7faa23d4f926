"""The one schema."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "hark.store"
    label = "store"
