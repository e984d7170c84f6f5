"""What may stand on a lock screen: a prompt is pushed to a phone that others can see, so it stays neutral.

A turn that an alarm began may only push the texts named here. Any other question waits behind [Open], any other
message behind "Why?" and the plan. Answers to what she does herself are never held back.

>>> neutralise((Say(text=Text("after-repeat")),), name="Ana")[0].text.id
'news-ready'
"""

from __future__ import annotations

from flows.vocabulary import Ask, Effect, Say, Text, text

SAFE_TEXTS = frozenset(
    {
        "aside-back",
        "before-session",
        "check-unknown",
        "checkin-morning",
        "comeback-begins",
        "foundations-prompted",
        "foundations-questions",
        "foundations-while-referred",
        "gentle-word",
        "gentle-word-last",
        "goes-quiet",
        "held-check",
        "how-did-it-go",
        "in-full-from-today",
        "keep-your-data",
        "menu-let-go",
        "missed-time",
        "nudge",
        "programme-offered",
        "programme-per-week",
        "programme-proposal",
        "programme-short",
        "programme-yesterday",
        "readiness-invite",
        "rescreen-begins",
        "session-unknown",
        "week-let-go",
    }
)
OPEN_LINK = ("continue", "")
NEWS_LINKS = (("why", ""), ("plan", ""))


def neutralise(effects: tuple[Effect, ...], *, name: str) -> tuple[Effect, ...]:
    """The effects of an alarm's turn as they may be pushed; news is announced once."""
    pushed: list[Effect] = []
    for effect in effects:
        if isinstance(effect, Ask) and effect.text.id not in SAFE_TEXTS:
            pushed.append(Say(text=text("check-ready", name=name), links=(OPEN_LINK,)))
        elif isinstance(effect, Say) and effect.text.id not in SAFE_TEXTS:
            news = Say(text=Text("news-ready"), links=NEWS_LINKS)
            pushed += [] if news in pushed else [news]
        else:
            pushed.append(effect)
    return tuple(pushed)
