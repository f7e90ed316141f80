"""The five shapes of problem, one net for each: lesson 07.

Knows `datasets`, `models`, `training`; PyTorch.
"""

from course_utils.problems.brackets import SYMBOLS, bracket_batches, draw_brackets
from course_utils.problems.captions import (
    caption_accuracy,
    caption_batches,
    caption_loss,
    make_captioner,
    random_pictures,
    seen_numbers,
    train_captioner,
    unseen_numbers,
    write_captions,
)
from course_utils.problems.digits import (
    columns_of,
    digit_accuracy,
    digit_batches,
    digit_loss,
    make_row_reader,
)
from course_utils.problems.encoder_decoder import EncoderDecoder
from course_utils.problems.numerals import (
    READ,
    WRITTEN,
    load_numerals_net,
    look_at_digits,
    make_numerals_net,
    numeral_accuracy,
    numeral_batches,
    numeral_loss,
    read_digits,
    save_numerals_net,
    write_numerals,
)
from course_utils.problems.writing import (
    START_ID,
    STOP_ID,
    until_stop,
    write_greedily,
    writing_vocabulary,
)

__all__ = [
    "READ",
    "START_ID",
    "STOP_ID",
    "SYMBOLS",
    "WRITTEN",
    "EncoderDecoder",
    "bracket_batches",
    "caption_accuracy",
    "caption_batches",
    "caption_loss",
    "columns_of",
    "digit_accuracy",
    "digit_batches",
    "digit_loss",
    "draw_brackets",
    "load_numerals_net",
    "look_at_digits",
    "make_captioner",
    "make_numerals_net",
    "make_row_reader",
    "numeral_accuracy",
    "numeral_batches",
    "numeral_loss",
    "random_pictures",
    "read_digits",
    "save_numerals_net",
    "seen_numbers",
    "train_captioner",
    "unseen_numbers",
    "until_stop",
    "write_captions",
    "write_greedily",
    "write_numerals",
    "writing_vocabulary",
]
