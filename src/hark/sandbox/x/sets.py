"""Sets of names, written as one readable line."""


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())
