"""What somebody typed into the search field, read: words, a person, a case number."""

import re
import unicodedata
from dataclasses import dataclass

_NUMBER = re.compile(r"#(\d{1,18})(?!\w)")
_HANDLE = re.compile(r"@([\w.-]{1,80})")
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """`words` and `people` are tsquery texts ("" for none), `number` a case's."""

    words: str = ""
    people: str = ""
    number: int | None = None

    @property
    def empty(self) -> bool:
        return not (self.words or self.people or self.number)


def read(text: str) -> Asked:
    """Every word must be there; the last one may be only begun. `@name` looks for people, `#12` for a case."""
    number = _NUMBER.search(text)
    people = _HANDLE.findall(text)
    rest = _HANDLE.sub(" ", _NUMBER.sub(" ", text))
    return Asked(
        _tsquery(_words(rest)[:MOST_WORDS]),
        _tsquery([word for name in people for word in _words(name)]),
        int(number.group(1)) if number else None,
    )


def _words(text: str) -> list[str]:
    """Letters, numbers and the marks that belong to them: the vowel signs of Hindi are no letters, and end no word.

    What cannot be seen joins words together, as it does in the index, which does not keep it.
    """
    kinds = [(char, unicodedata.category(char)) for char in text]
    spaced = "".join(char if kind[0] in "LMN" else " " for char, kind in kinds if kind != "Cf")
    return [word for word in spaced.split() if any(char.isalnum() for char in word)]


def _tsquery(words: list[str]) -> str:
    """The words as a tsquery that PostgreSQL cannot misread: each is quoted, the last is a prefix.

    It is folded where it is asked (`hark_folded`): a word without spaces becomes signs that follow each other there.
    """
    quoted = ["'" + word + "'" for word in words]
    return " & ".join([*quoted[:-1], quoted[-1] + ":*"]) if quoted else ""
