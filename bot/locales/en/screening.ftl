# Readiness questions that need no test, and the portions in which they are asked.

# What the questions of a portion are about, and why; with their number, to follow "I'll ask".
about-first = about your health. Your answers decide whether anything has to wait.
about-body = about the birth and your pelvic floor. Your answers decide what is safe to do next.
about-life = about your check-up, feeding, sleep and stress. Your answers decide how gently we build up.
about-life-loss = about your check-up, sleep and stress. Your answers decide how gently we build up.
about-mood = about how you are feeling. That matters as much as the rest of you.
about-training = about your training so far and your week. Your answers decide where we start.
portion-first = { $n ->
        [one] one short question
       *[other] { $n } short questions
    } { about-first }
portion-body = { $n ->
        [one] one short question
       *[other] up to { $n } short questions
    } { about-body }
portion-life = { $n ->
        [one] one short question
       *[other] { $n } short questions
    } { about-life }
portion-life-loss = { $n ->
        [one] one short question
       *[other] { $n } short questions
    } { about-life-loss }
portion-mood = { $n ->
        [one] one short question
       *[other] { $n } short questions
    } { about-mood }
portion-training = { $n ->
        [one] one short question
       *[other] up to { $n } short questions
    } { about-training }
portion-begins = These questions are { $about }
portion-next =
    Thank you, { $name }. That’s enough questions for now. { $days ->
        [0] Today
       *[other] Tomorrow
    } at { $time } I’ll ask { $portion }

    If you’d rather go on at once, tap below.
portion-more =
    Thank you, { $name }. Next { $days ->
        [0] today
       *[other] tomorrow
    } at { $time }, or now if you like: { $portion }
portion-later = That’s fine. I’ll ask again tomorrow.
portions-left =
    { $n ->
        [one] One question is
       *[other] { $n } questions are
    } still to come, a few a day. No test and no run can begin before I know the answers.

    Next: { $portion }
questions-done = Thank you, I have all your answers.

screening-emergency-signs = First, what must not wait. Do you have any of these now, or have you had one in the last days? Tap all that apply.
screening-same-day-signs =
    And any of these? Tap all that apply.
    • Heavy bleeding: a pad soaked in an hour, or a clot the size of an egg
    • Leg: one leg is swollen, painful, warm or red
    • Breast: hot, red and hard, and you feel as if you had flu
    • Dizzy: it doesn’t ease when you rest
screening-pregnant = Are you pregnant, or might you be?
screening-conditions = Has a doctor told you that you have any of these now? The last one is for anything else you were told to be careful with.
screening-told-not-to-run = Has a doctor, midwife or physiotherapist told you not to run or exercise hard for now?
screening-symptoms = In daily life, now: do you notice any of these?
screening-postnatal-check = Have you had your postnatal check (usually six to eight weeks after the birth)?
screening-breastfeeding = Are you breastfeeding or expressing? It’s no reason not to run; it just helps me to set the pace.
screening-sleep-hours = How many hours do you sleep in 24 hours on average this week, naps included?
screening-exhausted = Are you exhausted on most days?
screening-stress = How high is your stress just now, from 0 (none) to 10 (as high as it gets)?
screening-low-mood = In the last month, have you often felt down, low or hopeless?
screening-low-interest = In the last month, have you often had little interest or pleasure in doing things?
screening-self-harm = Thank you for answering. One direct question, because it matters: have you had thoughts of harming yourself, your baby or anybody else?
screening-self-harm-loss = Thank you for answering. One direct question, because it matters: have you had thoughts of harming yourself or anybody else?
screening-risks = Does any of this apply to you? It only changes how gently we start. A pelvic-floor or back problem counts if you had it before or in pregnancy.
screening-strength-weeks = For how many weeks in a row have you been doing strength training (legs, hips, core)? 0 is a fine answer.
screening-strength-per-week = And how many times a week?

flag-chest-pain = Chest pain
flag-breathless = Breathless at rest/suddenly
    .whole = Breathless at rest or suddenly
flag-coughing-blood = Coughing up blood
flag-seizure = A seizure
flag-self-harm-thoughts = Thoughts of harming yourself
flag-baby-harm-thoughts = Thoughts of harming the baby
flag-baby-harm-thoughts-loss = Thoughts of harming somebody
flag-harm-others-thoughts = Thoughts of harming somebody
flag-hearing-or-seeing-things = Hearing or seeing things
    .whole = Hearing or seeing things that others don’t
flag-passed-out = Fainted or passed out
flag-saddle-numbness = New numbness between legs
    .whole = New numbness between the legs
flag-cannot-pass-urine = Cannot pass urine
flag-leg-weakness-with-back-pain = Weak legs with back pain
flag-one-sided-weakness = Weakness on one side
flag-confusion = Confusion
flag-heavy-bleeding = Heavy bleeding or big clots
    .whole = Heavy bleeding (a pad an hour, or an egg-sized clot)
flag-one-leg-swollen = One leg swollen or painful
    .whole = One leg swollen, painful, warm or red
flag-fever = Fever, 38 °C or more
flag-severe-headache = Severe or worsening headache
flag-vision-change = Change in your vision
flag-face-or-hand-swelling = Very swollen face or hands
flag-severe-belly-pain = Severe belly pain that stays
flag-severe-vomiting = Severe vomiting
flag-wound-infected-or-open = Wound open, redder or oozing
    .whole = Wound opening, redder or oozing
flag-foul-discharge = Bad-smelling discharge
flag-hot-red-breast = Hot, red, hard breast
    .whole = Hot, red, hard breast, feeling as if you had flu
flag-racing-or-irregular-heartbeat = Racing or uneven heartbeat
flag-lasting-dizziness = Dizzy even after resting
    .whole = Dizziness that rest doesn’t ease
flag-overwhelming-tiredness = Overwhelming tiredness

condition-cardiomyopathy = Heart muscle disease
condition-unstable-hypertension = Uncontrolled blood pressure
condition-kidney-disease = Kidney disease
condition-neurological = A neurological condition
condition-eating-disorder = An eating disorder
condition-malnutrition = Malnutrition
condition-anaemia = Anaemia
condition-fracture-or-major-injury = A fracture or major injury
condition-breathing-difficulty = A breathing condition
condition-acute-infection = An infection with fever
condition-haemodynamic-instability = Unstable circulation
condition-other-told-by-clinician = Something else

sign-urine-leak = Leaking urine
sign-stool-leak = Leaking stool
sign-gas-leak = Leaking wind
sign-heaviness = Heaviness or pelvic pressure
sign-bulge = A bulge at the vagina
sign-pelvic-pain = Pelvic pain
sign-back-pain = Back pain
sign-scar-pain = Scar pain
sign-doming = Doming down the belly
sign-bleeding-not-period = Bleeding that isn’t a period
sign-pain-elsewhere = Pain somewhere else
sign-limp = Limping or changed stride
sign-night-pain = Pain that wakes me at night
sign-swelling = Swelling
sign-worse-each-session = Worse with each session
sign-hurts-to-hop = Hurts to hop
sign-cannot-bear-weight = Cannot put weight on it
sign-exhaustion = Exhaustion
sign-pain = Pain

risk-hypermobility = Very flexible joints
risk-pelvic-problem-before = Past pelvic or back problem
risk-leak-when-running-before = Leaked when running before
risk-novice-runner = New to running
risk-previous-running-injury = Earlier running injury
risk-fear-of-movement = Worried moving will hurt me
risk-bmi-30-plus = BMI of 30 or more
risk-red-s-signs = No period, cold, weight loss
risk-no-running-in-pregnancy = Didn’t run in pregnancy
