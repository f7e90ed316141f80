"""Whether what the lessons claim holds on other computers too.

`claims` runs a lesson and notes every assertion that fails; `computers` does so with
noise on the initial weights, and as others would run it. Knows `scratch`, `session`
and the authoring folder; PyTorch within functions.
"""

from course_utils.authoring.noise.computers import check_noise, survey

__all__ = ["check_noise", "survey"]
