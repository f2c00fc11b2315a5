"""Bytes become UTF-8 on the way to the parser, each line as what it is, and what was met is counted.

UTF-8 and UTF-16 are proven, Windows-1252 is what remains. Exports that were glued together mix them, so a stretch
that is not UTF-8 is judged line by line. Text that is plain ASCII, nearly all of it, passes through untouched.
"""

from __future__ import annotations

import codecs
import io
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from svtool.findings.finding import MOST_PLACES

CHUNK_BYTES = 4 << 20
TAIL_BYTES = 1 << 16
_LINE_END = re.compile(rb"\r\n|\r|\n")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# How UTF-8 looks when it was once read as Windows-1252 and written again: an accented letter, a dash or quote.
_DAMAGED = re.compile(rb"\xc3\x83\xc2[\x80-\xbf]|\xc3\xa2\xe2\x82\xac[\xc2-\xef]")
_BEYOND_ASCII = 128
_SELDOM = 50  # of so many bytes fewer than one is beyond ASCII: to look at these alone is quicker
_FEW = 50  # places: for so few all line ends need not be found
_SIGN, _BEHIND_SIGN = 0xC3, (0x83, 0xA2)  # with which it begins
_UNREADABLE = "\ufffd"
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r"})
_DOS_END = b"\x1a"


class TextStream(io.RawIOBase):
    """A file's text as UTF-8, without byte-order mark and control characters, from the line after those to skip.

    Attributes:
        windows_lines: lines that were Windows-1252.
        unicode_text: whether there was any UTF-8 beyond ASCII.
        quotes: quotation marks.
        lines: lines below those that were skipped; only an end in CR is missed where the first chunk has none.
        controls: NUL and other control characters that were removed.
        unreadable: bytes that mean nothing in Windows-1252, or broken UTF-16.
        damaged_lines: lines with text that an earlier export damaged.
        windows_at, unreadable_at, controls_at, damaged_at: in which lines of the file the first of each stand.
        tail: the last bytes that were read.
    """

    def __init__(self, raw: BinaryIO, skip_lines: int = 0) -> None:
        """Begin to read, and find out from the first bytes whether this is UTF-16."""
        super().__init__()
        self._raw, self._to_skip = raw, skip_lines
        self.quotes = self.lines = self.windows_lines = self.controls = self.unreadable = self.damaged_lines = 0
        self.windows_at: list[int] = []
        self.unreadable_at: list[int] = []
        self.controls_at: list[int] = []
        self.damaged_at: list[int] = []
        self._skipped = 0
        self.unicode_text = False
        self.tail = b""
        self._pending = b""
        self._dos_end = False  # whether what was read last ends with the mark with which DOS ended a text
        self._returns: bool | None = None  # whether some lines end in CR alone
        first = self._read_chunk()
        self._ended = not first
        self.marked = next((name for mark, name in _BOMS if first.startswith(mark)), None)
        self.wide = self.marked if self.marked != "utf-8" else None
        if self.marked:
            first = first[3 if self.marked == "utf-8" else 2 :]
        elif _looks_wide(first):
            self.wide = "utf-16-le"
        self._wide = codecs.getincrementaldecoder(self.wide)("replace") if self.wide else None
        self._ready = memoryview(self._decoded(first))

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes of UTF-8, fewer only at the end, where there is nothing more."""
        parts: list[memoryview] = []
        missing = size
        while missing and self._make_ready():
            part = self._ready[:missing] if size >= 0 else self._ready
            self._ready = self._ready[len(part) :]
            parts.append(part)
            missing -= len(part)
        return bytes(parts[0]) if len(parts) == 1 else b"".join(parts)

    def read_ready(self, size: int) -> bytes:
        """Return `size` bytes of UTF-8 or what is ready of them, which need not be copied; nothing only at the end."""
        if not self._make_ready():
            return b""
        part, self._ready = self._ready[:size], self._ready[size:]
        whole = part.obj
        return whole if isinstance(whole, bytes) and len(whole) == len(part) else bytes(part)

    def lines_before(self, last: bytes) -> int:
        """Return how many lines end before the text that was read last."""
        return self.lines - _line_ends(last + bytes(self._ready))  # a block may end between CR and LF

    def _make_ready(self) -> bool:
        """Decode until there is something to hand out; return whether there is."""
        while not len(self._ready) and not self._ended:
            chunk = self._read_chunk()
            self._ended = not chunk
            self._ready = memoryview(self._decoded(chunk))
        return bool(len(self._ready))

    def close(self) -> None:
        """Close the file beneath."""
        self._raw.close()
        super().close()

    @property
    def encoding(self) -> str:
        """Return the encoding found, in words."""
        if self.wide:
            return "UTF-16"
        if not self.windows_lines:
            return "UTF-8 with a byte-order mark" if self.marked else "UTF-8"
        return "UTF-8 and Windows-1252" if self.unicode_text else "not UTF-8, read as Windows-1252"

    def _read_chunk(self) -> bytes:
        """Return a whole chunk: streams that unpack give less than they are asked for."""
        parts: list[bytes] = []
        missing = CHUNK_BYTES
        while missing and (part := self._raw.read(missing)):
            parts.append(part)
            missing -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _decoded(self, chunk: bytes) -> bytes:
        if self._wide is not None:
            text = self._wide.decode(chunk, final=self._ended)
            self.unreadable += text.count(_UNREADABLE)
            data = text.encode("utf-8", "replace")
        else:
            data = self._as_utf8(chunk)
        feeds = _times(b"\n", data)
        if data:
            data = self._without_controls(data, feeds)
        if self._ended and self._dos_end:
            self.controls -= 1  # it ended every text file once, and says nothing
            if self.controls_at and not self.controls:
                self.controls_at.clear()
            self._dos_end = False
        if self._to_skip:
            data = self._below_skipped(data)
            feeds = _times(b"\n", data)
        if data:
            self.quotes += _times(b'"', data)
            self._count_lines(data, feeds)
            self.tail = data[-TAIL_BYTES:] if len(data) >= TAIL_BYTES else (self.tail + data)[-TAIL_BYTES:]
        return data

    def _below_skipped(self, data: bytes) -> bytes:
        while self._to_skip and data:
            end = _LINE_END.search(data)
            data = data[end.end() :] if end else b""
            self._to_skip -= 1
            self._skipped += 1
        return data

    def _without_controls(self, data: bytes, feeds: int) -> bytes:
        self._dos_end = data.endswith(_DOS_END)
        if not _holds_controls(data, feeds):
            return data
        plain = data.translate(None, _CONTROLS)
        self.controls += len(data) - len(plain)
        self._keep(self.controls_at, _lines_with_controls(data))
        return plain

    @property
    def _line(self) -> int:
        """Return the line of the file with which the data begin that are decoded now."""
        return self._skipped + self.lines + 1

    def _keep(self, known: list[int], lines: Iterable[int]) -> None:
        """Keep lines of the data that are decoded now, counted from their first."""
        for each in itertools.islice(lines, MOST_PLACES - len(known)):
            known.append(self._line + each)

    def _count_lines(self, data: bytes, feeds: int) -> None:
        alone = _lone_returns(data) if b"\r" in data and self._returns is not False else 0
        if self._returns is None:
            self._returns = alone > 0
        self.lines += feeds + alone

    def _as_utf8(self, chunk: bytes) -> bytes:
        data = self._pending + chunk if self._pending else chunk
        self._pending = b""
        if data.isascii():
            return data
        if not self._ended:
            # Only whole lines can be judged; a line longer than a chunk is judged in pieces.
            cut = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
            self._pending = data[cut:] if cut else b""
            data = data[: cut or None]
        if codecs.BOM_UTF8[:1] in data:
            data = data.replace(codecs.BOM_UTF8, b"")  # glued exports have one at every seam
        if not _is_utf8(data):
            lines = enumerate(data.splitlines(keepends=True))
            return b"".join(self._line_as_utf8(number, line) for number, line in lines)
        self.unicode_text = True
        damaged = _damaged_lines(data)
        self.damaged_lines += len(damaged)
        self._keep(self.damaged_at, damaged)
        return data

    def _line_as_utf8(self, number: int, line: bytes) -> bytes:
        if line.isascii():
            return line
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            text = line.decode("cp1252", "replace")
            self.windows_lines += 1
            self._keep(self.windows_at, [number])
            if unreadable := text.count(_UNREADABLE):
                self.unreadable += unreadable
                self._keep(self.unreadable_at, [number])
            return text.encode("utf-8")
        self.unicode_text = True
        if _DAMAGED.search(line):
            self.damaged_lines += 1
            self._keep(self.damaged_at, [number])
        return line


def _is_utf8(data: bytes) -> bool:
    """Return whether some data can be decoded: runs of bytes beyond ASCII tell, each with the one that ends it."""
    codes = np.frombuffer(data, np.uint8)
    high = np.flatnonzero(codes >= _BEYOND_ASCII)
    if len(high) > len(data) // _SELDOM:
        looked_at = data
    else:
        looked_at = codes[np.unique(np.concatenate([high, np.minimum(high + 1, len(data) - 1)]))].tobytes()
    try:
        looked_at.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _times(code: bytes, data: bytes) -> int:
    """Return how often a byte stands in some data: several times as fast as bytes.count."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == code[0]))


def _line_ends(data: bytes) -> int:
    """Return how many lines end in some data."""
    return _times(b"\n", data) + (_lone_returns(data) if b"\r" in data else 0)


def _lone_returns(data: bytes) -> int:
    """Return how many carriage returns have no line feed behind them."""
    codes = np.frombuffer(data, np.uint8)
    returns = np.flatnonzero(codes == ord("\r"))
    feeds = codes[returns[:-1] + 1] if returns[-1] + 1 == len(codes) else codes[returns + 1]
    return len(returns) - int(np.count_nonzero(feeds == ord("\n")))


def _holds_controls(data: bytes, feeds: int) -> bool:
    """Return whether there are control characters other than tabs and line ends; of these it is told the line feeds."""
    low = int(np.count_nonzero(np.frombuffer(data, np.uint8) < ord(" "))) - feeds
    for each in (b"\r", b"\t"):
        if low and each in data:
            low -= _times(each, data)
    return low > 0 or b"\x7f" in data


def _lines_with_controls(data: bytes) -> list[int]:
    """Return which lines of some data, the first being 0, hold control characters other than tabs and line ends."""
    held = np.isin(np.frombuffer(data, np.uint8), np.frombuffer(_CONTROLS, np.uint8))
    return _lines_of(np.flatnonzero(held), data)


def _lines_of(places: Sequence[int] | npt.NDArray[np.intp], data: bytes) -> list[int]:
    """Return in which lines of some data, the first being 0, some places stand, in their order; each once."""
    if not len(places):
        return []
    if len(places) <= _FEW:
        parts = (data[one:other] for one, other in itertools.pairwise([0, *places]))
        return list(dict.fromkeys(itertools.accumulate(map(_line_ends, parts))))
    codes = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(codes == ord("\n"))
    if b"\r" in data:
        returns = np.flatnonzero(codes == ord("\r"))
        behind = codes[np.minimum(returns + 1, len(codes) - 1)]
        ends = np.sort(np.concatenate([ends, returns[behind != ord("\n")]]))  # before a line feed it ends no line
    found: list[int] = np.unique(np.searchsorted(ends, places)).tolist()
    return found


def _damaged_lines(data: bytes) -> list[int]:
    """Return which lines of a text, the first being 0, hold damaged text."""
    places: list[int] = []
    end = 0
    for place in _suspicious(data):
        if place >= end and _DAMAGED.match(data, place):
            places.append(place)
            found = _LINE_END.search(data, place)
            end = found.end() if found else len(data)
    return _lines_of(places, data)


def _suspicious(data: bytes) -> list[int]:
    """Return where damaged text may begin: much faster than a search for the pattern."""
    codes = np.frombuffer(data, np.uint8)
    found = np.flatnonzero(codes[:-1] == _SIGN)
    suspicious: list[int] = found[np.isin(codes[found + 1], _BEHIND_SIGN)].tolist()
    return suspicious


def _looks_wide(start: bytes) -> bool:
    """Return whether this is UTF-16 without a mark: in English text every second byte is then NUL."""
    start = start[:4096]
    return len(start) >= 8 and start[1::2].count(0) * 2 > len(start[1::2]) and start[::2].count(0) == 0
