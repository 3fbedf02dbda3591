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
fresh-state-live = L’image est en direct.
fresh-state-catching-up = Mise à jour.
fresh-state-silent = Un flux de vols est muet.
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
feed-off = pas encore entendu
heard-ago = il y a { $n } min
feed-sums = { $accepted } acceptés, { $unmatched } sans vol, { $rejected } rejetés
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
