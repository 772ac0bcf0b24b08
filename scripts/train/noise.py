"""What speech recognition and typing do to a text: punctuation lost or put in, fillers, a misheard character, masked words."""
from __future__ import annotations

import random

import corpora

FILLERS = ("那个", "呃", "嗯", "就是", "哎", "这个", "啊", "然后")
BARE, FILLED, STARRED = 0.3, 0.12, 0.05


def disturbed(text: str, chance: random.Random) -> str:
    if chance.random() < BARE:
        text = corpora.drop_punctuation(text)
    if chance.random() < FILLED:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(FILLERS) + text[at:]
    if chance.random() < STARRED and len(text) > 3:
        at = chance.randrange(len(text))
        text = text[:at] + "*" + text[at + 1 :]
    return text
