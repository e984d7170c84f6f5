# Words that every phase uses. British English. HTML: <b>, <i> and <a> only.

plain = { $words }
plain-number = { $n }
plain-clock = { $n }
yes = yes
no = no
not-set = not set yet

option-yes = Yes
option-no = No
option-unsure = Not sure
option-done = Done
option-not-today = Not today
option-2 = Two
option-3 = Three
none-of-these = None of these
done-choosing = That’s all
do-it-later = Do it later

weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday

date-label = { $date_with_year }
time-label = { $time }
duration-seconds = { $n } s
duration-minutes = { $n } min
duration-both = { $minutes } min { $seconds } s

hint-choice = I didn’t quite get that. Please tap one of the buttons below.
prompt-unread =
    I didn’t understand that, so I’ve saved nothing. If something feels wrong, leave it out today. In an emergency call your local emergency number.

    The buttons “Done” and “Not today” still work. /pause pauses my messages, /stop ends them, /help shows what else I can do.
hint-many = Tap everything that applies, then “That’s all”. If nothing applies, tap “None of these”.
hint-anything = I didn’t recognise a symptom in that. If it was about your body, try words like “leaking” or “pain 3 of 10”, or tap “I feel ill”. Otherwise tap “Nothing else”.
hint-days-apart = Please choose at least two days with a free day between them, for example Tuesday and Friday.
hint-days = I couldn’t read that as a list of days. Tap the days, or type them, for example “Tuesday and Friday”. When they are right, tap “That’s all”.
hint-number = Please send a number from { $low } to { $high }{ $unit ->
        [second] , in seconds
        [minute] , in minutes
        [hour] , in hours
        [day] , in days
        [week] , in weeks
       *[none] {""}
    }.
hint-date-unreadable =
    { $variant ->
       *[a] I couldn’t read that as a date. Please type it like this: 14 March 2026.
        [b] I still need a date with a day, a month and a year. Numbers will do: 14/3/2026.
        [c] Sorry, I can’t read that one either. Just the date, please, with nothing before or after it.
        [d] Day, month, year: for example 14.3.2026.
        [e] I only understand a full date here. /help shows what else you can do.
    }
hint-date-impossible = That day isn’t in the calendar. Please check it and type it like this: 14 March 2026.
hint-date-in-future = That date is still to come. Please type the day your baby was born, like this: 14 March 2026.
hint-date-in-future-loss = That date is still to come. Please type the day like this: 14 March 2026.
hint-date-too-long-ago = That is more than 20 years ago, which is further back than I can plan for. Please check the year.
hint-date-year-missing = Please add the year, like this: 14 March 2026.
hint-time = I couldn’t read that as a time. Please type it like this: 07:30.
hint-zone = I don’t know that place. Try the nearest big city, or a time zone like UTC+2.
location-not-needed = Thank you, but I don’t need your location now. I haven’t kept it.

edited-message = I saw that you changed an earlier message. I only read new ones, so please send it once more.
not-words = I can only read text and buttons, so I haven’t looked at that.
old-button = That button is from earlier. Here is where we are now.
already-answered = Got that one already.
unknown-command = I don’t know that command. /help shows what I can do.
first-start = Let’s finish the first question, then everything else opens up.
good-to-hear = Good to hear from you, { $name }.
next-message = You’ll next hear from me on { $when }
next-message-when-due = You’ll hear from me when there is something to do or to ask
nothing-due-next = I didn’t understand that, and I’m not waiting for an answer. If something feels wrong, don’t run, and tap below. In an emergency call your local emergency number. { $next }. /today shows today, /help shows what else I can do.
check-ready = Good day, { $name }. Your next question is ready when you are.
news-ready = Your plan has an update. Tap to see it.
location-button = Share my location
location-noted = Thank you. I only keep the time zone.
something-went-wrong = Something went wrong on my side. Nothing you told me is lost. Here is your question again.
only-private = I only work in a private chat, because your answers are nobody else’s business. Please write to me directly.
not-invited =
    This coach is by invitation only, so I can’t help you here, and I haven’t kept anything you wrote. In an emergency, call your local emergency number. To be invited, give the operator this number: { $number }{ $operator_contact ->
        [unset] {""}
       *[other] {" "}({ $operator_contact })
    }

nudge = Whenever it suits you, we can carry on from here. Your place is kept.
goes-quiet = I haven’t heard from you for a few days, so I’ll stop the daily messages for now. You won’t lose your place: one tap or any word from you and they start again. I’ll ask once more in a while.
week-let-go = I’ve put the weekly questions away for now. They come back after your next session.
menu-let-go = I’ve closed the question above.
earlier-day-kept = Saved for { $date }.
gentle-word = I’m still here, and your place is kept. There is no hurry. /pause pauses my messages, /stop ends them.
gentle-word-last = I’ll be quiet from here on, and your place is kept. /start brings you back at any time.

well-done =
    { $variant ->
       *[a] Thank you, I’ve saved that. Small, regular work like this is what makes running comfortable later.
        [b] Saved. A few minutes on an ordinary day count.
        [c] Good, that’s in. Your body remembers this work.
        [d] Thanks for telling me. That’s all for today.
        [e] Saved. Enjoy the rest of your day.
        [f] Thank you, that’s done for today.
        [g] Good. It all adds up.
        [h] That’s saved. Nothing more is needed today.
        [i] Thanks. The quiet exercises do a lot of the work.
        [j] I’ve got it, thank you.
        [k] Done and saved. Take it easy now.
        [l] Thank you. One more day of it is behind you.
    }
not-today =
    { $variant ->
       *[a] That’s fine. Tomorrow is another day.
        [b] That’s all right. A day without it changes nothing.
        [c] Fine. There is nothing to catch up on.
        [d] Understood. Rest counts too.
        [e] No problem. Another day will suit better.
        [f] All right, we leave it for today.
        [g] That’s okay. Some days have no room for it.
        [h] That’s fine. It comes again another day.
        [i] Thanks for telling me. Nothing is lost.
        [j] Not today, then. That’s all right.
        [k] All right. You don’t need a reason.
        [l] That’s fine. It can wait.
    }
well-done-loss =
    { $variant ->
       *[a] Thank you, that’s saved.
        [b] Thank you. I’ve saved it.
        [c] Saved. That’s all for today.
        [d] Thank you for telling me. Nothing more is needed today.
        [e] That’s saved, thank you.
        [f] I’ve got it. That is enough for today.
        [g] Thank you. It’s done for today.
        [h] Saved, thank you. Go gently.
    }

see-emergency-services = emergency services
see-crisis-line = a crisis line
see-same-day-medical-help = a doctor or midwife, today
see-professional = a professional
see-gp = your GP or family doctor
see-gp-midwife-or-health-visitor = your GP, midwife or health visitor
see-pelvic-physio = a pelvic-health physiotherapist
see-sports-physio = a sports or musculoskeletal physiotherapist
referrals =
    Worth seeing:
    { $whom }
referral-why = { $whom }. { $why }
referral-check = { $whom }, for your postnatal check
