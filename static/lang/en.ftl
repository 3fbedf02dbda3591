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
fresh-state-live = The picture is live.
fresh-state-catching-up = Catching up.
fresh-state-silent = A flight feed is silent.
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
feed-off = not heard yet
heard-ago = { $n } min ago
feed-sums = { $accepted } accepted, { $unmatched } unmatched, { $rejected } rejected
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
