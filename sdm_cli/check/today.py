"""Today, as rules may ask about it: by questions of which it is known until when they have the same answer."""

import datetime as dt

_A_DAY = dt.timedelta(days=1)


class Today:
    """A day that is asked about. `until` is the last day on which all that was asked so far would be answered in the same way."""

    def __init__(self, day: dt.date) -> None:
        self._day = day
        self.until = dt.date.max

    def is_before(self, other: dt.date) -> bool:
        """Whether the other day is still to come."""
        if self._day < other:
            self._holds_until(other - _A_DAY)
        return self._day < other

    def is_after(self, other: dt.date) -> bool:
        """Whether the other day is over."""
        if self._day <= other:
            self._holds_until(other)
        return self._day > other

    def days_until(self, other: dt.date) -> int:
        """How many days it is to another day; tomorrow it is one less."""
        self._holds_until(self._day)
        return (other - self._day).days

    def years_since(self, year: float) -> float:
        """How many years ago another year was, by the calendar's years alone."""
        self._holds_until(dt.date(self._day.year, 12, 31))
        return self._day.year - year

    def _holds_until(self, day: dt.date) -> None:
        self.until = min(self.until, day)
