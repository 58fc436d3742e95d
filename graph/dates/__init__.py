"""Uncertain dates and periods: EDTF text, the words as written, and four ISO day bounds.

What the four bounds mean
    A *vague date* (an event on some day within D, from `earliest` to `latest`):
        since_min = until_min = earliest, since_max = until_max = latest.
        So March 2015 as the date of an incident says: one day, not before the 1st, not after the 31st.
    An *interval* A/B: since_min..since_max is the range of A, until_min..until_max the range of B.
        So 2014-06/2015 began in June 2014 and ended in 2015.
    An open ("..") or unknown ("") end of an interval reaches to OPEN_START or OPEN_END, and the inner bound
    is what the other end implies: a period lasts at least until it has begun. First and last citations of a
    posting or link are not an interval: `posting_period` turns them into `Bounds`.

Uncertain (?) and approximate (~) are kept in the EDTF text and do not widen the bounds: how far "about"
reaches is the source's secret. `describes_single_day` is False for them.

Words are read by our own grammar only; the free-text guesser of `edtf` is not used.
"""

from graph.dates.answers import Answer, on_day, posting_period
from graph.dates.columns import Order, settle_order
from graph.dates.edtf_text import from_edtf, with_precision
from graph.dates.period import (
    OPEN_END,
    OPEN_START,
    Bounds,
    Period,
    between,
    day,
    describes_single_day,
    month_bounds,
    year_bounds,
)
from graph.dates.reading import from_cell, parse_period
from graph.dates.showing import show

__all__ = [
    "OPEN_END",
    "OPEN_START",
    "Answer",
    "Bounds",
    "Order",
    "Period",
    "between",
    "day",
    "describes_single_day",
    "from_cell",
    "from_edtf",
    "month_bounds",
    "on_day",
    "parse_period",
    "posting_period",
    "settle_order",
    "show",
    "with_precision",
    "year_bounds",
]
