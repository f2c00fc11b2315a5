"""Series in every format."""

from __future__ import annotations

from svtool.commands.trend.series_points import Trend


def trend_in(format_: str, trend: Trend, width: int | None = None, colours: bool = False) -> str:
    """Return series in a format.

    Args:
        format_: the format.
        trend: the series.
        width: of the terminal, which text is fitted to; None for a file or a pipe.
        colours: whether the terminal has colours.
    """
    # Each with what it needs alone: a chart waits for no table.
    if format_ == "csv":
        from svtool.output.trend.trend_machine import trend_as_csv  # noqa: PLC0415

        return trend_as_csv(trend)
    if format_ == "json":
        from svtool.output.trend.trend_machine import trend_as_json  # noqa: PLC0415

        return trend_as_json(trend)
    if format_ == "svg":
        from svtool.output.trend.trend_chart import trend_as_svg  # noqa: PLC0415

        return trend_as_svg(trend)
    from svtool.output.trend.trend_text import trend_as_text  # noqa: PLC0415

    return trend_as_text(trend, width, colours)
