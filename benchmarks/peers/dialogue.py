"""The check-in that all peers hold: five questions, six buttons each. Plain data, so that nobody is slowed by it."""

QUESTIONS = (
    "Good day, Ana. Today’s session: 5 min brisk walk, 10 × 30 s run / 2 min walk, 5 min easy walk. How was it?",
    "Any pain during the session or since, from 0 (none) upwards?",
    "Did you notice any of these?",
    "Any bleeding?",
    "Anything else you noticed? Type it, or tap below.",
)
BUTTONS = (
    (
        *(("I did it", "did_it"), ("Partly", "partly"), ("Not today", "not_today")),
        *(("Later", "later"), ("Something feels wrong", "feel"), ("Ask me tomorrow", "tomorrow")),
    ),
    tuple((str(number), str(number)) for number in range(6)),
    (
        *(("Leaking urine", "urine_leak"), ("Heaviness", "heaviness"), ("A bulge", "bulge")),
        *(("Leaking wind", "gas_leak"), ("Pelvic pain", "pelvic_pain"), ("None of these", "none")),
    ),
    (
        *(("None", "none"), ("My period, as usual", "period"), ("Yes, not a period", "not_period")),
        *(("Heavy", "heavy"), ("Not sure", "unsure"), ("Ask me later", "later")),
    ),
    (
        *(("Nothing else", "nothing"), ("I feel ill", "ill"), ("My knee", "knee")),
        *(("My back", "back"), ("My hip", "hip"), ("My foot", "foot")),
    ),
)
NUMBER = len(QUESTIONS)


LABELS = {(question, option): label for question, row in enumerate(BUTTONS) for label, option in row}


def marked(text: str, question: int, option: str) -> str:
    """The question with what was chosen: the message is edited to this when it is answered, and its buttons go."""
    return f"{text}\n\n✓ {LABELS[question, option]}"


def data(question: int, option: str) -> str:
    """What a button carries: the question that it answers, and the answer."""
    return f"{question}:{option}"
