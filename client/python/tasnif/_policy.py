"""Decisions without threads, time or network: what is sent again, when, and where."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Optional, Sequence

# Codes of gRPC by name; ArticleError has the same numbers.
UNAVAILABLE = 14
RESOURCE_EXHAUSTED = 8


@dataclass(frozen=True)
class Limits:
    """How articles are put into calls, and how many may be on their way."""

    batch_articles: int = 128
    batch_bytes: int = 4 << 20
    # Seconds that an article waits for company while the servers are busy.
    delay: float = 0.005
    # While fewer calls than this are under way nobody waits.
    eager_calls: int = 2
    in_flight_articles: int = 2048
    # Larger articles are answered with INVALID_ARGUMENT here.
    message_bytes: int = 64 << 20


@dataclass(frozen=True)
class Retry:
    """How often and how soon a failed article is sent again. Seconds."""

    attempts: int = 8
    initial_backoff: float = 0.05
    max_backoff: float = 5.0
    # Retries that may be made before successes earn more, and what each success earns.
    budget: float = 100.0
    budget_per_success: float = 0.2

    def wait(self, attempts: int, pushback: Optional[float], draw: float) -> float:
        """Before the next attempt, of which `attempts` were made; draw is from [0, 1)."""
        backoff = min(self.initial_backoff * math.pow(2, min(attempts, 60) - 1), self.max_backoff)
        return max(backoff * (0.5 + draw / 2), pushback or 0.0)


class Budget:
    """Keeps retries a small part of all calls. Its user locks."""

    def __init__(self, retry: Retry) -> None:
        self._retry = retry
        self._tokens = retry.budget

    def take(self) -> bool:
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def earn(self) -> None:
        self._tokens = min(self._retry.budget, self._tokens + self._retry.budget_per_success)


def is_retriable_call(code: str, pushback: Optional[float], attempts: int) -> bool:
    """Whether the articles of a call that failed with `code` are sent again."""
    if pushback is not None and pushback < 0:
        return False
    if code == "RESOURCE_EXHAUSTED":
        return pushback is not None
    if code in ("INTERNAL", "UNKNOWN"):
        return attempts == 1
    return code == "UNAVAILABLE"


def is_retriable_article(error_code: int) -> bool:
    """Whether an article with this ArticleError is sent again."""
    return error_code in (UNAVAILABLE, RESOURCE_EXHAUSTED)


@dataclass
class Server:
    """What is known of one server. Its user locks."""

    address: str
    articles: int = 0
    failures: int = 0
    closed_until: float = -math.inf

    def failed(self, now: float) -> None:
        self.closed_until = now + min(0.1 * 2 ** min(self.failures, 10), 5.0)
        self.failures += 1

    def succeeded(self) -> None:
        self.failures = 0
        self.closed_until = -math.inf


def pick(servers: Sequence[Server], now: float, turn: int) -> Server:
    """An open server with the fewest articles, by turns; else the one that opens first."""
    order: List[Server] = [servers[(turn + i) % len(servers)] for i in range(len(servers))]
    return min(order, key=lambda s: (max(s.closed_until - now, 0.0), s.articles))
