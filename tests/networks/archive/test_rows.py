"""Reading rows: where each stands, and how reading finds its feet again after a broken one."""

import csv
import io
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.networks.archive.rows import MAX_ROW, Rows
from hark.networks.port import Rejected

HEADER = b"id,text,end\n"
Found = list[tuple[int, list[str] | str]]


def rows_of(body: bytes) -> Found:
    """(line, row or reason) of everything below the header."""
    reader = Rows(io.BytesIO(HEADER + body), 3, 1)
    return [(reader.line, row.reason if isinstance(row, Rejected) else row) for row in reader]


def test_rows_know_the_physical_line_they_start_on() -> None:
    assert rows_of(b'1,"a\nb\n",x\n\n2,c,y\n"3","d\r\n",z') == [
        (2, ["1", "a\nb\n", "x"]),
        (6, ["2", "c", "y"]),
        (7, ["3", "d\r\n", "z"]),
    ]


@pytest.mark.parametrize("after", [b"2,b,y\n3,c,z\n", b'2,"b",y\n3,c,z\n', b'2,"b\nb",y\n3,"c ""c""",z\n'])
def test_a_quote_that_is_never_closed_costs_one_row(after: bytes) -> None:
    found = rows_of(b'1,"a,x\n' + after)
    assert found[0] == (2, "unbalanced quote")
    assert [row[0] for _, row in found[1:]] == ["2", "3"]
    assert found[1][0] == 3


def test_the_lines_of_a_broken_text_are_one_reject() -> None:
    reader = Rows(io.BytesIO(HEADER + b'1,"a\nstill, a\n"b" c,x\n2,b,y\n'), 3, 1)
    found = list(reader)
    assert found == [Rejected(2, "unbalanced quote", '1,"a\nstill, a\n"b" c,x'), ["2", "b", "y"]]


def test_a_file_cut_off_inside_quotes() -> None:
    assert rows_of(b'1,a,x\n2,"cut\noff') == [(2, ["1", "a", "x"]), (3, "cut off inside quotes")]
    assert rows_of(b"1,a,x\n2,cut") == [(2, ["1", "a", "x"]), (3, "2 columns, not 3")]


def test_a_row_is_bounded_and_the_rows_it_would_swallow_are_read() -> None:
    fill = b"".join(b"%d,b,y\n" % n for n in range(1000, 200_000))
    found = rows_of(b'1,"a,x\n' + fill)
    assert found[0] == (2, "unbalanced quote")
    assert len(found) == 199_001 and found[-1] == (199_002, ["199999", "b", "y"])


def test_a_line_without_end_is_bounded() -> None:
    reader = Rows(io.BytesIO(HEADER + b"1,a,x\n2," + b"a" * (3 * MAX_ROW) + b",y\n3,c,z\n"), 3, 1)
    first, broken, last = reader
    assert (first, last) == (["1", "a", "x"], ["3", "c", "z"])
    assert isinstance(broken, Rejected) and (broken.line, broken.reason) == (3, "longer than 1 MiB")
    assert len(broken.raw) == MAX_ROW


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 999).map(str), CELLS, CELLS), max_size=6),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_sound_rows_come_back_as_written(table: list[tuple[str, str, str]], quoting: Literal[0, 1]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=quoting).writerows(table)
    got = rows_of(written.getvalue().encode())
    assert [tuple(row) for _, row in got] == table


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"1", b"1,a,x\n", b'2,"b\nb",y\n', "é".encode()]
        )
    )
)
def test_no_bytes_make_it_crash_and_every_line_is_accounted_for(parts: list[bytes]) -> None:
    body = b"".join(parts)
    reader = Rows(io.BytesIO(HEADER + body), 3, 1)
    lines, kept = [], []
    for row in reader:
        lines.append(reader.line)
        kept.append(reader.raw())
        assert isinstance(row, Rejected) or len(row) == 3
    assert lines == sorted(set(lines))
    # Nothing is lost: what is given out, in order, is the file but for blank lines and line ends.
    whole = body.decode("utf-8", "replace")
    squeezed = "".join(kept).replace("\n", "").replace("\r", "")
    assert squeezed == whole.replace("\n", "").replace("\r", "")


@settings(deadline=None)
@given(
    st.integers(0, 30),
    st.sampled_from([b'9,"oops,x\n', b"9\n", b'9,"a"b,x\n', b"9,a,b,c\n", b"9,\xff,x\n", b"9,\0,x\n"]),
)
def test_one_broken_row_costs_exactly_itself(place: int, broken: bytes) -> None:
    sound = [b'%d,"text, ""quoted""\nand more",x\n' % n if n % 3 else b"%d,plain,x\n" % n for n in range(30)]
    found = rows_of(b"".join([*sound[:place], broken, *sound[place:]]))
    assert [row[0] for _, row in found if isinstance(row, list)] == [str(n) for n in range(30)]
    assert sum(isinstance(row, str) for _, row in found) == 1
