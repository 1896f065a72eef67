"""What may stand before, and after, words that are a name by where they stand; and how names are abbreviated."""

from __future__ import annotations

import re

#: Capitals and figures, or any letters beside two capitals: "MAO", "H2", "QTc", "HBsAg", "c-MET".
_ABBREVIATION = re.compile(r"(?=.*[A-Z])[^a-z\s]{1,7}|(?=(?:.*[A-Z]){2})\S{2,11}")

OPENS = frozenset(
    {
        "START",
        "MOD",
        "NEG",
        "SUBJ",
        "WITH",
        "HAVE",
        "LPAR",
        "SEMI",
        "EG",
        "EXCEPT",
        "LINK",
        "DEF",
        "COLON",
        "PERSON",
        "NEVER",
        "JUDGED",
        "ANYOF",
        "ALLOF",
        "DOT",
        "VALUE",
        "TIMES",
        "OFFOLLOWING",
        "IF",
        "UNLESS",
        "WITHOR",
        "INCREASE",
        "OUTCOME",
        "BEFORE",
        "AFTER",
        "DURING",
        "OF",
    }
)
ENDS = frozenset(
    {
        "END",
        "COMMA",
        "AND",
        "OR",
        "ANDOR",
        "SEMI",
        "RPAR",
        "LPAR",
        "DOT",
        "VALUE",
        "AMOUNT",
        "WITHIN",
        "BEFORE",
        "AFTER",
        "EG",
        "EXCEPT",
        "IF",
        "UNLESS",
        "LINK",
        "JUDGED",
        "COLON",
        "DEF",
        "WITH",
        "HAVE",
        "DURING",
        "AT",
        "ETC",
        "OUTCOME",
        "FORLEN",
        "LENGTH",
        "PERIOD",
        "FOR",
        "SLASH",
        "WITHOR",
        "TIMES",
        "ELSE",
        "PERSON",
        "SUBJ",
        "RATE",
    }
)


def is_abbreviation(word: str) -> bool:
    """Whether a word is written as abbreviations of names are."""
    return _ABBREVIATION.fullmatch(word) is not None
