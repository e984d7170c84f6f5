"""From effects to Bot API calls."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import DocumentFile
from bot.rendering.calls import (
    CallbackQueryRef,
    RenderContext,
    split_message,
    to_api_calls,
    visible_length,
)
from bot.rendering.texts import Renderer
from flows.vocabulary import Ask, Chosen, DeletePerson, Document, Option, Say, Text, Toast, text
from storage.records import Message

FTL = """
hello = Hello { $name }
question = How was it?
    .fine = Fine
    .bad = Not so well
where = Where are you?
    .skip = I would rather type it
location-button = Share my place
location-noted = Thank you.
link-why = Why? { $argument }
old = That is an old button.
file = Your data
long = { $words }
"""
TAP = CallbackQueryRef(query="q1", message_id=5)
SEEN = CallbackQueryRef(
    query="q1",
    message_id=5,
    label="Fine",
    text="Saved.\n\nHow was it?",
    entities=({"type": "bold", "offset": 0, "length": 5},),
)
QUESTION = Ask(text=Text("question"), options=(Option(id="fine"), Option(id="bad")), columns=2)
HELLO = Say(text=text("hello", name="Ana"))
WHERE = Ask(text=Text("where"), options=(Option(id="skip"),), wants_location=True)


@pytest.fixture
def frame(tmp_path: Path) -> RenderContext:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "all.ftl").write_text(FTL, "utf-8")
    return RenderContext(person=7, seq=3, words=Renderer("en", tmp_path))


def with_(frame: RenderContext, **changes: object) -> RenderContext:
    from dataclasses import replace

    return replace(frame, **changes)  # type: ignore[arg-type]  # field names


def methods(messages: tuple[Message, ...]) -> list[str]:
    return [message.method for message in messages]


def test_a_question_has_its_buttons_and_is_remembered_as_open(frame: RenderContext) -> None:
    (message,) = to_api_calls(frame, (QUESTION,))
    assert message.method == "sendMessage" and message.opens and message.kind == "reply"
    assert message.params["chat_id"] == 7
    assert message.params["parse_mode"] == "HTML"
    assert message.params["link_preview_options"] == {"is_disabled": True}
    assert message.params["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "Fine", "callback_data": "3:fine"}, {"text": "Not so well", "callback_data": "3:bad"}]
        ]
    }


def test_what_an_alarm_says_is_a_prompt(frame: RenderContext) -> None:
    messages = to_api_calls(with_(frame, kind="daily"), (HELLO, QUESTION))
    assert {message.kind for message in messages} == {"daily"}


def test_what_an_alarm_says_makes_one_sound(frame: RenderContext) -> None:
    linked = Say(text=text("hello", name="Ana"), links=(("why", ""),))
    silent = [
        message.params.get("disable_notification")
        for message in to_api_calls(with_(frame, kind="daily"), (linked, QUESTION))
    ]
    assert silent == [None, True]
    assert not any(
        "disable_notification" in message.params for message in to_api_calls(frame, (linked, QUESTION))
    )


def test_short_texts_of_a_turn_are_one_message(frame: RenderContext) -> None:
    (message,) = to_api_calls(frame, (HELLO, QUESTION))
    assert message.params["text"] == "Hello Ana\n\nHow was it?" and message.opens


def test_her_choice_is_left_in_the_message_she_tapped_last_of_all(frame: RenderContext) -> None:
    answer, question, edit = to_api_calls(with_(frame, tap=SEEN), (Chosen(), QUESTION))
    assert (answer.method, question.method) == ("answerCallbackQuery", "sendMessage")
    assert (edit.method, edit.kind, edit.opens) == ("editMessageText", "choice", False)
    assert edit.params == {
        "chat_id": 7,
        "message_id": 5,
        "link_preview_options": {"is_disabled": True},
        "text": "Saved.\n\nHow was it?\n\n✓ Fine",
        "entities": [{"type": "bold", "offset": 0, "length": 5}, {"type": "bold", "offset": 21, "length": 6}],
    }


def test_of_a_multiple_choice_the_mark_is_all_that_was_ticked(frame: RenderContext) -> None:
    ticked = (Option(id="a", label=Text("old")), Option(id="b", label=Text("link-why", (("argument", "b"),))))
    edit = to_api_calls(with_(frame, tap=SEEN), (Chosen(ticked=ticked),))[-1]
    assert str(edit.params["text"]).endswith("\n\n✓ That is an old button., Why? b")


def test_where_there_is_no_message_to_edit_her_choice_is_not_marked(frame: RenderContext) -> None:
    assert methods(to_api_calls(frame, (Chosen(), QUESTION))) == ["sendMessage"], (
        "she typed the words of the button"
    )
    assert methods(to_api_calls(with_(frame, tap=TAP), (Chosen(), QUESTION))) == [
        "answerCallbackQuery",
        "sendMessage",
    ]


def test_ticking_changes_the_buttons_and_not_what_stands_above_them(frame: RenderContext) -> None:
    ask = Ask(text=QUESTION.text, options=QUESTION.options, replaces=True)
    _, edit = to_api_calls(with_(frame, tap=SEEN), (ask,))
    assert (edit.params["text"], edit.params["entities"]) == (SEEN.text, list(SEEN.entities))
    assert "parse_mode" not in edit.params and "reply_markup" in edit.params


def test_another_view_of_a_question_brings_its_own_words(frame: RenderContext) -> None:
    ask = Ask(text=QUESTION.text, options=QUESTION.options, replaces=True, rewrites=True)
    _, edit = to_api_calls(with_(frame, tap=SEEN), (ask,))
    assert (
        edit.method == "editMessageText" and edit.params["text"] != SEEN.text and "parse_mode" in edit.params
    )


def test_a_tap_is_answered_exactly_once_and_first(frame: RenderContext) -> None:
    tapped = with_(frame, tap=TAP)
    for effects in ((), (QUESTION,), (Toast(text=Text("old")), QUESTION), (Toast(text=Text("old")),) * 2):
        messages = to_api_calls(tapped, effects)
        assert methods(messages).count("answerCallbackQuery") == 1
        assert messages[0].method == "answerCallbackQuery" and messages[0].kind == "toast"
    assert to_api_calls(tapped, (Toast(text=Text("old")),))[0].params["text"] == "That is an old button."
    assert "text" not in to_api_calls(tapped, (QUESTION,))[0].params


def test_a_toast_without_a_tap_is_said(frame: RenderContext) -> None:
    (message,) = to_api_calls(frame, (Toast(text=Text("old")),))
    assert message.method == "sendMessage" and message.params["text"] == "That is an old button."


def test_a_question_that_replaces_edits_the_tapped_message(frame: RenderContext) -> None:
    ask = Ask(text=QUESTION.text, options=QUESTION.options, replaces=True)
    _, edit = to_api_calls(with_(frame, tap=TAP), (ask,))
    assert edit.method == "editMessageText" and edit.params["message_id"] == 5 and edit.opens
    assert methods(to_api_calls(frame, (ask,))) == ["sendMessage"]


def test_a_link_is_a_button_that_stands_for_a_command(frame: RenderContext) -> None:
    (message,) = to_api_calls(frame, (Say(text=text("hello", name="Ana"), links=(("why", "R-TIME-2"),)),))
    assert message.params["reply_markup"] == {
        "inline_keyboard": [[{"text": "Why? R-TIME-2", "callback_data": "/why R-TIME-2"}]]
    }


def test_a_place_is_asked_for_with_a_keyboard(frame: RenderContext) -> None:
    (message,) = to_api_calls(frame, (WHERE,))
    assert message.params["reply_markup"] == {
        "keyboard": [
            [{"text": "Share my place", "request_location": True}],
            [{"text": "I would rather type it"}],
        ],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }


def test_the_keyboard_goes_away_with_the_first_message_that_has_room(frame: RenderContext) -> None:
    up = with_(frame, keyboard_up=True)
    said, asked = to_api_calls(up, (Say(text=text("hello", name="Ana")), QUESTION))
    assert said.params["reply_markup"] == {"remove_keyboard": True}
    assert "inline_keyboard" in asked.params["reply_markup"]  # type: ignore[operator]
    thanks, asked = to_api_calls(up, (QUESTION,))
    assert (thanks.params["text"], thanks.params["reply_markup"]) == ("Thank you.", {"remove_keyboard": True})


def test_the_keyboard_stays_while_it_is_wanted(frame: RenderContext) -> None:
    up = with_(frame, keyboard_up=True, keyboard_wanted=True)
    (message,) = to_api_calls(up, (Say(text=text("hello", name="Ana")),))
    assert "reply_markup" not in message.params


def test_a_document_is_stored_with_its_bytes(frame: RenderContext) -> None:
    handed = with_(frame, handout=lambda wanted: DocumentFile(file_name=f"{wanted.name}.json", content=b"{}"))
    (message,) = to_api_calls(handed, (Document(name="export", caption=Text("file")),))
    assert message.method == "sendDocument"
    assert message.params["document"] == {"file_name": "export.json", "base64": "e30="}


def test_erasing_says_nothing_by_itself(frame: RenderContext) -> None:
    assert to_api_calls(frame, (DeletePerson(),)) == ()


def test_a_long_text_is_split_and_the_buttons_stand_under_its_end(frame: RenderContext) -> None:
    words = "\n".join(f"line {n} " + "x" * 90 for n in range(100))
    messages = to_api_calls(frame, (Say(text=text("long", words=words), links=(("why", ""),)),))
    assert len(messages) == 3
    assert ["reply_markup" in message.params for message in messages] == [False, False, True]
    assert "\n".join(str(message.params["text"]) for message in messages) == words


def test_markup_is_never_torn_apart() -> None:
    words = "\n".join(["a" * 10, "<b>" + "b" * 10, "c" * 10 + "</b>", "d" * 10])
    assert split_message(words, limit=25) == ["a" * 10, "<b>" + "b" * 10 + "\n" + "c" * 10 + "</b>", "d" * 10]


def test_length_is_counted_as_telegram_does() -> None:
    assert visible_length("<b>a &amp; b</b>") == 5
    assert visible_length("🏃") == 2


@given(st.text(alphabet=st.sampled_from("ab \n&é🏃"), max_size=300))
def test_no_part_is_too_long_and_nothing_is_lost(words: str) -> None:
    import html

    parts = split_message(html.escape(words), limit=40)
    if words.strip():
        assert all(part.strip() and visible_length(part) <= 40 for part in parts)
    joined = html.unescape("".join(parts))
    assert "".join(joined.split()) == "".join(words.split())
