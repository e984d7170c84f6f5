# Settings, pause, stop, delete, and the one question about a red flag.

aside-settings =
    <b>Your settings</b>
    Hour: { $hour }
    Days: { $days }
    Time zone: { $zone }
    Sessions a week: { $sessions }
    Prompts on other days: { $others }

    What would you like to change?
    .hour = Hour
    .days = Days
    .zone = Time zone
    .per-week = Sessions a week
    .other-days = Other days
    .strength = Strength training
    .back = Nothing, go back
setting-saved = Saved.
no-plan-yet = You can choose the sessions a week when your plan begins.

aside-pause = Pausing is fine. What is it about? It changes how we come back.
    .ill = I’m ill
    .mastitis = Breast infection
    .no-sleep = No sleep
    .no-childcare = No childcare
    .travel = Travelling
    .pregnant = I’m pregnant again
    .loss = A loss
    .other = Something else
    .back = Don’t pause
aside-paused = You are paused. Tell me when you want to go on.
    .resume = Go on
paused = Paused. I won’t send prompts, and your place is kept. /resume brings you back.
paused-pregnant = Thank you for telling me. Running after birth stops here; your midwife or doctor is the right person for exercise in pregnancy. I won’t send prompts.
paused-loss = I’m so sorry. Everything stops here, and I won’t write to you again unless you write to me. Please let your doctor, midwife or someone close be there for you.
pregnant-again = As you are pregnant again, there is no running plan now. Please ask your midwife or doctor which exercise is right for you.
resumed = Welcome back. We go on from where you were, at the pace that is right now.
resumed-quietly = I’m here. We go on only as far as you want, and /pause or /stop works at any moment.
not-paused = You aren’t paused, so there is nothing to resume. Here is where we are.
welcome-back = Hello again, { $name }. Here is where we were.

aside-stop = Do you want me to stop? I won’t send anything any more. Your data stays until you use /delete, and /start brings you back.
stopped-goodbye = Stopped. Thank you for the time together, and all the best.
aside-stopped = If you ever want to go on, tap below or send /start.
    .resume = Go on

aside-delete = Do you want to delete everything I know about you? That cannot be undone.
aside-delete-sure = Really delete everything?
    .keep = Keep it
    .delete = Delete everything
deleted = Everything about you is deleted. All the best to you. /start begins anew.

aside-red-flag = I want to be sure I understand you. Do you have this now: <b>{ $flag }</b>?
aside-symptoms = Thank you for telling me. Which of these do you notice in daily life now? Take away or add what fits, then “That’s all”.
symptom-noted = Thank you, I’ve noted that.
heard-loss = I’m so sorry. Tell me with one tap, and everything stops.
heard-pregnant = Thank you for telling me. Please confirm it with one tap, then the plan changes.
red-flag-not-meant = Good, thank you. If that changes, tell me or call for help at once.
