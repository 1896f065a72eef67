"""Words, sentences and abbreviations of a criterion: scispaCy's tokenizer, fitted to how registries write.

scispaCy's rules are made for abstracts and keep `≥100,000/mm3`, `QTcF>450`, `10mg/day` and `AST/ALT` whole. The rules
here come before them and split operators, slashes between words, numbers from units, and hyphens after digits, so
that a quantity and an entity never share a token. spaCy is imported when first needed: it takes over a second.
"""

from __future__ import annotations

import re
import warnings
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

Extent = tuple[int, int]

#: spaCy's time to split a run without white space grows with its square; no word of a criterion is as long as this.
_NO_WORD = 200
#: How many distinct runs are remembered with their tokens.
_KNOWN = 50_000
_RUN = re.compile(r"\S+")
#: A word between signs that spaCy always parts from one; its own rules are slow, and hold exceptions for some words.
_PLAIN = re.compile(r"[(\[]*([A-Za-z]+)[,;:)\]]*")
_LONG_RUN = re.compile(rf"\S{{{_NO_WORD},}}")
_LONGEST = 10_000

_OPERATOR = r"(?:[<>]=|=[<>]|<>|[<>≤≥＜＞⩽⩾≦≧=±~≈≠×→])"
_UNIT = (
    r"(?:[munpkd]?[gGlLm]|mcg|[μµ][gGlLm]|[cm]m[23²³]?|m[23²³]|d[lL]|k?g|IU|U|mU|mEq|[mnpμµ]?[mM]ol|mmHg|Hz|Gy|cGy|Sv|kcal|"
    r"lbs?|kgs|oz|in|ft|cells|copies|msec|m?s|sec|secs|mins?|hr?s?|hours?|days?|wks?|weeks?|mos?|months?|yrs?|yo|years?|"
    r"y|d|w|ms|pg|ng|mL|ml|kPa|bpm|BPM|beats|times|fold|°|ppm|pm|am|percent)"
)
_PREFIXES = (_OPERATOR, r"[(\[{+*^/]", r"[xX](?=\d)", r"[-–—](?=\w)", r"&(?:gt|lt|le|ge);")
_INFIXES = (
    _OPERATOR,
    r"[()\[\]{};|]",
    r"(?<=[^\W_])[/\\](?=[^\W_(])",
    r"(?<=[%)])[/](?=\w)",
    r"(?<=[^\W_])/(?=[<>≤≥])",
    r"(?<=\d)[-–—+^*](?=\w)",
    r"(?<=[\d°])[-–—](?=[\w<>≤≥])",
    r"(?<=[%°FC])[-–—](?=\d)",
    r"(?<=\d)%(?=[\w-])",
    r"(?<=\d)[xX](?=\d|ULN|LLN|the|upper|$)",
    rf"(?<=\d)(?={_UNIT}(?![A-Za-z0-9]))",
    r"(?<=[A-Za-z]{2})[,:](?=\w)",
    r"(?<=[)\]])[,:](?=\w)",
    r"(?<=[)\]])\.(?=[A-Z])",
    r"(?<=\.),(?=\w)",
    r"(?<=[a-z]{3})\.(?=[A-Z])",
    r"(?<=[a-z]{4})\.(?=[(\[])",
    r"(?<=\w)[–—](?=\w)",
    r"(?<=[^\W_])-(?=(?:proven|confirmed|treated|induced|containing|positive|negative|na[iï]ve|related|associated)\b)",
)
_SUFFIXES = (_OPERATOR, r"[)\]}/*^]", r"(?<=\d)[xX]", rf"(?<=\d){_UNIT}", r"(?<=[a-zA-Z\d)])[-–—]", r"(?<=\w)\+")


@cache
def tokenizer() -> Language:
    """The spaCy pipeline that holds the tokenizer and, as its one component, scispaCy's abbreviation detector.

    `tokenizer().make_doc(text)` only tokenizes.
    """
    import spacy
    from scispacy.abbreviation import AbbreviationDetector  # noqa: F401 - registers the component

    nlp = spacy.blank("en")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # scispaCy's character classes, old to `re`
        nlp.tokenizer = split_operators(nlp)
    nlp.add_pipe("abbreviation_detector", config={"make_serializable": True})
    return nlp


def split_operators(nlp: Language) -> Any:
    """scispaCy's tokenizer over the vocabulary of `nlp`, with the rules of this module before its own.

    spaCy saves the compiled rules with a model, so a model trained on these tokens keeps them.
    """
    from scispacy.custom_tokenizer import combined_rule_tokenizer
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    made = combined_rule_tokenizer(nlp)
    theirs = {name: getattr(made, name).__self__.pattern for name in ("prefix_search", "suffix_search")}
    infixes = made.infix_finditer.__self__.pattern
    return Tokenizer(
        nlp.vocab,
        rules={text: rule for text, rule in made.rules.items() if _keeps(text)},
        prefix_search=compile_prefix_regex([*_PREFIXES, _unanchored(theirs["prefix_search"])]).search,
        suffix_search=compile_suffix_regex([*_SUFFIXES, _unanchored(theirs["suffix_search"])]).search,
        infix_finditer=compile_infix_regex([*_INFIXES, infixes]).finditer,
        token_match=None,
        url_match=made.url_match,
    )


def _unanchored(pattern: str) -> str:
    """`compile_prefix_regex` anchors every alternative, so a compiled pattern can stand as one more of them."""
    return f"(?:{pattern})"


def _keeps(exception: str) -> bool:
    """Whether an exception of spaCy's is wanted: its emoticons and clock times ("8)", "10p.m") are units to us."""
    return exception[0].isalpha() and len(exception) > 1 and ")" not in exception


def tokens(text: str) -> list[Extent]:
    """The half-open character extents of the tokens of `text`; white space belongs to none.

    >>> [("LVEF<50%")[a:b] for a, b in tokens("LVEF<50%")]
    ['LVEF', '<', '50', '%']
    """
    found: list[Extent] = []
    for run in _RUN.finditer(text):
        parts = _split(run.group())
        if len(parts) == 1:  # as most, which are words
            found.append(run.span())
        else:
            at = run.start()
            found += [(at + start, at + end) for start, end in parts]
    return found


@lru_cache(_KNOWN)
def _split(run: str) -> tuple[Extent, ...]:
    """The tokens of a run of characters without white space; what stands around it makes no difference to spaCy."""
    if len(run) >= _NO_WORD:
        return ((0, len(run)),)
    plain = _PLAIN.fullmatch(run)
    if plain is not None and plain[1] not in tokenizer().tokenizer.rules:
        start, end = plain.span(1)
        return (*_one_by_one(0, start), (start, end), *_one_by_one(end, len(run)))
    return tuple((token.idx, token.idx + len(token)) for token in tokenizer().make_doc(run))


def _one_by_one(start: int, end: int) -> list[Extent]:
    return [(at, at + 1) for at in range(start, end)]


def without_runs(text: str) -> str:
    """The text with spaces in place of runs of 200 characters and more without white space, which are no words."""
    return _LONG_RUN.sub(lambda run: " " * len(run.group()), text)


# --------------------------------------------------------------------------- sentences

_BEGINS = r"[\"'(\[]*(?:[^\W\d_a-zß-öø-ÿ]|[\d<>≥≤])"
_STOP = re.compile(rf"[.!?][\"')\]]*(?=\s+(?:[-–]\s+|[*•]+\s*)?{_BEGINS})|(?:(?<=[a-z]{{3}})|(?<=\)))\.(?=[A-Z][a-z])")
_WORD_BEFORE = re.compile(r"[^\s(\[,;]+\Z")


def sentences(text: str) -> list[Extent]:
    """The extents of the sentences of `text`, in order, without the white space around them.

    A full stop ends a sentence when white space and then a capital, a digit or an operator follow, perhaps behind the
    mark of a bullet, or when a capitalised word follows the stop of a longer word or a bracket at once; not where it
    ends an abbreviation of `vocabulary/abbreviations.tsv` or the number of a list item.

    >>> [text[a:b] for text in ["No prior chemotherapy, e.g. FOLFOX. Age > 18."] for a, b in sentences(text)]
    ['No prior chemotherapy, e.g. FOLFOX.', 'Age > 18.']
    """
    found: list[Extent] = []
    start = 0
    for stop in _STOP.finditer(text):
        if not _abbreviated(text, start, stop.start()):
            found.append(_trimmed(text, start, stop.end()))
            start = stop.end()
    found.append(_trimmed(text, start, len(text)))
    return [(a, b) for a, b in found if a < b]


def _abbreviated(text: str, start: int, stop: int) -> bool:
    """Whether the full stop at `stop`, in a sentence from `start`, belongs to the word before it."""
    if text[stop] != ".":
        return False
    word = _WORD_BEFORE.search(text, max(start, stop - 20), stop)
    if word is None:
        return False
    written = word.group()
    numbers_item = written.isdigit() and not text[start : word.start()].strip()
    illness = written.isalpha() and written.isupper() and len(written) > 1  # "CF." ends a sentence, "cf." does not
    return numbers_item or (not illness and written.lower() in _abbreviations_with_stop())


@cache
def _abbreviations_with_stop() -> frozenset[str]:
    table = files("trialc.grammar").joinpath("vocabulary", "abbreviations.tsv").read_text(encoding="utf-8")
    return frozenset(line.split("\t")[0] for line in table.splitlines()[1:])


def _trimmed(text: str, start: int, end: int) -> Extent:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


# --------------------------------------------------------------------------- abbreviations


def abbreviations(text: str) -> list[tuple[Extent, Extent]]:
    """The abbreviations that `text` defines, each with its long form: (extent of short, extent of long), in order.

    Every later use of the short form is listed too (of its sentence only, in texts of more than 10,000 characters).
    scispaCy's detector (Schwartz and Hearst, 2003) takes brackets of four words and more for the long form; "PD
    (progressive disease)" needs the second look of `_defined_inside`.

    >>> text = "Left ventricular ejection fraction(LVEF) < 50%"
    >>> [(text[a:b], text[c:d]) for (a, b), (c, d) in abbreviations(text)]
    [('LVEF', 'Left ventricular ejection fraction')]
    """
    if len(text) > _LONGEST:
        return [
            ((a + start, b + start), (c + start, d + start))
            for start, end in sentences(text)
            for (a, b), (c, d) in abbreviations(text[start : min(end, start + _LONGEST)])
        ]
    if "(" not in text:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the detector looks again for what it has not found
        doc = tokenizer()(without_runs(text))
    found: dict[Extent, Extent] = {}
    for each in doc._.abbreviations:
        short = doc[each["short_start"] : each["short_end"]]
        found[_extent(short)] = _extent(doc[each["long_start"] : each["long_end"]])
    for short, long in _defined_inside(doc):
        found.setdefault(_extent(short), _extent(long))
        for same in doc:
            if same.text == short.text:
                found.setdefault((same.idx, same.idx + len(same)), _extent(long))
    return sorted(found.items())


def _defined_inside(doc: Doc) -> list[tuple[Span, Span]]:
    """Pairs where one word stands before brackets of two or three words that spell it out."""
    from scispacy.abbreviation import find_abbreviation, short_form_filter

    found = []
    opened = None
    for token in doc:
        if token.text == "(":
            opened = token.i
        elif token.text == ")" and opened is not None:
            short, long = doc[max(opened - 1, 0) : opened], doc[opened + 1 : token.i]
            if len(short) and 2 <= len(long) <= 3 and short.text[:1].isupper() and short_form_filter(short):
                whole = find_abbreviation(long, short)[1]
                if whole is not None and whole.start == long.start:
                    found.append((short, long))
            opened = None
    return found


def _extent(span: Span) -> Extent:
    return span.start_char, span.end_char
