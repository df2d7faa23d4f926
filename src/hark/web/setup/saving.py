"""Handing a form's values to the action of its section; what stands in the way is told on the form."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import User
from hark.actions.house import NotAllowed
from hark.web.setup.section import Section, SetupForm
from hark.web.told import told

_TWICE = _("There is one by that name already.")
_ADDRESS = _("Another brand has this address.")


def save(section: Section, held: Any, form: SetupForm, by: User, now: datetime) -> Any | None:
    """The row as the action left it; None when it did not take the values. Raises PermissionDenied."""
    assert section.save is not None
    try:
        return section.save(held, form.cleaned_data, by, now)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    except ValidationError as error:
        _show(form, error)
    except IntegrityError:
        form.add_error(None, _TWICE)
    except ValueError as error:
        form.add_error(None, told(str(error)))
    return None


def _show(form: SetupForm, error: ValidationError) -> None:
    """The error at the fields it is about, in words."""
    found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, errors in found.items():
        for one in errors:
            twice = one.code in ("unique", "unique_together")
            where = "name" if one.code == "unique_together" else name
            said = _ADDRESS if name == "slug" else _TWICE
            form.add_error(where if where in form.fields else None, said if twice else told(one.messages[0]))
