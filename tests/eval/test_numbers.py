from decimal import Decimal

import pytest

from eval.generation.numbers import chinese, cut, plain, rounded, step_below, wide


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"), (7, "七"), (10, "十"), (15, "十五"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (202, "二百零二"),
        (1005, "一千零五"), (1050, "一千零五十"), (15273, "一万五千二百七十三"), (10300, "一万零三百"), (20000, "二万"),
    ],
)  # fmt: skip
def test_a_whole_number_in_chinese(value: int, words: str) -> None:
    assert chinese(value) == words


def test_a_value_is_written_without_trailing_zeros() -> None:
    assert plain(Decimal("1.50")) == "1.5"
    assert plain(Decimal("1E+3")) == "1000"


def test_full_width_digits() -> None:
    assert wide("36.4%") == "３６．４％"


def test_rounding_is_half_up_and_cutting_goes_toward_zero() -> None:
    assert (rounded(Decimal("22.05"), 1), cut(Decimal("22.05"), 1)) == (Decimal("22.1"), Decimal("22.0"))
    assert cut(Decimal("-1.29"), 1) == Decimal("-1.2")


def test_the_number_below_with_so_many_leading_digits() -> None:
    assert step_below(Decimal(3456), 2) == (Decimal(3400), Decimal(100))
    assert step_below(Decimal(9), 3) == (Decimal(9), Decimal(1))
