# From /start to her days.

welcome =
    Hello. I’m Restride, a coach for getting back to running after having a baby: foundations first, then run/walk sessions over at least 12 weeks.

    I’m an automated program, not a clinician. I can’t diagnose or clear you, and nobody reads your messages. In an emergency call your local emergency number.

onboarding-consent =
    To coach you I ask about your health. The operator of this bot stores your answers encrypted, only to coach you. Telegram can technically see chats with bots. /export shows you everything, /delete removes it, /privacy says more.

    Do you agree that I store and use your answers?
    .agree = I agree
    .decline = No, thank you
declined-goodbye = That’s completely fine. I’ve kept nothing except that you declined. All the best to you.
declined = If you change your mind, we can start at any time.
    .begin = Start now
only-adults = I’m made for adults, so I can’t coach you. Your midwife, doctor or a physiotherapist can.

onboarding-age = Are you 18 or older?
    .adult = Yes, 18 or older
    .minor = No, younger

onboarding-birth-date = When was your baby born? Please type the date, for example 14 March 2026.
onboarding-birth-date-loss = When was the birth or the loss? Please type the date, for example 14 March 2026.
onboarding-birth-order = That date can be read in two ways. Which one is it?
onboarding-birth-confirm = { $date_with_year }: that was { $days ->
        [one] { $days } day
       *[other] { $days } days
    } ({ $weeks ->
        [one] { $weeks } week
       *[other] { $weeks } weeks
    }) ago. Is that right?
onboarding-birth-type = How was your baby born?
    .vaginal = Vaginally
    .assisted = With forceps or vacuum
    .caesarean = By caesarean
onboarding-birth-type-loss = How was the birth or the loss?
    .vaginal = { onboarding-birth-type.vaginal }
    .assisted = { onboarding-birth-type.assisted }
    .caesarean = { onboarding-birth-type.caesarean }
onboarding-tear = Did you have a tear? If you were given a degree, choose that.
    .none = No tear
    .first-or-second = 1st or 2nd degree
    .third-or-fourth = 3rd or 4th degree
    .unsure = Not sure
onboarding-stitches = Did you have a cut to widen the opening (an episiotomy)?
onboarding-wounds = Have all wounds and scars from the birth healed, and is it comfortable to cough and stand up?

zone = Where are you? Type your city, or a time zone like UTC+2, or share your location. I only keep the time zone.
zone-which = There is more than one place like that. Which time zone is yours?
    .other = None of these
zone-confirm = So it is now { $time } on { $date } where you are ({ $zone }). Is that right?
hour = At what time of day shall I write to you? Choose one or type any time.
hour-which = Morning or evening?
days = On which days could you train? Choose all that suit you. I’ll use two or three of them, never two in a row.
onboarding-other-days = On the days between, shall I send a short message for breathing, pelvic floor, walking or strength?
