"""Addresses -> pages kept as WARC.

`fetch_pages` is the door: it asks robots.txt, keeps its turn at every host, and opens sockets to
public addresses only. What it keeps, `sayso code` reads.

  addresses   an address as somebody wrote it -> `Address`
  guard       the one place where sockets are opened, and which addresses are refused there
  packing     bodies unpacked as they come, bombs stopped
  wire        one request, one answer
  robots      what a host lets us read
  pace        whose turn it is, and when
  warc        answers -> WARC records
  store       the WARC file: what it holds, and what is added
  run         the order of it all
"""

from sayso.errors import FetchError
from sayso.fetch.addresses import read_addresses
from sayso.fetch.guard import Guard
from sayso.fetch.pace import Clock
from sayso.fetch.run import Fetched, fetch_pages
from sayso.fetch.settings import Settings

__all__ = ["Clock", "FetchError", "Fetched", "Guard", "Settings", "fetch_pages", "read_addresses"]
