"""Full stops: whether one ends a sentence or belongs to the word before it."""

import re
from dataclasses import dataclass

from pipeline.text.quotes import MARKS
from pipeline.text.rules import Rules

LONGEST_PAIRED = 5  # letters of the second word of a pair such as "т. д."
LONGEST_PHRASE = 5  # words of a phrase such as "В начале марта 2014 г."
_INITIALS = re.compile(r"[^\W\d_](?:[.-]{1,2}[^\W\d_])*")
_HYPHEN = re.compile("[-–]")
_ORDINAL = re.compile(r"\d{1,2}|[IVXL]{2,}")
_ROMAN = re.compile(r"(?:[IVXLC]{2,}|[VX])\b")
_CENTURY = re.compile(r"[IVXІХ]+(?:[-–—][IVXІХ]+)?")
_REST_OF_DATE = re.compile(r"\d{1,2}\.\s?\d|(?:19|20)\d\d\b")
_AMOUNT = re.compile(r"\d{1,2}\s([^\W\d_]+)")


def is_whole(word: str, rules: Rules) -> bool:
    """Whether a word is too long for an abbreviation that is not listed; spares a closer look."""
    core = word.lower()
    return (
        len(core) > LONGEST_PAIRED
        and core.isalpha()
        and core not in rules.titles
        and core not in rules.abbreviations
        and core not in rules.before_number
        and core not in rules.units
        and core not in rules.ends
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FullStop:
    """A full stop with what stands around it."""

    words: list[str]  # of the sentence, up to the full stop
    core: str  # the last of them in lower case, and
    last: str  # the one before
    text: str
    first: int  # where the first word after it starts
    following: str  # that word
    starts: bool  # it is one that starts sentences
    bracket: bool  # a bracket follows that is no sentence of its own

    def holds(self, rules: Rules) -> bool:
        """Whether the sentence goes on over the full stop."""
        digit = self.text[self.first : self.first + 1].isdigit()
        number = digit or bool(_ROMAN.match(self.text, self.first))
        joined = f"{self.last}.{self.core}".lower()
        part = self.core if self.core[:1].isdigit() else _HYPHEN.split(self.core)[-1]
        names = {self.core, part, joined}
        if _ORDINAL.fullmatch(self.words[-1]):
            return self._ordinal(digit, rules)
        if names & rules.ends:
            return self.following in rules.months or self.bracket
        if joined in rules.titles or (number and names & rules.before_number):
            return True
        if self.core in rules.units and self._measures(rules):
            return self.bracket or self._within(digit, number, rules) or self._opens(rules)
        paired = joined in rules.abbreviations
        if not paired and (names & rules.titles or (number and len(self.core) == 1)):
            return True
        known = names & rules.abbreviations or self.core in rules.units
        short = known or _INITIALS.fullmatch(self.core)
        return bool(short) and (self.bracket or not (self.starts or digit))

    def _ordinal(self, digit: bool, rules: Rules) -> bool:
        if digit:
            return bool(_REST_OF_DATE.match(self.text, self.first))
        if self.following in rules.months:
            return True
        roman = not self.words[-1].isdigit()
        counted = roman or not self.last or self.last.lower() in rules.before_ordinal
        return rules.ordinals and not self.starts and counted

    def _measures(self, rules: Rules) -> bool:
        """Whether a number stands before the word: "2014 г.", "XIV ст.", "7 тыс. руб."."""
        last = self.words[-2] if self.last else ""
        if len(self.last) > 1 and self.last.lower() in rules.units:
            return True
        return last[:1].isdigit() or bool(_CENTURY.fullmatch(last))

    def _within(self, digit: bool, number: bool, rules: Rules) -> bool:
        """Whether an amount goes on: "5 руб. 20 коп.", "80-х гг. XIX в."."""
        if self.following in rules.months:
            return True
        amount = _AMOUNT.match(self.text, self.first)
        return bool(amount and amount[1].lower() in rules.parts) if digit else number

    def _opens(self, rules: Rules) -> bool:
        """Whether a phrase of time opens a clause here: "В 2014 г.", "…, а в 2014 г."."""
        words = [word.lower().lstrip(MARKS + "(—–-") for word in self.words[-LONGEST_PHRASE - 2 :]]
        for index in range(len(words) - 1, 0, -1):
            if words[index - 1][-1:] in (",", ";", ":"):
                joint = words[index] in rules.coordinators or words[index] in rules.that
                if not joint and words[index - 1][-1:] == ",":
                    return False
                words = words[index + joint :]
                break
        words = [word for word in words if word]
        return (
            not self.starts
            and bool(words)
            and len(words) <= LONGEST_PHRASE
            and words[0] in rules.prepositions
        )
