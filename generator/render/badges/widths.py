"""How wide letters are, without a font: enough to size a badge.

Measured in DejaVu Sans at 11 px, which is as wide as Verdana, the widest of the fonts that a badge asks for. The drawing then stretches
or presses the text to the width counted here, so that a font that differs neither leaves a gap nor spills over.
"""

from __future__ import annotations

import unicodedata

_WIDTHS = {
    **dict.fromkeys("'IJijl", 3.0),
    **dict.fromkeys(" ,./:;\\|", 3.5),
    **dict.fromkeys("-f", 4.0),
    **dict.fromkeys("!()[]rt", 4.5),
    '"': 5.0,
    **dict.fromkeys("*_`s–", 5.5),
    **dict.fromkeys("?Lcz", 6.0),
    **dict.fromkeys("FPTYakovxy", 6.5),
    **dict.fromkeys("$0123456789EKSbdeghnpqu{}", 7.0),
    **dict.fromkeys("ABCRVXZ", 7.5),
    **dict.fromkeys("NU", 8.0),
    **dict.fromkeys("&DGHOQ", 8.5),
    **dict.fromkeys("#+<=>^w~≤", 9.0),
    "M": 9.5,
    **dict.fromkeys("%m", 10.5),
    **dict.fromkeys("@W…", 11.0),
}
_SMALL, _LETTER, _CAPITAL, _WIDE = 6.0, 7.0, 8.0, 11.5
"""Letters without case (Arabic, Hebrew, Devanagari), small ones, capitals, and what East Asia writes wide."""


def width(text: str) -> float:
    """Of `text`, in pixels."""
    return sum(map(_of, text))


def _of(letter: str) -> float:
    """A letter with marks on it is as wide as the letter alone."""
    plain = unicodedata.normalize("NFD", letter)[0]
    if (known := _WIDTHS.get(plain)) is not None:
        return known
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    if letter.isupper():
        return _CAPITAL
    return _LETTER if letter.islower() else _SMALL
