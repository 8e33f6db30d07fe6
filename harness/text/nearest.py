"""Example utterances by name -> the name that a message belongs to, by words, pairs of words and pieces of words.

A message is compared with each name's examples taken together (the cosine of the centroids), and with how much more
often the name uses a piece than all others do. Measured beside naive Bayes in docs/figures.md.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log, sqrt

from .normal import stem, words

LONGEST = 4_000
"""Characters of a message that are read."""
PIECE = 4
"""Letters of a piece of a word: "refund" and "refunding" share four pieces."""
PAIRS, PIECES = 0.7, 0.35
"""What a pair of words and a piece of one weigh beside a word [a judgement]."""
OFTENER = 2.0
"""What the second comparison weighs beside the first [a judgement]."""
SMOOTH = 0.02


class Nearest:
    """Fitted on examples once, asked as often as need be. The same examples in the same order give the same answers."""

    def __init__(self, examples: Mapping[str, Sequence[str]]) -> None:
        """`examples`: name -> what people say when they mean it; at least one name, each with an example."""
        told = [(name, _features(text)) for name, texts in examples.items() for text in texts]
        spread = Counter(feature for _, features in told for feature in features)
        self._rarity = {feature: log((len(told) + 1) / (number + 0.5)) for feature, number in spread.items()}
        sums: dict[str, dict[str, float]] = {name: defaultdict(float) for name in examples}
        for name, features in told:
            for feature, weight in self._vector(features).items():
                sums[name][feature] += weight
        self._weights: dict[str, dict[str, float]] = defaultdict(dict)
        for name, own, oftener in _fitted(sums):
            for feature, weight in own.items():
                self._weights[feature][name] = weight + OFTENER * oftener[feature]
        self._names = tuple(examples)

    def best(self, text: str) -> str:
        """The name whose examples are nearest; the first of them when nothing tells."""
        scores = dict.fromkeys(self._names, 0.0)
        for feature, weight in self._vector(_features(text)).items():
            for name, held in self._weights.get(feature, {}).items():
                scores[name] += weight * held
        return max(self._names, key=lambda name: scores[name])

    def _vector(self, features: Mapping[str, float]) -> dict[str, float]:
        return _unit({one: weight * self._rarity[one] for one, weight in features.items() if one in self._rarity})


def _features(text: str) -> dict[str, float]:
    """Words by their stems, pairs of neighbours and pieces, each with how much there is of it."""
    stems = [stem(word) for word in words(text[:LONGEST])]
    found: dict[str, float] = defaultdict(float)
    for word in stems:
        found[word] += 1
        bounded = f"<{word}>"
        for at in range(len(bounded) - PIECE + 1):
            found[f"~{bounded[at : at + PIECE]}"] += PIECES
    for pair in zip(["<", *stems], [*stems, ">"], strict=True):
        found[" ".join(pair)] += PAIRS
    return found


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {feature: weight / length for feature, weight in vector.items()}


def _fitted(sums: Mapping[str, Mapping[str, float]]) -> list[tuple[str, dict[str, float], dict[str, float]]]:
    """(name, its centroid, how much oftener than the others it uses each of its features), both of length one."""
    whole: dict[str, float] = defaultdict(float)
    for own in sums.values():
        for feature, weight in own.items():
            whole[feature] += weight
    total = sum(whole.values())
    found = []
    for name, own in sums.items():
        mine = sum(own.values())
        here, elsewhere = mine + SMOOTH * len(whole), total - mine + SMOOTH * len(whole)
        oftener = {
            feature: log((weight + SMOOTH) / here) - log((whole[feature] - weight + SMOOTH) / elsewhere)
            for feature, weight in own.items()
        }
        found.append((name, _unit(own), _unit(oftener)))
    return found
