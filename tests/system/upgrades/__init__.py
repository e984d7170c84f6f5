"""People as each release left them: one frozen session per state, which every later release must carry on.

`restride freeze` (or `./run freeze`) writes the folder of a release from the golden chats, once; it is never edited.
"""
