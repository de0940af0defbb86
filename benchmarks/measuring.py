"""How benchmarks time and say what they found."""

import statistics
import time
from collections.abc import Callable, Sequence


def report(what: str, seconds: Sequence[float]) -> tuple[float, float]:
    """Say p50, p95 and the most; returns (p50, p95) in seconds."""
    p50, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    say(f"{what}: p50 {p50 * 1e3:.1f} ms, p95 {p95 * 1e3:.1f} ms, max {max(seconds) * 1e3:.1f} ms")
    return p50, p95


def timed(work: Callable[..., object], *given: object) -> float:
    started = time.perf_counter()
    work(*given)
    return time.perf_counter() - started


def say(sentence: str) -> None:
    print(sentence, flush=True)
