"""Linear text models: n-grams are counted, each has one weight, their order is lost.

The baselines to stand beside every net: TF-IDF with logistic regression, and naive
Bayes. scikit-learn does the work; it is imported when a model is trained.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.shapes.numbers import positive_number
from course_utils.shapes.whole_numbers import counts
from course_utils.text import Text

Split = Callable[[str], Sequence[str]]
"""A text to its symbols: `split_words`, `rjieba.cut`, or `list` for characters."""


class LinearModel:
    """A trained text classifier of C classes, 0 ... C - 1."""

    def __init__(self, vectorizer: Any, classifier: Any) -> None:
        self.vectorizer = vectorizer
        self.classifier = classifier

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """N texts to probabilities (N, C)."""
        return self.classifier.predict_proba(self.vectorizer.transform(texts))

    def predict(self, texts: Sequence[str]) -> np.ndarray:
        """N texts to their likeliest classes (N,)."""
        return self.probabilities(texts).argmax(axis=1)

    def accuracy(self, texts: Sequence[str], labels: Sequence[int]) -> float:
        """The share of N texts whose class is found; N = 0 is a `ValueError`."""
        _check(texts, labels)
        return float((self.predict(texts) == np.asarray(labels)).mean())

    def weights(self) -> dict[str, float]:
        """Each n-gram and its evidence for class 1 against class 0.

        The weight of logistic regression; for naive Bayes the logarithm of how many
        times likelier the n-gram is in class 1. Other numbers of classes than two are
        a `ValueError`.
        """
        if (found := len(self.classifier.classes_)) != 2:
            raise ValueError(str(_NOT_TWO.format(found=found)))
        if hasattr(self.classifier, "coef_"):
            evidence = self.classifier.coef_[0]
        else:
            evidence = np.subtract(*self.classifier.feature_log_prob_[::-1])
        names = self.vectorizer.get_feature_names_out()
        return dict(zip(names.tolist(), evidence.tolist(), strict=True))


@counts("longest", "min_count")
def fit_logistic(
    texts: Sequence[str],
    labels: Sequence[int],
    split: Split,
    *,
    longest: int = 2,
    min_count: int = 2,
    strength: float = 30.0,
) -> LinearModel:
    """Logistic regression on TF-IDF of the n-grams of 1 ... `longest` symbols.

    An n-gram in fewer than `min_count` texts is left out, and counts as 1 + log of how
    often it occurs. The larger `strength`, the less the weights are held near 0 (C in
    scikit-learn). Raises `ValueError` for texts and labels that do not fit.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(
        **_reading(split, longest), min_df=min_count, sublinear_tf=True
    )
    strength = positive_number(strength, "strength", 30.0)
    return _fit(
        vectorizer, LogisticRegression(C=strength, max_iter=1000), texts, labels
    )


@counts("longest", "min_count")
def fit_bayes(
    texts: Sequence[str],
    labels: Sequence[int],
    split: Split,
    *,
    longest: int = 2,
    min_count: int = 1,
    smoothing: float = 1.0,
) -> LinearModel:
    """Multinomial naive Bayes on which n-grams occur, however often in a text.

    `smoothing` is added to every count (1: Laplace). Source: Wang and Manning (2012),
    where this is the baseline that is hard to beat on short texts. Raises `ValueError`
    for texts and labels that do not fit.
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.naive_bayes import MultinomialNB

    vectorizer = CountVectorizer(
        **_reading(split, longest), min_df=min_count, binary=True
    )
    smoothing = positive_number(smoothing, "smoothing", 1.0)
    return _fit(vectorizer, MultinomialNB(alpha=smoothing), texts, labels)


def _reading(split: Split, longest: int) -> dict[str, Any]:
    """How scikit-learn takes a text apart."""
    common = {"lowercase": False, "ngram_range": (1, longest)}
    if split is list:  # its own way is faster, and joins characters without spaces
        return common | {"analyzer": "char"}
    return common | {"tokenizer": split, "token_pattern": None}


def _fit(
    vectorizer: Any, classifier: Any, texts: Sequence[str], labels: Sequence[int]
) -> LinearModel:
    _check(texts, labels)
    found = sorted({int(label) for label in labels})
    if len(found) < 2 or found != list(range(len(found))):
        raise ValueError(str(_CLASSES.format(found=found)))
    try:
        features = vectorizer.fit_transform(texts)
    except ValueError as error:  # no n-gram is left
        raise ValueError(str(_NOTHING_LEFT.format(reason=error))) from error
    return LinearModel(vectorizer, classifier.fit(features, labels))


def _check(texts: Sequence[str], labels: Sequence[int]) -> None:
    if isinstance(texts, str):
        raise ValueError(str(_ONE_TEXT))
    if not 0 < len(texts) == len(labels):
        message = _LENGTHS.format(texts=len(texts), labels=len(labels))
        raise ValueError(str(message))
    for row, (text, label) in enumerate(zip(texts, labels, strict=True)):
        if not isinstance(text, str):
            raise ValueError(str(_NO_TEXT.format(row=row, found=type(text).__name__)))
        if not isinstance(label, (int, np.integer, np.bool_)):
            raise ValueError(str(_NO_LABEL.format(row=row, found=repr(label)[:60])))


_ONE_TEXT = Text(
    en="Expected a list of texts, found one string. Put it in a list: [text].",
    zh="这里要的是一组文本，给的却是一个字符串。请放进列表：[text]。",
)
_LENGTHS = Text(
    en="Expected at least one text, and one label for each, found {texts} texts and "
    "{labels} labels. Give two lists of the same length.",
    zh="至少要有一条文本，而且每条各有一个标签；现在有 {texts} 条文本、"
    "{labels} 个标签。请给两个一样长的列表。",
)
_NO_TEXT = Text(
    en="Text {row}: expected a string, found {found}. Give each text as it was "
    "written.",
    zh="第 {row} 个文本应是字符串，实际是 {found}。请给出原文。",
)
_NO_LABEL = Text(
    en="Label {row}: expected a whole number, found {found}. Number the classes 0, 1, "
    "2 ..., one for each text.",
    zh="第 {row} 个标签应是整数，实际是 {found}。"
    "请把类别编号为 0、1、2……，每个文本一个。",
)
_CLASSES = Text(
    en="Expected the labels to be 0, 1 and so on, at least two, all present, found "
    "{found}. Give examples of each class, numbered from 0.",
    zh="标签应从 0 开始依次编号，至少有两类，每类都要出现；现在有 {found}。"
    "请给每一类都配上例子，从 0 编号。",
)
_NOTHING_LEFT = Text(
    en="No n-gram is left to learn from ({reason}). Give longer texts, or take a "
    "smaller min_count.",
    zh="没有可学的 n 元组了（{reason}）。请给长一些的文本，或者把 min_count 取小些。",
)
_NOT_TWO = Text(
    en="Evidence for one class against another needs two classes, found {found}. "
    "Train on two.",
    zh="要比较两类，就得正好有两类，现在有 {found} 类。请用两类来训练。",
)
