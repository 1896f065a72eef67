"""Codes of what the rules say once they are read (T3xx)."""

from __future__ import annotations

from .code import ERROR, INFO, WARNING, Code

# ------------------------------------------------------------------ T3xx: what the rules say


class T301(Code):
    """A range is empty.

    What it does
        Reports a range whose low limit is above its high limit, or equal to it when one of them is open, after
        units are converted; also two limits on one measurement that must both hold and never can.

    Why it matters
        No patient can match, so an inclusion criterion excludes everybody and an exclusion criterion nobody.

    Example
        Creatinine > 2 mg/dL and < 1.5 mg/dL
    """

    severity = ERROR
    message = "no value lies between {low} and {high}"
    help = "is one of the limits, or its direction, wrong?"


class T302(Code):
    """The text contradicts the structured age.

    What it does
        Reports an age limit in the criteria that differs from the minimum or maximum age that the registry's own
        fields give.

    Why it matters
        Registries search by the fields. Patients between the two limits are found and then refused, or never found.

    Example
        Inclusion: aged 18 to 65 years; maximum age of the record: 75 years.
    """

    severity = WARNING
    message = "the text says {text}, the record's own field says {field}"
    help = "one of the two is out of date"


class T303(Code):
    """Two units do not fit together.

    What it does
        Reports a range or a set of limits on the same measurement whose units cannot be converted to each other.

    Why it matters
        The limits cannot both apply to one recorded value.

    Example
        Creatinine between 1.5 mg/dL and 60 mL/min
    """

    severity = WARNING
    message = "{one} and {other} measure different things"
    help = "does the second limit belong to another measurement?"


class T304(Code):
    """The same criterion stands twice.

    What it does
        Reports two criteria of one section whose rules are the same in normal form.

    Why it matters
        It does not change who is eligible, but often one of the two was meant to say something else.

    Example
        Exclusion Criteria:
        - Pregnancy
        - Known pregnancy or breastfeeding
        - Pregnancy
    """

    severity = INFO
    message = "says the same as {other}"
    help = "was another wording lost?"


class T305(Code):
    """Inclusion and exclusion contradict each other.

    What it does
        Reports a fact that every patient must have by an inclusion criterion, and that an exclusion criterion
        excludes by itself.

    Why it matters
        No patient can be eligible.

    Example
        Inclusion: type 2 diabetes. Exclusion: type 2 diabetes.
    """

    severity = ERROR
    message = "required by {other} and excluded here"
    help = "is a word missing in one of them?"


class T306(Code):
    """A word was lost.

    What it does
        Reports words of a criterion that no node of its rule, no unread text and no note holds. This is an error of
        trialc itself, not of the text.

    Why it matters
        trialc promises that nothing is lost in silence.

    Example
        None: report the text of the criterion to the makers of trialc.
    """

    severity = ERROR
    message = "these words are in no part of the rule"
    help = "an error in trialc; please report it with this text"
