"""A verdict for a person: the text with its evidence marked, and what each signal says and why."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hark.domain.verdict import Verdict

_COLOURS = {
    "urgency": "bold red", "abuse": "magenta", "sentiment": "yellow", "anger": "red", "kind": "cyan",
    "topic": "green", "brand": "blue", "personal": "reverse",
}  # fmt: skip


def show(text: str, verdict: Verdict) -> None:
    """Print the text with its evidence marked, and a line for each signal."""
    marked = Text(text)
    for reason in sorted(verdict.why, key=lambda reason: abs(reason.weight)):
        if reason.start >= 0:
            marked.stylize(_COLOURS.get(reason.signal, "underline"), reason.start, reason.end)
    for span in verdict.personal_data:
        marked.stylize("reverse", span.start, span.end)
    table = Table("signal", "verdict", "because", box=None, pad_edge=False)
    for name, value in _lines(verdict):
        because = [
            f"“{text[r.start : r.end]}” ({r.feature})" if r.start >= 0 else f"{r.feature} {r.weight:+g}"
            for r in verdict.why
            if r.signal == name
        ]
        if name == "personal data":
            because = [f"“{text[span.start : span.end]}” ({span.kind})" for span in verdict.personal_data]
        # Two lists may know the same word: it is said once.
        told = ", ".join(dict.fromkeys(because))
        table.add_row(Text(name, _COLOURS.get(name, "")), value, Text(told))
    console = Console()
    console.print(marked)
    console.print(table)


def _lines(verdict: Verdict) -> Iterator[tuple[str, str]]:
    stage = {None: "not about us", 1: "1 direct", 2: "2 broad", 3: "3 proactive"}[verdict.stage]
    yield "language", f"{verdict.language} ({verdict.language_confidence:.0%})"
    yield "brand", stage
    yield "reply", f"{'yes' if verdict.needs_reply else 'no'} ({verdict.needs_reply_score:.0%})"
    yield "kind", f"{verdict.kind} ({verdict.kind_score:.0%})"
    yield "topic", f"{verdict.topic or '–'} ({verdict.topic_score:.0%})"
    yield "sentiment", f"{verdict.sentiment} ({max(verdict.sentiment_scores):.0%})"
    yield "anger", f"{verdict.anger:.0%}"
    yield "urgency", f"{verdict.urgency:.0%}"
    yield "abuse", f"{verdict.abuse} ({verdict.abuse_score:.0%})"
    yield "personal data", ", ".join(span.kind for span in verdict.personal_data) or "none"
    yield "influence", f"{verdict.influence:.0%}"
    if verdict.spread:
        yield "spread", f"{verdict.spread.final:.0f} ({verdict.spread.low:.0f} to {verdict.spread.high:.0f})"
    yield "priority", f"{verdict.priority:g}"
