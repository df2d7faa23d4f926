"""Settings of watches: what is listened for beside our own handles and names, what it brings and what it costs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import User
from hark.actions import watches
from hark.bootstrap import watching
from hark.networks.x.rules import trouble_with
from hark.reports import listening
from hark.store.models import Watch
from hark.web import words
from hark.web.setup.branded import BrandedForm
from hark.web.setup.section import Badge, Line, Section

_NEWEST = 12


class WatchForm(BrandedForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(
        label=_("What becomes of it"), choices=list(words.WATCH_FATE.items()), initial="product"
    )
    query = forms.CharField(
        label=_("Query"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("In X's own words: router OR \"fibre box\" lang:en -has:links. Reposts are left out."),
    )  # fmt: skip
    on = forms.BooleanField(label=_("Listen now"), required=False, initial=True)

    def prepare(self) -> None:
        super().prepare()
        price = gettext("Each post it brings costs about $%(price)s, once a day.") % {
            "price": listening.post_price()
        }
        self.fields["on"].help_text = price


def rows(person: User) -> QuerySet[Watch]:
    mine = Watch.objects.filter(brand__access__user=person).select_related("brand")
    return mine.order_by("brand__name", "name")


def line(watch: Watch) -> Line:
    brought = listening.brought([watch], timezone.now())[watch.pk]
    badges = [] if watch.on else [Badge(_("off"))]
    if watch.refused:
        badges.append(Badge(_("refused by X"), "alarm"))
    return Line(watch.name, [watch.brand.name, str(words.WATCH[watch.kind]), amount(brought)], badges)


def amount(brought: listening.Brought) -> str:
    """How much a watch brings and costs, in a few words."""
    if brought.a_day is None:
        return gettext("nothing heard this week")
    values = {"n": f"{brought.a_day:.0f}" if brought.a_day >= 10 else f"{brought.a_day:.1f}"}
    return gettext("about %(n)s posts a day, $%(cost)s a month") % {
        **values,
        "cost": f"{brought.usd_a_month:.2f}",
    }


def context(watch: Watch, now: datetime) -> Mapping[str, Any]:
    """What it brought and what became of the newest of that."""
    accounts = list(watch.brand.accounts.values_list("pk", flat=True))
    return {
        "brought": listening.brought([watch], now)[watch.pk],
        "flowing": listening.newest_of(watch, accounts, _NEWEST),
    }


def save(row: Watch | None, values: Mapping[str, Any], by: User, now: datetime) -> Watch:
    fields = dict(values)
    brand = fields.pop("brand")
    fresh = row is None or row.query != fields["query"]
    if trouble := trouble_with(fields["query"]):
        raise ValidationError({"query": trouble})
    if fresh and fields["on"] and (refused := watching.refusal(brand, fields["query"])):
        raise ValidationError({"query": refused})
    return watches.save(brand.pk, row.pk if row else None, fields, by=by, now=now)


WATCHES = Section(
    key="watches", name=_("Watches"), icon="radar",
    about=_("What you listen for beside your handles and names. A change is taken up within seconds."),
    empty=_("No watch yet. Your handles, names and products are listened for without one."), rows=rows, line=line,
    trail=lambda watch: ("watch", watch.pk), form=WatchForm,
    initial=lambda watch: {name: getattr(watch, name) for name in watches.FIELDS} | {"brand": watch.brand_id},
    save=save, remove=lambda row, by, now: watches.remove(row.pk, by=by, now=now), add=_("Add watch"),
    part="web/setup/_watch.html", context=context,
)  # fmt: skip
