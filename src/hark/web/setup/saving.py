"""Handing a form's values to the action of its section; what stands in the way is told on the form."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from hark.accounts.models import User
from hark.actions.house import NotAllowed
from hark.web.setup.section import Section, SetupForm
from hark.web.told import told


def save(section: Section, held: Any, form: SetupForm, by: User, now: datetime) -> Any | None:
    """The row as the action left it; None when it did not take the values. Raises PermissionDenied."""
    assert section.save is not None
    try:
        return section.save(held, form.cleaned_data, by, now)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    except ValidationError as error:
        messages = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, said in messages.items():
            form.add_error(name if name in form.fields else None, said)
    except IntegrityError:
        form.add_error(None, _("There is one by that name already."))
    except ValueError as error:
        form.add_error(None, told(str(error)))
    return None
