"""The networks in PyTorch: the teacher, a transformer over a text, and the student, a small convolution over a line.

Both see words through their numbers (`trialc.extract.pieces`), whose rows of a table are added up, so both read words
that training never saw.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional


class Words(nn.Module):
    """Vectors of words: row of the word + row of its shape + mean of the rows of its pieces."""

    pieces: Tensor
    starts: Tensor

    def __init__(self, pieces: Tensor, starts: Tensor, rows: int, width: int) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.randn(rows, width) * 0.3)
        self.register_buffer("pieces", pieces % rows, persistent=False)
        self.register_buffer("starts", starts, persistent=False)

    def forward(self, words: Tensor) -> Tensor:
        """The vectors of words given by their numbers, each looked up once however often it occurs."""
        distinct, places = torch.unique(words, return_inverse=True)
        first, count = self.starts[distinct], self.starts[distinct + 1] - self.starts[distinct]
        begins = torch.cumsum(count, 0) - count
        owner = torch.repeat_interleave(torch.arange(len(distinct), device=words.device), count)
        at = torch.arange(len(owner), device=words.device) - begins[owner]
        weight = torch.where(at < 2, 1.0, 1.0 / (count[owner] - 2))
        rows = self.pieces[first[owner] + at]
        vectors = functional.embedding_bag(rows, self.table, begins, mode="sum", per_sample_weights=weight)
        return vectors[places]


class Block(nn.Module):
    """A layer of a transformer, normalised before each half, with rotated queries and keys."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project, self.join = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.widen, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: Tensor, angles: tuple[Tensor, Tensor], mask: Tensor | None) -> Tensor:
        batch, length, width = x.shape
        q, k, v = self.project(self.before(x)).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        q, k = _turned(q, angles), _turned(k, angles)
        drop = self.dropout if self.training else 0.0
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=drop)
        x = x + functional.dropout(self.join(seen.transpose(1, 2).reshape(batch, length, width)), drop)
        y = self.narrow(functional.gelu(self.widen(self.between(x))))
        return x + functional.dropout(y, drop)


def _turned(x: Tensor, angles: tuple[Tensor, Tensor]) -> Tensor:
    one, other = x.chunk(2, -1)
    cos, sin = (each.to(x.dtype) for each in angles)
    return torch.cat([one * cos - other * sin, one * sin + other * cos], -1)


class Encoder(nn.Module):
    """A transformer over the words of a text."""

    def __init__(self, words: Words, width: int, depth: int, heads: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.dropout, self.turns = words, dropout, width // heads // 2
        self.hidden = nn.Parameter(torch.randn(width) * 0.3)
        self.enter, self.leave = nn.LayerNorm(width), nn.LayerNorm(width)
        self.blocks = nn.ModuleList(Block(width, heads, dropout) for _ in range(depth))

    def forward(self, words: Tensor, hide: Tensor | None = None, real: Tensor | None = None) -> Tensor:
        """A vector for each word; those to `hide` are not looked at, and those not `real` are padding."""
        x = self.words(words)
        if hide is not None:
            x = torch.where(hide[..., None], self.hidden, x)
        return self.think(x, None if real is None else real[:, None, None, :])

    def think(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """What stands behind the vectors of the words."""
        x = functional.dropout(self.enter(x), self.dropout, self.training)
        speeds = torch.exp(-math.log(1000.0) * torch.arange(self.turns, device=x.device) / self.turns)
        angles = torch.arange(x.shape[1], device=x.device)[:, None] * speeds
        turns = (angles.cos(), angles.sin())
        for block in self.blocks:
            x = block(x, turns, mask)
        normed: Tensor = self.leave(x)
        return normed


class Guesser(nn.Module):
    """An encoder that guesses hidden words, for pretraining."""

    def __init__(self, encoder: Encoder, classes: int, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.transform, self.norm, self.out = nn.Linear(width, width), nn.LayerNorm(width), nn.Linear(width, classes)

    def forward(self, words: Tensor, hide: Tensor, guess: Tensor) -> Tensor:
        """The mean loss over the words to `guess` (their classes; 0: not asked)."""
        asked = guess > 0
        x = self.encoder(words, hide)[asked]
        return functional.cross_entropy(self.out(self.norm(functional.gelu(self.transform(x)))).float(), guess[asked])


class Tagger(nn.Module):
    """An encoder with a head for each scheme of tags; gives a tensor of logits for each."""

    def __init__(self, encoder: nn.Module, width: int, tags: list[int], dropout: float) -> None:
        super().__init__()
        self.encoder, self.dropout = encoder, nn.Dropout(dropout)
        self.heads = nn.ModuleList(nn.Linear(width, count) for count in tags)

    def forward(self, words: Tensor, hide: Tensor | None, real: Tensor) -> list[Tensor]:
        x = self.dropout(self.encoder(words, hide, real))
        return [head(x) for head in self.heads]


class Convolutions(nn.Module):
    """The student's encoder: residual layers that each look at a word and one neighbour on either side.

    `trialc.extract.network` does the same in numpy.
    """

    def __init__(self, words: Words, table: int, width: int, distances: list[int], dropout: float) -> None:
        super().__init__()
        self.words, self.distances, self.dropout = words, distances, dropout
        self.hidden = nn.Parameter(torch.randn(table) * 0.3)
        self.enter = nn.Linear(table, width)
        self.look = nn.ModuleList(nn.Linear(3 * width, width) for _ in distances)
        self.add = nn.ModuleList(nn.Linear(width, width) for _ in distances)

    def forward(self, words: Tensor, hide: Tensor | None, real: Tensor) -> Tensor:
        x = self.words(words)
        if hide is not None:
            x = torch.where(hide[..., None], self.hidden, x)
        keep = real[..., None]
        x = self.enter(functional.dropout(x, self.dropout, self.training)) * keep
        for look, add, far in zip(self.look, self.add, self.distances, strict=True):
            y = normed(x)
            around = torch.cat(
                [functional.pad(y, (0, 0, far, 0))[:, :-far], y, functional.pad(y, (0, 0, 0, far))[:, far:]], -1
            )
            y = functional.relu(look(around))
            x = (x + add(functional.dropout(y, self.dropout, self.training))) * keep
        return normed(x)


def normed(x: Tensor) -> Tensor:
    """Each vector scaled to a mean square of one."""
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6)
