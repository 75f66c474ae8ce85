"""The lines of a web page in reading order, and which of them its markup sets apart.

An extractor that scores paragraphs drops short ones, lists and what stands between ``<br>``. Here
every line that is seen stays in the text. Those in boxes, before the heading or away from the bulk
of the running text have the reason for which cleaning removes them; the rest it reads by itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.schema import RemovalReason

PROSE_LETTERS = 60  # of the shortest line that counts as running text
BULK = 0.8  # the share of the running text that the article's element holds
TOO_MUCH = 0.3  # of the running text: an element with more is no box, whatever its name
Line = tuple[str, RemovalReason | None]
_UNSEEN = {
    "script", "style", "noscript", "template", "svg", "input", "select", "textarea", "iframe",
    "object", "video", "audio", "head", "title",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "tt", "u", "var", "wbr", "bdi", "bdo", "data", "del", "dfn",
    "time",
}  # fmt: skip
_TAGS: Mapping[str, RemovalReason] = {
    "nav": "navigation", "footer": "legal", "form": "comment-form", "label": "comment-form",
    "button": "navigation", "dialog": "cookie-or-paywall", "aside": "teaser",
}  # fmt: skip
# Words in the class or id of what is no part of an article.
_BOXES: Mapping[RemovalReason, str] = {
    "appeal": "crowdfunding donate donation donations feedback mistake orphus",
    "newsletter": "newsletter newsletters nl subscribe subscription",
    "teaser": "promo readalso readmore teaser",
    "related-links": "keywords mgid outbrain popular recommend recommended related sidebar taboola "
    "taglist tags trending widget",
    "comment-form": "comment comments disqus login respond signin",
    "navigation": "ad ads adv advert adverts advertisement adsense adslot anzeige banner "
    "breadcrumb breadcrumbs crumb crumbs jetpack masthead menu modal nav navbar navigation pager "
    "pagination poll popup print skip sponsor sponsored toolbar",
    "byline-or-date": "author authors avatar byline dateline meta postmeta pubdate timestamp",
    "counter": "counter rating views vote",
    "credit": "credit credits",
    "cookie-or-paywall": "cmp consent cookie cookies gdpr paywall",
    "social": "share sharedaddy sharing soc social socials",
    "legal": "colophon copyright disclaimer foot footer inoagent",
}
_REASONS = {word: reason for reason, words in _BOXES.items() for word in words.split()}
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


def lines(body: Any) -> list[Line]:
    """The lines under an element of a parsed page; ``None`` where the markup says nothing."""
    blocks = list(_Walk().blocks(body))
    total = sum(len(block.text) for block in blocks if block.is_prose)
    boxes = {element: reason for element in body.iter() if (reason := _box(element))}
    for element in _too_large(blocks, boxes, total):
        del boxes[element]
    heading = next(iter(body.iter("h1")), None)
    free = [block for block in blocks if boxes.keys().isdisjoint(block.around)]
    near = set(map(id, _bulk(free, body, heading)))
    begun = _begin(blocks, heading)
    return [
        (block.text, _reason(block, boxes, id(block) in near, number >= begun))
        for number, block in enumerate(blocks)
    ]


def _reason(
    block: Block, boxes: Mapping[Any, RemovalReason], near: bool, begun: bool
) -> RemovalReason | None:
    """Why a block is set apart: its innermost box, its place, or that it is a link or a label."""
    for element in reversed(block.around):
        if element in boxes:
            return boxes[element]
    if not begun and block.around[-1].tag != "h1":
        return "navigation"
    if not near:
        return "related-links"
    if block.is_prose:
        return None
    if block.around[-1].tag == "figcaption":
        return "credit"
    return "related-links" if block.is_link else None


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
        return bool(element.get("class")) and _box(element) is not None

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


def _box(element: Any) -> RemovalReason | None:
    if not isinstance(element.tag, str) or element.tag in {"body", "html", "h1"}:
        return None
    named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    by_name = (_REASONS[word] for word in _WORD.findall(named) if word in _REASONS)
    return next(by_name, _TAGS.get(element.tag))


def _too_large(blocks: list[Block], boxes: Mapping[Any, Any], total: int) -> set[Any]:
    held: dict[Any, int] = {}
    for block in blocks:
        if block.is_prose:
            for element in boxes.keys() & block.around:
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


def _begin(blocks: list[Block], heading: Any) -> int:
    """The number of the first block after the heading, where there is one and text after it."""
    at = [n for n, block in enumerate(blocks) if heading is not None and heading in block.around]
    return at[-1] + 1 if at else 0
