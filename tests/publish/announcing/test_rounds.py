"""Who fails is tried again, a bounded number of times, and holds nobody up."""

from __future__ import annotations

from generator.publish.announcing.rounds import in_rounds


def test_everybody_is_told_in_order_and_the_dead_one_at_the_end_again() -> None:
    log: list[str] = []
    refusals = {"dead": 2}

    def attempt(name: str, job: int) -> str:
        log.append(f"{name}{job}")
        if refusals.get(name, 0):
            refusals[name] -= 1
            return "503"
        return ""

    assert in_rounds({"dead": [1, 2], "well": [1, 2]}, attempt, waits=(0, 0, 0)) == {}
    assert log == ["dead1", "well1", "well2", "dead1", "dead1", "dead2"]


def test_what_never_succeeds_is_left_with_its_reason_and_all_that_comes_after_it() -> None:
    tries: list[str] = []

    def attempt(name: str, job: int) -> str:
        tries.append(name)
        return f"no {job}" if name == "dead" and job == 2 else ""

    assert in_rounds({"dead": [1, 2, 3], "idle": []}, attempt, waits=(0, 0)) == {"dead": ("no 2", [2, 3])}
    assert tries == ["dead"] * 4
