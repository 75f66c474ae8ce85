"""The lines of a web page's article: every paragraph in its place, without menus and boxes.

An extractor that scores paragraphs drops short ones, lists and what stands between ``<br>``. This
walk keeps all that stands beside the bulk of the running text, after the heading; what is left of
the furniture goes when the text is cleaned, where each removed piece has its reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PROSE_LETTERS = 60  # of the shortest line that counts as running text
BULK = 0.8  # the share of the running text that the article's element holds
TOO_MUCH = 0.3  # of the running text: an element with more is no box, whatever its name
_UNSEEN = {
    "script", "style", "noscript", "template", "svg", "nav", "footer", "form", "button", "input",
    "select", "textarea", "label", "iframe", "object", "video", "audio", "time", "head", "title",
    "dialog", "aside",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "tt", "u", "var", "wbr", "bdi", "bdo", "data", "del", "dfn",
}  # fmt: skip
# Words in the class or id of what is no part of an article.
_BOXES = {
    "ad", "ads", "adv", "advert", "adverts", "advertisement", "adsense", "adslot", "anzeige",
    "author", "authors", "avatar", "banner", "breadcrumb", "breadcrumbs", "byline", "cmp",
    "colophon", "comment", "comments", "consent", "cookie", "cookies", "copyright", "counter",
    "credit", "credits", "crowdfunding", "crumb", "crumbs", "dateline", "disclaimer", "disqus",
    "donate", "donation", "donations", "feedback", "foot", "footer", "gdpr", "inoagent", "jetpack",
    "keywords", "login", "masthead", "menu", "meta", "mgid", "mistake", "modal", "nav", "navbar",
    "navigation", "newsletter", "newsletters", "nl", "orphus", "outbrain", "pager", "pagination",
    "paywall", "poll", "popular", "popup", "postmeta", "print", "promo", "pubdate", "rating",
    "readalso", "readmore", "recommend", "recommended", "related", "respond", "share", "sharedaddy",
    "sharing", "sidebar", "signin", "skip", "soc", "social", "socials", "sponsor", "sponsored",
    "subscribe", "subscription", "taboola", "taglist", "tags", "teaser", "timestamp", "toolbar",
    "trending", "views", "vote", "widget",
}  # fmt: skip
_WORD = re.compile(r"[a-z]+")
_SENTENCE_END = re.compile(r"[.!?…:;][\"»”“’')\]]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a page, the elements around it from the outside in, and its letters in links."""

    text: str
    around: tuple[Any, ...]
    linked: int

    @property
    def is_prose(self) -> bool:
        """Whether it is running text."""
        ends = _SENTENCE_END.search(self.text) is not None
        return ends and len(self.text) >= PROSE_LETTERS and self.linked * 2 < len(self.text)

    @property
    def is_link(self) -> bool:
        """Whether it is a link, or several, and no sentence."""
        return self.linked * 10 >= len(self.text) * 8 and not self.is_prose


def lines(body: Any) -> list[str]:
    """The lines of the article under an element of a parsed page, without its heading."""
    blocks = list(_Walk().blocks(body))
    total = sum(len(block.text) for block in blocks if block.is_prose)
    boxes = {element for element in body.iter() if _named_box(element)}
    boxes -= _too_large(blocks, boxes, total)
    blocks = [block for block in blocks if not boxes.intersection(block.around)]
    heading = next(iter(body.iter("h1")), None)
    return [
        block.text
        for block in _after(_bulk(blocks, body, heading), heading)
        if (not block.is_link and block.around[-1].tag != "figcaption") or block.is_prose
    ]


def heading(body: Any) -> str:
    """The text of the one ``<h1>``, or nothing."""
    found = [" ".join(each.text_content().split()) for each in body.iter("h1")]
    return found[0] if len(found) == 1 else ""


def site(page_title: str, heading: str) -> str:
    """What the page's title says beside the heading: the name of the site, if it is short."""
    before, found, after = page_title.partition(heading) if heading else ("", "", "")
    name = (before.strip() or after.strip()).strip(" |-–—:»«•·/")
    return name if found and not (before.strip() and after.strip()) and len(name) <= 40 else ""


class _Walk:
    """Walks through a page in reading order; a block ends at a block element and at ``<br>``."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.linked = 0
        self.around: list[Any] = []
        self.inside: tuple[Any, ...] = ()

    def blocks(self, element: Any, in_link: bool = False) -> Iterator[Block]:
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            return
        breaks = element.tag not in _INLINE or self._is_inline_box(element)
        if breaks:
            yield from self._end()
        self.around.append(element)
        link = in_link or element.tag == "a"
        self._add(element.text, link)
        for child in element:
            yield from self.blocks(child, link)
            self._add(child.tail, link)
        if breaks:
            yield from self._end()
        self.around.pop()

    @staticmethod
    def _is_inline_box(element: Any) -> bool:
        return bool(element.get("class")) and _named_box(element)

    def _add(self, text: str | None, in_link: bool) -> None:
        if not text:
            return
        if text.strip() and not any(map(str.strip, self.parts)):
            self.inside = tuple(self.around)
        self.parts.append(text)
        self.linked += len(text.strip()) if in_link else 0

    def _end(self) -> Iterator[Block]:
        text = " ".join("".join(self.parts).split())
        if text:
            yield Block(text, self.inside, self.linked)
        self.parts, self.linked = [], 0


def _named_box(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in {"body", "html", "h1"}:
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return not _BOXES.isdisjoint(_WORD.findall(named))


def _too_large(blocks: list[Block], boxes: set[Any], total: int) -> set[Any]:
    held: dict[Any, int] = {}
    for block in blocks:
        if block.is_prose:
            for element in boxes.intersection(block.around):
                held[element] = held.get(element, 0) + len(block.text)
    return {element for element, letters in held.items() if letters > TOO_MUCH * total}


def _bulk(blocks: list[Block], body: Any, heading: Any) -> list[Block]:
    """The blocks of the smallest element with most of the running text and the heading."""
    prose = [block for block in blocks if block.is_prose]
    total = sum(len(block.text) for block in prose)
    held: dict[Any, int] = {}
    for block in prose:
        for element in block.around:
            held[element] = held.get(element, 0) + len(block.text)
    above = set(heading.iterancestors()) if heading is not None else None
    best = body
    for element in prose[0].around if prose else ():
        if held[element] >= BULK * total and (above is None or element in above):
            best = element
    return [block for block in blocks if best in block.around]


def _after(blocks: list[Block], heading: Any) -> list[Block]:
    """The blocks after the heading, where there is one and text after it."""
    at = [n for n, block in enumerate(blocks) if heading is not None and heading in block.around]
    return blocks[at[-1] + 1 :] if at else blocks
