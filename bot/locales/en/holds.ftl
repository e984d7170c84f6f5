# Decisions of the gates, stops and referrals.

verdict-urgent-emergency =
    <b>This needs medical help now.</b> Please stop exercising. { $help }
    { $reasons }

    Tell somebody near you. All sessions are cancelled. I’m an automated program and nobody reads your messages.
verdict-urgent-same-day =
    <b>Please call for medical advice now, today.</b> { $help } If nobody answers within 15 minutes, or you have chest pain, feel faint or short of breath, call emergency services.
    { $reasons }

    All sessions are cancelled until you have been seen.
verdict-crisis =
    <b>Thank you for telling me. You don’t have to carry this alone, and help is there now.</b> { $help }

    Please tell somebody close to you, now, and don’t stay alone with the baby if you can help it. I’ll leave the coaching aside. I’m an automated program and nobody reads your messages, so please call.
verdict-crisis-loss =
    <b>Thank you for telling me. You don’t have to carry this alone, and help is there now.</b> { $help }

    Please tell somebody close to you, now, and don’t stay alone if you can help it. I’ll leave the coaching aside. I’m an automated program and nobody reads your messages, so please call.
harm-not-said =
    That’s all right, you don’t have to tell me. If there are such thoughts, even now and then, you don’t have to carry them alone, and help is there now. { $help } A doctor, a midwife or somebody close to you will listen, too.

    I’ll ask just once more. If it’s hard to say, I’ll take it as a yes and leave the running until somebody has listened to you.
help-emergency-unknown = Call your local emergency number.
help-emergency = Call { $number } now.
help-advice-unknown = Call your doctor, midwife or maternity unit.
help-advice = Call { $number }, your doctor, midwife or maternity unit.
help-crisis-unknown = Call your local emergency number or a crisis line.
help-crisis = Call { $number } ({ $name }), at any hour. If you are in danger now: { $emergency }.

verdict-refer =
    Thank you, { $name }. A professional should look at this before you run. That is common, and there is good help for it.
    { $reasons }

    /today shows what is safe. I’m an automated program: I can’t diagnose or clear you.
verdict-not-yet-time =
    Thank you, { $name }. It’s too early for running, so we build the foundations first.
    { $reasons }

    { $waiting }
verdict-not-yet-tests =
    Not quite yet, { $name }. { $waiting }

    { $training }{ $reasons }
verdict-ready =
    You’ve passed every check I can do, { $name }. We can start with short runs.
    { $reasons }
training = <b>{ $test }</b>: { $exercise }, { $dose }, { $times } times a week. Next try: { $date }.
failed-too-often =
    You’ve tried this test three times now. It’s a good moment to have a physiotherapist look at it with you before we carry on. Running waits until then.
training-lines =
    How to train for it:
    { $lines }

    {""}
training-none = {""}
reason-lines =
    Why:
    { $lines }
dose-reps = { $sets } × { $reps }
dose-seconds = { $sets } × { $seconds } s
dose-minutes = { $minutes } minutes

locked-home = When a professional has seen you, tell me here. Until then there are no sessions.
    .seen = I have been seen
locked-assessed = Were you assessed by a doctor, midwife or another medical professional?
locked-allowed = And did they tell you that you may exercise?
still-stopped = Then we wait. Your health comes first, and your place is kept.
reopened = Good to hear. We’ll start again, carefully.
reopened-loss = Thank you. We’ll start again, carefully.
back-in-plan =
    Your plan carries on at level { $level }. The next session is on { $date }.
    { $reasons }
held-check = I’m checking in on you.
referred-home = When a professional has looked at it and cleared you to run, tell me here.
    .cleared = I’ve been cleared
referred-who = Who cleared you? I only keep the kind of professional, no name.
    .pelvic-physio = Pelvic-health physio
    .doctor = Doctor
    .midwife = Midwife
    .sports-physio = Sports physio
    .other = Another professional
referred-symptoms = And in daily life, now: do you still notice any of these?
cleared-noted = Thank you, I’ve saved that.

referred-pain = And the pain for which running was stopped ({ $place }): is it gone? “Nearly” means 2 of 10 at most, and none on a walk.
    .gone = Yes, it’s gone
    .little = Nearly
    .still = No, it’s still there
