"""What the shape of a line tells, whatever its words: menus, dates, names, contacts."""

import re

from pipeline.schema import RemovalReason
from pipeline.text.phrases import Phrases

PROSE_WORDS = 6  # a shorter line may be a label although it ends like a sentence
LABEL_WORDS = 4  # of one part of a menu
_UPPER = "A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻČŠŽŬА-ЯЁІЎЇЄҐ"
_NAME_WORD = rf"(?:[{_UPPER}][\w’'ʼ.-]*|[{_UPPER}]\.)"
_NAME = rf"{_NAME_WORD}(?: (?:van|von|de|da|zu|der|le) ?)?(?: {_NAME_WORD}){{1,3}}"
NAMES = re.compile(rf"{_NAME}(?:\s*(?:,|&|/|·|and|und|i|и|і|й|та|oraz)\s*{_NAME})*")
_PARTS = re.compile(r"\s+[|·•»→›/>»]+\s+|\s*[|•]\s*|\s{2,}|\s+[>»→›]|[>›]\s+")
_MARKS = re.compile(r"[|•·»→›>/]|\s{2}")
_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}(?:T[\d:]+Z?)?|\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"(?:\s?[ap]\.?m\.?)?|\b(?:19|20)\d{2}\b|\d{1,2}(?:st|nd|rd|th)?\b"
)
_TIME = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d{2}\b|\d[./-]\d{1,2}[./-]\d{2}")
_NOT_WORDS = re.compile(r"[\W\d_]+")
CONTACT = re.compile(
    r"(?:https?://\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,8}/\S+|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?<!\w)@\w{3,})[\s)»”\"!]*$"
)
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^”“\"]*[”“\"]|\"[^\"]*\"")
OPENS_SPEECH = tuple("—–-«„“\"”'‘’")


def terminated(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return line.rstrip("\"'»”“’)] ").endswith((".", "!", "?", "…", ":", ";", ","))


def is_prose(line: str) -> bool:
    """Whether a line reads as running text."""
    words = line.count(" ") + 1
    return words >= 25 or (words >= PROSE_WORDS and terminated(line))


def menu(line: str) -> bool:
    """Short labels with marks between them: a menu, a path to the page, a bar to share it."""
    if not _MARKS.search(line) or terminated(line) or "«" in line or len(line) > 200:
        return False
    parts = [part.strip() for part in _PARTS.split(line)]
    path = len(parts) == 2 and re.search(r"\s(?:[»>→›])\s", line) is not None
    return (len(parts) > 2 or path) and all(0 < len(part.split()) <= LABEL_WORDS for part in parts)


def signature(line: str, phrases: Phrases) -> bool:
    """A name after the word that an author is named by: "Words by X Y, editor"."""
    match = phrases.byline.match(line.lower())
    if match is None or len(line) > 140:
        return False
    named = NAMES.match(line, match.end())
    return named is not None and not terminated(line[named.end() :] or "x")


def dateline(line: str, phrases: Phrases) -> bool:
    """A date or time with nothing beside it but names, counters and the words between them."""
    if len(line) > 160 or not _TIME.search(line):
        return False
    rest = _NOT_WORDS.sub(" ", phrases.meta.sub(" ", _DATE.sub(" ", line.lower()))).split()
    if not rest:
        return True
    kept = [word for word in re.findall(r"[^\W\d_][\w’'ʼ-]*", line) if word.lower() in rest]
    if any(word[0].islower() and re.search(rf"{re.escape(word)}[.!?]", line) for word in kept):
        return False  # the end of a sentence
    capital = sum(word[0].isupper() for word in kept)
    return capital >= 2 and len(kept) - capital <= 3 and capital <= 6 and not line.endswith("?")


def only_names(line: str) -> bool:
    """A name or names, perhaps with a place or an office after a comma."""
    match = NAMES.match(line)
    rest = line[match.end() :] if match else "x."
    return not rest or (rest[0] in ",(—–" and len(rest.split()) <= 6 and not terminated(line))


def asks(line: str, phrases: Phrases, own: frozenset[str]) -> RemovalReason | None:
    """Whether the outlet asks its reader for something: mail, money, to follow, to accept.

    Its first sentence must say so too, else an appeal is glued to the end of a paragraph.
    """
    if line.startswith(OPENS_SPEECH) or _ENTRY.match(line):
        return None
    said = _AMERICA.sub(" ", _QUOTED.sub(" ", line))
    low = said.lower()
    contact = _CONTACT_SIGNS.search(low) and CONTACT.search(low)
    if not contact and not phrases.channel.search(low):
        return None
    speaks = phrases.outlet.search(low) is not None or any(name in low for name in own)
    addressed = phrases.reader.search(said) is not None
    brief = low.count(" ") < 12
    if not (contact and (speaks or addressed or brief)) and not (speaks and addressed):
        return None
    first = _SENTENCE.split(said, maxsplit=1)[0]
    opening = first.lower()
    cued = phrases.outlet.search(opening) or phrases.channel.search(opening)
    if not (cued or phrases.reader.search(first) or first.count(" ") < 10):
        return None if not any(name in opening for name in own) else topic(low)
    return topic(low)


def topic(low: str) -> RemovalReason:
    """What an appeal is about, by the first telling stem in it."""
    return next((why for why, stem in _STEMS if stem.search(low)), "appeal")


_AMERICA = re.compile(r"\bUSA?\b")  # in lower case it would be the outlet
_CONTACT_SIGNS = re.compile(r"[@/]|www")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_ENTRY = re.compile(r"\d{1,2}[:.]\d{2}\b")  # of a live report
_STEMS: tuple[tuple[RemovalReason, re.Pattern[str]], ...] = (
    ("cookie-or-paywall", re.compile(r"cook|кук[иіа]|печ[еиы]|ciastecz|kekse")),
    ("newsletter", re.compile(r"mail|mejl|newsl|рассыл|розсил|письм|ліст|лист|імэйл|імейл|postf")),
    ("social", re.compile(r"telegr|т[еэ]л[еэ]гр|faceb|instag|youtu|viber|whats")),
)
