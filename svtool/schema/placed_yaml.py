"""YAML that a person wrote, read so that it can be added to: each text with its place, and where its lines stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class PlacedText:
    """A scalar.

    Attributes:
        place: the keys and numbers that lead to it.
        text: what it says.
        start, end: the characters of the file that it takes, quotes and all.
    """

    place: Place
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """A key of the top with what belongs to it.

    Attributes:
        key: the key.
        first: the line of the key, from 0.
        last: the last line of what it holds.
        indent: the column in which the keys below it begin; None where none do, each on its line.
    """

    key: str
    first: int
    last: int
    indent: int | None


@dataclass(frozen=True)
class PlacedYaml:
    """A file: its scalars in order, the keys of its top, and all of it as plain data; empty where it is no YAML."""

    texts: tuple[PlacedText, ...] = ()
    blocks: tuple[Block, ...] = ()
    data: Any = None

    def block(self, key: str) -> Block | None:
        """Return what belongs to a key of the top."""
        return next((each for each in self.blocks if each.key == key), None)


def read_placed_yaml(text: str) -> PlacedYaml:
    """Return a YAML text by its places; one that is wrong is told by who reads it for use."""
    try:
        top = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return PlacedYaml()
    if not isinstance(top, yaml.MappingNode):
        return PlacedYaml()
    blocks = tuple(
        Block(key.value, key.start_mark.line, _last_line(value), _indent_of(value)) for key, value in top.value
    )
    return PlacedYaml(tuple(_texts_of(top, ())), blocks, _plain(top))


def _texts_of(node: yaml.Node, place: Place) -> Iterator[PlacedText]:
    if isinstance(node, yaml.ScalarNode):
        yield PlacedText(place, node.value, node.start_mark.index, node.end_mark.index)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _texts_of(value, (*place, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _texts_of(value, (*place, number))


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value


def _last_line(node: yaml.Node) -> int:
    """Return the line on which the last scalar of a value ends: a block ends only where the next thing begins."""
    while isinstance(node, yaml.MappingNode | yaml.SequenceNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.line)


def _indent_of(node: yaml.Node) -> int | None:
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return int(node.value[0][0].start_mark.column)
    return None
