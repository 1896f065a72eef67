"""Train the recogniser of clinical entities that ships with trialc. Seeds are fixed.

    python grammar/models/train.py DATA WORK            the whole way; the model comes to WORK/entities.npz
    python grammar/models/train.py DATA WORK --fold 0   the same without a third of the annotated trials; scores on it
    python grammar/models/train.py DATA --score MODEL   only score a model, on Chia's dev split

DATA holds `chia/` with `train.jsonl` and `dev.jsonl`, `lct/train.jsonl` and `registry/train.jsonl`. WORK keeps what
each stage made, so that a run that was stopped goes on where it stood. Needs `pip install torch` beside trialc, and a
GPU: some 15 minutes of an H100.

1. *Preparation* (`prepare.py`, one core, 3 minutes): texts as lines of numbers (`corpora.py`).
2. *Pretraining* (`learn.py`): two transformers over whole texts learn to guess hidden words of the registry.
3. *Teachers*: four copies of each learn to tag Chia and the Leaf Clinical Trials corpus, with a head for each scheme.
4. *Student*: a small convolution over single lines learns what people marked there, and elsewhere in the registry how
   likely the teachers on average hold each tag, in both schemes. It is what ships; `trialc.extract.network` runs it.

The dev split is read by `--score` alone; what to keep is decided with `--fold`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
from corpora import CHIA, PUBLISHED, SCHEMES, chia
from prepare import encode, prepare
from scores import Counts, count, report
from trialc.extract.tags import entities, tag_names
from trialc.extract.trained import Tagger
from trialc.tokens import tokenizer

#: What the networks look like and how long they learn, all fixed before the last run.
ENCODERS = (
    {"width": 384, "depth": 8, "heads": 6, "dropout": 0.1},
    {"width": 512, "depth": 8, "heads": 8, "dropout": 0.1},
)
PRETRAINING_STEPS = (5000, 4000)  # of each encoder, with so many windows of text a step:
PRETRAINING_WINDOWS = 256
TEACHERS, TEACHER_EPOCHS = 4, 14  # of each encoder
STUDENT = {"table": 160, "width": 160, "distances": [1, 1, 2, 4, 1], "dropout": 0.1}
STUDENT_EPOCHS = 20
TAGS = [len(tag_names(labels)) for labels in SCHEMES.values()]


def run(data: Path, work: Path, fold: int | None) -> None:
    """Every stage in its order; a stage whose result stands in `work` already is not run again."""
    import torch
    from learn import Prepared, read, student, teacher

    work.mkdir(parents=True, exist_ok=True)
    if not (work / "prepared.npz").exists():
        prepare(data, work / "prepared.npz")
    prepared = Prepared(work / "prepared.npz", "cuda" if torch.cuda.is_available() else "cpu")
    teachers = [
        teacher(prepared, encoder(prepared, number, work), shape["width"], TAGS, fold, TEACHER_EPOCHS, seed)
        for number, shape in enumerate(ENCODERS)
        for seed in range(TEACHERS * number + 1, TEACHERS * (number + 1) + 1)
    ]
    soft = read(prepared, teachers, numpy.ones(len(prepared.kind), dtype=bool))
    learnt = student(prepared, soft, STUDENT, TAGS, fold, STUDENT_EPOCHS, seed=1)
    name = "entities.npz" if fold is None else f"entities-{fold}.npz"
    save({key: value.cpu().numpy() for key, value in learnt.state_dict().items()}, work / name)
    if fold is not None:
        for scheme, counts in held_out(prepared, Tagger(work / name), fold):
            print(f"{scheme}, fold {fold}\n{report(counts, SCHEMES[scheme])}")


def encoder(prepared: Any, number: int, work: Path) -> Any:
    """The pretrained encoder of this number, from `work` if it stands there."""
    import torch
    from learn import ROWS, pretrain
    from networks import Encoder

    shape, weights = ENCODERS[number], work / f"encoder{number}.pt"
    if not weights.exists():
        made = pretrain(prepared, shape, PRETRAINING_STEPS[number], PRETRAINING_WINDOWS, seed=number + 1)
        torch.save(made.state_dict(), weights)
    read = Encoder(prepared.words(ROWS, shape["width"]), **shape).to(prepared.device)
    read.load_state_dict(torch.load(weights, map_location=prepared.device, weights_only=True))
    return read


def save(weights: dict[str, Any], out: Path) -> None:
    """Write the student as `trialc.extract.network` reads it, weights with half the precision."""
    arrays = {"table": _half(weights["encoder.words.table"]), "distances": numpy.array(STUDENT["distances"])}
    layers = {"enter": "encoder.enter"}
    for number in range(len(STUDENT["distances"])):
        layers |= {f"look{number}": f"encoder.look.{number}", f"add{number}": f"encoder.add.{number}"}
    for number, (scheme, labels) in enumerate(SCHEMES.items()):
        layers[f"head {scheme}"] = f"heads.{number}"
        arrays[f"labels {scheme}"] = numpy.array(labels)
    for name, key in layers.items():
        arrays[name] = _half(weights[f"{key}.weight"].T)
        arrays[f"{name} bias"] = _half(weights[f"{key}.bias"])
    numpy.savez(out, **arrays)


def _half(values: Any) -> Any:
    return values.astype(numpy.float16)


def held_out(prepared: Any, tagger: Tagger, fold: int) -> Iterator[tuple[str, Counts]]:
    """For each scheme, how well the annotated lines of a fold are read."""
    words = prepared.arrays["words"].tolist()
    for number, scheme in enumerate(SCHEMES, 1):
        lines = numpy.flatnonzero((prepared.kind == number) & (prepared.fold == fold))
        spans = [slice(prepared.starts[line], prepared.starts[line + 1]) for line in lines]
        gold = [list(entities(prepared.tags[span].tolist(), SCHEMES[scheme])) for span in spans]
        texts = [[words[token] for token in prepared.tokens[span]] for span in spans]
        found = (each for (each,) in tagger(texts, [scheme]))
        yield scheme, count(zip(gold, found, strict=True))


def score(data: Path, model: Path) -> None:
    """Print how well a model reads Chia's dev split."""
    nlp = tokenizer()
    lines = [encode(nlp, line) for text in chia(data / "chia" / "dev.jsonl") for line in text]
    gold = [list(entities(tags, CHIA)) for _, tags in lines]
    found = (each for (each,) in Tagger(model)([words for words, _ in lines], ["chia"]))
    counts = count(zip(gold, found, strict=True))
    print("the ten published types", report(counts, PUBLISHED), "all fifteen", report(counts, CHIA), sep="\n")


def main() -> None:
    """Read the arguments and train or score."""
    parser = argparse.ArgumentParser(description="Train or score the recogniser of clinical entities.")
    parser.add_argument("data", type=Path, help="folder with chia/, lct/ and registry/")
    parser.add_argument("work", type=Path, nargs="?", help="folder for what the stages make")
    parser.add_argument("--fold", type=int, help="learn without this third of the annotated trials, and score on it")
    parser.add_argument("--score", type=Path, metavar="MODEL", help="score this model on Chia's dev split")
    given = parser.parse_args()
    if given.score:
        score(given.data, given.score)
    elif given.work:
        run(given.data, given.work, given.fold)
    else:
        parser.error("give a WORK folder to train, or --score MODEL")


if __name__ == "__main__":
    main()
