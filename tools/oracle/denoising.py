#!/usr/bin/env python3
"""Denoising (T5's and BART's), written a second time: golden values for the C# tests.

    python3 tools/oracle/denoising.py > tests/golden/denoising.json     (PyTorch 1.13; no other need)

Raffel et al. 2019, arXiv:1910.10683, section 3.1.4 and the released preprocessors.py; Lewis et al. 2019, arXiv:1910.13461, section 2.2 and fairseq's
denoising_dataset.py, with the deviations of docs/papers/denoising.md. The damage is drawn here again from the same random words (Philox), with
lists where the product has walks. See encoder.py for the rest. Dropout is 0.
"""
import json, math, sys
import torch
import torch.nn.functional as F
from encoder import *

V, L, H, LAYERS, A, FF, SENTINELS = 17, 24, 12, 2, 3, 20, 5
STOP = 6
SEED, STEP, NOISING, REPLACEMENT = 11, 5, (1 << 24) + 40, (1 << 24) + 6
TEXT = [
    [2, 5, 9, 7, 6, 12, 12, 16, 6, 10, 13, 8, 7, 15, 6, 9, 5, 3],
    [2, 11, 8, 14, 3, 10, 9, 6, 15, 7, 3],
    [2, 7, 8, 15, 16, 6, 5, 9, 11, 10, 12, 6, 14, 14, 13, 3],
    [2, 13, 3],
]


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p, q = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(q >> 32) ^ c[1] ^ k[0], q & 0xFFFFFFFF, (p >> 32) ^ c[3] ^ k[1], p & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c[0]


def word(stream, index):
    return philox((index & 0xFFFFFFFF, index >> 32, stream, STEP), (SEED & 0xFFFFFFFF, SEED >> 32))


class Draws:
    def __init__(self, sequence):
        self.next = sequence << 32

    def word(self):
        self.next += 1
        return word(NOISING, self.next - 1)

    def uniform(self):
        return (self.word() >> 8) / 2**24

    def below(self, bound):
        return self.word() * bound >> 32

    def poisson(self, mean):
        u, k, total = self.uniform(), 0, math.exp(-mean)
        while u >= total:
            k += 1
            total += math.exp(-mean) * mean**k / math.factorial(k)
        return k

    def shuffle(self, items):
        for i in reversed(range(1, len(items))):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]

    def divide(self, items, segments):
        cuts = []
        for place in range(1, items):
            if len(cuts) == segments - 1:
                break
            if self.below(items - place) < segments - 1 - len(cuts):
                cuts.append(place)
        return [b - a for a, b in zip([0] + cuts, cuts + [items])] if segments else []


def is_special(i):
    return i in (PAD, CLS, SEP, MASK)


def spans(rate, mean):
    """T5: the two sides from a mask of noise, as the released code makes them."""
    read, targets = [], []
    for s, text in enumerate(TEXT):
        words = [i for i, x in enumerate(text) if not is_special(x)]
        n = len(words)
        noise = min(max(round(rate * n), 1), n - 1) if n > 1 else 0
        count = min(max(round(noise / mean), 1), noise, n - noise) if noise else 0
        draws = Draws(s)
        shown, hidden = draws.divide(n - noise, count), draws.divide(noise, count)
        mask = [False] * n if not count else [x for a, b in zip(shown, hidden) for x in [False] * a + [True] * b]
        noisy = dict(zip(words, mask))
        side, other, sentinel, before = [], [], V + SENTINELS, False
        for i, x in enumerate(text):
            if i not in noisy:
                side.append(x)
                continue
            if noisy[i] and not before:
                sentinel -= 1
                side.append(sentinel)
                other.append(sentinel)
            (other if noisy[i] else side).append(x)
            before = noisy[i]
        read.append(side)
        targets.append(other + [SEP])
    return read, targets


def whole(mask, delete, replace, span_rate, span_length, permute, rotate):
    """BART: permutation, hiding, rotation."""
    read = []
    for s, text in enumerate(TEXT):
        start = sum(map(len, TEXT[:s]))
        draws = Draws(s)
        body = [(x, start + i) for i, x in enumerate(text)][1:-1]
        if permute:
            ends = [x in (STOP, SEP) for x, _ in body]
            starts = [i for i in range(len(body)) if i == 0 or (ends[i - 1] and not ends[i])]
            sentences = [body[a:b] for a, b in zip(starts, starts[1:] + [len(body)])]
            moved = math.ceil(permute * len(sentences))
            slots = list(range(len(sentences)))
            draws.shuffle(slots)
            sources = slots[:moved]
            draws.shuffle(sources)
            order = list(range(len(sentences)))
            for slot, source in zip(slots, sources):
                order[slot] = source
            body = [x for i in order for x in sentences[i]]
        n = sum(not is_special(x) for x, _ in body)
        hidden, lengths = math.ceil(span_rate * n), []
        while sum(lengths) < hidden:
            lengths.append(min(hidden - sum(lengths), draws.poisson(span_length)))
        allowed = L - len(text) + hidden - sum(x > 0 for x in lengths)
        kept = []
        for x in lengths:
            if x == 0:
                allowed -= 1
            if x > 0 or allowed >= 0:
                kept.append(x)
        places = sorted((draws.below(n - hidden + 1), x) for x in kept)
        out, shown, left, some = [], 0, 0, mask + delete + replace > 0
        for x, row in body:
            if is_special(x):
                out.append(x)
                continue
            while left == 0 and places and places[0][0] == shown:
                out.append(MASK)
                left = places.pop(0)[1]
            if left:
                left -= 1
                continue
            shown += 1
            u = draws.uniform() if some else 1
            if u < mask:
                out.append(MASK)
            elif u < mask + delete:
                pass
            elif u < mask + delete + replace:
                out.append([i for i in range(V) if not is_special(i)][word(REPLACEMENT, row) * (V - 4) >> 32])
            else:
                out.append(x)
        out += [MASK] * len(places)
        if rotate and draws.uniform() < rotate and len(out) > 1:
            first = 1 + draws.below(len(out) - 1)
            out = out[first:] + out[:first]
        read.append([text[0]] + out + [text[-1]])
    return read, [text[1:] for text in TEXT]


def shapes(vocabulary):
    yield from embeddings("embeddings", vocabulary, L, H)
    yield from layers("main", LAYERS, H, FF, H)
    yield ("decoder.embeddings.positions", L, H)
    for i in range(LAYERS):
        q = f"decoder.layers.{i}"
        yield from norm(q + ".attention_norm", H)
        yield from linear(q + ".attention.qkv", H, 3 * H)
        yield from linear(q + ".attention.output", H, H)
        yield from norm(q + ".cross_norm", H)
        yield from linear(q + ".cross.query", H, H)
        yield from linear(q + ".cross.kv", H, 2 * H)
        yield from linear(q + ".cross.output", H, H)
        yield from norm(q + ".feed_forward_norm", H)
        yield from linear(q + ".expand", H, FF)
        yield from linear(q + ".contract", FF, H)
    yield from norm("decoder.norm", H)


def heads(x):
    return x.view(*x.shape[:2], A, H // A).transpose(1, 2)


def attend(q, k, v, hidden):
    scores = (heads(q) @ heads(k).transpose(-1, -2) / math.sqrt(H // A)).masked_fill(hidden, -math.inf)
    return (scores.softmax(-1) @ heads(v)).transpose(1, 2).reshape(*q.shape)


def losses(read, targets):
    memory, seen = encode("main", LAYERS, A, read)
    ids, real = pad([[CLS] + t[:-1] for t in targets])
    wanted, _ = pad(targets)
    t = ids.shape[1]
    x = P["embeddings.tokens"][ids] + P["decoder.embeddings.positions"][:t]
    later = torch.ones(t, t).triu(1).bool()
    for i in range(LAYERS):
        p = f"decoder.layers.{i}"
        x = x + lin(attend(*lin(ln(x, p + ".attention_norm"), p + ".attention.qkv").split(H, -1), later), p + ".attention.output")
        k, v = lin(memory, p + ".cross.kv").split(H, -1)
        x = x + lin(attend(lin(ln(x, p + ".cross_norm"), p + ".cross.query"), k, v, ~seen[:, None, None, :]), p + ".cross.output")
        x = x + lin(F.gelu(lin(ln(x, p + ".feed_forward_norm"), p + ".expand")), p + ".contract")
    x = ln(x, "decoder.norm")
    log_p = (x @ P["embeddings.tokens"].t()).log_softmax(-1)
    return {"denoising": -log_p.gather(2, wanted[:, :, None])[..., 0][real].mean()}, x[real]


CASES = {
    "spans": ({"spanRate": 0.3, "spanLength": 2, "sentinels": SENTINELS}, lambda: spans(0.3, 2)),
    "wholeText": ({"form": "wholeText", "spanRate": 0.3, "spanLength": 3, "permuteRate": 1}, lambda: whole(0, 0, 0, 0.3, 3, 1, 0)),
    "everyWay": ({"form": "wholeText", "maskRate": 0.1, "deleteRate": 0.15, "replaceRate": 0.1, "spanRate": 0.2, "spanLength": 1, "permuteRate": 0.5, "rotateRate": 0.7},
                 lambda: whole(0.1, 0.15, 0.1, 0.2, 1, 0.5, 0.7)),
}


def main():
    cases = {}
    for name, (options, damage) in CASES.items():
        read, targets = damage()
        declare(shapes(V + (SENTINELS if name == "spans" else 0)))
        terms, hidden = losses(read, targets)
        cases[name] = {"options": options, "read": read, "targets": targets, **case(terms, {"denoising": 1}, full=name != "everyWay"), "hidden": packed(hidden)}
    json.dump({
        "about": f"tools/oracle/denoising.py, PyTorch {torch.__version__}, double precision; parameters by formula, see encoder.py",
        "encoder": {"vocabularySize": V, "maxLength": L, "hiddenSize": H, "layers": LAYERS, "heads": A, "feedForwardSize": FF, "relativeBins": 0, "layerNormEpsilon": EPS},
        "seed": SEED, "step": STEP, "stop": STOP, "text": TEXT, "cases": cases,
    }, sys.stdout, indent=1)
    print()


main()
