# The open question about warning signs, and what is said where words cannot be read.
signs-more = Something else on the list
signs-none = None of these
signs-unread = I can’t read this language or these letters, so I don’t know what you told me.
signs-none-noted = Good, thank you. If that changes, tap “A warning sign” or write it in other words.
signs-before-consent = If something is wrong with you now, please don’t wait for me. { $help }
link-signs = A warning sign
not-your-words = That was written by somebody else, so I haven’t read it. Is it about you? Then tell me in your own words, or tap below.
not-words-help = I can only read text and buttons, so I haven’t looked at that. If something is wrong, write it or tap below. { $help }
answer-found =
    { $says }

    { $cited ->
        [0] <i>{ $certainty }</i>
       *[other] <i>{ $certainty } Source: { $sources }</i>
    }
answers-of-subject =
    <b>{ $subject }</b>
    { $questions }
link-ask = What else can I ask?
