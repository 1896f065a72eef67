"""Codes of the outline (T1xx) and of how a sentence was read (T2xx)."""

from __future__ import annotations

from .code import INFO, WARNING, Code

# ------------------------------------------------------------------ T1xx: the outline


class T101(Code):
    """Text before any section heading.

    What it does
        Reports text that stands before "Inclusion Criteria" or "Exclusion Criteria". It is read as inclusion.

    Why it matters
        If the text was meant to exclude, its rule has the opposite effect on who is eligible.

    Example
        Adults with asthma.
        Exclusion Criteria:
        - Pregnancy

        "Adults with asthma." is read as an inclusion criterion.
    """

    severity = WARNING
    message = "text before any section heading"
    help = "read as inclusion; put it under a heading to be sure"


class T102(Code):
    """Nesting is implied.

    What it does
        Reports bullets that are read as parts of the bullet before them, though nothing in their layout says so:
        the text does ("is defined as the following:", "except for the following:", items ending in ";").

    Why it matters
        Where the nesting ends is a reading. One bullet too many changes what the parent says.

    Example
        * Chronic low back pain is defined as the following:
        * Low back pain for at least 6 months;
        * ODI score of at least 20.

        The last two bullets are read as parts of the first.
    """

    severity = INFO
    message = "the nesting of these bullets is implied, not written"
    help = "read as parts of the bullet that introduces them"


class T103(Code):
    """Bullets under a heading are joined without a connective.

    What it does
        Reports nested bullets that neither "and", "or" nor a phrase such as "any of the following" joins.
        They are read as all of them in an inclusion criterion and as any of them in an exclusion criterion.

    Why it matters
        "Adequate organ function:" wants all of its bullets, "Cardiac disease:" any one of them; the layout is alike.

    Example
        Exclusion Criteria:
        - Cardiac disease:
          - Angina
          - Heart failure

        Excluded is a patient who has either.
    """

    severity = INFO
    message = "nothing says whether all or any of these bullets are meant"
    help = "read as all of them among inclusions, as any of them among exclusions"


# ------------------------------------------------------------------ T2xx: how a sentence was read


class T201(Code):
    """Words were not read.

    What it does
        Marks words that no rule of the grammar could join to the rest. They stand in an `unread` node of the rule,
        which is never known to be true or false. What was read around them stands beside them.

    Why it matters
        The criterion says more than its rule. A verdict that depends on the unread words is unknown.

    Example
        Fever or mental confusion of the usual kind at baseline

        "of the usual kind" may stay unread; "fever" and "mental confusion" do not.
    """

    severity = WARNING
    message = "not read"
    help = "stays in the rule as unread; the verdict is unknown where it matters"


class T202(Code):
    """And/or is read as or.

    What it does
        Reports "and/or", which is read as an inclusive or.

    Why it matters
        An inclusive or is nearly always meant. Where both were meant, more patients match than should.

    Example
        Hepatic and/or renal failure

        True of a patient who has one of them, or both.
    """

    severity = INFO
    message = "and/or"
    help = "read as or: one of them is enough"


class T203(Code):
    """And and or are mixed without brackets.

    What it does
        Reports a list in which "and" and "or" stand side by side without brackets. "and" binds tighter.

    Why it matters
        "A and B or C" has two readings, and they differ for a patient who has C and lacks A.

    Example
        Asthma and eosinophilia or nasal polyps

        Read as (asthma and eosinophilia) or nasal polyps.
    """

    severity = WARNING
    message = "and and or stand side by side"
    help = "and binds tighter; write brackets or bullets to say otherwise"


class T204(Code):
    """A window has no anchor.

    What it does
        Reports a window that does not say what it is counted from. It is counted from enrollment.

    Why it matters
        Screening, consent, randomization and first treatment can be weeks apart, so the window moves.

    Example
        Myocardial infarction within 6 months

        Read as within 6 months before enrollment.
    """

    severity = INFO
    message = "window has no anchor"
    help = "before screening, consent or treatment? read as enrollment"


class T205(Code):
    """Within N of: before, or around?

    What it does
        Reports "within 14 days of X". Of a point of the trial (enrollment, the first dose) it is read as before it;
        of an event of the patient's own ("within 7 days of surgery") as on either side. What is planned lies behind
        a point of the trial.

    Why it matters
        Under the other reading an operation planned for the week after the first dose would count too.

    Example
        Major surgery within 4 weeks of the first dose

        Read as within 4 weeks before the first dose.
    """

    severity = INFO
    message = '"within ... of" does not say before or after'
    help = "read as before a point of the trial, behind it of what is planned, and as either side of an event"


class T206(Code):
    """A connective is missing.

    What it does
        Reports two phrases that follow each other with nothing between them but a comma, a semicolon or a full stop,
        and no "or" later in the list. They are read as joined by "and".

    Why it matters
        In an exclusion criterion, or was perhaps meant.

    Example
        Age over 18 years, written consent

        Read as both.
    """

    severity = INFO
    message = "no connective between these phrases"
    help = "read as and"


class T207(Code):
    """A negation inside an exclusion criterion.

    What it does
        Reports an exclusion criterion that negates. It is compiled as it reads: who lacks the thing is excluded.

    Why it matters
        Authors also write the same words to say whom they want ("Exclusion: no active infection"), which is the
        opposite.

    Example
        Exclusion Criteria:
        - No active infection

        Read as: a patient without an active infection is excluded. Probably the opposite was meant.
    """

    severity = WARNING
    message = "a negation among the exclusion criteria"
    help = "read as written: patients without it are excluded"


class T208(Code):
    """A value has nothing that it measures.

    What it does
        Reports a number, range or limit beside which no measurement was found.

    Why it matters
        A limit on nothing cannot be tested, so it stays unread.

    Example
        Greater than 1.5 mg/dL

        Of creatinine? of bilirubin?
    """

    severity = WARNING
    message = "a value without something measured"
    help = "name the measurement beside it; the value stays unread"


class T209(Code):
    """Which members of a list does the last phrase modify?

    What it does
        Reports a limit, window or exception after a list, which may modify the last member or all of them.
        It is read as modifying all; as the last alone where that begins anew ("..., or history of malignancy except").

    Why it matters
        "Stroke or infarction within 6 months": an old stroke excludes under one reading and not under the other.

    Example
        Stroke, angina or myocardial infarction within 6 months

        All three are read as within 6 months.
    """

    severity = INFO
    message = "does this modify the whole list or its last member?"
    help = "read as of all of them"


class T210(Code):
    """A number has no unit.

    What it does
        Reports a limit on a measurement that is written without its unit.

    Why it matters
        "Hemoglobin > 9" is g/dL, but 9 mmol/L also exists. A record in another unit cannot be compared.

    Example
        Hemoglobin > 9
    """

    severity = INFO
    message = "no unit"
    help = "usually reported in {usual}; compared with records that have no unit or this one"


class T212(Code):
    """The limits of a range are swapped.

    What it does
        Reports a range whose first limit is above its second. It is read from low to high.

    Why it matters
        Read as written, the range is empty and no patient matches. A digit may be missing.

    Example
        Age 65 to 18 years

        Read as 18 to 65 years.
    """

    severity = WARNING
    message = "the range runs from high to low"
    help = "read from low to high; is a digit missing?"


class T213(Code):
    """The subject is borrowed from the clause before.

    What it does
        Reports a limit that names nothing itself and is read as a limit on what the clause before measures.

    Why it matters
        If a new measurement was meant and its name is missing, the limit is on the wrong thing.

    Example
        Systolic pressure above 180 mmHg or below 90 mmHg

        "below 90 mmHg" is read as systolic pressure too.
    """

    severity = INFO
    message = "nothing named here"
    help = "read as said of the subject of the clause before"


class T214(Code):
    """The reading budget is used up.

    What it does
        Reports a criterion so long, or so tangled, that reading stopped at the limit. The rest is unread.

    Why it matters
        The rest of the criterion is kept word by word, but says nothing that a computer can test.

    Example
        A criterion of several thousand words, pasted from a protocol without its bullets.
    """

    severity = WARNING
    message = "the criterion is too long to read in one piece"
    help = "split it into bullets; the rest stays unread"


class T215(Code):
    """The same limit is said twice.

    What it does
        Reports a limit that is given in two units which agree, or once more in a bracket ("> 180/110 mmHg (systolic
        above 180 or diastolic above 110)"). One of them is kept.

    Why it matters
        It does not change the rule; it says that the two were compared and found the same.

    Example
        Temperature above 38.0 °C (100.4 °F)
    """

    severity = INFO
    message = "the same limit twice"
    help = "they agree; the first is kept"


class T216(Code):
    """Two statements of one limit disagree.

    What it does
        Reports a limit that is given in two units which do not agree. The first is kept.

    Why it matters
        One of them is an error, and patients between the two are judged by chance.

    Example
        Temperature above 38.5 °C (100.4 °F)

        38.5 °C is 101.3 °F.
    """

    severity = WARNING
    message = "two statements of one limit disagree"
    help = "the first is kept; correct one of them"


class T217(Code):
    """A name is guessed from unknown words.

    What it does
        Reports words that no vocabulary knows, and that are read as the name of something because of where they
        stand. Their domain is a guess.

    Why it matters
        The fact is sought under a name that may be no name, or among conditions where it is a drug.

    Example
        Prior treatment with ABC-1234

        "ABC-1234" is read as a drug, from "treatment with".
    """

    severity = INFO
    message = "the name is guessed from unknown words"
    help = "no vocabulary knows it; its domain is a guess too"


class T218(Code):
    """The condition of a clause is left open.

    What it does
        Reports an "if", "unless" or "in patients with" whose condition or consequence could not be found.

    Why it matters
        A requirement that binds only some patients would otherwise bind all.

    Example
        If applicable, hemoglobin > 9 g/dL
    """

    severity = WARNING
    message = "the condition of this clause is left open"
    help = "stays unread together with what it governs"


class T219(Code):
    """ "And" joins things that exclude.

    What it does
        Reports a list of an exclusion criterion whose members are joined by "and". Each of them is read as excluding.

    Why it matters
        "Pregnant and lactating women" names two kinds of women, but "diabetes and renal failure" may mean only people
        who have both. Where the text says "both" or "combined", all are needed.

    Example
        [exclusion] Pregnancy, breastfeeding and heart failure

        Any one of the three excludes.
    """

    severity = INFO
    message = '"and" in a list of what excludes'
    help = 'read as "or": each member excludes; write "both ... and ..." to ask for all'


class T220(Code):
    """ "Or" joins results that share an upper limit.

    What it does
        Reports a list of an inclusion criterion that asks for one result or another below a limit.

    Why it matters
        "AST or ALT <= 3 x ULN" is met, as it is written, by a patient whose AST is ten times the limit and whose ALT is
        normal. Many authors mean that neither may exceed it; "PT or INR" may mean whichever was measured.

    Example
        AST or ALT <= 3 x ULN

        One of the two below the limit is enough.
    """

    severity = INFO
    message = '"or" between results that are asked to be below one limit'
    help = 'read as written: one below the limit is enough; write "and" to ask for each'


class T221(Code):
    """Other than what?

    What it does
        Reports "other" and "another" before an illness, a drug or a device, where nothing in the criterion says other
        than what. The rule holds of any.

    Why it matters
        Other than the one under study is meant. A rule that is tried on records matches the very illness that the
        trial is about, unless the trial says what that is.

    Example
        [exclusion] Other malignancy within 5 years

        In a trial of breast cancer, the patients' breast cancer is a malignancy within 5 years as well.
    """

    severity = INFO
    message = "other than what?"
    help = "read as any; the illness or drug under study is none of those meant"
