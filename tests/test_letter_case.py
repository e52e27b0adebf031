"""Pages in capitals get ordinary case back, letter for letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.annotate.letter_case import restore_case
from sayso.annotate.nlp import load_model

VOCAB = load_model().vocab


@pytest.mark.parametrize(
    ("printed", "restored"),
    [
        (
            "POLICE IN GUATEMALA ARRESTED TWO MEN. THEY WERE ARMED.",
            "Police in Guatemala arrested two men. They were armed.",
        ),
        (
            "GENERAL HECTOR QUIJANDRIA LEFT THE BARRACKS.",
            "General Hector Quijandria left the barracks.",
        ),
        ("THE CIVIL PATROL (PAC) WAS ON THE ROAD.", "The civil patrol (PAC) was on the road."),
        (
            "THE UNITED STATES AND SAN MARINO SENT THE FMLN TO U.S. COURTS.",
            "The United States and San Marino sent the FMLN to U.S. courts.",
        ),
        (
            "PRESIDENT ALFREDO CRUZ SAID A MAN CALLED JORGE PEREZ HAD LEFT. OSCAR SAID NO.",
            "President Alfredo Cruz said a man called Jorge Perez had left. Oscar said no.",
        ),
        ("NATO and the UN met.", "NATO and the UN met."),
    ],
)
def test_case(printed: str, restored: str) -> None:
    assert restore_case(printed, VOCAB) == restored


@given(st.text())
def test_length_and_letters_stay(text: str) -> None:
    restored = restore_case(text, VOCAB)
    assert len(restored) == len(text)
    assert [a == b or a.lower() == b.lower() for a, b in zip(text, restored, strict=True)].count(
        False
    ) == 0
