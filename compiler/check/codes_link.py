"""Codes of linking concepts to code systems (T4xx)."""

from __future__ import annotations

from .code import INFO, WARNING, Code


class T401(Code):
    """A concept has no code.

    What it does
        Reports a name for which trialc is not sure of any code.

    Why it matters
        Without codes, records are compared with the name alone. A record with another name neither meets the criterion
        nor fails it: the answer is unknown.

    Example
        Chronic fatigue of unclear origin
    """

    severity = INFO
    message = 'no code is sure for {domain} "{name}"'
    help = "write its codes into the value sets that `trialc link SOURCE -o FILE` makes"


class T402(Code):
    """The codes of a measurement do not fit its unit.

    What it does
        Reports a measurement whose name has codes, but whose limit has a unit that these are never measured in. It is
        left without codes.

    Why it matters
        It is another measurement: "BSA of at least 10 %" is the share of the skin that is affected, not the patient's
        body surface area in square metres.

    Example
        Atopic dermatitis with BSA of at least 10 %
    """

    severity = WARNING
    message = "{name} in {unit} is not the {measure} measured in {units}"
    help = "left without codes; write the right ones into the value sets"
