"""Sets of areas: `areas`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svtool.api.named_files import Name, path_of, text_of

if TYPE_CHECKING:
    import pandas as pd

    from svtool.schema.force_areas import Parts

FOUND = ("kind", "code", "name", "said", "areas", "area")


class areas:  # noqa: N801 (a name that holds three verbs, as the command does)
    """Sets of areas: `areas.list()`, `areas.show(name)`, `areas.find(name)`."""

    @staticmethod
    def list(project: Name | None = None) -> pd.DataFrame:
        """Return the sets of areas that there are, the project's own first.

        Args:
            project: the project file whose folder is looked in (default: this folder).

        Returns:
            A row for each set: `id`, `title`, `code`, `areas` (their number), `parts` (what they are).

        Raises:
            SvtoolError: a set is wrong.
        """
        import pandas as pd

        from svtool.commands.area_sets import list_area_sets

        rows = [
            (each.id, each.title, each.code or "", len(each.areas), each.parts)
            for each in list_area_sets(path_of(project))
        ]
        return pd.DataFrame(rows, columns=["id", "title", "code", "areas", "parts"])

    @staticmethod
    def show(name: str, parts: Parts | None = None, project: Name | None = None) -> str:
        """Return what a set of areas holds, how its places are called, and which services are there.

        Args:
            name: its id.
            parts: of what a police force area is made: `csp` or `wards` (default: its local authorities).
            project: the project file whose folder is looked in (default: this folder).

        Returns:
            The text that `svtool areas show` prints.

        Raises:
            SvtoolError: there is no such set, or it is wrong.
        """
        from svtool.commands.area_sets import show_area_set

        return text_of(show_area_set(name, parts, path_of(project)))

    @staticmethod
    def find(name: str, project: Name | None = None) -> pd.DataFrame:
        """Return what a name or a code may mean, and the sets of areas that it lies in.

        Args:
            name: a name or an ONS, ODS or other code.
            project: the project file whose folder is looked in (default: this folder).

        Returns:
            A row for each place and set: `kind`, `code` and `name` of the place, what is `said` of it, the id of the
            set (`areas`) and where in it the place lies (`area`).

        Raises:
            SvtoolError: nothing is called so; the nearest names are told.
        """
        import pandas as pd

        from svtool.commands.area_sets import find_places

        rows = [
            (*((each.place.kind, each.place.code, each.place.name, each.place.said) if each.place else ("",) * 4),
             where.areas.id, where.place)
            for each in find_places(name, path_of(project))
            for where in each.sets
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(FOUND))
