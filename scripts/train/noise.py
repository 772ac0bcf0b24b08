"""What speech recognition and typing do to a text: punctuation lost or put in, fillers, a misheard character, masked words."""
from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping

from pypinyin import lazy_pinyin

import corpora

FILLERS = ("那个", "呃", "嗯", "就是", "哎", "这个", "啊", "然后")
BARE, FILLED, MISHEARD, STARRED = 0.3, 0.12, 0.12, 0.05
#: A recogniser writes the common characters of a sound.
COMMON = 20

#: Of a character those that sound like it, tones aside.
Homophones = Mapping[str, tuple[str, ...]]


def homophones_of(texts: list[str]) -> Homophones:
    """Among the characters that the texts often hold."""
    counts = Counter(c for text in texts for c in text if "\u4e00" <= c <= "\u9fff")
    common = sorted(c for c, n in counts.items() if n >= COMMON)
    by_sound: dict[str, list[str]] = {}
    for character, sound in zip(common, lazy_pinyin(common)):
        by_sound.setdefault(sound, []).append(character)
    return {c: tuple(o for o in group if o != c) for group in by_sound.values() if len(group) > 1 for c in group}


def misheard(text: str, homophones: Homophones, chance: random.Random) -> str:
    places = [i for i, c in enumerate(text) if c in homophones]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + chance.choice(homophones[text[at]]) + text[at + 1 :]


def disturbed(text: str, homophones: Homophones, chance: random.Random) -> str:
    if chance.random() < BARE:
        text = corpora.drop_punctuation(text)
    if chance.random() < MISHEARD:
        text = misheard(text, homophones, chance)
    if chance.random() < FILLED:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(FILLERS) + text[at:]
    if chance.random() < STARRED and len(text) > 3:
        at = chance.randrange(len(text))
        text = text[:at] + "*" + text[at + 1 :]
    return text
