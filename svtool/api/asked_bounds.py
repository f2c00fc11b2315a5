"""What a verb may take of the machine, in the words of the commands' options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from svtool.api.named_files import Name, path_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame as SparkFrame

    from svtool.engine.bounds import Bounds


class AskedBounds(TypedDict, total=False):
    """What a verb may take of the machine; what is left out, or None, is as usual.

    Attributes:
        threads: how many threads read and count.
        memory_limit: memory for records before they go to the disk: bytes, or such as `2GB`.
        temp_dir: the folder that they go to then.
        engine: where records are counted, `embedded` or `spark`; the project's, else in this process.
        frames: frames of Spark's in the place of files: the name that the project gives the file → the frame.
    """

    threads: int | None
    memory_limit: int | str | None
    temp_dir: Name | None
    engine: Literal["embedded", "spark"] | None
    frames: Mapping[str, SparkFrame] | None


def bounds_of(**asked: Unpack[AskedBounds]) -> Bounds:
    """Return bounds as they were asked for.

    Raises:
        TypeError: one is asked for that there is not.
        UsageError: a number, size, folder or engine is none.
    """
    from svtool.engine.bounds import checked_bounds, size_of

    if unknown := sorted(set(asked) - set(AskedBounds.__annotations__)):
        expected = ", ".join(AskedBounds.__annotations__)
        raise TypeError(f"{unknown[0]} is no argument of this verb, nor one of its bounds ({expected})")
    memory, frames = asked.get("memory_limit"), asked.get("frames")
    return checked_bounds(
        memory=size_of(memory) if isinstance(memory, str) else memory,
        temp_dir=path_of(asked.get("temp_dir")),
        threads=asked.get("threads"),
        engine=asked.get("engine") or ("spark" if frames else None),
        frames=frames,
    )
