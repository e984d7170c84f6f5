"""The rules after a session: symptoms, pain, progression, missed time."""
