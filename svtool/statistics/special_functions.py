"""The beta, gamma and normal integrals and their inverses, of which tests and limits are made; scipy works them out.

scipy takes a while to load, so it is loaded when the first of them is asked for: much work asks for none.
Who knows that it will be asked for lets it load beside what the engine does meanwhile.
"""

from __future__ import annotations

import sys
import threading
from functools import cache
from typing import Any


@cache
def _special() -> Any:
    from scipy import special  # noqa: PLC0415 (see above)

    return special


def load_beside() -> None:
    """Begin to load scipy in a thread of its own; the first integral waits until that is done."""
    if "scipy.special" not in sys.modules:
        threading.Thread(target=_special, name="svtool-statistics", daemon=True).start()


def beta_below(one: float, other: float, point: float) -> float:
    """Return the regularised incomplete beta integral from 0 to a point."""
    return float(_special().betainc(one, other, point))


def beta_above(one: float, other: float, point: float) -> float:
    """Return the regularised incomplete beta integral from a point to 1."""
    return float(_special().betaincc(one, other, point))


def beta_quantile(one: float, other: float, share: float) -> float:
    """Return the point below which a share of the beta integral lies."""
    return float(_special().betaincinv(one, other, share))


def gamma_below(shape: float, point: float) -> float:
    """Return the regularised incomplete gamma integral from 0 to a point."""
    return float(_special().gammainc(shape, point))


def gamma_above(shape: float, point: float) -> float:
    """Return the regularised incomplete gamma integral from a point on."""
    return float(_special().gammaincc(shape, point))


def gamma_quantile(shape: float, share: float) -> float:
    """Return the point below which a share of the gamma integral lies."""
    return float(_special().gammaincinv(shape, share))


def gamma_quantile_above(shape: float, share: float) -> float:
    """Return the point above which a share of the gamma integral lies."""
    return float(_special().gammainccinv(shape, share))


def normal_quantile_of(share: float) -> float:
    """Return the point below which a share of the standard normal distribution lies."""
    return float(_special().ndtri(share))


def t_quantile_of(share: float, freedom: float) -> float:
    """Return the point below which a share of Student's t distribution lies."""
    return float(_special().stdtrit(freedom, share))
