"""What the user tells us about a page."""

import msgspec


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """Facts about a page that the user states; what is given beats what is found."""

    url: str | None = None
    published: str | None = None  # ISO 8601 date, or date-time
    outlet: str | None = None
    title: str | None = None
    agency: str | None = None
    language: str | None = None  # ISO 639-1
