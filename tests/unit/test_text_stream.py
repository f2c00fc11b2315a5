"""Bytes on their way to UTF-8: what is looked at quickly tells the same as what is looked at whole."""

from __future__ import annotations

import io
import random

import pytest

from svtool.files.text_stream import TextStream

PIECES = ("a", "b,", "é", "€", "😀", "Ã©", "â€œ")
ENDS = (b"\n", b"\r\n", b"\r")


def read(data: bytes) -> tuple[bytes, TextStream]:
    stream = TextStream(io.BytesIO(data))
    return stream.read(), stream


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("wide", [1, 400])
@pytest.mark.parametrize("lines", [20, 200])
def test_damaged_text_is_found_on_its_lines(end: bytes, wide: int, lines: int) -> None:
    dice = random.Random(lines * wide)  # noqa: S311 (not secret)
    texts = ["x" * wide + "".join(dice.choices(PIECES, k=3)) for _ in range(lines)]
    _, stream = read(b"".join(each.encode() + end for each in texts))
    damaged = [number for number, each in enumerate(texts, 1) if "Ã©" in each or "â€œ" in each]
    assert (stream.damaged_lines, stream.damaged_at) == (len(damaged), damaged)


@pytest.mark.parametrize("torn", [b"\xc3", b"\xa9", b"\xe2\x82", b"\xf0\x9f", b"\xff"])
@pytest.mark.parametrize("wide", [0, 400])
def test_a_torn_character_is_no_utf_8_wherever_it_stands(torn: bytes, wide: int) -> None:
    whole = "é€".encode() + b"x" * wide
    for data in (torn + b"\n" + whole, whole + torn + b"a\n", whole + b"\n" + torn, whole + torn + b"." + b"\xa9\n"):
        text, stream = read(data)
        assert stream.windows_lines == 1
        assert text.decode()
