"""What a cell may hold before anybody asks what it means, and how each kind of value is read.

A reader takes the text of a cell that is not empty and gives a value that JSON can hold. It raises
BadCell with a sentence that says how to mend it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import translation
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from portal.foundation.spreadsheets import FORMULA_BEGINS, unmarked
from portal.site.importing.limits import MAX_CELL
from profiles import places

Reader = Callable[[str], Any]

# How “ä”, “ö”, “ü”, “ß”, dashes and quotation marks look when UTF-8 was taken for something else.
BROKEN_LETTERS = re.compile(r"(?<=\w)[„”](?=\w)|" "Ã[¤¶¼Ÿ„–œ\x84\x96\x9c\x9f©¨]|â€|Â[ §´°]|ï»¿|�")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
SPREADSHEET_ERRORS = {
    "#NV", "#N/A", "#REF!", "#BEZUG!", "#WERT!", "#VALUE!", "#NAME?", "#DIV/0!", "#ZAHL!", "#NUM!",
    "#NULL!",
}  # fmt: skip
# A telephone number or a negative number begins with a sign, too, and computes nothing.
NUMBER = re.compile(r"[+-]?\s?\(?\d[\d\s()/.,–-]*")
BULLET = re.compile(r"[-+*]\s+(?=\w)")
SEPARATORS = re.compile(r"\s*[,;|\n]\s*")
YES = {"yes", "ja", "j", "y", "x", "true", "wahr", "1"}
NO = {"no", "nein", "n", "false", "falsch", "0"}


class BadCell(ValueError):  # noqa: N818 -- reads as what it is
    """A cell that cannot be taken over; the text is a sentence that says how to mend it."""


class Cell(NamedTuple):
    """A cell's text, whether an apostrophe marked it as no formula, and what was done to it."""

    text: str
    is_marked: bool = False
    notice: str = ""


def plain(raw: str) -> Cell:
    """The text of a cell without what must never be stored. Raises BadCell.

    A text that begins like a formula does no harm in a web page. But it is exported, copied and
    opened in a spreadsheet some day, where it would compute or call programs; and nobody means it:
    so it is refused. Telephone numbers and lists with hyphens are no formulas.
    """
    if len(raw) > MAX_CELL:
        raise BadCell(
            _("This cell holds %(n)d characters, %(most)d are possible. Please shorten it.")
            % {"n": len(raw), "most": MAX_CELL}
        )
    _refuse_broken(raw)
    text = unmarked(raw)
    is_marked = text != raw
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\u00a0", " ").strip()
    if text in SPREADSHEET_ERRORS:
        raise BadCell(
            _("“%(text)s” is an error of the spreadsheet. Please put in the value itself.")
            % {"text": text}
        )
    return Cell(text, is_marked) if is_marked else harmless(text)


def harmless(text: str) -> Cell:
    """`text`, with the hyphen of a list made a dash. Raises BadCell for what looks like a formula."""
    if not text.startswith(FORMULA_BEGINS) or NUMBER.fullmatch(text):
        return Cell(text)
    if BULLET.match(text) and not set("=|!") & set(text):
        notice = _("The hyphen at the beginning became a dash: spreadsheets take it for a formula.")
        return Cell("– " + BULLET.sub("", text, count=1), notice=notice)
    raise BadCell(
        _(
            "The cell begins with “%(begin)s”, as formulas do. Formulas are not taken over, because "
            "they can do harm in spreadsheets. Please put in the text or the value itself."
        )
        % {"begin": text[0]}
    )


def _refuse_broken(raw: str) -> None:
    if found := CONTROLS.search(raw):
        code = f"U+{ord(found.group()):04X}"
        raise BadCell(
            _("The cell holds a character that cannot be stored (%(code)s). Please type it anew.")
            % {"code": code}
        )
    if found := BROKEN_LETTERS.search(raw):
        around = raw[max(0, found.start() - 10) : found.end() + 10].strip()
        raise BadCell(
            _(
                "Letters are broken (“%(text)s”). Please mend them, or save the file anew as "
                "“CSV UTF-8”."
            )
            % {"text": around}
        )


def line_of_text(most: int) -> Reader:
    """One line of at most `most` characters."""

    def read(text: str) -> str:
        return _bounded(" ".join(text.split()), most)

    return read


def long_text(most: int) -> Reader:
    """Several lines of at most `most` characters together."""

    def read(text: str) -> str:
        return _bounded(text, most)

    return read


def _bounded(text: str, most: int) -> str:
    if len(text) > most:
        raise BadCell(
            _("This text has %(n)d characters, %(most)d are possible. Please shorten it.")
            % {"n": len(text), "most": most}
        )
    return text


def key_of(text: str) -> str:
    """What two spellings of a word have in common: no case, no umlauts, letters and digits only."""
    return "".join(re.findall(r"\w+", places.lookup.fold(text)))


def quoted(text: str) -> str:
    """`text` in the quotation marks of the reader's language."""
    return _("“%(text)s”") % {"text": text}


class Words:
    """A closed vocabulary: reads codes and labels in both languages, with or without a bracket."""

    def __init__(self, labels: Iterable[tuple[str, Sequence[str]]]) -> None:
        """`labels` are pairs of a code and everything that it is called, the shown label first."""
        self.shown: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        for code, words in labels:
            self.shown[code] = words[0]
            for word in [code, *words]:
                self._codes.setdefault(key_of(word), code)
                self._codes.setdefault(key_of(re.sub(r"\(.*", "", word)), code)

    def one(self, text: str) -> str:
        """The code of one word."""
        code = self._codes.get(key_of(text))
        if code is None:
            raise BadCell(self._unknown(text))
        return code

    def several(self, text: str) -> list[str]:
        """The codes of words with commas, semicolons or line breaks between them."""
        parts = [part for part in SEPARATORS.split(text) if part]
        codes: list[str] = []
        while parts:
            # A label may hold a comma itself: the longest run of parts that is one counts.
            for length in range(min(4, len(parts)), 0, -1):
                code = self._codes.get(key_of(" ".join(parts[:length])))
                if code is not None:
                    break
            else:
                raise BadCell(self._unknown(parts[0]))
            parts = parts[length:]
            if code not in codes:
                codes.append(code)
        return codes

    def list(self, codes: Sequence[str]) -> str:
        """Codes as words that `several` reads again."""
        return ", ".join(self.shown.get(code, code) for code in codes)

    def _unknown(self, text: str) -> str:
        near = sorted(self.shown.values(), key=lambda word: -_alike(word, text))
        return _("“%(text)s” is not known here. Possible are: %(words)s%(more)s.") % {
            "text": text[:60],
            "words": ", ".join(map(quoted, near[:6])),
            "more": " …" if len(near) > 6 else "",
        }


def _alike(one: str, other: str) -> float:
    return fuzz.ratio(key_of(one), key_of(other))


def yes_or_no(text: str) -> bool:
    word = text.casefold()
    if word not in YES | NO:
        raise BadCell(
            _("“%(text)s” is neither yes nor no. Please write “yes” or “no”.") % _cut(text)
        )
    return word in YES


def whole_number(least: int, most: int, unit: str = "") -> Reader:
    """Digits from `least` to `most`, with or without its unit ("50 km")."""

    def read(text: str) -> int:
        digits = re.sub(rf"\s*{unit}$", "", text, flags=re.IGNORECASE) if unit else text
        if not re.fullmatch(r"[0-9]{1,6}", digits) or not least <= int(digits) <= most:
            raise BadCell(
                _("“%(text)s” is no whole number from %(least)d to %(most)d.")
                % (_cut(text) | {"least": least, "most": most})
            )
        return int(digits)

    return read


def day(text: str) -> str:
    """A date as spreadsheets write it, with or without an hour; gives YYYY-MM-DD."""
    word = text.split(" ")[0].split("T")[0]
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            found = datetime.strptime(word, pattern).date()  # noqa: DTZ007 -- a date, no moment
        except ValueError:
            continue
        if date(2000, 1, 1) <= found <= date(2100, 1, 1):
            return found.isoformat()
    raise BadCell(_("“%(text)s” is no date. Please write it as 31.12.2027.") % _cut(text))


def mail_address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise BadCell(
            _("“%(text)s” is no e-mail address. Please write it as name@example.org.") % _cut(text)
        ) from error
    return _bounded(text, 254)


def web_address(text: str) -> str:
    """An address that begins with http; "www.…" gets its beginning."""
    address = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise BadCell(
            _("“%(text)s” is no web address. Please write it as https://www.example.org.")
            % _cut(text)
        ) from error
    return _bounded(address, 200)


def postcode(text: str) -> str:
    """A German postcode; spreadsheets like to lose the zero in front, it comes back."""
    digits = text.zfill(5) if re.fullmatch(r"[0-9]{4}", text) else text
    try:
        return places.require(digits).postcode
    except places.UnknownPostcode as error:
        raise BadCell(str(error)) from error


def labelled(choices: Iterable[tuple[str, Any]], also: Mapping[str, Sequence[str]]) -> Words:
    """The vocabulary of a TextChoices, with other words for some of its codes."""
    pairs = []
    for code, label in choices:
        if code:
            words = [str(label)]
            for language in ("de", "en"):
                with translation.override(language):
                    words.append(str(label))
            pairs.append((code, [*words, *also.get(code, ())]))
    return Words(pairs)


def _cut(text: str) -> dict[str, str]:
    return {"text": text[:60]}
