"""A page as a reader's machine takes it apart: headings, tables, links, images."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class ReadTable:
    """A table: its caption, headings, and cells row by row."""

    caption: str = ""
    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class ReadPage(HTMLParser):
    """What a page has, in order; checks that its elements are closed as they were opened."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.headings: list[tuple[int, str]] = []
        self.tables: list[ReadTable] = []
        self.images: list[dict[str, str]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self._name_second_drawings()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append((int(tag[1]), ""))
        elif tag == "table":
            self.tables.append(ReadTable())
        elif tag == "tr" and "tbody" in self._open:
            self.tables[-1].rows.append([])
        elif tag in {"td", "th"} and "tbody" in self._open:
            self.tables[-1].rows[-1].append("")
        elif tag == "th":
            self.tables[-1].headings.append("")
        elif tag == "svg":
            self._see(dict(attrs))

    def _see(self, look: dict[str, str | None]) -> None:
        """Keep an image; a small one that its label alone describes is read as that, in the cell where it stands."""
        label = look.get("aria-label")
        if label and "td" in self._open:
            self.tables[-1].rows[-1][-1] += label
        elif not label and not look.get("aria-hidden"):
            self.images.append({"named by": look.get("aria-labelledby") or ""})

    def _name_second_drawings(self) -> None:
        """Give an image that names the title and description of another what these say."""
        said = {each["named by"]: each for each in self.images if "title" in each}
        self.images = [{**said.get(each["named by"], {}), **each} for each in self.images]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "style":
            return
        self.text += data
        if inside in {"title", "desc"} and "svg" in self._open:
            self.images[-1][inside] = data
        for level in range(1, 7):
            if f"h{level}" in self._open:
                self.headings[-1] = (level, self.headings[-1][1] + data)
        if "caption" in self._open:
            self.tables[-1].caption += data
        elif "td" in self._open or ("th" in self._open and "tbody" in self._open):
            self.tables[-1].rows[-1][-1] += data
        elif "th" in self._open:
            self.tables[-1].headings[-1] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    def ids(self) -> Counter[str]:
        """Return every id, with how often it stands on the page."""
        return Counter(attributes["id"] for _, attributes in self.tags if "id" in attributes)

    def table(self, caption: str) -> ReadTable:
        """Return the first table whose caption begins so."""
        return next(each for each in self.tables if each.caption.startswith(caption))

    def section(self, heading: str) -> str:
        """Return the text from one heading of the second level to the next."""
        titles = [title for level, title in self.headings if level == 2]
        after = self.text.rsplit(f"\n{heading}\n", 1)[1]  # the contents name it too
        following = titles[titles.index(heading) + 1 :]
        return after.split(f"\n{following[0]}\n", 1)[0] if following else after
