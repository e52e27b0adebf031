"""Build `src/sayso/gazetteer/known.sqlite`: names of actors with country, sectors and dates.

    python training/build_known_parties.py FOLDER

FOLDER holds the Phoenix dictionaries of the Open Event Data Alliance (MIT licence, 2014), as
published with PETRARCH2: Phoenix.{Countries,International,MilNonState}.actors.txt and
Phoenix.agents.txt. Names, codes and dates are carried over. The output is the same to the byte
when the script is run again.
"""

import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sayso.gazetteer.folding import fold
from sayso.ontology.codes import country_codes, sector_of_role

ACTOR_FILES = (
    "Phoenix.Countries.actors.txt",
    "Phoenix.International.actors.txt",
    "Phoenix.MilNonState.actors.txt",
)
AGENT_FILE = "Phoenix.agents.txt"
TARGET = Path("src/sayso/gazetteer/known.sqlite")
CODE = re.compile(r"\[([^\]\s]+)\s*([^\]]*)\]")
# Titles are read off the page and stripped there, so names that begin with one only take room.
TITLE = re.compile(
    r"^(president|prime|premier|minister|foreign|defen[cs]e|ambassador|king|queen|prince|"
    r"secretary|general|spokes\w+|chancellor|senator|sen|rep|us|u\.s\.|russian|chinese)\b"
)
Spell = tuple[
    str, str, str, str
]  # country or "", sectors joined by space, from, until (ISO or "")


def day(text: str) -> str:
    """Return an ISO date for a dictionary date (YYMMDD or YYYYMMDD), "" where it is none."""
    digits = re.sub(r"\D", "", text)
    if len(digits) == 6:
        century = "19" if digits > "30" else "20"
        digits = century + digits
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 else ""


def spell_of(code: str, when: str) -> Spell:
    """Return country, sectors and dates of one coded spell."""
    parts = [code[i : i + 3] for i in range(0, len(code) - len(code) % 3, 3)]
    country = parts[0] if parts and parts[0] in country_codes() else ""
    roles = parts[1:] if country else parts
    sectors = dict.fromkeys(s for s in map(sector_of_role, roles) if s)
    start, end = "", ""
    if when.startswith(">"):
        start = day(when[1:])
    elif when.startswith("<"):
        end = day(when[1:])
    elif "-" in when:
        start, end = (day(part) for part in when.split("-", 1))
    return country, " ".join(sectors), start, end


def read_actors(path: Path) -> Iterator[tuple[list[str], list[Spell]]]:
    """Yield each actor of a dictionary: its names, the first one the head, and its spells."""
    names: list[str] = []
    spells: list[Spell] = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        body = line.split("#", 1)[0].rstrip()
        if not body or body.startswith(("!", "=")):
            continue
        coded = [spell_of(*found) for found in CODE.findall(body)]
        name = body.split("[", 1)[0].strip()
        if name and not name.startswith("+"):
            if names and spells:
                yield names, spells
            names, spells = [name], []
        elif name:
            names.append(name.lstrip("+"))
        spells.extend(coded)
    if names and spells:
        yield names, spells


def plain(name: str) -> str:
    """Return a dictionary name as people write it: "SERGEY_LAVROV_" -> "Sergey Lavrov"."""
    words = name.replace("_", " ").split()
    return " ".join(word if len(word) <= 4 and len(words) == 1 else word.title() for word in words)


def agents(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the agent nouns with their sectors; pattern nouns are left out."""
    for line in path.read_text("utf-8", errors="replace").splitlines():
        found = re.match(r"^([A-Z_]+?)_?\s*\[~([A-Z]+)\]", line)
        if found:
            _, sectors, _, _ = spell_of(found[2], "")
            if sectors:
                yield fold(found[1].replace("_", " ")), sectors


def given_names(rows: dict[str, tuple[str, list[Spell]]]) -> list[str]:
    """Return the first words that at least two names of persons in office share."""
    firsts = Counter(
        name.split()[0].lower()
        for _, (name, spells) in rows.items()
        if 2 <= len(name.split()) <= 4 and any(spell[2] or spell[3] for spell in spells)
    )
    return sorted(word for word, count in firsts.items() if count > 1 and word.isalpha())


def main(folder: Path) -> None:
    """Write the table from the dictionaries in `folder`."""
    rows: dict[str, tuple[str, list[Spell]]] = {}
    for file in ACTOR_FILES:
        for names, spells in read_actors(folder / file):
            told = [spell for spell in dict.fromkeys(spells) if spell[0] or spell[1]]
            for name in names:
                key = fold(plain(name))
                if told and len(key) > 2 and not TITLE.match(key) and key not in rows:
                    rows[key] = (plain(names[0]), told)
    TARGET.unlink(missing_ok=True)
    with sqlite3.connect(TARGET) as base:
        base.execute(
            "CREATE TABLE party (key TEXT PRIMARY KEY, name TEXT, spells TEXT) WITHOUT ROWID"
        )
        base.execute("CREATE TABLE agent (key TEXT PRIMARY KEY, sectors TEXT) WITHOUT ROWID")
        base.executemany(
            "INSERT INTO party VALUES (?, ?, ?)",
            (
                (key, name, ";".join(",".join(spell) for spell in spells))
                for key, (name, spells) in sorted(rows.items())
            ),
        )
        base.execute("CREATE TABLE given (key TEXT PRIMARY KEY) WITHOUT ROWID")
        base.executemany("INSERT INTO given VALUES (?)", ((name,) for name in given_names(rows)))
        base.executemany(
            "INSERT OR IGNORE INTO agent VALUES (?, ?)", sorted(agents(folder / AGENT_FILE))
        )
    base.execute("VACUUM")
    base.close()
    print(f"{len(rows)} names, {TARGET.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
