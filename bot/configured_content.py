"""The rule book and the words as the operator of this bot has them: the shipped ones, with the settings in them.

>>> load_rulebook(Settings()).keep_days
365
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.rendering.texts import Renderer, RenderError, locales
from bot.settings import Settings, SettingsProblem
from flows.rulebook import RuleBook
from flows.rulebook import load as load_book


def load_rulebook(settings: Settings) -> RuleBook:
    """The rule book, and how long the operator keeps what silent people told."""
    return replace(load_book(), keep_days=settings.retain_days)


def load_renderers(settings: Settings) -> Mapping[str, Renderer]:
    """Every language there is; raises `SettingsProblem` when the default one is not among them."""
    operator = {
        "operator_name": settings.operator_name,
        "operator_contact": settings.operator_contact,
        "privacy_url": settings.privacy_url,
        "retain_days": str(settings.retain_days or ""),
    }
    try:
        words = {locale: Renderer(locale, constants=operator) for locale in locales()}
    except RenderError as error:
        raise SettingsProblem(str(error)) from None
    if settings.default_locale not in words:
        raise SettingsProblem(f"DEFAULT_LOCALE is none of the languages there are: {', '.join(words)}")
    return words
