"""What some bytes are: which charset, HTML or plain text, or no text at all."""

import codecs
import re
from encodings import normalize_encoding
from encodings.aliases import aliases
from itertools import islice

import charset_normalizer

SAMPLE = 65_536  # bytes looked at to tell text from binary and to guess a charset
HEAD = 8_192  # bytes or characters in which a page declares itself
MAX_CONTROL_SHARE = 0.02  # a text has next to no control bytes; stray ones are dropped later
MIN_HIGH_BYTES = 24  # with fewer non-ASCII bytes a statistical guess is a coin toss
WEB_DEFAULT = "windows-1252"  # what browsers take for a western page that declares nothing

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, sound or video file"),
    (b"OggS", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "an RTF document"),
)
CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s{0,8}=\s{0,8}["']?\s{0,8}"""
    rb"""([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)
# Browsers read these labels as the superset that the pages really use.
READ_AS = {
    "ascii": WEB_DEFAULT,
    "us-ascii": WEB_DEFAULT,
    "iso-8859-1": WEB_DEFAULT,
    "iso8859-1": WEB_DEFAULT,
    "latin1": WEB_DEFAULT,
    "latin-1": WEB_DEFAULT,
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-9": "windows-1254",
    "utf-16": "utf-8",  # a readable ASCII declaration cannot stand in UTF-16
}
# The charsets of the web, by Python's names. Codecs that are none (punycode, rot13) stay out.
CHARSETS = frozenset(
    {"utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5", "big5hkscs", "euc_jp", "iso2022_jp"}
    | {"cp932", "cp949", "cp866", "cp874", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"}
    | {f"cp{number}" for number in range(1250, 1259)}
    | {f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
)
MODULES = frozenset(name.replace("-", "_") for name in CHARSETS)
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE
)
HTML_TAG = re.compile(
    r"<(/?(?:html|head|body|title|meta|link|script|div|span|p|a|article|section|table|ul|li|br"
    r"|h[1-6]|img|main|nav|header|footer|time))(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
ENOUGH_TAGS = 3  # different tags; prose about HTML seldom shows more
FEW_TAGS = 2  # in a field that may hold either: an opening and a closing tag
BLOCK_START = re.compile(r"\s*+<(?:p|div|h[1-6]|ul|ol|figure|section|article|table|blockquote)\b")


def name_binary(data: bytes) -> str | None:
    """Return what kind of binary `data` is ("a PDF file"), or None where it may be text."""
    for magic, name in MAGIC:
        if data.startswith(magic):
            return name
    if data.startswith(tuple(bom for bom, _ in BOMS)) or guess_wide(data):
        return None
    sample = data[:SAMPLE]
    control = len(sample) - len(sample.translate(None, CONTROL_BYTES))
    return "binary data" if control > MAX_CONTROL_SHARE * len(sample) else None


def guess_wide(data: bytes) -> str | None:
    """Return the UTF-16 form of mostly Latin `data` without a byte order mark, or None."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    if half == 0:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def known_charset(label: str) -> str | None:
    """Return Python's name of a declared charset, or None where it is none of the web's."""
    label = label.strip().lower()
    module = normalize_encoding(READ_AS.get(label, label)) if label.isascii() else ""
    if aliases.get(module, module) not in MODULES:  # so that no label makes Python load another
        return None
    return codecs.lookup(module).name


def declared_charset(data: bytes) -> str | None:
    """Return the charset that an HTML or XML head declares, or None."""
    found = DECLARED.search(data[:HEAD])
    return known_charset(found[1].decode("ascii")) if found else None


def guess_charset(data: bytes) -> str:
    """Return the likeliest charset of bytes that are not UTF-8 and declare nothing."""
    sample = data[:SAMPLE]
    if len(sample) - len(sample.translate(None, bytes(range(128, 256)))) < MIN_HIGH_BYTES:
        return WEB_DEFAULT
    best = charset_normalizer.from_bytes(sample).best()
    return best.encoding if best is not None else WEB_DEFAULT


def decodes(data: bytes, charset: str) -> bool:
    """Tell whether `data` is free of faults in `charset`, but for a last character cut short."""
    try:
        codecs.getincrementaldecoder(charset)().decode(data)
    except (UnicodeError, ValueError):
        return False
    return True


def mostly_utf8(data: bytes) -> bool:
    """Tell whether more of the bytes beyond ASCII are UTF-8 than are not."""
    text = data[:SAMPLE].decode("utf-8", errors="replace")
    beyond = len(text) - len(text.encode("ascii", errors="ignore"))
    return beyond > 2 * text.count("\ufffd")


def find_charset(data: bytes, header: str | None = None) -> tuple[str, int]:
    """Return the charset of `data` and the length of its byte order mark.

    In order: byte order mark, UTF-16 by its zero bytes, the charset that a transport `header`
    names, the declared one, UTF-8 where every byte fits, a statistical guess. A declaration that
    the bytes contradict gives way to UTF-8.
    """
    for bom, charset in BOMS:
        if data.startswith(bom):
            return charset, len(bom)
    wide = guess_wide(data)
    if wide is not None:
        return wide, 0
    named = known_charset(header) if header else None
    declared = [charset for charset in (named, declared_charset(data)) if charset is not None]
    for charset in (*declared, "utf-8"):
        if decodes(data, charset):
            return charset, 0
    likeliest = declared[0] if declared else "utf-8"
    if likeliest == "utf-8" and not mostly_utf8(data):  # UTF-8 is known by its marks
        return guess_charset(data), 0
    return likeliest, 0


def is_html(text: str) -> bool:
    """Tell whether `text` is HTML source: it opens as a page, or its head is full of tags."""
    head = text[:HEAD]
    if HTML_START.match(head):
        return True
    tags = {found[1].lower().lstrip("/") for found in HTML_TAG.finditer(head)}
    return len(tags) >= ENOUGH_TAGS and "</" in head


def is_markup(text: str) -> bool:
    """Tell whether the content of a field is HTML: it opens with a block, or has a few tags."""
    if HTML_START.match(text[:HEAD]) or BLOCK_START.match(text):
        return True
    return sum(1 for _ in islice(HTML_TAG.finditer(text), FEW_TAGS)) == FEW_TAGS
