"""Who publishes the figures, in words: the same on the page, in the workbook and wherever else it is said."""

from __future__ import annotations

from svtool.dates import show_date
from svtool.schema.publishers import Publisher

STATUS = {"draft": "Draft, not for publication", "internal": "Internal, not for publication", "official": "Official"}


def publisher_words(publisher: Publisher | None) -> list[str]:
    """Return what is said of the publisher, each a sentence; nothing where there is none."""
    return [*published_words(publisher), *contact_words(publisher)]


def published_words(publisher: Publisher | None) -> list[str]:
    """Return who publishes the figures, and when, without how to reach them."""
    if publisher is None:
        return []
    said = {
        "Published by": publisher.name,
        "Status": STATUS[publisher.status] if publisher.status else "",
        "Published on": show_date(publisher.published) if publisher.published else "",
        "Next update": show_date(publisher.next_update) if publisher.next_update else "",
    }
    return [f"{key}: {value}." for key, value in said.items() if value]


def contact_words(publisher: Publisher | None) -> list[str]:
    """Return how to reach the publisher; nothing where that is not said."""
    return [f"Contact: {publisher.contact}."] if publisher and publisher.contact else []
