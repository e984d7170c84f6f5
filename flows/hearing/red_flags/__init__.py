"""Red flags in typed text: a lexicon of phrases with rules for negation, experiencer and time (ConText)."""
