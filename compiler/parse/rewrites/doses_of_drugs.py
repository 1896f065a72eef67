"""Treatment with so much of a drug: "treatment with a stable dose of methotrexate" is methotrexate at a stable dose."""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import saying
from ..token import Token

_TREATMENTS = frozenset({"treatment", "treatments", "therapy"})


@saying("with .*(?:dos|regimen)")
def doses_of_drugs(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a treatment only tells that the drug is given."""
    result = list(tokens)
    for i, token in enumerate(tokens[:-2]):
        dose = tokens[i + 1]
        treated = token.type in ("NOUN", "ANCHOR") and text[token.start : token.end].lower() in _TREATMENTS
        dosed = dose.type == "MOD" and text.startswith("with ", dose.start)
        if treated and dosed and _gives_drug(tokens[i + 2 :]):
            result[i] = Token("MOD", token.start, token.end, "domain=drug")
            if i and tokens[i - 1].type == "AT":  # "on treatment with"
                result[i - 1] = tokens[i - 1]._replace(type="SKIP", value=None)
    return result


def _gives_drug(tokens: Sequence[Token]) -> bool:
    """Whether a drug comes first, perhaps behind small words and qualities."""
    named = next((token for token in tokens if token.type not in ("MOD", "SKIP", "OF")), None)
    return named is not None and named.type == "NOUN" and named.value.domain == "drug"
