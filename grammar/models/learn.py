"""How the networks learn: pretraining on plain text, teachers on annotated text, a student on what teachers read."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy
import torch
from networks import Convolutions, Encoder, Guesser, Tagger, Words
from torch import Tensor
from torch.nn import functional

#: Words of a text that are read together, at most.
WINDOW = 256
ROWS = 32_768


class Prepared:
    """What `prepare` wrote, on the device that computes."""

    def __init__(self, path: Path, device: str) -> None:
        self.device = device
        with numpy.load(path) as data:
            self.arrays: dict[str, Any] = {name: data[name] for name in data.files}
        self.pieces = torch.from_numpy(self.arrays["pieces"].astype(numpy.int64)).to(device)
        self.piece_starts = torch.from_numpy(self.arrays["piece_starts"].astype(numpy.int64)).to(device)
        self.guess = torch.from_numpy(self.arrays["guess"].astype(numpy.int64)).to(device)
        self.tokens, self.tags = self.arrays["tokens"].astype(numpy.int64), self.arrays["tags"].astype(numpy.int64)
        self.starts, self.kind, self.fold = (self.arrays[name] for name in ("starts", "kind", "fold"))

    def words(self, rows: int, width: int) -> Words:
        return Words(self.pieces, self.piece_starts, rows, width)

    def length(self, line: int) -> int:
        return int(self.starts[line + 1] - self.starts[line])

    def windows(self, chosen: Any) -> list[list[int]]:
        """Lines of one text that are read together, at most `WINDOW` words; only texts whose lines are `chosen`."""
        found = []
        for first, behind in pairwise(self.arrays["text_starts"]):
            if chosen[first]:
                window: list[int] = []
                size = 0
                for line in range(first, behind):
                    if window and size + self.length(line) + 1 > WINDOW:
                        found.append(window)
                        window, size = [], 0
                    window.append(line)
                    size += self.length(line) + 1
                found.append(window)
        return found


def low_precision(device: str) -> AbstractContextManager[Any]:
    """Half the precision where a GPU makes that faster."""
    return torch.autocast("cuda", torch.bfloat16, enabled=device == "cuda")


def pace(optimizer: torch.optim.Optimizer, done: float, peak: float, warm: float = 0.05) -> None:
    """The rate of learning when this share of the way is done: up, then down to nothing."""
    for group in optimizer.param_groups:
        group["lr"] = peak * min(done / warm, (1 - done) / (1 - warm)) + 1e-7


def optimizer_of(model: torch.nn.Module, decay: float) -> torch.optim.Optimizer:
    matrices = [p for name, p in model.named_parameters() if p.ndim > 1 and "table" not in name]
    others = [p for name, p in model.named_parameters() if p.ndim <= 1 or "table" in name]
    groups = [{"params": matrices, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.98))


# --------------------------------------------------------------------------- pretraining


def pretrain(
    data: Prepared, shape: dict[str, Any], steps: int, batch: int, seed: int, compile_it: bool = True
) -> Encoder:
    """An encoder that has learnt to guess hidden words of all the texts."""
    torch.manual_seed(seed)
    stream = _stream(data)
    encoder = Encoder(data.words(ROWS, shape["width"]), **shape).to(data.device)
    model = Guesser(encoder, int(data.guess.max()) + 1, shape["width"]).to(data.device)
    if compile_it:
        encoder.think = torch.compile(encoder.think)  # type: ignore[method-assign]
    optimizer = optimizer_of(model, 0.05)
    started = time.time()
    for step in range(steps):
        pace(optimizer, step / steps, 1e-3)
        first = torch.randint(0, len(stream) - WINDOW, (batch,), device=data.device)
        words = stream[first[:, None] + torch.arange(WINDOW, device=data.device)]
        chosen = torch.rand(words.shape, device=data.device) < 0.25
        guess = torch.where(chosen, data.guess[words], 0)
        hide = chosen & (torch.rand(words.shape, device=data.device) < 0.9)
        with low_precision(data.device):
            loss = model(words, hide, guess)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % 200 == 0 or step == 30:
            print(f"step {step}: loss {loss.item():.3f}, {time.time() - started:.0f} s", flush=True)
    encoder.__dict__.pop("think", None)
    return encoder


def _stream(data: Prepared) -> Tensor:
    """All words in one row, with a line's end (word 0) behind each line; the texts in an order fixed by seed."""
    texts = list(range(len(data.arrays["text_starts"]) - 1))
    random.Random(1).shuffle(texts)
    parts = []
    for text in texts:
        for line in range(data.arrays["text_starts"][text], data.arrays["text_starts"][text + 1]):
            parts += [data.tokens[data.starts[line] : data.starts[line + 1]], numpy.zeros(1, dtype=numpy.int64)]
    return torch.from_numpy(numpy.concatenate(parts)).to(data.device)


# --------------------------------------------------------------------------- teachers


def batches(sizes: Sequence[int], most: int, mix: random.Random | None) -> Iterator[list[int]]:
    """Numbers of items of like size, at most `most` words together, padding counted; in random order with `mix`."""
    order = sorted(range(len(sizes)), key=lambda i: sizes[i] * (mix.uniform(0.85, 1.15) if mix else 1))
    made, batch, longest = [], list[int](), 0
    for i in order:
        if batch and max(longest, sizes[i]) * (len(batch) + 1) > most:
            made.append(batch)
            batch, longest = [], 0
        batch.append(i)
        longest = max(longest, sizes[i])
    made.append(batch)
    if mix:
        mix.shuffle(made)
    yield from made


def padded(rows: Sequence[Any], fill: int, device: str) -> Tensor:
    """Rows of numbers as one matrix."""
    made = numpy.full((len(rows), max(map(len, rows))), fill, dtype=numpy.int64)
    for i, row in enumerate(rows):
        made[i, : len(row)] = row
    return torch.from_numpy(made).to(device, non_blocking=True)


def _window_words(data: Prepared, window: Sequence[int]) -> Any:
    zero = numpy.zeros(1, dtype=numpy.int64)
    return numpy.concatenate(
        [part for line in window for part in (data.tokens[data.starts[line] : data.starts[line + 1]], zero)]
    )


def _window_tags(data: Prepared, window: Sequence[int]) -> Any:
    none = numpy.full(1, -1, dtype=numpy.int64)
    return numpy.concatenate(
        [part for line in window for part in (data.tags[data.starts[line] : data.starts[line + 1]], none)]
    )


def teacher(
    data: Prepared,
    encoder: Encoder,
    width: int,
    tags: list[int],
    without: int | None,
    epochs: int,
    seed: int,
    peak: float = 3e-4,
) -> Tagger:
    """The encoder, trained further to tag annotated lines, but those of the fold to go `without`."""
    torch.manual_seed(seed)
    mix = random.Random(seed)
    model = Tagger(copy.deepcopy(encoder), width, tags, 0.2).to(data.device)
    windows = data.windows((data.kind > 0) & (data.fold != without))
    sizes = [sum(data.length(line) + 1 for line in window) for window in windows]
    optimizer = optimizer_of(model, 0.05)
    plan = [batch for _ in range(epochs) for batch in batches(sizes, 6000, mix)]
    model.train()
    for step, batch in enumerate(plan):
        pace(optimizer, step / len(plan), peak, 0.1)
        words = padded([_window_words(data, windows[i]) for i in batch], -1, data.device)
        wanted = padded([_window_tags(data, windows[i]) for i in batch], -1, data.device)
        kinds = torch.tensor([int(data.kind[windows[i][0]]) for i in batch], device=data.device)
        real = words >= 0
        hide = torch.rand(words.shape, device=data.device) < 0.08
        with low_precision(data.device):
            logits = model(words.clamp(min=0), hide, real)
        loss = torch.zeros((), device=data.device)
        for scheme, each in enumerate(logits, 1):
            mine = torch.where((kinds == scheme)[:, None], wanted, -1)
            loss = loss + functional.cross_entropy(
                each.float().flatten(0, 1), mine.flatten(), ignore_index=-1, reduction="sum", label_smoothing=0.02
            )
        loss = loss / (wanted >= 0).sum()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    model.eval()
    return model


@torch.no_grad()
def read(data: Prepared, teachers: Sequence[Tagger], chosen: Any, top: int = 3) -> list[tuple[Any, Any]]:
    """For each scheme the likeliest tags of every token and how likely teachers hold them, on average (of 255).

    Tokens of lines that are not `chosen` keep zeros.
    """
    windows = data.windows(chosen)
    sizes = [sum(data.length(line) + 1 for line in window) for window in windows]
    schemes = len(teachers[0].heads)
    found = [
        (numpy.zeros((len(data.tokens), top), numpy.uint8), numpy.zeros((len(data.tokens), top), numpy.uint8))
        for _ in range(schemes)
    ]
    for batch in batches(sizes, 60_000, None):
        words = padded([_window_words(data, windows[i]) for i in batch], -1, data.device)
        real = words >= 0
        sums: list[Any] = [0.0] * schemes
        for model in teachers:
            with low_precision(data.device):
                logits = model(words.clamp(min=0), None, real)
            sums = [total + each.float().softmax(-1) / len(teachers) for total, each in zip(sums, logits, strict=True)]
        for (tags, chances), total in zip(found, sums, strict=True):
            values, which = total.topk(top, -1)
            values, which = (
                (values / values.sum(-1, keepdim=True) * 255).round().byte().cpu().numpy(),
                which.byte().cpu().numpy(),
            )
            for row, i in enumerate(batch):
                at = 0
                for line in windows[i]:
                    a, b = data.starts[line], data.starts[line + 1]
                    tags[a:b], chances[a:b] = which[row, at : at + b - a], values[row, at : at + b - a]
                    at += b - a + 1
    return found


# --------------------------------------------------------------------------- the student


def student(
    data: Prepared, soft: list[tuple[Any, Any]], shape: dict[str, Any], tags: list[int], without: int | None,
    epochs: int, seed: int, most: int = 12_000, gold: int = 2, peak: float = 3e-3,
) -> Tagger:  # fmt: skip
    """A small tagger that learns what people marked, and elsewhere what the teachers read."""
    torch.manual_seed(seed)
    mix = random.Random(seed)
    model = Tagger(Convolutions(data.words(ROWS, shape["table"]), **shape), shape["width"], tags, shape["dropout"]).to(
        data.device
    )
    lengths = numpy.diff(data.starts)
    fit = numpy.flatnonzero((data.fold != (-1 if without is None else without)) & (lengths > 0) & (lengths <= 400))
    lines = [int(line) for line in fit for _ in range(gold if data.kind[line] else 1)]
    sizes = [data.length(line) for line in lines]
    optimizer = optimizer_of(model, 0.01)
    plan = [batch for _ in range(epochs) for batch in batches(sizes, most, mix)]
    tokens = torch.from_numpy(data.tokens).to(data.device)
    wanted = torch.from_numpy(data.tags).to(data.device)
    believed = [tuple(torch.from_numpy(each).to(data.device) for each in pair) for pair in soft]
    starts, kinds = (
        torch.from_numpy(data.starts.astype(numpy.int64)).to(data.device),
        torch.from_numpy(data.kind).to(data.device),
    )
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    model.train()
    started = time.time()
    for step, batch in enumerate(plan):
        pace(optimizer, step / len(plan), peak)
        chosen = torch.tensor([lines[i] for i in batch], device=data.device)
        longest = max(sizes[i] for i in batch)
        first, size = starts[chosen], starts[chosen + 1] - starts[chosen]
        places = torch.arange(longest, device=data.device)
        real = places < size[:, None]
        at = torch.where(real, first[:, None] + places, 0)
        hide = torch.rand(at.shape, device=data.device) < 0.03
        with low_precision(data.device):
            logits = model(tokens[at], hide, real)
        loss = torch.zeros((), device=data.device)
        for scheme, (each, (likely, chances)) in enumerate(zip(logits, believed, strict=True), 1):
            logs = each.float().log_softmax(-1)[real]
            where = at[real]
            weight = chances[where].float() / 255
            taught = -(weight * logs.gather(1, likely[where].long())).sum(1)
            marked = (kinds[chosen] == scheme)[:, None].expand_as(real)[real]
            said = functional.nll_loss(logs, torch.where(marked, wanted[where], 0), reduction="none")
            loss = loss + torch.where(marked, 0.7 * said + 0.3 * taught, taught).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        with torch.no_grad():
            for name, value in model.state_dict().items():
                average[name].lerp_(value, 1 - min(0.999, step / (step + 20)))
        if step % 500 == 0:
            print(f"step {step} of {len(plan)}: loss {loss.item():.4f}, {time.time() - started:.0f} s", flush=True)
    model.load_state_dict(average)
    model.eval()
    return model


@torch.no_grad()
def tag_lines(data: Prepared, model: Tagger, chosen: Sequence[int]) -> list[list[Any]]:
    """For each scheme, the log chances of the tags of each line."""
    sizes = [data.length(line) for line in chosen]
    found: list[list[Any]] = [[None] * len(chosen) for _ in model.heads]
    for batch in batches(sizes, 30_000, None):
        words = padded(
            [data.tokens[data.starts[chosen[i]] : data.starts[chosen[i] + 1]] for i in batch], -1, data.device
        )
        logits = model(words.clamp(min=0), None, words >= 0)
        for scheme, each in enumerate(logits):
            logs = each.float().log_softmax(-1).cpu().numpy()
            for row, i in enumerate(batch):
                found[scheme][i] = logs[row, : sizes[i]]
    return found
