"""What a net is compared with, and by what measure.

Knows `datasets`, `shapes`; scikit-learn, python-crfsuite; no PyTorch.
"""

from course_utils.baselines.crf_tagger import CrfTagger
from course_utils.baselines.linear import fit_bayes, fit_logistic
from course_utils.baselines.metrics import accuracy_by, entity_scores
from course_utils.baselines.name_list import SHORTEST, NameList
from course_utils.baselines.ngrams import NgramModel

__all__ = [
    "SHORTEST",
    "CrfTagger",
    "NameList",
    "NgramModel",
    "accuracy_by",
    "entity_scores",
    "fit_bayes",
    "fit_logistic",
]
