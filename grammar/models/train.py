"""Train the recogniser of clinical entities that ships with trialc. Deterministic: one thread, fixed seeds.

    OMP_NUM_THREADS=1 python grammar/models/train.py DATA WORK       the whole way; the model comes to WORK/entities
    OMP_NUM_THREADS=1 python grammar/models/train.py DATA --score MODEL      only score a model, on Chia's dev split

DATA holds `chia/` with `train.jsonl` and `dev.jsonl` (a text and its entities a line; spans are half-open character
offsets) and `registry/train.jsonl` (eligibility texts). WORK keeps what each stage made, so that a run that was
stopped goes on where it stood. Needs `pip install floret` beside trialc, and some 35 minutes of one core:

1. *Vectors* of words and their pieces, from the registry's text (floret, cbow).
2. *Pretraining*: the encoder learns to guess the first and last letters of hidden words of the registry's text.
3. *Teachers*: three models trained on Chia from different seeds.
4. *Student*: trained on Chia and on registry lines that the teachers read. What two of three agree on counts as
   true; what only one sees is left open ("missing"), so that the student may decide.

The dev split is read by `--score` alone; what to keep is decided on every tenth trial of the train split, which no
stage learns from.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import spacy
from spacy.language import Language
from spacy.ml.models.multi_task import create_pretrain_characters
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.pretrain import make_update
from spacy.util import fix_random_seed, load_config, minibatch
from spacy.vectors import Vectors
from thinc.api import Adam, Model
from trialc.text import normalise
from trialc.tokens import extents, split_operators, tokenizer

#: Chia's scheme, less what says nothing of a span's meaning (Scope, errors of annotation, remarks).
LABELS = (
    "Condition", "Drug", "Procedure", "Measurement", "Observation", "Device", "Visit", "Person", "Value", "Temporal",
    "Negation", "Qualifier", "Mood", "Multiplier", "Reference_point",
)  # fmt: skip
#: The ten types that published scores on Chia are about.
PUBLISHED = (
    "Condition", "Device", "Drug", "Measurement", "Mood", "Observation", "Person", "Procedure", "Temporal", "Value",
)  # fmt: skip
#: What is learnt, all fixed before the last run.
TEACHERS = 3
TEACHER_EPOCHS = 10
STUDENT_EPOCHS = 7
REGISTRY_LINES = 25_000
PRETRAINING_WORDS = 7_600_000
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """One line of a trial's text, normalised as the compiler does, and its entities: (start, end, label)."""

    trial: str
    text: str
    entities: tuple[tuple[int, int, str], ...]


def read(path: Path) -> Iterator[Line]:
    """The lines of an annotated corpus, with the entities of the types in `LABELS`.

    A discontinuous entity ("alcohol" ... "abuse") gives each of its pieces. Where entities overlap, the longest
    stays, and of equally long ones the first.
    """
    for record in map(json.loads, path.open(encoding="utf-8", newline="")):
        found = [
            (start, end, entity["type"])
            for entity in record["entities"]
            if entity["type"] in LABELS
            for start, end in entity["spans"]
        ]
        found.sort(key=lambda each: (each[0] - each[1], each[0], each[2]))
        start = 0
        for text in record["text"].splitlines(keepends=True):
            yield _line(record, start, start + len(text), found)
            start += len(text)


def _line(record: dict[str, Any], start: int, end: int, found: list[tuple[int, int, str]]) -> Line:
    mapped = normalise(record["text"], start, end)
    taken: list[tuple[int, int, str]] = []
    for a, b, label in found:
        inside = [i for i, at in enumerate(mapped.starts) if a <= at < b and mapped.text[i] != " "]
        if start <= a and b <= end and inside:
            a, b = inside[0], inside[-1] + 1
            if all(b <= c or d <= a for c, d, _ in taken):
                taken.append((a, b, label))
    return Line(record["nct"], mapped.text, tuple(sorted(taken)))


def held_out(trial: str) -> bool:
    """Whether a trial of the train split is set aside to decide on; by hash, so never by order."""
    return hashlib.sha256(trial.encode()).digest()[0] % 10 == 0


def examples(nlp: Language, lines: Iterable[Line]) -> list[Example]:
    """Lines as spaCy trains on them; an entity that splits a token takes the whole token."""
    made = []
    for line in lines:
        doc = nlp.make_doc(line.text)
        if len(doc):
            gold = doc.copy()
            spans = [gold.char_span(a, b, label, alignment_mode="expand") for a, b, label in line.entities]
            gold.ents = spacy.util.filter_spans([span for span in spans if span is not None])
            made.append(Example(doc, gold))
    return made


def registry_lines(path: Path) -> list[str]:
    """The distinct lines of the registry's texts, in an order fixed by seed, without those of trials held out."""
    lines = dict[str, None]()
    for record in map(json.loads, path.open(encoding="utf-8")):
        if not held_out(record["nct"]):
            for line in (record["eligibility_criteria"] or "").split("\n"):
                lines[normalise(line).text.strip()] = None
    shuffled = [line for line in lines if len(line) > 20]
    random.Random(7).shuffle(shuffled)
    return shuffled


# --------------------------------------------------------------------------- vectors


def learn_vectors(lines: Sequence[str], out: Path) -> None:
    """Learn floret vectors: the vector of a word is the mean of those of its hashed pieces, so no word is unknown."""
    import floret  # type: ignore[import-untyped]

    text = out.with_suffix(".txt")
    nlp = tokenizer()
    text.write_text("\n".join(" ".join(token.lower_ for token in nlp.make_doc(line)) for line in lines), "utf-8")
    model = floret.train_unsupervised(
        str(text), model="cbow", mode="floret", hashCount=2, bucket=24000, minn=3, maxn=5, minCount=3, dim=96,
        epoch=12, lr=0.05, thread=1, neg=10, ws=5,
    )  # fmt: skip
    model.save_floret_vectors(str(out))


def read_vectors(nlp: Language, path: Path) -> Vectors:
    """The vectors of floret's text format, with ten bits of fraction: that costs no accuracy and packs well."""
    with path.open(encoding="utf-8") as lines:
        bucket, dim, minn, maxn, hash_count, hash_seed, bow, eow = lines.readline().split()
        data = numpy.asarray([line.split()[1:] for line in lines], dtype="float32")
    if data.shape != (int(bucket), int(dim)):
        raise ValueError(f"{path} holds {data.shape[0]} vectors of {data.shape[1]}, its header says {bucket} of {dim}")
    data = ((data.view("uint32") + 0x1000) & 0xFFFFE000).view("float32")
    return Vectors(
        strings=nlp.vocab.strings, data=data, mode="floret", minn=int(minn), maxn=int(maxn), attr="LOWER",
        hash_count=int(hash_count), hash_seed=int(hash_seed), bow=bow, eow=eow,
    )  # fmt: skip


# --------------------------------------------------------------------------- training


def blank(vectors: Path) -> Language:
    """An untrained recogniser over our tokens; `entities.cfg` says how it is built."""
    nlp = spacy.blank("en")
    nlp.tokenizer = split_operators(nlp)
    nlp.vocab.vectors = read_vectors(nlp, vectors)
    nlp.add_pipe("ner", config=load_config(HERE / "entities.cfg")["ner"])
    return nlp


def encoder(nlp: Language) -> Model[Any, Any]:
    """The part of the recogniser that turns words in their context into vectors."""
    layer: Model[Any, Any] = nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0]
    return layer


def pretrain(nlp: Language, lines: Sequence[str], words: int) -> bytes:
    """Teach the encoder to guess hidden words of the lines, up to this many words; returns its weights."""
    fix_random_seed(1)
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("Age"), {"entities": [(0, 3, "Person")]})])
    objective = create_pretrain_characters(maxout_pieces=3, hidden_size=300, n_characters=4)
    model = objective(nlp.vocab, encoder(nlp))
    model.initialize(X=[nlp.make_doc("Age")])
    optimizer, seen, batch, size = Adam(0.001), 0, list[Doc](), 0
    for doc in map(nlp.make_doc, itertools.cycle(lines)):
        batch.append(doc)
        size += len(doc)
        if size >= 2000:
            optimizer.learn_rate = 0.001 * max(0.1, 1 - seen / words)
            make_update(model, batch, optimizer, model.attrs["loss"])
            seen, batch, size = seen + size, [], 0
        if seen >= words:
            break
    learnt: bytes = encoder(nlp).to_bytes()
    return learnt


def train(
    nlp: Language, pretrained: bytes, data: Sequence[Example], check: Sequence[Example], epochs: int, seed: int
) -> None:
    """Train in place; the averaged weights of the epoch with the best strict F1 on `check` stay."""
    fix_random_seed(seed)
    optimizer = nlp.initialize(lambda: data)
    encoder(nlp).from_bytes(pretrained)
    order, shuffled = list(data), random.Random(seed)
    steps, total, best, kept = 0, epochs * (len(order) // 32), -1.0, b""
    for epoch in range(epochs):
        shuffled.shuffle(order)
        losses: dict[str, float] = {}
        for batch in minibatch(order, 32):
            steps += 1
            optimizer.learn_rate = 0.001 * min(1.0, steps / 200) * max(0.05, 1 - steps / total)
            nlp.update(batch, sgd=optimizer, drop=0.1, losses=losses)
        with nlp.use_params(optimizer.averages):
            strict, overlap = f1(nlp, check, LABELS)
            if strict > best:
                best, kept = strict, nlp.to_bytes(exclude=["vocab", "tokenizer"])
        print(f"epoch {epoch}: loss {losses['ner']:.0f}, held out {strict} strict, {overlap} overlap", flush=True)
    nlp.from_bytes(kept, exclude=["vocab", "tokenizer"])


def teach(nlp: Language, teachers: Sequence[Language], lines: Sequence[str]) -> list[Example]:
    """Lines with the entities that most teachers see; words that only the others mark are left open."""
    readings = [[_spans(doc) for doc in teacher.pipe(lines, batch_size=256)] for teacher in teachers]
    made = []
    for line, seen in zip(lines, zip(*readings, strict=True), strict=True):
        votes = Counter(span for reading in seen for span in sorted(reading))
        doc = nlp.make_doc(line)
        gold = doc.copy()
        sure = [span for span, count in votes.items() if 2 * count > len(teachers)]
        marked = spacy.util.filter_spans([gold.char_span(a, b, label, alignment_mode="expand") for a, b, label in sure])
        words = {i for a, b, _ in votes for i in _words(gold, a, b)} - {token.i for span in marked for token in span}
        gold.set_ents(marked, missing=[gold[i : i + 1] for i in sorted(words)], default="outside")
        made.append(Example(doc, gold))
    return made


def _words(doc: Doc, start: int, end: int) -> range:
    span = doc.char_span(start, end, alignment_mode="expand")
    return range(span.start, span.end)


# --------------------------------------------------------------------------- scores


def f1(nlp: Language, check: Sequence[Example], labels: Sequence[str]) -> tuple[float, float]:
    """Micro F1 over `labels`: strict (same span and label) and overlap (same label, any shared character)."""
    counts = per_label(nlp, check)
    total = sum((counts[label] for label in labels if label in counts), Counter[str]())
    return ratio(total, "strict"), ratio(total, "overlap")


def per_label(nlp: Language, check: Sequence[Example]) -> dict[str, Counter[str]]:
    """For each label, how many spans there are, were found, and match."""
    counts: dict[str, Counter[str]] = {}
    docs = nlp.pipe([example.reference.text for example in check], batch_size=256)
    for example, doc in zip(check, docs, strict=True):
        gold, found = _spans(example.reference), _spans(doc)
        for name, mine, other in (("gold", gold, found), ("found", found, gold)):
            for a, b, label in mine:
                count = counts.setdefault(label, Counter())
                count[name] += 1
                count[f"{name} strict"] += (a, b, label) in other
                count[f"{name} overlap"] += any(c < b and a < d and label == same for c, d, same in other)
    return counts


def ratio(count: Counter[str], kind: str) -> float:
    """F1 of one kind of match from the counts of `per_label`."""
    precision = count[f"found {kind}"] / max(count["found"], 1)
    recall = count[f"gold {kind}"] / max(count["gold"], 1)
    return round(2 * precision * recall / max(precision + recall, 1e-9), 4)


def _spans(doc: Doc) -> set[tuple[int, int, str]]:
    return {(span.start_char, span.end_char, span.label_) for span in doc.ents}


def report(nlp: Language, check: Sequence[Example]) -> None:
    """Print the scores of every label, of the fifteen and of the published ten, and the speed."""
    texts = [example.reference.text for example in check]
    started = time.time()
    words = sum(len(extents(doc)) for doc in nlp.pipe(texts, batch_size=256))
    seconds = time.time() - started
    for label, count in sorted(per_label(nlp, check).items()):
        print(f"{label:16} {count['gold']:5} {ratio(count, 'strict'):.3f} {ratio(count, 'overlap'):.3f}")
    print("15 types", f1(nlp, check, LABELS))
    print("10 types", f1(nlp, check, PUBLISHED))
    print(f"{words / seconds:.0f} words/s, {len(texts) / seconds:.0f} lines/s")


# --------------------------------------------------------------------------- the whole way


def run(data: Path, work: Path) -> None:
    """Every stage in its order; a stage whose result stands in `work` already is not run again."""
    work.mkdir(parents=True, exist_ok=True)
    lines = registry_lines(data / "registry" / "train.jsonl")
    vectors, weights = work / "registry.floret", work / "encoder.bin"
    if not vectors.exists():
        learn_vectors(lines, vectors)
    if not weights.exists():
        weights.write_bytes(pretrain(blank(vectors), lines, PRETRAINING_WORDS))
    annotated = list(read(data / "chia" / "train.jsonl"))
    teachers = []
    for seed in range(1, TEACHERS + 1):
        folder = work / f"teacher{seed}"
        if not folder.exists():
            nlp = blank(vectors)
            learn, check = _parted(nlp, annotated)
            train(nlp, weights.read_bytes(), learn, check, TEACHER_EPOCHS, seed)
            nlp.to_disk(folder)
        teachers.append(spacy.load(folder))
    nlp = blank(vectors)
    learn, check = _parted(nlp, annotated)
    taught = teach(nlp, teachers, lines[:REGISTRY_LINES])
    train(nlp, weights.read_bytes(), [*learn, *learn, *taught], check, STUDENT_EPOCHS, 1)
    report(nlp, check)
    save(nlp, work / "entities")


def _parted(nlp: Language, lines: Sequence[Line]) -> tuple[list[Example], list[Example]]:
    """The examples to learn from, and those held out."""
    return (
        examples(nlp, (line for line in lines if not held_out(line.trial))),
        examples(nlp, (line for line in lines if held_out(line.trial))),
    )


def save(nlp: Language, folder: Path) -> None:
    """Write the model without what it does not need: optimizer state, and strings that training has seen."""
    labels = {*nlp.get_pipe("ner").labels, ""}
    nlp.to_disk(folder)
    (folder / "vocab" / "strings.json").write_text(json.dumps(sorted(labels)), encoding="utf-8")
    (folder / "vocab" / "lookups.bin").unlink(missing_ok=True)


def main() -> None:
    """Read the arguments and train or score."""
    parser = argparse.ArgumentParser(description="Train or score the recogniser of clinical entities.")
    parser.add_argument("data", type=Path, help="folder with chia/ and registry/")
    parser.add_argument("work", type=Path, nargs="?", help="folder for what the stages make")
    parser.add_argument("--score", type=Path, metavar="MODEL", help="score this model on Chia's dev split")
    given = parser.parse_args()
    if given.score:
        nlp = spacy.load(given.score)
        report(nlp, examples(nlp, read(given.data / "chia" / "dev.jsonl")))
    elif given.work:
        run(given.data, given.work)
    else:
        parser.error("give a WORK folder to train, or --score MODEL")


if __name__ == "__main__":
    main()
