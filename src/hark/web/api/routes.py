"""Every route of the API, declared once: addresses, the OpenAPI document and its tests read this table."""

from hark.web.api.routes_cases import CASES
from hark.web.api.routes_customer import CUSTOMER
from hark.web.api.routes_house import HOUSE
from hark.web.api.routes_offers import OFFERS
from hark.web.api.routes_settings import SETTINGS
from hark.web.api.routes_writing import WRITING

ROUTES = (*CASES, *WRITING, *OFFERS, *CUSTOMER, *HOUSE, *SETTINGS)
