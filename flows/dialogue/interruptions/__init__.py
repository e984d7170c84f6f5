"""What may lie over an open question for a moment: menus, corrections, pauses, doubts."""
