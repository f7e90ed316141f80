"""A class on a JupyterHub: what each learner's server does first; a class on trial.

Knows `lab`, `measured`, `datasets`; psutil, tornado; JupyterHub only as a program that
it starts.
"""

from course_utils.classroom.learner_server import serve_learner
from course_utils.classroom.trial import ClassPlan, ClassReport, try_class

__all__ = ["ClassPlan", "ClassReport", "serve_learner", "try_class"]
