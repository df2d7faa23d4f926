"""What a plain page costs on this machine, to hold the desk's own pages against.

The goals of `hark bench desk` mean a machine on which a plain Django page of fifty rows takes ten milliseconds.
Machines differ by more than pages do, and one machine differs from itself by the hour: a figure says something
beside this one, read in the same run.
"""

import time
from typing import Any

ROWS = 50
READINGS = 60
# What this page takes on the machine the goals are meant for (issue 5).
GOAL_MACHINE_MS = 10.0
# What a page of rows is when nobody has thought about it yet.
_PAGE = """<!doctype html><title>Cases</title><table>{% for case in cases %}
<tr id="case-{{ case.pk }}"><td><a href="/cases/{{ case.pk }}">{{ case.author.name }}</a> @{{ case.author.handle }}</td>
<td>{{ case.account.brand.name }}</td><td>{{ case.snippet|truncatechars:120 }}</td><td>{{ case.topic }}</td>
<td>{{ case.state }}</td><td>{{ case.last_inbound_at|date:"j M H:i" }}</td><td>{{ case.due_at|date:"H:i" }}</td></tr>
{% endfor %}</table>"""


def read() -> list[float]:
    """Seconds for each of sixty pages: a query of fifty cases with their people, and a template. No server."""
    from django.template import Engine

    page = Engine().from_string(_PAGE)
    _made(page)
    return [_made(page) for _ in range(READINGS)]


def on_goal_machine(took: float, plain: float) -> float:
    """Milliseconds that `took` would be where a plain page takes ten, if it takes `plain` here."""
    return round(took * GOAL_MACHINE_MS / plain, 1)


def _made(page: Any) -> float:
    from django.template import Context

    from hark.store.models import Case

    began = time.perf_counter()
    newest = Case.objects.select_related("author", "account__brand").order_by("-pk")[:ROWS]
    page.render(Context({"cases": newest}))
    return time.perf_counter() - began
