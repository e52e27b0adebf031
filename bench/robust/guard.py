"""Watches what files and addresses are opened while an input is read."""

import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from payloads import Bait

SECRET = "the secret words of a file that nobody asked for"
OWN = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname")
RUNS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty")
LOADS = (
    sys.prefix,
    sys.base_prefix,
    str(Path(__file__).resolve().parents[2]),
    "/dev/null",
    "/proc",
)


class Guard:
    """A bait for readers, and a record of what they opened that is not theirs.

    Python code is seen by an audit hook; libraries in C by the bait: the secret would stand in
    their output, and the address would have a visitor.
    """

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="bait")
        secret = Path(self.folder.name) / "secret.txt"
        secret.write_text(SECRET, "utf-8")
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setblocking(False)
        port = self.listener.getsockname()[1]
        self.bait = Bait(path=str(secret), address=f"127.0.0.1:{port}", secret=SECRET)
        self.allowed: tuple[str, ...] = ()
        self.watching = False
        self.opened: list[str] = []
        sys.addaudithook(self.hear)  # there is no way to take it off again

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note the events that open what no reader needs."""
        if not self.watching:
            return
        if event in OWN or event in RUNS:
            self.opened.append(f"{event} {arguments[1:]!r:.200}")
        elif event == "open" and not self.is_allowed(arguments[0]):
            self.opened.append(f"open {arguments[0]!r:.200}")

    def is_allowed(self, path: object) -> bool:
        """Tell whether a reader may open `path`: its input, code, or a spool of its own."""
        if isinstance(path, int):
            return True
        name = path.decode("utf-8", "replace") if isinstance(path, bytes) else str(path)
        if name == self.bait.path:
            return False
        return name.startswith((*LOADS, *self.allowed))

    def start(self, *allowed: str) -> None:
        """Watch from now on; below `allowed` a reader may open what it wants."""
        self.allowed, self.opened, self.watching = allowed, [], True

    def stop(self) -> list[str]:
        """Watch no more, and return what was opened."""
        self.watching = False
        try:
            visitor, _ = self.listener.accept()
        except BlockingIOError:
            return self.opened
        visitor.close()
        return [*self.opened, "a library connected to the bait's address"]
