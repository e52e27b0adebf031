"""Who owns an outlet, as far as `owners.toml` knows."""

from functools import cache
from urllib.parse import urlsplit

from sayso.clean.signs.outlet import folded
from sayso.ledger.copies.whose import Print
from sayso.lexicons import Entry, Lexicon, load_lexicon
from sayso.records import Report


class OwnerEntry(Entry, frozen=True, kw_only=True):
    """An owner with outlets of its own; each form is the name or the address of one."""

    owner: str
    outlets: tuple[str, ...]
    domains: tuple[str, ...] = ()


class OwnerLexicon(Lexicon, frozen=True, kw_only=True):
    """The file `owners.toml`."""

    entry: tuple[OwnerEntry, ...]


@cache
def owners_by_outlet() -> dict[tuple[str, ...], str]:
    """Return the owners by the folded names of their outlets."""
    entries = load_lexicon("owners", OwnerLexicon).entry
    return {folded(name): entry.owner for entry in entries for name in entry.outlets}


@cache
def owners_by_domain() -> dict[str, str]:
    """Return the owners by the web addresses of their outlets."""
    entries = load_lexicon("owners", OwnerLexicon).entry
    return {domain: entry.owner for entry in entries for domain in entry.domains}


def owner_of_address(url: str) -> str | None:
    """Return who owns the outlet at `url`; None where that is not known."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    labels = host.split(".")
    ends = (".".join(labels[start:]) for start in range(max(0, len(labels) - 4), len(labels)))
    return next((owners_by_domain()[end] for end in ends if end in owners_by_domain()), None)


def owner_of(report: Report | Print) -> str | None:
    """Return who owns the outlet that printed `report`; None where that is not known."""
    named = owners_by_outlet().get(folded(report.outlet)) if report.outlet is not None else None
    return named or (owner_of_address(report.url) if report.url is not None else None)
