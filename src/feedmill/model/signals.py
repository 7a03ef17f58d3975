"""The signals of a judgement in words: what the why-line, the pages and the command line say of a piece of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, str] = MappingProxyType({
    **dict.fromkeys(("title_pair", "lede_pair", "body_pair"), "the pair by name"),
    **dict.fromkeys(("title_relation", "lede_relation", "body_relation"), "a link between the two"),
    **dict.fromkeys(("title_both", "lede_both", "body_both"), "both named"),
    "lede_second": "only in the second sentence",
    "title_side": "one in the headline, both after it",
    "title_to_lede": "one in the headline, the other after it",
    "adjacent": "one each in neighbouring sentences",
    "crowded": "others named as well",
    "frontier": "places on both banks of the border",
    "third_party_head": "somebody else on the two",
    "third_party_body": "somebody else on the two",
    "body_next": "the two once more",
    "dense": "much of the text on the two",
    "dense_body": "much of the text on the two",
    "passage": "a passage on the two",
    "interleaved": "to and fro between the two",
    "woven": "both of them throughout",
    "kept_up": "stays with the two",
    "subject": "a subject of theirs",
    "subject_across": "a subject of theirs",
    "no_subject": "no subject of any topic",
    "apart": "told as two matters",
    "implied": "a format that only the two have",
    "parallel": "side by side, as somebody's rivals",
    "genre": "sport, markets or a list",
    "enumeration": "both in a list of countries",
    "cap_apart": "never both in one sentence",
    "cap_one_side": "one of the two is missing",
    "decision": "an editor decided",
    "always": "an editor's phrase for it",
    "never": "an editor's phrase against it",
})  # fmt: skip
"""What a signal says, without its place. A signal of a beat that is not named here is told by its own name."""


def signal_words(signal: str) -> str:
    """What a signal says, in few words: ``title_pair`` is "the pair by name"."""
    return WORDS.get(signal) or signal.replace("_", " ").replace("-", " ")
