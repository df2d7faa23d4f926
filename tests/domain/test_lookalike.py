"""Handles that could be taken for ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.domain.lookalike import resembles, skeleton

OURS = ["CurlewCare"]


@pytest.mark.parametrize(
    "handle",
    [
        *("CurlewCare_", "Curlew_Care", "CurIewCare", "Cur1ewCare", "CurlewCarre", "CurlewCar"),
        *("CurlewCareHelp", "CurlewCareUK", "RealCurlewCare", "CurlewCare24", "CurlevvCare"),
        *("C\u0443rlewCare", "Curl\u0435wCare", "CURLEW.CARE", "Curl\u00e9wCare"),
    ],
)
def test_what_the_eye_takes_for_our_handle(handle: str) -> None:
    assert resembles(handle, OURS) == "CurlewCare"


@pytest.mark.parametrize(
    "handle",
    [
        "CurlewCare",
        "curlewcare",
        "ana_lopez",
        "Curlew",
        "PloverCare",
        "CurlewCareIsTheWorst",
        "CareCurler",
        "",
    ],
)
def test_our_own_handle_and_other_names_are_no_look_alikes(handle: str) -> None:
    assert resembles(handle, OURS) is None


def test_a_short_handle_is_only_taken_for_itself() -> None:
    assert resembles("acmee", ["acme"]) is None
    assert resembles("acm3", ["acme"]) == "acme"


@given(st.text(max_size=30), st.text(alphabet="abcdefgh0123_", min_size=1, max_size=20))
def test_any_text_is_read_and_our_own_never_warns(strange: str, own: str) -> None:
    assert skeleton(skeleton(strange)) == skeleton(skeleton(skeleton(strange)))
    assert resembles(own, [own]) is None
    assert resembles(strange, [own]) in (own, None)
