"""Derives our vocabulary from Chinese BERT's and writes the tokenizer files.

A token is kept when the corpora hold it often enough; the pieces of plain
letters and digits are always kept, so that a name or number is never unknown.
"""
from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from tokenizers import Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import WordPiece

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
FULL_WIDTH_MARKS = ((",", "，"), ("!", "！"), ("?", "？"), (":", "："), (";", "；"))
MAX_VOCABULARY = 7000
MIN_COUNT = 3


def one_writing() -> normalizers.Normalizer:
    """Letters and digits in half width, the common marks in full width, then BERT's own rules.

    Recognisers and chat clients mix both widths; without this "１０" would be unknown
    and "," a different sign from "，".
    """
    marks = [normalizers.Replace(half, full) for half, full in FULL_WIDTH_MARKS]
    bert = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
    return normalizers.Sequence([normalizers.NFKC(), *marks, bert])


def bert_tokenizer(tokens: list[str]) -> Tokenizer:
    vocabulary = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = one_writing()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])],
    )
    return tokenizer


def always_kept(token: str) -> bool:
    return len(token.removeprefix("##")) == 1 and token.isascii()


def derive(base_vocabulary: Path, texts: list[str]) -> list[str]:
    base = base_vocabulary.read_text(encoding="utf-8").splitlines()
    ordered = list(SPECIAL) + [t for t in base if t not in SPECIAL and not t.startswith("[unused")]
    tokenizer = bert_tokenizer(ordered)
    counts: Counter[str] = Counter()
    for start in range(0, len(texts), 10_000):
        for encoding in tokenizer.encode_batch(texts[start : start + 10_000], add_special_tokens=False):
            counts.update(encoding.tokens)
    plain = [t for t in ordered if always_kept(t)]
    frequent = [t for t, n in counts.most_common() if n >= MIN_COUNT and t not in SPECIAL]
    kept = set(plain) | set(frequent[: MAX_VOCABULARY - len(SPECIAL) - len(plain)])
    return list(SPECIAL) + [t for t in ordered if t in kept and t not in SPECIAL]


def write(tokens: list[str], folder: Path, longest: int) -> None:
    """Writes tokenizer.json and tokenizer_config.json as the JS library reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    document = json.loads(bert_tokenizer(tokens).to_str())
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(text + "\n", encoding="utf-8")
    config = {
        "tokenizer_class": "BertTokenizer",
        "do_lower_case": True,
        "model_max_length": longest,
        "pad_token": "[PAD]",
        "unk_token": "[UNK]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
        "mask_token": "[MASK]",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def load(folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(folder / "tokenizer.json"))
