"""PyTorch for this lesson's exercises, and the tensors that their cases share."""

from course_utils.exercises.shapes.tensors import random_tensor, torch

__all__ = ["random_tensor", "torch"]
