"""Lines out of bytes, whatever way they are cut."""

from hypothesis import given
from hypothesis import strategies as st

from hark.networks.x.lines import LineSplitter, Overlong


@given(
    st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line and not line.endswith(b"\r"))),
    st.data(),
)
def test_any_cut_gives_the_same_lines(lines: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(line + b"\r\n" for line in lines)
    splitter, found = LineSplitter(), []
    while whole:
        size = data.draw(st.integers(1, len(whole)))
        found += list(splitter.feed(whole[:size]))
        whole = whole[size:]
    assert found == lines
    assert splitter.rest() == b""


def test_half_a_line_is_left_over() -> None:
    splitter = LineSplitter()
    assert list(splitter.feed(b'{"a":1}\r\n{"b"')) == [b'{"a":1}']
    assert splitter.rest() == b'{"b"'


def test_a_line_over_the_cap_is_thrown_away_and_the_next_one_is_read() -> None:
    splitter = LineSplitter(limit=10)
    found = [line for chunk in (b"x" * 8, b"x" * 8, b"x" * 80, b"\nshort\n") for line in splitter.feed(chunk)]
    assert isinstance(found[0], Overlong)
    assert found[1:] == [b"short"]
    assert isinstance(next(iter(LineSplitter(limit=3).feed(b"12345\n"))), Overlong)
