"""Sums of money as the reader's language writes them."""

from decimal import Decimal

from django.utils.formats import number_format


def sum_of(cents: int, currency: str) -> str:
    """Cents as they are read: "1,250.00 EUR", in Spanish "1 250,00 EUR"."""
    return f"{number_format(Decimal(cents) / 100, 2, use_l10n=True, force_grouping=True)} {currency}"
