"""Files of results as `svtool verify` needs them: what they are known by, and the same made anew."""

from __future__ import annotations

from typing import Any

from svtool.commands.claimed import Claimed
from svtool.commands.verify import Again
from svtool.output.content import COMPARED, places_that_differ
from svtool.output.fingerprints import content_fingerprint


class ResultFiles:
    """Files of results as `svtool verify` needs them: what they are known by, and the same made anew."""

    formats = tuple(COMPARED)

    def fingerprint(self, format_: str, content: bytes) -> dict[str, Any]:
        """Return what a file is known by.

        Raises:
            ValueError: it can't be read as this format.
        """
        return content_fingerprint(format_, content)

    def make_again(self, claimed: Claimed) -> Again | None:
        """Return the run that a manifest tells of, made again; None where this version has no such command.

        Raises:
            SvtoolError: what the user can mend, with its exit code.
        """
        from svtool.output.remaking import make_again  # noqa: PLC0415 (with every command; results wait for none)

        return make_again(claimed)

    def places_that_differ(self, format_: str, before: bytes, after: bytes) -> list[str]:
        """Return where two files of one format say different things.

        Raises:
            ValueError: one of them can't be read as this format.
        """
        return places_that_differ(format_, before, after)
