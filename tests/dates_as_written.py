"""How people write dates in each format: by a hand that shares no code with reading them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def financial(day: date, mark: str = "/") -> str:
    first = day.year - (day.month < 4)
    return f"{first}{mark}{(first + 1) % 100:02}"


def financial_quarter(day: date) -> int:
    return (day.month - 4) % 12 // 3 + 1


def quarter(day: date) -> int:
    return (day.month + 2) // 3


# Each way to write a day, or the span that it lies in.
WRITTEN: dict[str, list[Callable[[date], str]]] = {
    "YYYY-MM-DD": [lambda d: f"{d:%Y-%m-%d}", lambda d: f"{d:%Y-%m-%d}T23:59:59+01:00"],
    "YYYY/MM/DD": [lambda d: f"{d:%Y/%m/%d}", lambda d: f"{d.year}/{d.month}/{d.day} 9:05 am"],
    "YYYYMMDD": [lambda d: f"{d:%Y%m%d}", lambda d: f"{d:%Y%m%d}T1430"],
    "DD/MM/YYYY": [lambda d: f"{d:%d/%m/%Y}", lambda d: f"{d.day}/{d.month}/{d.year} 14:30"],
    "DD-MM-YYYY": [lambda d: f"{d:%d-%m-%Y}", lambda d: f"{d.day}-{d.month}-{d.year}"],
    "DD.MM.YYYY": [lambda d: f"{d:%d.%m.%Y}", lambda d: f"{d.day}.{d.month}.{d.year}"],
    "MM/DD/YYYY": [lambda d: f"{d:%m/%d/%Y}", lambda d: f"{d.month}/{d.day}/{d.year} 2:30 PM"],
    "MM-DD-YYYY": [lambda d: f"{d:%m-%d-%Y}"],
    "DD Mon YYYY": [
        lambda d: f"{d.day} {LONG[d.month - 1]} {d.year}",
        lambda d: f"{d.day:02}-{SHORT[d.month - 1].upper()}-{d.year}",
    ],
    "DD MM YYYY": [lambda d: f"{d.day} {d.month} {d.year}"],
    "Mon DD YYYY": [
        lambda d: f"{SHORT[d.month - 1]} {d.day} {d.year} 12:00AM",
        lambda d: f"{LONG[d.month - 1]} {d.day}, {d.year}",
    ],
    "DD/MM/YY": [lambda d: f"{d:%d/%m/%y}"],
    "DD-MM-YY": [lambda d: f"{d:%d-%m-%y}"],
    "DD.MM.YY": [lambda d: f"{d:%d.%m.%y}"],
    "MM/DD/YY": [lambda d: f"{d:%m/%d/%y}"],
    "MM-DD-YY": [lambda d: f"{d:%m-%d-%y}"],
    "DD Mon YY": [lambda d: f"{d.day:02}-{SHORT[d.month - 1]}-{d:%y}"],
    "YYYY-MM": [lambda d: f"{d:%Y-%m}"],
    "YYYYMM": [lambda d: f"{d:%Y%m}"],
    "YYYY MM": [lambda d: f"{d.year} {d.month}"],
    "YYYY Mon": [lambda d: f"{d.year} {LONG[d.month - 1]}", lambda d: f"{d.year}-{SHORT[d.month - 1]}"],
    "Mon YYYY": [lambda d: f"{LONG[d.month - 1]} {d.year}", lambda d: f"{SHORT[d.month - 1]}-{d.year}"],
    "Mon-YY": [lambda d: f"{SHORT[d.month - 1]}-{d:%y}", lambda d: f"{LONG[d.month - 1]} {d:%y}"],
    "YYYY-Q": [lambda d: f"{d.year}-Q{quarter(d)}", lambda d: f"Q{quarter(d)} {d.year}"],
    "YYYY": [lambda d: f"{d.year}"],
    "YYYY/YY": [financial, lambda d: financial(d, "-")],
    "YYYY/YY Q": [
        lambda d: f"{financial(d)} {financial_quarter(d)}",
        lambda d: f"Q{financial_quarter(d)} {financial(d, '-')}",
    ],
    "YYYY/YY Mon": [
        lambda d: f"{financial(d, '-')} {SHORT[d.month - 1]}",
        lambda d: f"{LONG[d.month - 1]} {financial(d)}",
    ],
}
