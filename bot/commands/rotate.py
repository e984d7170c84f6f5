"""`restride rotate-key`: makes a new data key and seals all data again with it, while the bot runs.

A running bot follows its key file (`storage/encryption/reloading_keyring.py`). With several machines the new key has
to be on all of them
before it seals anything: `--prepare` makes it, `--use ID` begins. With DATA_KEY in the environment the order of the
keys is the operator's, and a restart of each process; docs/operations.md has the steps.

    restride rotate-key            # one machine: all of it
    restride rotate-key --retire   # later: take the old key out of the file
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.open_storage import open_store
from bot.settings import Settings, SettingsProblem
from storage.encryption import keyfile
from storage.encryption.reloading_keyring import AnyKeyring
from storage.encryption.rotation import Rotation

SETTLED_S = 1.0  # a turn that began with the old key has ended by then
MANUAL_KEYS_HELP = (
    "DATA_KEY is set, so the keys are yours to arrange: put a new one in front (DATA_KEY=NEW,OLD; make one with "
    "`openssl rand -base64 32`), restart every process, then run this again. See docs/operations.md, Keys"
)
NEXT_STEPS = (
    "The key {old} opens nothing here any more. Backups made until now still need it: keep it as long as you keep "
    "them, then take it out{how}."
)


async def work(
    settings: Settings, tell: Callable[[str], None], *, prepare: bool, use: str | None, retire: bool
) -> int:
    """Every step says what it did."""
    by_hand = bool(settings.data_key.reveal().strip())
    if by_hand and (prepare or use or retire):
        raise SettingsProblem(MANUAL_KEYS_HELP)
    async with open_store(settings, make=False) as ground:
        rotation = Rotation(ground.database, ground.keyring)
        if prepare:
            _prepare(settings, tell)
        elif retire:
            await _retire(settings, ground.keyring, rotation, tell)
        elif by_hand and not await rotation.remaining():
            raise SettingsProblem(MANUAL_KEYS_HELP)
        else:
            if not by_hand:
                await _choose(settings, ground.keyring, rotation, use, tell)
            await _reseal(rotation, ground.keyring, tell, by_hand=by_hand)
    return 0


def _prepare(settings: Settings, tell: Callable[[str], None]) -> None:
    name = keyfile.add(settings.data_key_file)
    tell(
        f"The key {name} is in {settings.data_key_file}, and does not seal yet. Copy the file to every machine that"
    )
    tell(f"runs this bot, and keep a copy apart. Then, on one of them: restride rotate-key --use {name}")


async def _choose(
    settings: Settings, keyring: AnyKeyring, rotation: Rotation, use: str | None, tell: Callable[[str], None]
) -> None:
    """The key that is to seal: the one that was named, the one of a rotation that was broken off, or a new one."""
    if use is not None:
        if use not in keyring.keys:
            raise SettingsProblem(
                f"{settings.data_key_file} has no key {use!r}: it has {', '.join(keyring.keys)}"
            )
        keyfile.put_first(settings.data_key_file, use)
        tell(f"The key {use} seals from now on.")
    elif remaining := await rotation.remaining():
        tell(f"Going on with the rotation to the key {keyring.current}: {remaining} values to go.")
    else:
        name = keyfile.add(settings.data_key_file)
        keyfile.put_first(settings.data_key_file, name)
        tell(
            f"Made the key {name} in {settings.data_key_file}; it seals from now on. Keep a copy of the file apart."
        )


async def _reseal(
    rotation: Rotation, keyring: AnyKeyring, tell: Callable[[str], None], *, by_hand: bool
) -> None:
    """Until nothing is left: what a turn wrote meanwhile with the old key is done in the next round."""
    rows = 0
    while (done := await rotation.run()).rows:
        rows += done.rows
        await asyncio.sleep(SETTLED_S)
    tell(f"Sealed anew with the key {keyring.current}: {rows} rows.")
    if done.damaged:
        tell(f"{done.damaged} rows do not open with any key. They were damaged before, and stay as they are.")
    for old in keyring.keys:
        if old != keyring.current:
            how = " of DATA_KEY" if by_hand else ": restride rotate-key --retire"
            tell(NEXT_STEPS.format(old=old, how=how))


async def _retire(
    settings: Settings, keyring: AnyKeyring, rotation: Rotation, tell: Callable[[str], None]
) -> None:
    old = [name for name in keyring.keys if name != keyring.current]
    for name in old:
        if needed := await rotation.sealed_with(name):
            raise SettingsProblem(f"{needed} values still need the key {name}: restride rotate-key first")
    for name in old:
        keyfile.drop(settings.data_key_file, name)
        tell(
            f"The key {name} is out of {settings.data_key_file}. No backup that needs it can be read here any more."
        )
    if not old:
        tell("There is one key only, and it is in use.")
