"""The one schema."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "hark.store"
    label = "store"

    def ready(self) -> None:
        import hark.store.lookups  # noqa: F401, PLC0415  # makes `anyof` known
