# Français.
onward-sub = Assistance en direct pour les voyages de réinstallation
skip = Aller au contenu
menu = Menu
language = Langue
post = Poste
close = Fermer
back = Retour
details = Détails
signed-in-as = Compte
sign-out = Se déconnecter
theme-day = Couleurs de jour
theme-night = Couleurs de nuit
demo-other-roles = Tous les rôles de la démonstration
replay = Un jour enregistré, rejoué { $rate } fois plus vite

fresh-live = en direct
fresh-sending = en direct, { $n } en cours d’envoi
fresh-connecting = connexion
fresh-as-of = état de { $time }
fresh-offline = hors ligne, état de { $time }
fresh-offline-never = hors ligne
fresh-offline-waiting = hors ligne, { $n } à envoyer
fresh-silent = flux muet { $min } min
fresh-silent-never = flux muet
fresh-away = le serveur n’enregistre pas, état de { $time }
fresh-away-never = le serveur n’enregistre pas
fresh-state-live = L’image est en direct.
fresh-state-catching-up = Mise à jour.
fresh-state-silent = Un flux de vols est muet.
fresh-state-away = Le serveur n’atteint pas ses données. Ce que vous faites est gardé et envoyé plus tard.
fresh-state-offline = Hors ligne. Ce que vous faites est gardé et envoyé plus tard.

band-safe = Sûr
band-watch = À suivre
band-tight = Serré
band-broken = Rompu
band-none = En route
margin-spare = { $n } min de marge
margin-short = manque { $n } min

sign-in-title = Connexion
sign-in = Se connecter
sign-in-busy = Connexion …
account = Compte
password = Mot de passe
session-expired = Votre session est terminée. Reconnectez-vous : rien n’est perdu.
session-revoked = Ce compte a été fermé sur cet appareil. Ce qui y était gardé a été effacé.
problem-bad-credentials = Compte ou mot de passe incorrect.
problem-too-many = Trop d’essais. Attendez une minute, puis réessayez.
problem-no-network = Le serveur n’est pas joignable d’ici. Vérifiez le réseau et réessayez.
start-title = Chaque groupe accompagné, chacun prévenu
start-1 = Vous voyez Onward suivre des groupes qui changent d’avion au cours d’un long voyage, et prévenir l’équipe de chaque aéroport, ceux qui accueillent et l’accompagnateur dès que quelque chose change.
start-2 = Les vols sont ceux d’un jour réel, le { $day }. Les personnes sont inventées.
start-2-titled = Les vols sont ceux d’un jour réel, le { $day } : { $title }. Les personnes sont inventées.
start-3 = La journée passe { $rate } fois plus vite. Choisissez qui vous voulez être, faites quelque chose et regardez les écrans des autres suivre.
start-again = Le jour enregistré a recommencé. Choisissez qui vous voulez être.
start-roles = Ouvrir en tant que
start-recorded = Enregistré
start-derived = Déduit ou inventé
pulse-title = Ce qui vient d’arriver
pulse-none = Les premières nouvelles arrivent.
pulse-moving = groupes en route
pulse-broken = correspondances rompues
pulse-cancelled = vols annulés

board-sub = { $n ->
    [one] { $n } vague
   *[other] { $n } vagues
  }, { $people ->
    [one] { $people } personne
   *[other] { $people } personnes
  }
waves = { $n ->
    [one] { $n } vague
   *[other] { $n } vagues
  }
filter-all = Toutes
filter-tight = Serrées
filter-mine = Les miennes
search-board = Étiquette ou vol
band-of-now = Maintenant
band-of-now-hint = au sol, dans les 30 minutes, ou en attente de votre réponse
band-of-next = Dans les 2 heures
band-of-next-hint = rien à faire encore, le pire d’abord
band-of-later = Plus tard
band-of-later-hint = dans plus de deux heures
band-of-done = Partis
wave-name = { $labels }, { $n } personnes
groups = { $n } groupes
in-arms = + { $n } dans les bras
escorts = { $n ->
    [one] { $n } accompagnateur
   *[other] { $n } accompagnateurs
  }
people = { $n ->
    [one] personne
   *[other] personnes
  }
few = quelques
left = partis
from-city = de { $city }
to-city = vers { $city }
terminal = Terminal
gate = porte
was = avant
diverted-to = dérouté vers { $city }
sources-differ = les sources diffèrent
time-scheduled-in = prévu
time-estimated-in = attendu
time-actual-in = au poste
time-scheduled-out = prévu
time-estimated-out = attendu
time-actual-out = parti du poste
time-unknown = heure inconnue
mode-bus = Bus
mode-road = Par la route
mode-walk = À pied
mode-hotel = Hôtel
status-scheduled = prévu
status-moved = nouvelle heure
status-out = parti du poste
status-off = en vol
status-on = atterri
status-in = au poste
status-cancelled = Annulé
status-diverted = Dérouté
status-returned = Revenu au poste
claim-nobody = Personne ne l’a prise
claim-by = Prise par
claim-mine = Prise par vous
claim-there = Sur place :
claim-mine-there = Vous êtes sur place
not-sent-yet = pas encore envoyé
do-claim = Prendre
do-arrived = J’y suis
do-count = Compter
do-count-label = Compter { $label }
do-unclaim = Rendre la vague
call = Appeler { $who }
needed-minutes = À quoi servent les { $n } minutes
minutes = { $n } min
minutes-ago = il y a { $n } min

strip-door = { $limit ->
    [check-in-close] enregistrement
    [departure] départ
   *[door-close] fermeture
  } { $time }
why-spare = Il faut { $needed } min depuis le poste, il y en a { $available } jusqu’à { $limit ->
    [check-in-close] la fin de l’enregistrement
    [departure] le départ
   *[door-close] la fermeture des portes
  } à { $time } : { $n } min de marge.
why-short = Il faut { $needed } min depuis le poste, il en reste { $available } jusqu’à { $limit ->
    [check-in-close] la fin de l’enregistrement
    [departure] le départ
   *[door-close] la fermeture des portes
  } à { $time } : il manque { $n } min.
why-longest = Le plus long : { $part }, { $min } min.
why-reason-only = Le plus long du parcours : { $part }.
why-unknown = Pas encore de marge : une heure est inconnue.
why-out-cancelled = Le vol suivant est annulé. Il n’y a plus de correspondance.
why-in-cancelled = Le vol d’arrivée est annulé.
why-in-diverted = Le vol d’arrivée va ailleurs.
why-last = C’est leur dernier aéroport : on les accueille ici.
why-first = Leur voyage commence ici.
why-ground = Ils continuent par la route : la voiture les attend.
way-broken = Une correspondance ne tient pas. Le desk y travaille ; vous serez prévenu dès qu’il y a une nouvelle heure.
way-tight = Une correspondance est serrée. Vous serez prévenu si l’heure à la porte change.
part-disembark = sortie
part-border = frontière
part-bags = bagages
part-airport = aéroport
part-terminal = terminal
part-security = sûreté
part-walk = marche
part-wheelchair = fauteuil
part-children = enfants
part-group = groupe
part-language = langue
part-mct = minimum

count-title = Compter { $label }
count-here = personnes ici
count-in-arms = dans les bras
count-escorts = accompagnateurs
count-hint = Comptez-les. Puis tapez le nombre.
count-erase = Effacer un chiffre
count-right = { $here } : comme prévu
count-missing = { $here } sur { $expected } : { $n } manquants
count-over = { $here }, prévu { $expected } : { $n } de plus
count-send = Inscrire { $n }
count-send-arms = Inscrire { $n } + { $arms } dans les bras
count-send-empty = Inscrire
counted-right = { $here } ici : tout le monde
counted-missing = { $here } sur { $expected } ici : { $n } manquants
counted-over = { $here } ici, { $n } de plus
counted-other = Un autre comptage dit { $here }
counted-desk = { $here } sur { $expected } comptés { $place }
place-off-the-aircraft = à la sortie de l’avion
place-gate = à la porte
place-with-escort = par l’accompagnateur

acknowledge = J’ai compris
seen = Vu
acknowledge-all = Tout compris ({ $n })
seen-all = Tout vu ({ $n })
notice-broken-plain = La correspondance à { $city } ne tient pas.
notice-tight-plain = La correspondance à { $city } est serrée.
notice-watch-plain = Correspondance à suivre à { $city }.
notice-recovered-plain = La correspondance à { $city } tient de nouveau.
notices-more = { $n } de plus à confirmer
next-word = prochaine nouvelle avant { $time }
next-word-late = nouvelle attendue à { $time }
notice-cancelled = { $flight } de { $city } est annulé.
notice-reinstated = { $flight } de { $city } est rétabli.
notice-returned = { $flight } est revenu au poste à { $city }.
notice-departed = { $flight } a quitté { $city }.
notice-broken = La correspondance à { $city } ne tient pas : il manque { $min } min.
notice-tight = La correspondance à { $city } est serrée : { $min } min de marge.
notice-watch = Correspondance à suivre à { $city } : { $min } min de marge.
notice-recovered = La correspondance à { $city } a de nouveau { $min } min de marge.
notice-door = À la porte { $min } min { $late ->
    [earlier] plus tôt
   *[later] plus tard
  } qu’annoncé : de { $from } à { $to }.
stage-told = dit
stage-delivered = reçu
stage-seen = vu
stage-acknowledged = confirmé

what = Quoi
value = Valeur
source = Source
said = Dit
field-scheduled-out = Départ prévu
field-estimated-out = Départ attendu
field-actual-out = Départ du poste
field-scheduled-off = Décollage prévu
field-estimated-off = Décollage attendu
field-actual-off = Décollage
field-scheduled-on = Atterrissage prévu
field-estimated-on = Atterrissage attendu
field-actual-on = Atterrissage
field-scheduled-in = Arrivée prévue
field-estimated-in = Arrivée attendue
field-actual-in = Arrivée au poste
field-gate-out = Porte de départ
field-terminal-out = Terminal de départ
field-gate-in = Porte d’arrivée
field-terminal-in = Terminal d’arrivée
field-belt = Tapis
field-diverted-to = Dérouté vers
field-cancelled = Annulé
field-status = État
source-plan = le plan
source-demo-aidx = flux de l’aéroport (AIDX)
sources-and-ages = Sources et âges
staff-word = Dire ce que vous savez : { $flight }
staff-word-until = Valable une heure. Un flux qui dit autre chose ensuite s’affiche à côté.
staff-word-send = Dire

tray = Actions
understood = Compris
waiting-since = à envoyer depuis { $time }
outcome-rejected = Le serveur a refusé.
outcome-conflict = Quelqu’un d’autre a été plus rapide.
problem-already-claimed = Quelqu’un d’autre l’avait prise.
problem-no-such-alert = C’était déjà résolu.
problem-already-ended = C’était déjà terminé.
problem-not-found = Ce n’est plus à votre charge.
did-claim = Prise
did-unclaim = Vague rendue
did-arrived = Sur place
did-count = Comptage
did-notice-ack = Confirmé
did-flight-state = Mot sur un vol
did-alert-raise = Alerte donnée
did-alert-resolve = Alerte résolue
did-movement-close = Clôture
did-movement-cancel = Annulation

arrivals = Arrivées
arrivals-all = Arrivées, tous les accueils
arrivals-sub = { $who } : { $n ->
    [one] { $n } arrivée
   *[other] { $n } arrivées
  }, { $people ->
    [one] { $people } personne
   *[other] { $people } personnes
  }
arrivals-day = { $n ->
    [one] { $n } arrivée
   *[other] { $n } arrivées
  }, { $people ->
    [one] { $people } personne
   *[other] { $people } personnes
  }
at-the-door = À la porte
door-none = Pas encore d’heure à la porte : tant que le trajet est rompu, aucune ne serait honnête.
belt = Tapis
seats = { $n ->
    [one] { $n } place
   *[other] { $n } places
  }
child-seats = { $n ->
    [one] { $n } siège enfant
   *[other] { $n } sièges enfant
  }
state-planned = Prévu
state-moving = En route
state-broken = Correspondance rompue
state-arrived = Arrivés
state-closed = Clos
state-cancelled = Annulé
state-farewell = Ne passe plus ici

desk-sign = Desk
desk-title = Coordination, { $programme }
desk-sub = { $n } ouverts, { $broken } rompus, { $alerts ->
    [one] { $alerts } alerte
   *[other] { $alerts } alertes
  }
desk-movements = Mouvements
desk-flights = Vols
search-desk = Étiquette, référence, vol ou aéroport
n-alerts = { $n ->
    [one] { $n } alerte
   *[other] { $n } alertes
  }
n-waiting = { $n } sans confirmation
version = version { $n }
journey = Trajet
here-waiting = ils sont ici
here-aboard = ils sont à bord
told = Qui a été prévenu
told-nothing = Rien à dire jusqu’ici.
on-the-ground = Sur place
party-coordinator = Desk
party-station = Station
party-receiver = Accueil
party-authority = Autorité
party-escort = Accompagnateur
history = Historique
history-none = L’historique n’est pas lisible pour l’instant.
movement-close = Clore
movement-close-text = Clore { $label } ? Tous sont arrivés et sont avec ceux qui les accueillent. Cela se termine pour tous ceux qui suivent.
movement-cancel = Annuler le mouvement
movement-cancel-text = Annuler { $label } ? Plus personne ne voyage selon ce plan ; tous ceux qui suivent sont prévenus.
reason = Raison
free-text-hint = 200 caractères au plus : ni santé, ni statut, ni histoire.
resolve = Résoudre
alert-raise = Donner l’alerte
alert-raise-text = Une alerte reste en haut de chaque desk jusqu’à ce que quelqu’un la résolve.
alert-what = De quoi s’agit-il
alert-other = Alerte
alert-count-mismatch = Les comptages diffèrent
feeds = Flux de vols
feed-ok = entendu
feed-late = en retard
feed-silent = muet
feed-off = coupé
heard-ago = il y a { $n } min
feed-sums = { $accepted } acceptés, { $unmatched } sans vol, { $rejected } rejetés
feed-quiet = calme, aucun vol des nôtres à venir
feed-turn-off = Couper
feed-turn-on = Rétablir
feed-turn-off-what = Couper { $who }
feed-turn-on-what = Rétablir { $who }
feed-off-title = Couper { $who } ?
feed-off-text = Ce qu’il envoie est refusé et il n’est plus interrogé, à tous les bureaux, jusqu’à ce que quelqu’un le rétablisse. Ce qu’il a déjà dit reste.
unmatched = En attente d’une personne
unmatched-waits-min = { $n ->
    [0] vient d’arriver
   *[other] attend depuis { $n } min
  }
unmatched-it-is = C’est { $flight }
unmatched-waits-h = attend depuis { $n } h
unmatched-mass = { $n ->
    [one] 1 annulation de plus que vraisemblable de { $who } : est-elle réelle ?
   *[other] { $n } annulations d’un coup de { $who } : sont-elles réelles ?
  }
unmatched-real = Elles sont réelles
unmatched-which = Quels vols
unmatched-other = Un autre vol…
unmatched-other-title = Quel vol est { $what } ?
unmatched-search = Numéro, date ou aéroport
unmatched-aside = Mettre de côté
unmatched-aside-what = Mettre de côté { $what }
unmatched-more = En montrer { $n } de plus
unmatched-route = { $from } vers { $to }
unmatched-withdrawn = retiré
unmatched-settled = Cela vaut maintenant pour { $flight }.
unmatched-taken = Elles comptent maintenant, et toutes les personnes concernées sont prévenues.
unmatched-laid = Mis de côté.
unmatched-failed = Cela n’a pas marché. Réessayez.
unmatched-why-unknown = Il en dit trop peu pour savoir de quel vol il s’agit.
unmatched-why-several = Plus d’un vol convient.
unmatched-why-suffix = Il ressemble à un vol des nôtres avec une lettre en plus. Est-ce le même ?
unmatched-why-mass-cancellation = Une source en panne annule tout ce qu’elle a. Personne n’est prévenu avant votre réponse.
flight = Vol
from = De
to = Vers
departs = Départ
arrives = Arrivée
status = État
our-people = Nos groupes
fact-published = Publié
fact-claim = Pris
fact-unclaim = Vague rendue
fact-arrived = Sur place
fact-count = Compté
fact-notice-ack = Confirmé
fact-alert-raise = Alerte donnée
fact-alert-resolve = Alerte résolue
fact-movement-close = Clos
fact-movement-cancel = Annulé
fact-turned = Vol
fact-notice = Dit
fact-receipt = Accusé
fact-flight-state = Mot sur un vol

escort-sign = Escorte
escort-title = Votre trajet
escort-at = à { $city }
escort-to = en route vers { $city }

loading-title = Un instant
loading-text = Lecture de l’état actuel.
empty-board-title = Aucune vague ici
empty-board-text = Personne des nôtres ne passe par cet aéroport aujourd’hui. Ce qui vient apparaîtra tout seul.
empty-arrivals-title = Personne n’est en route vers vous
empty-arrivals-text = Dès qu’un groupe est annoncé, il apparaît ici avec l’heure à la porte.
empty-desk-title = Pas encore de mouvements
empty-desk-text = Les mouvements publiés apparaissent ici tout seuls.
empty-escort-title = Aucun trajet à votre charge
empty-escort-text = Votre prochain trajet apparaît ici avant son début.
desk-none-title = Choisissez un mouvement
desk-none-text = Son trajet, qui a été prévenu et ce qui s’est passé s’ouvrent ici.
nothing-found-title = Rien ne correspond
nothing-found-text = Changez le filtre ou la recherche pour voir le reste.
forbidden-title = Rien à montrer pour ce compte
forbidden-text = Ce compte ne suit aucun mouvement. Connectez-vous avec le compte de votre poste.

wave = Vague
wave-sub = { $labels } · { $n } personnes
board = Tableau
open-wave = Ouvrir
groups-of-wave = Groupes de ce vol
with-whom = Qui est avec qui
what-else = Autres actions
for-chosen = pour les { $n } choisis
people-by-case = Personnes par dossier
people-hint = cochez ceux que l’action suivante concerne
choose-none = { $n } choisis : effacer
names-not-open = Les noms ne sont pas ouverts ici pour l’instant. Les nombres et les étiquettes le sont.
not-on-this-flight = Pas sur ce vol :
empty-wave-title = Cette vague n’est plus ici
empty-wave-text = Elle est partie, ou son plan a changé. Le tableau montre ce qui est ici.
do-count-door = Compter à la sortie
do-accept = Prendre en charge
do-accept-label = Prendre en charge { $label }
do-checkpoint = Tous là : { $place }
do-offer = Confier
do-offer-label = Confier { $label }
do-boarded = Embarqués
do-boarded-label = Embarqués { $label }
do-landed = Atterri à { $place }
all-here = Tous là, tous vus
task-count = Compter
task-take = Prendre en charge
task-seen = Vus à …
task-hand-on = Confier
task-outside = Confier à un tiers
task-boarded = Embarqués
task-add = Ajouter quelqu’un
task-missing = Introuvable
task-found = Retrouvé
task-family = Famille prévenue
task-note = Note
task-callback = Rappelez-moi
fact-counted = { $n } comptés
fact-seen = { $place } : { $n }
fact-boarded-n = { $n } embarqués
n-people = { $n ->
    [one] { $n } personne
   *[other] { $n } personnes
  }
hours = { $n } h

count-part = Compté comme
count-part-none = tous ensemble
part-name = { $kind ->
    [bus] Bus { $n }
    [door] Porte { $n }
   *[other] Partie { $n }
  }
count-together = ensemble
count-so-far = { $here } sur { $expected } jusqu’ici
count-again = Recompter
share-title = { $n } à la sortie : par groupe
share-hint = Dites combien appartiennent à chaque groupe.
share-next = Par groupe
share-left = encore { $n } à placer : { $what }
share-over = { $n } placés en trop : { $what }
share-placed = Tous placés
one-less = un de moins
one-more = un de plus

party-me = vous
party-aboard = à bord du { $flight }
party-aboard-leg = en route, étape { $n }
party-origin = pas encore confiés
party-alone = seuls, comme prévu
party-ended = voyage terminé
party-unknown = inconnu
party-previous-stop = l’escale précédente
party-next-stop = l’escale suivante
party-on-the-way = en route
party-border = à la frontière
party-here = ici
party-out-prm = Assistance
party-out-crew = Équipage
party-out-border = Police aux frontières
party-out-hotel = Hôtel
party-out-hospital = Hôpital
party-out-adult = Un adulte nommé
party-out-other = Quelqu’un d’autre
party-person = Nom de la personne sur place, s’il y en a une
with-party = avec { $party }
with-me = avec vous
with-out = aux soins de { $party }
with-receiver = accueillis par { $party }
with-not-known = INCONNU
with-none = Personne n’a encore dit avec qui ils sont.
since = depuis
not-known-since = inconnu depuis
seen-at = vu : { $place }
last-with = en dernier : { $party }
unconfirmed = non confirmé
about-person = Plus sur { $name }
unit-of = Ensemble : { $n }
bags = { $n ->
    [one] { $n } bagage
   *[other] { $n } bagages
  }
paper-travel-document = titre de voyage
paper-passport = passeport
paper-visa = visa
paper-other = autre document
paper-missing = { $kind } : absent
paper-until = { $kind }, jusqu’au { $date }
age = Âge
age-infant = moins de 2 ans
age-toddler = 2 à 4 ans
age-child = enfant
age-teen = adolescent
age-adult = adulte
age-senior = 65 ans et plus

whom = Qui
whom-all = Tous les { $n }
whom-some = Certains seulement
whom-these = { $n } choisis
take-title = Prendre en charge { $label }
take-from = De : { $party }
take-from-whom = De qui
take-offers = vous les confie
take-nobody = Personne n’attend d’être pris en charge ici.
take-compare = Comparer
take-send = Prendre en charge { $n }
take-anyway = Prendre en charge { $n } quand même
take-who-not = Qui n’est pas là ? ({ $n })
papers-bag-seen = Pochette des papiers vue
readback-mine = vous avez compté
readback-theirs = { $who }
readback-alone = Personne d’autre n’a donné de nombre.
readback-same = Le même nombre.
readback-differ = Écart de { $n }. Les deux restent inscrits.
by-the-record = selon le registre
refuse = Refuser
refuse-text = Ils restent avec qui les a maintenant, et les deux sont prévenus.
hand-on-title = Confier { $label }
hand-on-inside = Poste ou accompagnateur
hand-on-outside = À un tiers
hand-on-to = À qui
hand-on-send = Confier { $n } à : { $party }
give-send = Confier { $n } : { $party }
back-by = De retour avant
offer-coming = { $party } vous les confie : comptez et prenez en charge
offer-going = { $n } confiés à { $party }, qui n’a pas encore dit oui
boarded-title = Embarqués { $label }, { $flight }
boarded-send = Embarqués { $n }
boarded-send-behind = Embarqués { $n }, restés { $behind }
left-behind-who = Qui est resté ? ({ $n })

seen-title = Vus : { $label }
seen-where = Où
seen-send = { $n } vus : { $place }
place-check-in = enregistrement
place-exit-control = contrôle de sortie
place-border = frontière
place-bags = bagages
place-security = sûreté
place-boarded = à bord
place-door = à la porte
place-kerb = trottoir
place-washroom = toilettes
place-shops = boutiques
place-aircraft = avion
add-title = Ajouter quelqu’un à { $label }
add-text = Quelqu’un qui marche avec eux et n’est sur aucune liste. Le desk confirme qui c’est.
add-send = Ajouter, non confirmé
called = Appelé (peut rester vide)
walks-with = Marche avec
nobody-here = personne en particulier
missing-title = Introuvable : { $label }
missing-where = Vu en dernier
missing-more = Plus, si cela aide
missing-send = Dire que { $n } sont introuvables
found-title = Retrouvé : { $label }
found-where = Retrouvé à
found-send = { $n } retrouvés
found-nobody = Personne n’est introuvable ici.

note-title = Note sur { $label }
note-to = À
note-text = Note
note-send = Envoyer la note
callback-title = Rappelez-moi pour { $label }
callback-when = Quand
callback-now = Tout de suite
callback-soon = Bientôt
callback-later = Plus tard
callback-about = À propos de
callback-send = Demander un appel
family-title = Famille prévenue : { $label }
family-text = Dans quelle langue leur a-t-on dit la suite ?
family-in = Dit en { $language }
family-told-in = Famille prévenue en { $language } ({ $party })

sign-show = Montrer le panneau de { $label }
sign-of = Panneau { $label } : { $symbol }
sign-hold-up = Montrer
symbol-tree = arbre
symbol-cloud = nuage
symbol-boat = bateau
symbol-umbrella = parapluie
symbol-kite = cerf-volant
symbol-leaf = feuille
symbol-cup = tasse
symbol-key = clé
symbol-hat = chapeau
symbol-house = maison
symbol-flower = fleur
symbol-butterfly = papillon

just-done = À l’instant
just-done-more = { $n } de plus à l’instant
just-done-less = Montrer moins
undo = Annuler
undo-what = Annuler : { $what }
undo-for = annulable encore { $n } min
queue-waiting = { $n } à envoyer
queue-sending = { $n } en cours d’envoi
queue-read-out = Rien n’est perdu. Si cela ne peut pas attendre, appelez le desk et lisez le code.
person-at-post = À ce poste :
person-nobody = Qui est là ?
person-title = Qui est à ce poste ?
person-text = Un nom court. Il accompagne tout ce qui est fait ici et reste sur cet appareil.
person-name = Nom court
person-send = C’est moi
person-none = Personne
did-for = pour { $party }
did-handover-offer = Confiés
did-handover-accept = Pris en charge
did-handover-refuse = Refus
did-handover-give = Confiés à un tiers
did-handover-take = Pris en charge
did-boarded = Embarqués
did-left-behind = Restés
did-landed = Atterri
did-sighting = Vus
did-traveller-add = Personne ajoutée
did-traveller-drop = Ne voyage plus
did-traveller-correct = Personne corrigée
did-person-missing = Introuvable
did-person-found = Retrouvé
did-callback = Rappelez-moi
did-note = Note
did-told-family = Famille prévenue
did-booking-changed = Ce que la compagnie a fait
did-reroute-approve = Autre chemin
did-movement-split = Séparation
did-movement-join = Réunion
did-reception-ready = Prêts
did-reception-problem = Problème
did-reception-received = Accueillis
did-undo = Annulation

do-ready = Nous sommes prêts
do-problem = Un problème
do-received = Accueillis …
ready-since = Prêts
received-of = { $n } sur { $expected } accueillis
received-title = Accueillis : { $label }
received-send = { $n } sur { $expected } accueillis
on-your-list = sur votre liste
problem-title = Un problème : { $label }
problem-what = Qu’est-ce qui empêche
problem-send = Prévenir le desk
problem-kind-late = Nous serons en retard
problem-kind-vehicle = Pas de véhicule, ou trop petit
problem-kind-interpreter = Pas d’interprète
problem-kind-room = Pas de chambre ni de lits
problem-kind-people = Pas les personnes attendues
problem-kind-other = Autre chose

desk-do-call = Noter un appel
desk-do-reroute = Autre chemin
desk-do-booking = Ce que la compagnie a fait
desk-do-split = Séparer
desk-do-join = Réunir
desk-do-drop = Ne voyage plus
desk-do-alert = Donner l’alerte
desk-do-close = Clore
desk-do-cancel = Annuler le mouvement
call-title = Noter un appel : { $label }
call-who = Qui a appelé
call-heard = Entendu
call-when = Quand c’était
call-pick = Choisissez qui a appelé, puis notez ce qui a été dit, en son nom.
call-more = C’est noté. Il y a peut-être autre chose.
just-now = à l’instant
heard-phone = par téléphone
heard-radio = par radio
heard-in-person = en personne
heard-for = { $party }, { $how }
said-known = Sait tout ({ $n })
said-claims = Prend la vague
said-there = Est sur place
said-landed = A atterri
said-ready = Est prêt
said-problem = A un problème
said-received = A accueilli …
drop = Ne voyage plus
drop-title = Ne voyage plus : { $label }
drop-text = Aux autres on dit seulement : pas sur ce vol. La raison reste au desk.
drop-why = Pourquoi
drop-send = Retirer { $n } de ce voyage
outcome-stayed-at-origin = resté au départ
outcome-own-decision = sa propre décision
outcome-with-authorities = avec les autorités
outcome-hospital = à l’hôpital
outcome-other-travel = voyage autrement
outcome-not-found = introuvable
outcome-died = décédé
confirm-person = Confirmer cette personne
receptions = Accueils
not-answered = pas encore de réponse
refused-title = { $n } messages n’ont pas pu être appliqués
at-time = Qui était avec qui à …
at-time-ask = Montrer
at-time-was = L’état à { $time }
day = Jour
time = Heure
time-utc = Heure (UTC)
from-party = de { $party }
to-party = à { $party }
back-at = de retour avant { $time }
bookings = Réservations
booking-title = Ce que la compagnie a fait : { $label }
locator = Numéro de réservation
booking-by = Changée par
booking-by-airline = Compagnie
booking-by-desk = Desk
booking-cut = sépare la famille
booking-papers = papiers qui ne vont plus :
booking-send = Inscrire le changement
reroute-title = Autre chemin : { $label }
reroute-none = Toutes les étapes sont parties : rien à changer.
reroute-from = À partir de quelle étape
reroute-whom = Pour qui
reroute-apart = Ils deviennent un groupe à part.
reroute-wrong = Certains champs ne se lisent pas. Ils disent ce qui manque.
reroute-send = Approuver et prévenir tout le monde
whole-units = Familles entières
told-will = Qui sera prévenu
told-ack = doit confirmer :
told-farewell = sort du chemin, reçoit un dernier mot :
told-join = entre dans le chemin :
leg-add = Ajouter une étape
leg-remove = Retirer l’étape
leg-n = Étape { $n }
leg-kind = Par
flight-number = Numéro de vol
local-time = heure locale
wrong-flight = Par exemple B6 130
wrong-airport = Un code d’aéroport, par exemple BUF
wrong-time = Jour et heure ; l’arrivée suit le départ
wrong-chain = Elle commence où finit l’étape d’avant
wrong-chain-time = Elle part avant l’arrivée de l’étape d’avant
split-title = Séparer { $label }
split-text = Choisissez les familles qui continuent à part.
split-counts = { $n } partent, { $rest } restent
split-send = Séparer { $n }
split-into = Séparé en
split-from = Séparé d’un autre groupe
join-title = Réunir un autre groupe à { $label }
join-text = L’autre groupe continue avec celui-ci, sous cette étiquette.
join-none = Aucun autre groupe n’est sur un de ces vols.
join-send = Réunir

who-meets = Qui vous attend

alert-custody-contradiction = Deux disent avoir les mêmes personnes
alert-not-seen = Pas vu au moment prévu
alert-late-return = Pas de retour à l’heure
alert-alone-overdue = Seuls plus longtemps que prévu
alert-person-missing = Introuvable
alert-left-behind = Resté
alert-handover-refused = Pas pris en charge
alert-callback = Demande un appel
alert-reception-problem = Un accueil a un problème
alert-not-received = Pas accueilli
alert-alone-too-long = Le plan les laisse seuls trop longtemps
problem-unknown-traveller = Cette personne n’est pas dans ce groupe.
problem-unknown-notice = Cette nouvelle n’existe plus.
problem-not-your-command = Ce n’est pas à ce poste de le faire.
problem-not-your-airport = Ce vol n’est pas à cet aéroport.
problem-text-too-long = Le texte est trop long.
problem-malformed-command = Illisible. Rechargez cette page et recommencez.
problem-unknown-command = Le serveur ne connaît pas encore cette action.
problem-too-many-facts = Ce mouvement est plein : le clore et en publier un autre.
problem-command-id-reused = Déjà utilisé. Recommencez.
fact-handover-offer = Proposé
fact-handover-accept = Pris en charge
fact-handover-refuse = Pas pris en charge
fact-handover-give = Confié à un tiers
fact-handover-take = Pris en charge
fact-boarded = Embarqués
fact-left-behind = Restés
fact-landed = Atterri
fact-sighting = Vus
fact-traveller-add = Personne ajoutée
fact-traveller-drop = Ne voyage plus
fact-traveller-correct = Personne corrigée
fact-person-missing = Introuvable
fact-person-found = Retrouvé
fact-callback = Demande un appel
fact-note = Note
fact-told-family = Famille prévenue
fact-booking-changed = Réservation changée
fact-reroute-approve = Autre chemin
fact-movement-split = Séparation
fact-movement-join = Réunion
fact-reception-ready = Prêts
fact-reception-problem = Problème
fact-reception-received = Accueillis
fact-undo = Annulé
fact-whereabouts = Avec qui
fact-refused = N’a pas pu être appliqué

booking-text = Les vols de cette réservation maintenant. Qui est dessus, qui est séparé et quels papiers ne vont plus s’affiche aussitôt.
farewells = Ne passent plus ici
farewell-via = passe maintenant par
notice-not-known = { $n ->
    [0] Quelqu’un est introuvable.
    [one] { $n } personne introuvable.
   *[other] { $n } personnes introuvables.
  }
notice-left-behind = { $n ->
    [one] { $n } personne est restée.
   *[other] { $n } personnes sont restées.
  }
notice-contradiction = Ce qui a été dit sur qui a qui ne concorde pas.
notice-rerouted = Il y a un nouveau chemin. { $via }
notice-farewell = Ce groupe ne passe plus ici. { $via }
notice-split = Le groupe continue en plusieurs parties.
notice-joined = Deux groupes continuent ensemble.
notice-count-mismatch = Un comptage n’est pas celui attendu.
notice-handover-refused = Des personnes n’ont pas été prises en charge.
notice-not-received = { $n ->
    [one] { $n } personne n’est pas arrivée à la porte.
   *[other] { $n } personnes ne sont pas arrivées à la porte.
  }
notice-reception-problem = Un accueil a un problème.
notice-callback = Quelqu’un demande un appel.
notice-alone-too-long = { $n ->
    [one] { $n } personne serait seule trop longtemps selon ce plan.
   *[other] { $n } personnes seraient seules trop longtemps selon ce plan.
  }
problem-still-not-known = Quelqu’un est toujours introuvable. Dites qui a été retrouvé, ou qui ne voyage plus.
problem-unknown-booking = Aucune réservation de ce groupe n’a ce numéro.
problem-unit-split = Cela séparerait une famille. Choisissez-la entière.
problem-already-flown = Cette étape est partie : commencez après.
problem-gone-another-way = L’une de ces personnes voyage avec un autre groupe.
problem-nobody-left = Quelqu’un doit rester dans ce groupe.
problem-too-late-to-undo = Dix minutes sont passées : dites plutôt ce qui vaut maintenant.
problem-cannot-undo = Cela ne s’annule pas : dites plutôt ce qui vaut maintenant.
problem-already-undone = C’était déjà annulé.
problem-unknown-command-id = Cela n’avait pas été appliqué : rien à annuler.
problem-too-many-travellers = Ce groupe est plein.

need-wheelchair-to-the-door-can-manage-steps = fauteuil jusqu’à la porte, peut monter des marches
need-wheelchair-no-steps = fauteuil, sans marches
need-wheelchair-all-the-way-to-the-seat = fauteuil jusqu’au siège
need-wheelchair-on-board = fauteuil à bord
need-own-wheelchair-in-the-hold-meet-it-at-the-door = fauteuil personnel en soute, à rendre à la porte
need-walk-beside-say-what-is-ahead = marcher à côté, dire ce qui vient
need-face-them-write-or-sign = se mettre en face, écrire ou signer
need-speak-through-an-interpreter = parler par un interprète
need-stay-with-the-same-person = rester avec la même personne
need-meet-and-walk-along = accueillir et accompagner
need-infant-in-arms-pushchair-changing-room = bébé dans les bras : poussette, table à langer
need-child-a-hand-to-hold = enfant : une main à tenir
need-a-child-alone-never-leave-hand-over-by-name = enfant seul : ne jamais laisser, confier par son nom
need-something-is-due-ask-the-escort-when = quelque chose est dû, demander l’heure à l’accompagnateur
need-walk-slowly-a-seat-while-waiting = marcher lentement, un siège pour attendre
need-walk-slowly-ask-what-help-is-needed = marcher lentement, demander quelle aide
need-stretcher-medical-escort-speaks-for-them = civière, l’accompagnateur médical parle pour la personne
need-an-extra-seat = un siège de plus
need-an-animal-travels-along = un animal voyage avec
need-an-assistance-dog-travels-along = un chien d’assistance voyage avec
