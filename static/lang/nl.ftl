# Nederlands.
onward-sub = Directe begeleiding bij hervestigingsreizen
skip = Naar de inhoud
menu = Menu
language = Taal
post = Post
close = Sluiten
back = Terug
details = Details
signed-in-as = Aangemeld als
sign-out = Afmelden
theme-day = Dagkleuren
theme-night = Nachtkleuren
demo-other-roles = Alle rollen van de demonstratie
replay = Een vastgelegde dag, { $rate } keer zo snel herhaald

fresh-live = live
fresh-sending = live, { $n } onderweg
fresh-connecting = verbinden
fresh-as-of = stand van { $time }
fresh-offline = offline, stand van { $time }
fresh-offline-never = offline
fresh-offline-waiting = offline, { $n } te verzenden
fresh-silent = bron stil { $min } min
fresh-silent-never = bron stil
fresh-away = server kan niet opslaan, stand van { $time }
fresh-away-never = server kan niet opslaan
fresh-state-live = Het beeld is live.
fresh-state-catching-up = Bijwerken.
fresh-state-silent = Een vluchtbron is stil.
fresh-state-away = De server bereikt zijn gegevens niet. Wat u doet wordt bewaard en later verzonden.
fresh-state-offline = Offline. Wat u doet wordt bewaard en later verzonden.

band-safe = Veilig
band-watch = Let op
band-tight = Krap
band-broken = Gebroken
band-none = Onderweg
margin-spare = { $n } min over
margin-short = { $n } min tekort

sign-in-title = Aanmelden
sign-in = Aanmelden
sign-in-busy = Aanmelden …
account = Account
password = Wachtwoord
session-expired = Uw sessie is afgelopen. Meld u opnieuw aan: niets is verloren.
session-revoked = Dit account is op dit apparaat gesloten. Wat hier bewaard was, is gewist.
problem-bad-credentials = Account of wachtwoord klopt niet.
problem-too-many = Te veel pogingen. Wacht een minuut en probeer opnieuw.
problem-no-network = De server is hier niet bereikbaar. Controleer het netwerk en probeer opnieuw.
start-title = Elke groep bij iemand, iedereen ingelicht
start-1 = U ziet hoe Onward groepen volgt die op een lange reis overstappen, en het team op elke luchthaven, de ontvangers en de begeleider vertelt wat er verandert, zodra het verandert.
start-2 = De vluchten zijn die van een echte dag, { $day }. De mensen zijn verzonnen.
start-2-titled = De vluchten zijn die van een echte dag, { $day }: { $title }. De mensen zijn verzonnen.
start-3 = De dag gaat { $rate } keer zo snel. Kies wie u wilt zijn, doe iets, en zie de schermen van de anderen volgen.
start-again = De vastgelegde dag is opnieuw begonnen. Kies wie u wilt zijn.
start-roles = Openen als
start-recorded = Vastgelegd
start-derived = Afgeleid of verzonnen
pulse-title = Zojuist gebeurd
pulse-none = Het eerste nieuws komt zo.
pulse-moving = groepen onderweg
pulse-broken = aansluitingen gebroken
pulse-cancelled = vluchten geannuleerd

board-sub = { $n ->
    [one] { $n } golf
   *[other] { $n } golven
  }, { $people ->
    [one] { $people } mens
   *[other] { $people } mensen
  }
waves = { $n ->
    [one] { $n } golf
   *[other] { $n } golven
  }
filter-all = Alle
filter-tight = Krap
filter-mine = Van mij
search-board = Label of vlucht
band-of-now = Nu
band-of-now-hint = op de grond, binnen 30 minuten, of wachtend op uw antwoord
band-of-next = Komende 2 uur
band-of-next-hint = nog niets te doen, ergste eerst
band-of-later = Later
band-of-later-hint = meer dan twee uur vooruit
band-of-done = Vertrokken
wave-name = { $labels }, { $n } mensen
groups = { $n } groepen
in-arms = + { $n } op de arm
escorts = { $n ->
    [one] { $n } begeleider
   *[other] { $n } begeleiders
  }
people = { $n ->
    [one] mens
   *[other] mensen
  }
few = enkele
left = vertrokken
from-city = uit { $city }
to-city = naar { $city }
terminal = Terminal
gate = gate
was = was
diverted-to = uitgeweken naar { $city }
sources-differ = bronnen verschillen
time-scheduled-in = gepland
time-estimated-in = verwacht
time-actual-in = aan de gate
time-scheduled-out = gepland
time-estimated-out = verwacht
time-actual-out = van de gate
time-unknown = tijd onbekend
mode-bus = Bus
mode-road = Over de weg
mode-walk = Te voet
mode-hotel = Hotel
status-scheduled = gepland
status-moved = nieuwe tijd
status-out = van de gate
status-off = in de lucht
status-on = geland
status-in = aan de gate
status-cancelled = Geannuleerd
status-diverted = Uitgeweken
status-returned = Terug aan de gate
claim-nobody = Nog niemand heeft deze
claim-by = Van
claim-mine = Van u
claim-there = Ter plaatse:
claim-mine-there = U bent er
not-sent-yet = nog niet verzonden
do-claim = Op mij nemen
do-arrived = Ik ben er
do-count = Tellen
do-count-label = { $label } tellen
do-unclaim = Teruggeven
call = Bel { $who }
needed-minutes = Waarvoor de { $n } minuten zijn
minutes = { $n } min
minutes-ago = { $n } min geleden

strip-door = { $limit ->
    [check-in-close] incheck
    [departure] vertrek
   *[door-close] deur
  } { $time }
why-spare = Nodig { $needed } min vanaf aankomst, { $available } tot { $limit ->
    [check-in-close] de incheck sluit
    [departure] het vertrek
   *[door-close] de deur sluit
  } om { $time }: { $n } min over.
why-short = Nodig { $needed } min vanaf aankomst, nog { $available } tot { $limit ->
    [check-in-close] de incheck sluit
    [departure] het vertrek
   *[door-close] de deur sluit
  } om { $time }: { $n } min tekort.
why-longest = Het langst: { $part }, { $min } min.
why-reason-only = Het langste deel van de weg: { $part }.
why-unknown = Nog geen marge: een tijd is onbekend.
why-out-cancelled = De vervolgvlucht is geannuleerd. Er is geen aansluiting meer.
why-in-cancelled = De vlucht waarmee zij komen is geannuleerd.
why-in-diverted = De vlucht waarmee zij komen gaat ergens anders heen.
why-last = Dit is hun laatste luchthaven: zij worden hier ontvangen.
why-first = Zij beginnen hier.
why-ground = Zij gaan over de weg verder: de auto wacht op hen.
way-broken = Een aansluiting onderweg lukt niet. De desk werkt eraan; u hoort het zodra er een nieuwe tijd is.
way-tight = Een aansluiting onderweg is krap. U hoort het als de tijd aan de deur verandert.
part-disembark = uitstappen
part-border = grens
part-bags = bagage
part-airport = luchthaven
part-terminal = terminal
part-security = beveiliging
part-walk = lopen
part-wheelchair = rolstoel
part-children = kinderen
part-group = groep
part-language = taal
part-mct = minimum

count-title = { $label } tellen
count-here = mensen hier
count-in-arms = op de arm
count-escorts = begeleiders
count-hint = Tel hen. Typ dan het getal.
count-erase = Cijfer wissen
count-right = { $here }: zoals verwacht
count-missing = { $here } van { $expected }: { $n } ontbreken
count-over = { $here }, verwacht { $expected }: { $n } te veel
count-send = { $n } vastleggen
count-send-arms = { $n } + { $arms } op de arm vastleggen
count-send-empty = Vastleggen
counted-right = { $here } hier: allemaal
counted-missing = { $here } van { $expected } hier: { $n } ontbreken
counted-over = { $here } hier, { $n } te veel
counted-other = Een andere telling zegt { $here }
counted-desk = { $here } van { $expected } geteld { $place }
place-off-the-aircraft = bij het uitstappen
place-gate = aan de gate
place-with-escort = door de begeleider

acknowledge = Begrepen
seen = Gezien
acknowledge-all = Alle { $n } begrepen
seen-all = Alle { $n } gezien
notice-broken-plain = De aansluiting in { $city } lukt niet.
notice-tight-plain = De aansluiting in { $city } is krap.
notice-watch-plain = Let op de aansluiting in { $city }.
notice-recovered-plain = De aansluiting in { $city } lukt weer.
notices-more = nog { $n } te bevestigen
next-word = volgend bericht vóór { $time }
next-word-late = volgend bericht was beloofd vóór { $time }
notice-cancelled = { $flight } uit { $city } is geannuleerd.
notice-reinstated = { $flight } uit { $city } gaat weer door.
notice-returned = { $flight } kwam terug aan de gate in { $city }.
notice-departed = { $flight } is uit { $city } vertrokken.
notice-broken = De aansluiting in { $city } lukt niet: { $min } min tekort.
notice-tight = De aansluiting in { $city } is krap: { $min } min over.
notice-watch = Let op de aansluiting in { $city }: { $min } min over.
notice-recovered = De aansluiting in { $city } heeft weer { $min } min over.
notice-door = { $min } min { $late ->
    [earlier] eerder
   *[later] later
  } aan de deur dan gezegd: { $from } tot { $to }.
stage-told = gezegd
stage-delivered = bezorgd
stage-seen = gezien
stage-acknowledged = bevestigd

what = Wat
value = Waarde
source = Bron
said = Gezegd
field-scheduled-out = Gepland vertrek
field-estimated-out = Verwacht vertrek
field-actual-out = Van de gate
field-scheduled-off = Geplande start
field-estimated-off = Verwachte start
field-actual-off = Gestart
field-scheduled-on = Geplande landing
field-estimated-on = Verwachte landing
field-actual-on = Geland
field-scheduled-in = Geplande aankomst
field-estimated-in = Verwachte aankomst
field-actual-in = Aan de gate
field-gate-out = Vertrekgate
field-terminal-out = Vertrekterminal
field-gate-in = Aankomstgate
field-terminal-in = Aankomstterminal
field-belt = Band
field-diverted-to = Uitgeweken naar
field-cancelled = Geannuleerd
field-status = Toestand
source-plan = het plan
source-demo-aidx = luchthavenbron (AIDX)
sources-and-ages = Bronnen en leeftijd
staff-word = Zeg wat u weet: { $flight }
staff-word-until = Het geldt een uur. Een bron die later iets anders zegt, staat ernaast.
staff-word-send = Zeggen

tray = Handelingen
understood = Begrepen
waiting-since = te verzenden sinds { $time }
outcome-rejected = De server heeft het geweigerd.
outcome-conflict = Iemand anders was eerder.
problem-already-claimed = Iemand anders had het al op zich genomen.
problem-no-such-alert = Het was al opgelost.
problem-already-ended = Het was al beëindigd.
problem-not-found = Het valt niet meer onder uw zorg.
did-claim = Op mij genomen
did-unclaim = Teruggegeven
did-arrived = Ik ben er
did-count = Telling
did-notice-ack = Bevestigd
did-flight-state = Woord over een vlucht
did-alert-raise = Alarm gegeven
did-alert-resolve = Alarm opgelost
did-movement-close = Afsluiten
did-movement-cancel = Annuleren

arrivals = Aankomsten
arrivals-all = Aankomsten, alle ontvangers
arrivals-sub = { $who }: { $n ->
    [one] { $n } aankomst
   *[other] { $n } aankomsten
  }, { $people ->
    [one] { $people } mens
   *[other] { $people } mensen
  }
arrivals-day = { $n ->
    [one] { $n } aankomst
   *[other] { $n } aankomsten
  }, { $people ->
    [one] { $people } mens
   *[other] { $people } mensen
  }
at-the-door = Aan de deur
door-none = Nog geen tijd aan de deur: zolang de weg gebroken is, zou geen enkele eerlijk zijn.
belt = Band
seats = { $n ->
    [one] { $n } zitplaats
   *[other] { $n } zitplaatsen
  }
child-seats = { $n ->
    [one] { $n } kinderzitje
   *[other] { $n } kinderzitjes
  }
state-planned = Gepland
state-moving = Onderweg
state-broken = Aansluiting gebroken
state-arrived = Aangekomen
state-closed = Afgesloten
state-cancelled = Geannuleerd
state-farewell = Komt hier niet meer langs

desk-sign = Desk
desk-title = Coördinatie, { $programme }
desk-sub = { $n } open, { $broken } gebroken, { $alerts ->
    [one] { $alerts } alarm
   *[other] { $alerts } alarmen
  }
desk-movements = Reizen
desk-flights = Vluchten
search-desk = Label, referentie, vlucht of luchthaven
n-alerts = { $n ->
    [one] { $n } alarm
   *[other] { $n } alarmen
  }
n-waiting = { $n } niet bevestigd
version = versie { $n }
journey = Reis
here-waiting = zij zijn hier
here-aboard = zij zijn aan boord
told = Wie is ingelicht
told-nothing = Er hoefde nog niets gezegd te worden.
on-the-ground = Ter plaatse
party-coordinator = Desk
party-station = Station
party-receiver = Ontvanger
party-authority = Overheid
party-escort = Begeleider
history = Verloop
history-none = Het verloop is nu niet te lezen.
movement-close = Afsluiten
movement-close-text = { $label } afsluiten? Allen zijn aangekomen en bij wie hen ontvangt. Het eindigt voor iedereen die meekijkt.
movement-cancel = Reis annuleren
movement-cancel-text = { $label } annuleren? Niemand reist meer volgens dit plan; iedereen die meekijkt wordt ingelicht.
reason = Reden
free-text-hint = Hoogstens 200 tekens: geen gezondheid, geen status, geen verhaal.
resolve = Oplossen
alert-raise = Alarm geven
alert-raise-text = Een alarm blijft boven aan elke desk tot iemand het oplost.
alert-what = Waar gaat het over
alert-other = Alarm
alert-count-mismatch = De tellingen verschillen
feeds = Vluchtbronnen
feed-ok = gehoord
feed-late = laat
feed-silent = stil
feed-off = uitgezet
heard-ago = { $n } min geleden
feed-sums = { $accepted } aanvaard, { $unmatched } zonder vlucht, { $rejected } geweigerd
feed-quiet = rustig, geen vlucht van ons op komst
feed-turn-off = Uitzetten
feed-turn-on = Aanzetten
feed-turn-off-what = { $who } uitzetten
feed-turn-on-what = { $who } aanzetten
feed-off-title = { $who } uitzetten?
feed-off-text = Wat ze stuurt wordt geweigerd en er wordt niets meer aan gevraagd, bij elk bureau, tot iemand haar weer aanzet. Wat ze al zei, blijft.
unmatched = Wacht op een mens
unmatched-waits-min = { $n ->
    [0] net gekomen
   *[other] wacht { $n } min
  }
unmatched-it-is = Het is { $flight }
unmatched-waits-h = wacht { $n } u
unmatched-mass = { $n ->
    [one] 1 annulering meer dan waarschijnlijk van { $who }: klopt ze?
   *[other] { $n } annuleringen tegelijk van { $who }: kloppen ze?
  }
unmatched-real = Ze kloppen
unmatched-which = Welke vluchten
unmatched-other = Een andere vlucht…
unmatched-other-title = Welke vlucht is { $what }?
unmatched-search = Nummer, datum of luchthaven
unmatched-aside = Terzijde leggen
unmatched-aside-what = { $what } terzijde leggen
unmatched-more = Toon er nog { $n }
unmatched-route = { $from } naar { $to }
unmatched-withdrawn = ingetrokken
unmatched-settled = Het geldt nu voor { $flight }.
unmatched-taken = Ze gelden nu, en iedereen die het aangaat hoort het.
unmatched-laid = Terzijde gelegd.
unmatched-failed = Dat lukte niet. Probeer het opnieuw.
unmatched-why-unknown = Er staat te weinig in om te weten over welke vlucht het gaat.
unmatched-why-several = Meer dan één vlucht past.
unmatched-why-suffix = Het lijkt op een vlucht van ons met een letter erbij. Is het dezelfde?
unmatched-why-mass-cancellation = Een bron die stukgaat, annuleert alles wat ze heeft. Niemand hoort het tot u het zegt.
flight = Vlucht
from = Van
to = Naar
departs = Vertrek
arrives = Aankomst
status = Toestand
our-people = Onze mensen
fact-published = Gepubliceerd
fact-claim = Op zich genomen
fact-unclaim = Teruggegeven
fact-arrived = Ter plaatse
fact-count = Geteld
fact-notice-ack = Bevestigd
fact-alert-raise = Alarm gegeven
fact-alert-resolve = Alarm opgelost
fact-movement-close = Afgesloten
fact-movement-cancel = Geannuleerd
fact-turned = Vlucht
fact-notice = Gezegd
fact-receipt = Ontvangst
fact-flight-state = Woord over een vlucht

escort-sign = Begeleider
escort-title = Uw reis
escort-at = in { $city }
escort-to = op weg naar { $city }

loading-title = Een ogenblik
loading-text = De huidige stand wordt opgehaald.
empty-board-title = Geen golven hier
empty-board-text = Niemand van ons komt vandaag langs deze luchthaven. Wat komt, verschijnt vanzelf.
empty-arrivals-title = Niemand is op weg naar u
empty-arrivals-text = Zodra een groep is aangekondigd, staat zij hier met de tijd aan de deur.
empty-desk-title = Nog geen reizen
empty-desk-text = Gepubliceerde reizen verschijnen hier vanzelf.
empty-escort-title = Geen reis in uw dienst
empty-escort-text = Uw volgende reis verschijnt hier voor zij begint.
desk-none-title = Kies een reis
desk-none-text = De reis, wie is ingelicht en wat er gebeurde openen hier.
nothing-found-title = Niets past
nothing-found-text = Verander het filter of de zoekterm om de rest te zien.
forbidden-title = Niets te tonen voor dit account
forbidden-text = Dit account volgt geen reizen. Meld u aan met het account van uw post.

wave = Golf
wave-sub = { $labels } · { $n } mensen
board = Bord
open-wave = Openen
groups-of-wave = Groepen op deze vlucht
with-whom = Wie is bij wie
what-else = Wat nog meer
for-chosen = voor de { $n } gekozen
people-by-case = Mensen per dossier
people-hint = vink aan over wie de volgende handeling gaat
choose-none = { $n } gekozen: wissen
names-not-open = Namen zijn hier nu niet open. Aantallen en labels wel.
not-on-this-flight = Niet op deze vlucht:
empty-wave-title = Deze golf is hier niet meer
empty-wave-text = Zij is vertrokken, of het plan is veranderd. Het bord toont wat hier nu is.
do-count-door = Tellen bij de deur
do-accept = Overnemen
do-accept-label = { $label } overnemen
do-checkpoint = Allen hier: { $place }
do-offer = Overdragen
do-offer-label = { $label } overdragen
do-boarded = Aan boord
do-boarded-label = { $label } aan boord
do-landed = Geland in { $place }
all-here = Allen hier, allen gezien
task-count = Tellen
task-take = Overnemen
task-seen = Gezien bij …
task-hand-on = Overdragen
task-outside = In andere zorg
task-boarded = Aan boord
task-add = Iemand toevoegen
task-missing = Vermist
task-found = Gevonden
task-family = Familie ingelicht
task-note = Notitie
task-callback = Bel mij terug
fact-counted = { $n } geteld
fact-seen = { $place }: { $n }
fact-boarded-n = { $n } aan boord
n-people = { $n ->
    [one] { $n } mens
   *[other] { $n } mensen
  }
hours = { $n } u

count-part = Geteld als
count-part-none = allen tegelijk
part-name = { $kind ->
    [bus] Bus { $n }
    [door] Deur { $n }
   *[other] Deel { $n }
  }
count-together = samen
count-so-far = { $here } van { $expected } tot nu toe
count-again = Opnieuw tellen
share-title = { $n } bij de deur: per groep
share-hint = Zeg hoeveel er bij elke groep horen.
share-next = Per groep
share-left = nog { $n } te plaatsen: { $what }
share-over = { $n } te veel geplaatst: { $what }
share-placed = Allen geplaatst
one-less = een minder
one-more = een meer

party-me = u
party-aboard = aan boord van { $flight }
party-aboard-leg = onderweg, deel { $n }
party-origin = nog niet overgedragen
party-alone = op zichzelf, zoals gepland
party-ended = reis geëindigd
party-unknown = onbekend
party-previous-stop = de vorige halte
party-next-stop = de volgende halte
party-on-the-way = onderweg
party-border = aan de grens
party-here = hier
party-out-prm = Assistentie
party-out-crew = Bemanning
party-out-border = Grenspolitie
party-out-hotel = Hotel
party-out-hospital = Ziekenhuis
party-out-adult = Een genoemde volwassene
party-out-other = Iemand anders
party-person = Naam van de persoon daar, als die er is
with-party = bij { $party }
with-me = bij u
with-out = in de zorg van { $party }
with-receiver = ontvangen door { $party }
with-not-known = ONBEKEND
with-none = Nog niemand heeft gezegd bij wie zij zijn.
since = sinds
not-known-since = onbekend sinds
seen-at = gezien: { $place }
last-with = laatst: { $party }
unconfirmed = niet bevestigd
about-person = Meer over { $name }
unit-of = Samen: { $n }
bags = { $n ->
    [one] { $n } tas
   *[other] { $n } tassen
  }
paper-travel-document = reisdocument
paper-passport = paspoort
paper-visa = visum
paper-other = ander papier
paper-missing = { $kind }: niet aanwezig
paper-until = { $kind }, tot { $date }
age = Leeftijd
age-infant = onder 2
age-toddler = 2 tot 4
age-child = kind
age-teen = tiener
age-adult = volwassen
age-senior = 65 en ouder

whom = Wie
whom-all = Alle { $n }
whom-some = Alleen sommigen
whom-these = { $n } gekozen
take-title = { $label } overnemen
take-from = Van: { $party }
take-from-whom = Van wie
take-offers = draagt hen aan u over
take-nobody = Niemand wacht hier om overgenomen te worden.
take-compare = Vergelijken
take-send = { $n } overnemen
take-anyway = Toch { $n } overnemen
take-who-not = Wie is er niet? ({ $n })
papers-bag-seen = Papierentas gezien
readback-mine = u telde
readback-theirs = { $who }
readback-alone = Niemand anders gaf een aantal.
readback-same = Hetzelfde aantal.
readback-differ = Zij verschillen { $n }. Beide blijven staan.
by-the-record = volgens de stand
refuse = Weigeren
refuse-text = Zij blijven bij wie hen nu heeft, en beiden worden ingelicht.
hand-on-title = { $label } overdragen
hand-on-inside = Post of begeleider
hand-on-outside = In andere zorg
hand-on-to = Aan wie
hand-on-send = { $n } overdragen aan: { $party }
give-send = { $n } in zorg: { $party }
back-by = Terug vóór
offer-coming = { $party } draagt hen aan u over: tel en neem over
offer-going = { $n } overgedragen aan { $party }, die nog geen ja heeft gezegd
boarded-title = { $label } aan boord, { $flight }
boarded-send = { $n } aan boord
boarded-send-behind = { $n } aan boord, { $behind } achtergebleven
left-behind-who = Wie bleef achter? ({ $n })

seen-title = Gezien: { $label }
seen-where = Waar
seen-send = { $n } gezien: { $place }
place-check-in = incheck
place-exit-control = uitreiscontrole
place-border = grens
place-bags = bagage
place-security = beveiliging
place-boarded = aan boord
place-door = aan de deur
place-kerb = stoeprand
place-washroom = toiletten
place-shops = winkels
place-aircraft = vliegtuig
add-title = Iemand toevoegen aan { $label }
add-text = Iemand die meeloopt en op geen lijst staat. De desk bevestigt wie het is.
add-send = Toevoegen, niet bevestigd
called = Roepnaam (mag leeg blijven)
walks-with = Loopt mee met
nobody-here = niemand in het bijzonder
missing-title = Vermist: { $label }
missing-where = Laatst gezien
missing-more = Meer, als het helpt
missing-send = Zeg dat { $n } onbekend zijn
found-title = Gevonden: { $label }
found-where = Gevonden bij
found-send = { $n } gevonden
found-nobody = Niemand wordt hier vermist.

note-title = Notitie over { $label }
note-to = Aan
note-text = Notitie
note-send = Notitie sturen
callback-title = Bel mij terug over { $label }
callback-when = Wanneer
callback-now = Nu
callback-soon = Gauw
callback-later = Later
callback-about = Waarover
callback-send = Om een telefoontje vragen
family-title = Familie ingelicht: { $label }
family-text = In welke taal is hun verteld wat er komt?
family-in = Verteld in het { $language }
family-told-in = Familie ingelicht in het { $language } ({ $party })

sign-show = Bordje van { $label } tonen
sign-of = Bordje { $label }: { $symbol }
sign-hold-up = Tonen
symbol-tree = boom
symbol-cloud = wolk
symbol-boat = boot
symbol-umbrella = paraplu
symbol-kite = vlieger
symbol-leaf = blad
symbol-cup = kopje
symbol-key = sleutel
symbol-hat = hoed
symbol-house = huis
symbol-flower = bloem
symbol-butterfly = vlinder

just-done = Zojuist gedaan
just-done-more = nog { $n } zojuist gedaan
just-done-less = Minder tonen
undo = Terugnemen
undo-what = Terugnemen: { $what }
undo-for = nog { $n } min terug te nemen
queue-waiting = { $n } te verzenden
queue-sending = { $n } onderweg
queue-read-out = Niets is verloren. Kan het niet wachten, bel dan de desk en lees de code voor.
person-at-post = Aan deze post:
person-nobody = Wie is er?
person-title = Wie is aan deze post?
person-text = Een korte naam. Die gaat mee met alles wat hier gedaan wordt en blijft op dit apparaat.
person-name = Korte naam
person-send = Dat ben ik
person-none = Niemand
did-for = voor { $party }
did-handover-offer = Overgedragen
did-handover-accept = Overgenomen
did-handover-refuse = Geweigerd
did-handover-give = In andere zorg
did-handover-take = Overgenomen
did-boarded = Aan boord
did-left-behind = Achtergebleven
did-landed = Geland
did-sighting = Gezien
did-traveller-add = Iemand toegevoegd
did-traveller-drop = Reist niet meer mee
did-traveller-correct = Gegevens verbeterd
did-person-missing = Vermist
did-person-found = Gevonden
did-callback = Bel mij terug
did-note = Notitie
did-told-family = Familie ingelicht
did-booking-changed = Wat de maatschappij deed
did-reroute-approve = Andere weg
did-movement-split = Gesplitst
did-movement-join = Samengevoegd
did-reception-ready = Klaar
did-reception-problem = Probleem
did-reception-received = Ontvangen
did-undo = Terugnemen

do-ready = Wij zijn klaar
do-problem = Een probleem
do-received = Ontvangen …
ready-since = Klaar
received-of = { $n } van { $expected } ontvangen
received-title = Ontvangen: { $label }
received-send = { $n } van { $expected } ontvangen
on-your-list = op uw lijst
problem-title = Een probleem: { $label }
problem-what = Wat staat in de weg
problem-send = Aan de desk zeggen
problem-kind-late = Wij komen te laat
problem-kind-vehicle = Geen voertuig, of te klein
problem-kind-interpreter = Geen tolk
problem-kind-room = Geen kamer of bedden
problem-kind-people = Niet de mensen die wij verwachtten
problem-kind-other = Iets anders

desk-do-call = Gesprek opschrijven
desk-do-reroute = Andere weg
desk-do-booking = Wat de maatschappij deed
desk-do-split = Splitsen
desk-do-join = Samenvoegen
desk-do-drop = Reist niet meer mee
desk-do-alert = Alarm geven
desk-do-close = Afsluiten
desk-do-cancel = Reis annuleren
call-title = Gesprek opschrijven: { $label }
call-who = Wie belde
call-heard = Gehoord
call-when = Wanneer het was
call-pick = Kies wie belde; schrijf dan op wat gezegd werd, in hun naam.
call-more = Opgeschreven. Er kan meer zijn.
just-now = zojuist
heard-phone = telefonisch
heard-radio = over de radio
heard-in-person = persoonlijk
heard-for = { $party }, { $how }
said-known = Weet alle { $n }
said-claims = Neemt de golf
said-there = Is ter plaatse
said-landed = Is geland
said-ready = Is klaar
said-problem = Heeft een probleem
said-received = Heeft ontvangen …
drop = Reist niet meer mee
drop-title = Reist niet meer mee: { $label }
drop-text = De anderen horen alleen: niet op deze vlucht. De reden blijft bij de desk.
drop-why = Waarom
drop-send = { $n } van deze reis nemen
outcome-stayed-at-origin = bij vertrek gebleven
outcome-own-decision = eigen beslissing
outcome-with-authorities = bij de autoriteiten
outcome-hospital = in het ziekenhuis
outcome-other-travel = reist anders
outcome-not-found = niet gevonden
outcome-died = overleden
confirm-person = Deze persoon bevestigen
receptions = Ontvangers
not-answered = nog geen antwoord
refused-title = { $n } meldingen konden niet worden toegepast
at-time = Wie was bij wie om …
at-time-ask = Tonen
at-time-was = Zoals het was om { $time }
day = Dag
time = Tijd
time-utc = Tijd (UTC)
from-party = van { $party }
to-party = aan { $party }
back-at = terug vóór { $time }
bookings = Boekingen
booking-title = Wat de maatschappij deed: { $label }
locator = Boekingscode
booking-by = Veranderd door
booking-by-airline = Maatschappij
booking-by-desk = Desk
booking-cut = scheidt het gezin
booking-papers = papieren die niet meer passen:
booking-send = Verandering vastleggen
reroute-title = Andere weg: { $label }
reroute-none = Elk deel is vertrokken: er is niets meer te veranderen.
reroute-from = Vanaf welk deel
reroute-whom = Voor wie
reroute-apart = Zij worden een eigen groep.
reroute-wrong = Sommige velden zijn niet te lezen. Zij zeggen wat ontbreekt.
reroute-send = Goedkeuren en iedereen inlichten
whole-units = Hele gezinnen
told-will = Wie wordt ingelicht
told-ack = moet bevestigen:
told-farewell = valt weg, krijgt een laatste bericht:
told-join = komt erbij:
leg-add = Deel toevoegen
leg-remove = Deel weghalen
leg-n = Deel { $n }
leg-kind = Met
flight-number = Vluchtnummer
local-time = plaatselijke tijd
wrong-flight = Zoals B6 130
wrong-airport = Een luchthavencode, zoals BUF
wrong-time = Dag en tijd; aankomst na vertrek
wrong-chain = Het begint waar het vorige deel eindigt
wrong-chain-time = Het vertrekt voor het vorige deel aankomt
split-title = { $label } splitsen
split-text = Kies de gezinnen die als eigen groep verdergaan.
split-counts = { $n } gaan, { $rest } blijven
split-send = { $n } afsplitsen
split-into = Gesplitst in
split-from = Afgesplitst van een andere groep
join-title = Andere groep bij { $label } voegen
join-text = De andere groep gaat met deze verder, onder dit label.
join-none = Geen andere groep zit op een van deze vluchten.
join-send = Samenvoegen

who-meets = Wie u opvangt

alert-custody-contradiction = Twee zeggen dezelfde mensen te hebben
alert-not-seen = Niet gezien toen het moest
alert-late-return = Niet op tijd terug
alert-alone-overdue = Langer op zichzelf dan gepland
alert-person-missing = Vermist
alert-left-behind = Achtergebleven
alert-handover-refused = Niet overgenomen
alert-callback = Vraagt om een telefoontje
alert-reception-problem = Een ontvanger heeft een probleem
alert-not-received = Niet ontvangen
alert-alone-too-long = Het plan laat hen te lang op zichzelf
problem-unknown-traveller = Die persoon hoort niet bij deze groep.
problem-unknown-notice = Dat bericht is er niet meer.
problem-not-your-command = Dit is niet aan deze post.
problem-not-your-airport = Die vlucht is niet op deze luchthaven.
problem-text-too-long = De tekst is te lang.
problem-malformed-command = Niet te lezen. Laad deze pagina opnieuw en doe het nog eens.
problem-unknown-command = De server kent deze handeling nog niet.
problem-too-many-facts = Deze reis is vol: sluit haar af en publiceer een andere.
problem-command-id-reused = Al eerder gebruikt. Doe het nog eens.
fact-handover-offer = Aangeboden
fact-handover-accept = Overgenomen
fact-handover-refuse = Niet overgenomen
fact-handover-give = In andere zorg
fact-handover-take = Overgenomen
fact-boarded = Aan boord
fact-left-behind = Achtergebleven
fact-landed = Geland
fact-sighting = Gezien
fact-traveller-add = Iemand toegevoegd
fact-traveller-drop = Reist niet meer mee
fact-traveller-correct = Gegevens verbeterd
fact-person-missing = Vermist
fact-person-found = Gevonden
fact-callback = Vraagt om een telefoontje
fact-note = Notitie
fact-told-family = Familie ingelicht
fact-booking-changed = Boeking veranderd
fact-reroute-approve = Andere weg
fact-movement-split = Gesplitst
fact-movement-join = Samengevoegd
fact-reception-ready = Klaar
fact-reception-problem = Probleem
fact-reception-received = Ontvangen
fact-undo = Teruggenomen
fact-whereabouts = Bij wie
fact-refused = Kon niet worden toegepast

booking-text = De vluchten van deze boeking nu. Wie erop staat, wie gescheiden wordt en wiens papieren niet meer passen, staat er meteen.
farewells = Komen hier niet meer langs
farewell-via = gaat nu via
notice-not-known = { $n ->
    [0] Van iemand is onbekend waar.
    [one] { $n } mens: onbekend waar.
   *[other] { $n } mensen: onbekend waar.
  }
notice-left-behind = { $n ->
    [one] { $n } mens bleef achter.
   *[other] { $n } mensen bleven achter.
  }
notice-contradiction = Wat gezegd is over wie wie heeft, klopt niet met elkaar.
notice-rerouted = Er is een nieuwe weg. { $via }
notice-farewell = Deze groep komt hier niet meer langs. { $via }
notice-split = De groep gaat in delen verder.
notice-joined = Twee groepen gaan samen verder.
notice-count-mismatch = Een telling is niet wat verwacht werd.
notice-handover-refused = Mensen zijn niet overgenomen.
notice-not-received = { $n ->
    [one] { $n } mens kwam niet aan de deur.
   *[other] { $n } mensen kwamen niet aan de deur.
  }
notice-reception-problem = Een ontvanger heeft een probleem.
notice-callback = Iemand vraagt om een telefoontje.
notice-alone-too-long = { $n ->
    [one] { $n } mens zou volgens dit plan te lang alleen zijn.
   *[other] { $n } mensen zouden volgens dit plan te lang alleen zijn.
  }
problem-still-not-known = Van iemand is nog onbekend waar. Zeg wie gevonden is, of wie niet meer meereist.
problem-unknown-booking = Geen boeking van deze groep heeft die code.
problem-unit-split = Dat zou een gezin scheiden. Kies het hele gezin.
problem-already-flown = Dat deel is vertrokken: begin erna.
problem-gone-another-way = Iemand van hen reist nu met een andere groep.
problem-nobody-left = Iemand moet in deze groep blijven.
problem-too-late-to-undo = Tien minuten zijn voorbij: zeg wat nu geldt.
problem-cannot-undo = Dat is niet terug te nemen: zeg wat nu geldt.
problem-already-undone = Het was al teruggenomen.
problem-unknown-command-id = Het was niet toegepast: er is niets terug te nemen.
problem-too-many-travellers = Deze groep is vol.

need-wheelchair-to-the-door-can-manage-steps = rolstoel tot de deur, kan traplopen
need-wheelchair-no-steps = rolstoel, geen treden
need-wheelchair-all-the-way-to-the-seat = rolstoel tot aan de stoel
need-wheelchair-on-board = rolstoel aan boord
need-own-wheelchair-in-the-hold-meet-it-at-the-door = eigen rolstoel in het ruim, klaarzetten bij de deur
need-walk-beside-say-what-is-ahead = ernaast lopen, zeggen wat er komt
need-face-them-write-or-sign = aankijken, schrijven of gebaren
need-speak-through-an-interpreter = spreken via een tolk
need-stay-with-the-same-person = bij dezelfde persoon blijven
need-meet-and-walk-along = afhalen en meelopen
need-infant-in-arms-pushchair-changing-room = baby op de arm: wandelwagen, verschoonruimte
need-child-a-hand-to-hold = kind: een hand om vast te houden
need-a-child-alone-never-leave-hand-over-by-name = kind alleen: nooit alleen laten, op naam overdragen
need-something-is-due-ask-the-escort-when = er moet iets op tijd, vraag de begeleider wanneer
need-walk-slowly-a-seat-while-waiting = langzaam lopen, een zitplaats bij het wachten
need-walk-slowly-ask-what-help-is-needed = langzaam lopen, vragen welke hulp nodig is
need-stretcher-medical-escort-speaks-for-them = brancard, de medische begeleider spreekt namens hen
need-an-extra-seat = een extra stoel
need-an-animal-travels-along = er reist een dier mee
need-an-assistance-dog-travels-along = er reist een hulphond mee
