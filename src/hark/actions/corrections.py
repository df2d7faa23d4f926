"""What people say instead of triage: it changes the case at once and is kept for `hark triage train`."""

import csv
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from hark.accounts.models import User
from hark.actions.case_rows import locked, save
from hark.domain.verdict import Kind, Sentiment
from hark.store.models import Case, Correction, Post

# What can be corrected: the words allowed, None for any. Priority is one of three levels, as people think of it.
PRIORITIES = {"low": 20.0, "normal": 50.0, "high": 80.0}
TASKS: dict[str, tuple[str, ...] | None] = {
    "priority": tuple(PRIORITIES),
    "topic": None,
    "sentiment": tuple(Sentiment),
    "kind": tuple(Kind),
    "relevance": ("relevant", "irrelevant"),
}
# `hark triage train` learns from texts and labels; a task whose labels differ from ours is told how to read them.
_TRAINED = {"topic": "topic", "sentiment": "sentiment", "relevance": "relevance", "kind": "complaint"}


def correct(
    case_id: int, task: str, value: str, *, by: User, now: datetime, post_id: str | None = None
) -> Correction:
    """Say what is right of a case's newest post (or the one named). Later posts do not overrule topic and priority.

    Raises ValueError for a task or value that is none, Post.DoesNotExist.
    """
    allowed = TASKS.get(task, ())
    value = value.strip()
    if task not in TASKS or not value or len(value) > 80 or (allowed is not None and value not in allowed):
        raise ValueError(f"{value!r} is no {task}.")
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        post = _post(case, post_id)
        row = Correction.objects.create(
            case=case, network=case.network, post_id=post.post_id, task=task, said=_said(case, post, task),
            corrected=value, by=by, at=now,
        )  # fmt: skip
        _apply(case, task, value)
        save(case, "verdict_corrected", by, now, {"task": task, "said": row.said, "corrected": value})
    return row


def export(folder: Path) -> dict[str, int]:
    """Write `<task>.csv` (columns text,label) for every task of `hark triage train` that has corrections.

    Of several corrections of a post the last counts; deleted posts are left out. Returns rows by task.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    for task, name in _TRAINED.items():
        rows = _rows(task)
        if rows:
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([("text", "label"), *rows])
            written[name] = len(rows)
    return written


def _rows(task: str) -> list[tuple[str, str]]:
    latest = Correction.objects.filter(task=task).values("network", "post_id").annotate(last=Max("pk"))
    chosen = Correction.objects.filter(pk__in=latest.values("last")).order_by("pk")
    rows = []
    for correction in chosen.iterator():
        post = (
            Post.objects.filter(network=correction.network, post_id=correction.post_id).only("text").first()
        )
        if post is not None and post.text:
            rows.append((post.text, _label(task, correction.corrected)))
    return rows


def _label(task: str, value: str) -> str:
    if task == "kind":
        return "complaint" if value == Kind.COMPLAINT else "other"
    return value


def _post(case: Case, post_id: str | None) -> Post:
    posts = Post.objects.filter(network=case.network, root_id=case.root_id, author=case.author_id)
    if post_id:
        return posts.get(post_id=post_id)
    newest = posts.filter(deleted_at__isnull=True).order_by("-created_at", "-id").first()
    if newest is None:
        raise Post.DoesNotExist("The customer's posts are gone.")
    return newest


def _said(case: Case, post: Post, task: str) -> str:
    if task == "priority":
        return f"{case.priority:.0f}"
    if task == "relevance":
        return "relevant" if post.stage else "irrelevant"
    if task == "kind":
        return str((post.verdict or {}).get("kind", ""))
    return str(getattr(post, task))


def _apply(case: Case, task: str, value: str) -> None:
    if task == "priority":
        case.priority = PRIORITIES[value]
        case.corrected = {**case.corrected, "priority": value}
    elif task == "topic":
        case.topic = value
        case.corrected = {**case.corrected, "topic": value}
    elif task == "sentiment":
        case.sentiment = value
