# English. Words of product.md exactly; what a screen says about people is said as to their face.
onward-sub = Live transit assistance for resettlement travel
skip = Skip to the content
menu = Menu
language = Language
post = Post
close = Close
back = Back
details = Details
signed-in-as = Signed in as
sign-out = Sign out
theme-day = Day colours
theme-night = Night colours
demo-other-roles = All roles of the demonstration
replay = A recorded day, replayed { $rate } times as fast

## Freshness
fresh-live = live
fresh-sending = live, sending { $n }
fresh-connecting = connecting
fresh-as-of = as of { $time }
fresh-offline = offline, as of { $time }
fresh-offline-never = offline
fresh-offline-waiting = offline, { $n } waiting to send
fresh-silent = feed silent { $min } min
fresh-silent-never = feed silent
fresh-away = hub cannot save, as of { $time }
fresh-away-never = hub cannot save
fresh-state-live = The picture is live.
fresh-state-catching-up = Catching up.
fresh-state-silent = A flight feed is silent.
fresh-state-away = The hub does not reach its records. What you do is kept and sent later.
fresh-state-offline = Offline. What you do is kept and sent later.

## Bands
band-safe = Safe
band-watch = Watch
band-tight = Tight
band-broken = Broken
band-none = On its way
margin-spare = { $n } min to spare
margin-short = { $n } min short

## Sign in and start
sign-in-title = Sign in
sign-in = Sign in
sign-in-busy = Signing in …
account = Account
password = Password
session-expired = Your session has ended. Sign in again: nothing you did is lost.
session-revoked = This account was closed on this device. What was kept here has been erased.
problem-bad-credentials = Account or password is not right.
problem-too-many = Too many attempts. Wait a minute, then try again.
problem-no-network = The hub cannot be reached from here. Check the network and try again.
start-title = Every group with someone, everyone told
start-1 = You are looking at Onward following groups of people who change planes on a long journey, and telling the team at each airport, those who receive them and the escort what changes, as it changes.
start-2 = The flights are those of a real day, { $day }. The people are made up.
start-2-titled = The flights are those of a real day, { $day }: { $title }. The people are made up.
start-3 = The day runs { $rate } times as fast as it did. Choose who you want to be, do something, and watch the others’ screens follow.
start-again = The recorded day has begun again. Choose who you want to be.
start-roles = Open it as
start-recorded = Recorded
start-derived = Derived or made up
pulse-title = What just happened
pulse-none = The first news comes in a moment.
pulse-moving = groups on their way
pulse-broken = connections broken
pulse-cancelled = flights cancelled

## Station board
board-sub = { $n ->
    [one] 1 wave
   *[other] { $n } waves
  }, { $people ->
    [one] 1 person
   *[other] { $people } people
  }
waves = { $n ->
    [one] 1 wave
   *[other] { $n } waves
  }
filter-all = All
filter-tight = Tight
filter-mine = Mine
search-board = Label or flight
band-of-now = Now
band-of-now-hint = on the ground, in the next 30 minutes, or waiting for your answer
band-of-next = Next 2 hours
band-of-next-hint = nothing to do yet, worst first
band-of-later = Later
band-of-later-hint = more than two hours ahead
band-of-done = Left
wave-name = { $labels }, { $n } people
groups = { $n } groups
in-arms = + { $n } in arms
escorts = { $n ->
    [one] 1 escort
   *[other] { $n } escorts
  }
people = { $n ->
    [one] person
   *[other] people
  }
few = few
left = left
from-city = from { $city }
to-city = to { $city }
terminal = Terminal
gate = gate
was = was
diverted-to = diverted to { $city }
sources-differ = sources differ
time-scheduled-in = planned
time-estimated-in = expected
time-actual-in = on block
time-scheduled-out = planned
time-estimated-out = expected
time-actual-out = off block
time-unknown = time not known
mode-bus = Bus
mode-road = By road
mode-walk = On foot
mode-hotel = Hotel
status-scheduled = planned
status-moved = new time
status-out = off block
status-off = in the air
status-on = landed
status-in = on block
status-cancelled = Cancelled
status-diverted = Diverted
status-returned = Came back to the stand
claim-nobody = Nobody has claimed it yet
claim-by = Claimed by
claim-mine = Claimed by you
claim-there = There now:
claim-mine-there = You are there
not-sent-yet = not sent yet
do-claim = Claim
do-arrived = I’m there
do-count = Count
do-count-label = Count { $label }
do-unclaim = Give back the claim
call = Call { $who }
needed-minutes = What the { $n } minutes are for
minutes = { $n } min
minutes-ago = { $n } min ago

## The connection strip
strip-door = { $limit ->
    [check-in-close] check-in
    [departure] departs
   *[door-close] door
  } { $time }
why-spare = Needs { $needed } min from on-block, { $available } until { $limit ->
    [check-in-close] check-in closes
    [departure] it departs
   *[door-close] the door closes
  } at { $time }: { $n } min to spare.
why-short = Needs { $needed } min from on-block, { $available } left until { $limit ->
    [check-in-close] check-in closes
    [departure] it departs
   *[door-close] the door closes
  } at { $time }: { $n } min short.
why-longest = The long part: { $part }, { $min } min.
why-reason-only = The long part of the way: { $part }.
why-unknown = No margin yet: a time is not known.
why-out-cancelled = The onward flight is cancelled. There is no connection to make.
why-in-cancelled = The flight they come on is cancelled.
why-in-diverted = The flight they come on goes elsewhere.
why-last = This is their last airport: receivers meet them here.
why-first = They start here.
why-ground = They go on by road: it waits for them.
way-broken = A connection on the way does not hold. The desk is working on it; you are told as soon as there is a new time.
way-tight = A connection on the way is tight. You are told if the time at the door changes.
part-disembark = off
part-border = border
part-bags = bags
part-airport = airport
part-terminal = terminal
part-security = security
part-walk = walk
part-wheelchair = wheelchair
part-children = children
part-group = group
part-language = language
part-mct = minimum

## Counting
count-title = Count { $label }
count-here = people here
count-in-arms = in arms
count-escorts = escorts
count-hint = Count them. Then type the number.
count-erase = Erase a digit
count-right = { $here }: as expected
count-missing = { $here } of { $expected }: { $n } missing
count-over = { $here }, expected { $expected }: { $n } over
count-send = Record { $n }
count-send-arms = Record { $n } + { $arms } in arms
count-send-empty = Record
counted-right = { $here } here: all of them
counted-missing = { $here } of { $expected } here: { $n } missing
counted-over = { $here } here, { $n } over
counted-other = Another count says { $here }
counted-desk = { $here } of { $expected } counted { $place }
place-off-the-aircraft = off the aircraft
place-gate = at the gate
place-with-escort = by the escort

## Notices
acknowledge = Acknowledge
seen = Seen
acknowledge-all = Acknowledge all { $n }
seen-all = Seen all { $n }
notice-broken-plain = The connection at { $city } does not hold.
notice-tight-plain = The connection at { $city } is tight.
notice-watch-plain = Watch the connection at { $city }.
notice-recovered-plain = The connection at { $city } holds again.
notices-more = { $n } more to answer
next-word = next word by { $time }
next-word-late = next word was due at { $time }
notice-cancelled = { $flight } from { $city } is cancelled.
notice-reinstated = { $flight } from { $city } is back on.
notice-returned = { $flight } came back to the stand at { $city }.
notice-departed = { $flight } has left { $city }.
notice-broken = The connection at { $city } does not hold: { $min } min short.
notice-tight = The connection at { $city } is tight: { $min } min to spare.
notice-watch = Watch the connection at { $city }: { $min } min to spare.
notice-recovered = The connection at { $city } has { $min } min to spare again.
notice-door = At the door { $min } min { $late ->
    [earlier] earlier
   *[later] later
  } than last told: { $from } to { $to }.
stage-told = told
stage-delivered = delivered
stage-seen = seen
stage-acknowledged = acknowledged

## Sources
what = What
value = Value
source = Source
said = Said
field-scheduled-out = Planned off-block
field-estimated-out = Expected off-block
field-actual-out = Off block
field-scheduled-off = Planned take-off
field-estimated-off = Expected take-off
field-actual-off = Took off
field-scheduled-on = Planned landing
field-estimated-on = Expected landing
field-actual-on = Landed
field-scheduled-in = Planned on-block
field-estimated-in = Expected on-block
field-actual-in = On block
field-gate-out = Departure gate
field-terminal-out = Departure terminal
field-gate-in = Arrival gate
field-terminal-in = Arrival terminal
field-belt = Belt
field-diverted-to = Diverted to
field-cancelled = Cancelled
field-status = Status
source-plan = the plan
source-demo-aidx = airport feed (AIDX)
sources-and-ages = Sources and ages
staff-word = Tell what you know: { $flight }
staff-word-until = It holds for one hour. A feed that says otherwise later is shown beside it.
staff-word-send = Tell

## Actions and what became of them
tray = Actions
understood = Understood
waiting-since = waiting to send since { $time }
outcome-rejected = The hub refused it.
outcome-conflict = Somebody else was first.
problem-already-claimed = Somebody else had claimed it first.
problem-no-such-alert = It had been resolved already.
problem-already-ended = It had ended already.
problem-not-found = It is no longer in your care.
did-claim = Claim
did-unclaim = Claim given back
did-arrived = I’m there
did-count = Count
did-notice-ack = Acknowledged
did-flight-state = Word on a flight
did-alert-raise = Alert raised
did-alert-resolve = Alert resolved
did-movement-close = Close
did-movement-cancel = Cancel

## Arrivals
arrivals = Arrivals
arrivals-all = Arrivals, all receivers
arrivals-sub = { $who }: { $n ->
    [one] 1 arrival
   *[other] { $n } arrivals
  }, { $people ->
    [one] 1 person
   *[other] { $people } people
  }
arrivals-day = { $n ->
    [one] 1 arrival
   *[other] { $n } arrivals
  }, { $people ->
    [one] 1 person
   *[other] { $people } people
  }
at-the-door = At the door
door-none = No door time yet: while the way there is broken, none would be honest.
belt = Belt
seats = { $n ->
    [one] 1 seat
   *[other] { $n } seats
  }
child-seats = { $n ->
    [one] 1 child seat
   *[other] { $n } child seats
  }
state-planned = Planned
state-moving = On the way
state-broken = Connection broken
state-arrived = Arrived
state-closed = Closed
state-cancelled = Cancelled
state-farewell = No longer through here

## Desk
desk-sign = Desk
desk-title = Coordinator, { $programme }
desk-sub = { $n } open, { $broken } broken, { $alerts ->
    [one] 1 alert
   *[other] { $alerts } alerts
  }
desk-movements = Movements
desk-flights = Flights
search-desk = Label, reference, flight or airport
n-alerts = { $n ->
    [one] 1 alert
   *[other] { $n } alerts
  }
n-waiting = { $n } not acknowledged
version = version { $n }
journey = Journey
here-waiting = they are here
here-aboard = they are aboard
told = Who has been told
told-nothing = Nothing had to be told so far.
on-the-ground = On the ground
party-coordinator = Desk
party-station = Station
party-receiver = Receiver
party-authority = Authority
party-escort = Escort
history = History
history-none = The history cannot be read now.
movement-close = Close
movement-close-text = Close { $label }? All have arrived and are with those who receive them. It ends for everybody who follows it.
movement-cancel = Cancel movement
movement-cancel-text = Cancel { $label }? Nobody travels on this plan any more; everybody who follows it is told.
reason = Reason
free-text-hint = Up to 200 characters: no health, no status, no story.
resolve = Resolve
alert-raise = Raise an alert
alert-raise-text = An alert stays at the top of every desk until somebody resolves it.
alert-what = What is it about
alert-other = Alert
alert-count-mismatch = The counts differ
feeds = Flight feeds
feed-ok = heard
feed-late = late
feed-silent = silent
feed-off = switched off
heard-ago = { $n } min ago
feed-sums = { $accepted } accepted, { $unmatched } unmatched, { $rejected } rejected
feed-quiet = quiet, no flight of ours ahead
feed-turn-off = Switch off
feed-turn-on = Switch on
feed-turn-off-what = Switch off { $who }
feed-turn-on-what = Switch on { $who }
feed-off-title = Switch off { $who }?
feed-off-text = What it sends is refused and it is no longer asked, at every desk, until somebody switches it on. What it said so far stays.
unmatched = Waiting for a person
unmatched-waits-min = { $n ->
    [0] just came
   *[other] waiting { $n } min
  }
unmatched-it-is = It is { $flight }
unmatched-waits-h = waiting { $n } h
unmatched-mass = { $n ->
    [one] 1 cancellation more than is likely from { $who }: is it real?
   *[other] { $n } cancellations at once from { $who }: are they real?
  }
unmatched-real = They are real
unmatched-which = Which flights
unmatched-other = Another flight…
unmatched-other-title = Which flight is { $what }?
unmatched-search = Number, date or airport
unmatched-aside = Lay aside
unmatched-aside-what = Lay aside { $what }
unmatched-more = Show { $n } more
unmatched-route = { $from } to { $to }
unmatched-withdrawn = taken back
unmatched-settled = It counts for { $flight } now.
unmatched-taken = They count now, and everybody concerned is told.
unmatched-laid = Laid aside.
unmatched-failed = That did not work. Try again.
unmatched-why-unknown = It names too little to know which flight it is about.
unmatched-why-several = More than one flight fits.
unmatched-why-suffix = It looks like a flight of ours with a letter added. Is it the same?
unmatched-why-mass-cancellation = A source that breaks cancels everything it has. Nobody is told until you say so.
flight = Flight
from = From
to = To
departs = Departs
arrives = Arrives
status = Status
our-people = Our people
fact-published = Published
fact-claim = Claimed
fact-unclaim = Claim given back
fact-arrived = There
fact-count = Counted
fact-notice-ack = Acknowledged
fact-alert-raise = Alert raised
fact-alert-resolve = Alert resolved
fact-movement-close = Closed
fact-movement-cancel = Cancelled
fact-turned = Flight
fact-notice = Told
fact-receipt = Receipt
fact-flight-state = Word on a flight

## Escort
escort-sign = Escort
escort-title = Your journey
escort-at = at { $city }
escort-to = on the way to { $city }

## Empty, loading, forbidden
loading-title = One moment
loading-text = Fetching what is current.
empty-board-title = No waves here
empty-board-text = Nobody of ours comes through this airport today. What comes will appear by itself.
empty-arrivals-title = Nobody is on the way to you
empty-arrivals-text = As soon as a group is announced it stands here, with the time at the door.
empty-desk-title = No movements yet
empty-desk-text = Published movements appear here by themselves.
empty-escort-title = No journey on your duty
empty-escort-text = Your next journey appears here before it starts.
desk-none-title = Choose a movement
desk-none-text = Its journey, who has been told, and what happened open here.
nothing-found-title = Nothing fits
nothing-found-text = Change the filter or the search to see the rest.
forbidden-title = Nothing to show for this account
forbidden-text = This account follows no movements. Sign in with the account of your post.

## The wave
wave = Wave
wave-sub = { $labels } · { $n } people
board = Board
open-wave = Open
groups-of-wave = Groups on this flight
with-whom = Who is with whom
what-else = What else
for-chosen = for the { $n } chosen
people-by-case = People by case
people-hint = tick whom the next action is about
choose-none = { $n } chosen: clear
names-not-open = Names are not open here now. Counts and labels are.
not-on-this-flight = Not on this flight:
empty-wave-title = This wave is no longer here
empty-wave-text = It has left, or its plan has changed. The board shows what is here now.
do-count-door = Count at the door
do-accept = Take over
do-accept-label = Take over { $label }
do-checkpoint = All here: { $place }
do-offer = Hand on
do-offer-label = Hand on { $label }
do-boarded = Boarded
do-boarded-label = Boarded { $label }
do-landed = Landed at { $place }
all-here = All here, all seen
task-count = Count
task-take = Take over
task-seen = Seen at …
task-hand-on = Hand on
task-outside = Into other care
task-boarded = Boarded
task-add = Add a person
task-missing = Missing
task-found = Found
task-family = Family told
task-note = Note
task-callback = Call me back
fact-counted = counted { $n }
fact-seen = { $place }: { $n }
fact-boarded-n = boarded { $n }
n-people = { $n ->
    [one] 1 person
   *[other] { $n } people
  }
hours = { $n } h

## Counting in parts and at one door
count-part = Counted as
count-part-none = all at once
part-name = { $kind ->
    [bus] Bus { $n }
    [door] Door { $n }
   *[other] Part { $n }
  }
count-together = together
count-so-far = { $here } of { $expected } so far
count-again = Count again
share-title = { $n } at the door: by group
share-hint = Say how many belong to each group.
share-next = By group
share-left = { $n } still to place: { $what }
share-over = { $n } too many placed: { $what }
share-placed = All placed
one-less = one less
one-more = one more

## Parties
party-me = you
party-aboard = aboard { $flight }
party-aboard-leg = on the way, leg { $n }
party-origin = not yet handed over
party-alone = on their own, as planned
party-ended = journey ended
party-unknown = not known
party-previous-stop = the previous stop
party-next-stop = the next stop
party-on-the-way = on the way
party-border = at the border
party-here = here
party-out-prm = Assistance
party-out-crew = Crew
party-out-border = Border police
party-out-hotel = Hotel
party-out-hospital = Hospital
party-out-adult = A named adult
party-out-other = Somebody else
party-person = Name of the person there, if there is one
with-party = with { $party }
with-me = with you
with-out = in the care of { $party }
with-receiver = met by { $party }
with-not-known = NOT KNOWN
with-none = Nobody has said yet who they are with.
since = since
not-known-since = not known since
seen-at = seen: { $place }
last-with = last: { $party }
unconfirmed = unconfirmed
about-person = More about { $name }
unit-of = Together: { $n }
bags = { $n ->
    [one] 1 bag
   *[other] { $n } bags
  }
paper-travel-document = travel document
paper-passport = passport
paper-visa = visa
paper-other = other paper
paper-missing = { $kind }: not there
paper-until = { $kind }, until { $date }
age = Age
age-infant = under 2
age-toddler = 2 to 4
age-child = child
age-teen = teenager
age-adult = adult
age-senior = 65 and over

## Handing over
whom = Whom
whom-all = All { $n }
whom-some = Only some
whom-these = { $n } chosen
take-title = Take over { $label }
take-from = From: { $party }
take-from-whom = From whom
take-offers = offers them to you
take-nobody = Nobody waits to be taken over here.
take-compare = Compare
take-send = Take over { $n }
take-anyway = Take over { $n } all the same
take-who-not = Who is not here? ({ $n })
papers-bag-seen = Papers bag seen
readback-mine = you counted
readback-theirs = { $who }
readback-alone = Nobody else has given a number.
readback-same = The same number.
readback-differ = They differ by { $n }. Both stay written down.
by-the-record = by the record
refuse = Refuse
refuse-text = They stay with who has them now, and both sides are told.
hand-on-title = Hand on { $label }
hand-on-inside = Post or escort
hand-on-outside = Into other care
hand-on-to = To whom
hand-on-send = Hand { $n } to: { $party }
give-send = { $n } into care: { $party }
back-by = Back by
offer-coming = { $party } hands them to you: count and take over
offer-going = { $n } handed to { $party }, who has not said yes yet
boarded-title = Boarded { $label }, { $flight }
boarded-send = Boarded { $n }
boarded-send-behind = Boarded { $n }, left behind { $behind }
left-behind-who = Who was left behind? ({ $n })

## Seen, added, missing
seen-title = Seen: { $label }
seen-where = Where
seen-send = { $n } seen: { $place }
place-check-in = check-in
place-exit-control = exit control
place-border = border
place-bags = bags
place-security = security
place-boarded = boarded
place-door = at the door
place-kerb = kerb
place-washroom = washroom
place-shops = shops
place-aircraft = aircraft
add-title = Add a person to { $label }
add-text = Somebody who walks with them and is on no list. The desk confirms who it is.
add-send = Add, unconfirmed
called = Called (may stay empty)
walks-with = Walks with
nobody-here = nobody in particular
missing-title = Missing: { $label }
missing-where = Last seen
missing-more = More, if it helps
missing-send = Say that { $n } are not known
found-title = Found: { $label }
found-where = Found at
found-send = Found { $n }
found-nobody = Nobody is missing here.

## Messages
note-title = Note about { $label }
note-to = To
note-text = Note
note-send = Send the note
callback-title = Call me back about { $label }
callback-when = When
callback-now = Now
callback-soon = Soon
callback-later = Later
callback-about = About
callback-send = Ask for a call
family-title = Family told: { $label }
family-text = In which language were they told what comes next?
family-in = Told in { $language }
family-told-in = Family told in { $language } ({ $party })

## The hold-up sign
sign-show = Hold up the sign of { $label }
sign-of = Sign { $label }: { $symbol }
sign-hold-up = Hold up
symbol-tree = tree
symbol-cloud = cloud
symbol-boat = boat
symbol-umbrella = umbrella
symbol-kite = kite
symbol-leaf = leaf
symbol-cup = cup
symbol-key = key
symbol-hat = hat
symbol-house = house
symbol-flower = flower
symbol-butterfly = butterfly

## Done, undo, queue
just-done = Just done
just-done-more = { $n } more just done
just-done-less = Show fewer
undo = Undo
undo-what = Undo: { $what }
undo-for = can be undone for { $n } min
queue-waiting = { $n } waiting to send
queue-sending = { $n } being sent
queue-read-out = Nothing is lost. If it cannot wait, call the desk and read out the code.
person-at-post = At this post:
person-nobody = Who is here?
person-title = Who is at this post?
person-text = A short name. It is said with everything done here, and stays on this device.
person-name = Short name
person-send = That is me
person-none = Nobody
did-for = for { $party }
did-handover-offer = Handed on
did-handover-accept = Taken over
did-handover-refuse = Refused
did-handover-give = Into other care
did-handover-take = Taken over
did-boarded = Boarded
did-left-behind = Left behind
did-landed = Landed
did-sighting = Seen
did-traveller-add = Person added
did-traveller-drop = No longer travelling
did-traveller-correct = Person put right
did-person-missing = Missing
did-person-found = Found
did-callback = Call me back
did-note = Note
did-told-family = Family told
did-booking-changed = What the airline did
did-reroute-approve = Another way
did-movement-split = Split
did-movement-join = Joined
did-reception-ready = Ready
did-reception-problem = Problem
did-reception-received = Received
did-undo = Undo

## Receiver
do-ready = We are ready
do-problem = A problem
do-received = Received …
ready-since = Ready
received-of = Received { $n } of { $expected }
received-title = Received: { $label }
received-send = Received { $n } of { $expected }
on-your-list = on your list
problem-title = A problem: { $label }
problem-what = What stands in the way
problem-send = Tell the desk
problem-kind-late = We come late
problem-kind-vehicle = No vehicle, or too small
problem-kind-interpreter = No interpreter
problem-kind-room = No room or beds
problem-kind-people = Not the people we expected
problem-kind-other = Something else

## Desk: actions
desk-do-call = Write down a call
desk-do-reroute = Another way
desk-do-booking = What the airline did
desk-do-split = Split
desk-do-join = Join
desk-do-drop = No longer travelling
desk-do-alert = Raise an alert
desk-do-close = Close
desk-do-cancel = Cancel movement
call-title = Write down a call: { $label }
call-who = Who called
call-heard = Heard
call-when = When it was
call-pick = Choose who called; then write down what they said, in their name.
call-more = Written down. There may be more.
just-now = just now
heard-phone = by phone
heard-radio = by radio
heard-in-person = in person
heard-for = { $party }, { $how }
said-known = Knows all { $n }
said-claims = Claims the wave
said-there = Is there
said-landed = Has landed
said-ready = Is ready
said-problem = Has a problem
said-received = Has received …
drop = No longer travelling
drop-title = No longer travelling: { $label }
drop-text = The others are told only: not on this flight. The reason stays with the desk.
drop-why = Why
drop-send = Take { $n } off this journey
outcome-stayed-at-origin = stayed at origin
outcome-own-decision = own decision
outcome-with-authorities = with authorities
outcome-hospital = in hospital
outcome-other-travel = travels otherwise
outcome-not-found = not found
outcome-died = died
confirm-person = Confirm this person
receptions = Receivers
not-answered = no answer yet
refused-title = { $n } reports could not be applied
at-time = Who was with whom at …
at-time-ask = Show
at-time-was = As it was at { $time }
day = Day
time = Time
time-utc = Time (UTC)
from-party = from { $party }
to-party = to { $party }
back-at = back by { $time }
bookings = Bookings
booking-title = What the airline did: { $label }
locator = Booking locator
booking-by = Changed by
booking-by-airline = Airline
booking-by-desk = Desk
booking-cut = cuts the family
booking-papers = papers no longer fit:
booking-send = Record the change
reroute-title = Another way: { $label }
reroute-none = Every leg has left: nothing lies ahead to change.
reroute-from = From which leg
reroute-whom = For whom
reroute-apart = They become a group of their own.
reroute-wrong = Some fields cannot be read. They say what is missing.
reroute-send = Approve and tell everybody
whole-units = Whole families
told-will = Who will be told
told-ack = must acknowledge:
told-farewell = leaves the way, gets a last word:
told-join = joins the way:
leg-add = Add a leg
leg-remove = Remove the leg
leg-n = Leg { $n }
leg-kind = By
flight-number = Flight number
local-time = local time
wrong-flight = Like B6 130
wrong-airport = An airport code, like BUF
wrong-time = Day and time; it arrives after it leaves
wrong-chain = It begins where the leg before ends
wrong-chain-time = It leaves before the leg before arrives
split-title = Split { $label }
split-text = Choose the families that go on as a group of their own.
split-counts = { $n } go, { $rest } stay
split-send = Split off { $n }
split-into = Split into
split-from = Split from another group
join-title = Join another group to { $label }
join-text = The other group goes on with this one, under this label.
join-none = No other group is on one of these flights.
join-send = Join them

## Escort
who-meets = Who meets you

## Alerts and notices of whereabouts
alert-custody-contradiction = Two say they have the same people
alert-not-seen = Not seen when expected
alert-late-return = Not back in time
alert-alone-overdue = On their own for longer than planned
alert-person-missing = Missing
alert-left-behind = Left behind
alert-handover-refused = Not taken over
alert-callback = Asks to be called
alert-reception-problem = A receiver has a problem
alert-not-received = Not received
alert-alone-too-long = The plan leaves them on their own too long
problem-unknown-traveller = That person is not in this group.
problem-unknown-notice = There is no such notice any more.
problem-not-your-command = This is not for this post to do.
problem-not-your-airport = That flight is not at this airport.
problem-text-too-long = The text is too long.
problem-malformed-command = It could not be read. Update this page and do it again.
problem-unknown-command = The hub does not know this action yet.
problem-too-many-facts = This movement is full: close it and publish another.
problem-command-id-reused = It had been used before. Do it again.
fact-handover-offer = Offered
fact-handover-accept = Taken over
fact-handover-refuse = Not taken over
fact-handover-give = Into other care
fact-handover-take = Taken over
fact-boarded = Boarded
fact-left-behind = Left behind
fact-landed = Landed
fact-sighting = Seen
fact-traveller-add = Person added
fact-traveller-drop = No longer travelling
fact-traveller-correct = Person put right
fact-person-missing = Missing
fact-person-found = Found
fact-callback = Asks to be called
fact-note = Note
fact-told-family = Family told
fact-booking-changed = Booking changed
fact-reroute-approve = Another way
fact-movement-split = Split
fact-movement-join = Joined
fact-reception-ready = Ready
fact-reception-problem = Problem
fact-reception-received = Received
fact-undo = Taken back
fact-whereabouts = Whereabouts
fact-refused = Could not be applied

booking-text = The flights this booking is on now. Who is on it, whom it cuts off and whose papers no longer fit is said at once.
farewells = No longer through here
farewell-via = now by way of
notice-not-known = { $n ->
    [0] Somebody is not known where.
    [one] 1 person: not known where.
   *[other] { $n } people: not known where.
  }
notice-left-behind = { $n ->
    [one] 1 person was left behind.
   *[other] { $n } people were left behind.
  }
notice-contradiction = What was said about who has whom does not fit together.
notice-rerouted = There is a new way onward. { $via }
notice-farewell = This group no longer comes through here. { $via }
notice-split = The group goes on in parts.
notice-joined = Two groups go on as one.
notice-count-mismatch = A count is not what was expected.
notice-handover-refused = People were not taken over.
notice-not-received = { $n ->
    [one] 1 person did not arrive at the door.
   *[other] { $n } people did not arrive at the door.
  }
notice-reception-problem = A receiver has a problem.
notice-callback = Somebody asks to be called.
notice-alone-too-long = { $n ->
    [one] 1 person would be alone for too long by this plan.
   *[other] { $n } people would be alone for too long by this plan.
  }
problem-still-not-known = Somebody is still not known. Say who was found, or that they no longer travel.
problem-unknown-booking = No booking of this group has that locator.
problem-unit-split = That would cut a family. Choose all of it.
problem-already-flown = That leg has left: begin after it.
problem-gone-another-way = Somebody of these travels with another group now.
problem-nobody-left = Somebody has to stay in this group.
problem-too-late-to-undo = Ten minutes have passed: say what holds now instead.
problem-cannot-undo = That cannot be taken back: say what holds now instead.
problem-already-undone = It had been taken back already.
problem-unknown-command-id = It had not been applied, so there is nothing to take back.
problem-too-many-travellers = This group is full.
