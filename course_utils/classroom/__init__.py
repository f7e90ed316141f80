"""A class on a JupyterHub: what each learner's server does first; a class on trial.

Knows `lab`, psutil and tornado; JupyterHub only as a program that it starts.
"""

from course_utils.classroom.learner_server import serve_learner

__all__ = ["serve_learner"]
