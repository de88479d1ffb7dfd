"""Every URL has a declared policy; one without stops the start, and nobody means no.

A view of ours says who may enter with `@door(policy)`; included third-party URLs are declared by prefix in
`engage.doors`. `engage.middleware.Doors` is the one place that asks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.shortcuts import render

from core.errors import TooOften

Policy = Callable[[Any], bool]  # Person or None → may they enter?


def anyone(person: Any) -> bool:
    """Readers without an account too."""
    return True


def with_second_factor(policy: Policy) -> Policy:
    """Mark a policy: its doors also ask for a second factor, shown in this very session."""
    policy.second_factor = True  # type: ignore[attr-defined]
    return policy


@dataclass(frozen=True)
class Door:
    """Who may enter, and with which HTTP methods (HEAD comes with GET)."""

    policy: Policy
    methods: frozenset[str]


def door(policy: Policy, methods: str = "GET") -> Callable[[Callable], Callable]:
    """Declare a view's policy and methods: `@door(signed_in, methods="GET POST")`. It answers what is done too often."""
    allowed = frozenset(methods.split()) | ({"HEAD"} if "GET" in methods.split() else set())

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def entered(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except TooOften as refusal:
                back = request.get_full_path() if "GET" in allowed else ""
                page = {"reason": str(refusal), "minutes": refusal.minutes, "back": back}
                return render(request, "429.html", page, status=429)

        entered.door = Door(policy, allowed)  # type: ignore[attr-defined]
        return entered

    return declare
