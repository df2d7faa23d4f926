"""What somebody typed into the search field, read: words, a person, a case number."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[\w]+(?:['’][\w]+)*")
_NUMBER = re.compile(r"#(\d{1,18})")
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
    words = _WORD.findall(rest)[:MOST_WORDS]
    return Asked(_tsquery(words), _tsquery(people), int(number.group(1)) if number else None)


def _tsquery(words: list[str]) -> str:
    """The words as a tsquery that PostgreSQL cannot misread: each is quoted, the last is a prefix."""
    parts = [piece for word in words for piece in re.findall(r"\w+", word.replace("_", " "))]
    quoted = ["'" + part + "'" for part in parts]
    return " & ".join([*quoted[:-1], quoted[-1] + ":*"]) if quoted else ""
