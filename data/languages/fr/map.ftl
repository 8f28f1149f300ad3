map-canvas = Carte du temps de trajet vers les soins
map-keys = Au clavier : les flèches déplacent la carte, + et − changent l’échelle, Entrée interroge le lieu sous la croix, Échap quitte la carte.
map-buttons = Commandes de la carte
map-zoom-in = Agrandir
map-zoom-out = Réduire
map-whole = Montrer tout le territoire
map-whole-shown = Tout le territoire est affiché.
map-back = Retour à la carte
map-full-screen = Plein écran
map-move = Déplacer la carte sans la faire glisser
map-move-north = Vers le nord
map-move-west = Vers l’ouest
map-move-east = Vers l’est
map-move-south = Vers le sud
map-layers = Couches
map-painted-with = La carte est colorée selon
map-shown-over = Affiché par-dessus
map-layer-minutes = Temps de trajet
map-layer-status = S’il existe un chemin
map-layer-difference = Différence
map-layer-certainty = Certitude
map-set-areas = Limites des unités administratives
map-set-gaps = Régions mal desservies
map-set-hazards = Zones dangereuses enregistrées
map-set-roads = Routes
map-set-centres = Centres
map-set-names = Noms
map-no-difference-base = Rien à comparer : choisissez une autre situation ou essayez « Et si ».
map-no-difference = Cette question n’a pas été comparée à une autre.
map-no-certainty = La certitude n’a pas été calculée pour cette question.
map-no-certainty-what-if = La certitude n’est pas calculée pour un « Et si ».
map-legend-minutes = Temps de trajet vers le centre le plus proche
map-legend-status = S’il existe un chemin vers un centre
map-legend-difference = Minutes gagnées et perdues
map-legend-certainty = Degré de certitude qu’un lieu dépasse le seuil de l’étude
map-class-within = Jusqu’à { $upto }
map-class-between = Plus de { $over } à { $upto }
map-class-beyond = Plus de { $over } : au-delà du seuil
map-class-reached = Un centre peut être atteint
map-class-no-way = Aucun chemin vers un centre
map-class-inside-hazard = Dans une zone dangereuse enregistrée
map-class-barrier = Obstacle : eau ou terrain infranchissable
map-class-no-land-data = Pas de données sur le terrain
map-class-beyond-limit = Au-delà de la limite de la recherche
map-class-reconnected = Sans trajet avant, avec trajet après
map-class-same = Inchangé
map-class-cut-off = Coupé : avec trajet avant, sans après
map-class-no-minutes = Sans trajet ni avant ni après
map-class-quicker = Plus rapide de { $over } à { $upto }
map-class-quicker-upto = Plus rapide, jusqu’à { $upto }
map-class-quicker-over = Plus rapide de plus de { $over }
map-class-slower = Plus lent de { $over } à { $upto }
map-class-slower-upto = Plus lent, jusqu’à { $upto }
map-class-slower-over = Plus lent de plus de { $over }
map-class-surely-within = Presque sûrement en deçà : au-delà dans moins de 10 % des tirages
map-class-rather-within = Plutôt en deçà : au-delà dans 10 à 50 %
map-class-probably-beyond = Probablement au-delà : dans 50 à 90 %
map-class-surely-beyond = Presque sûrement au-delà : dans 90 % des tirages ou plus
map-class-could-change = Pourrait changer : dépend de ce qui se trouve au-delà du bord des données
map-sign-hazard-confirmed = Zone dangereuse confirmée
map-sign-hazard-suspected = Zone dangereuse soupçonnée
map-sign-gap = Région mal desservie, au seuil de l’étude
map-sign-centre = Centre de ce service
map-sign-centre-other = Centre d’un autre service
map-sign-centre-changed = Centre ajouté ou déplacé
map-sign-area = Limite d’une unité administrative
map-sign-road = Route
map-scale-km = { $length } km
map-scale-m = { $length } m
map-north = Le nord est en haut
map-attribution = Dessinée avec MapLibre. Terres et frontières en tirets : Natural Earth. Elles n’expriment aucune opinion sur le statut d’un territoire.
map-in-view = Dans la vue
map-in-view-areas =
    { $count ->
        [one] { $shown } unité administrative
       *[other] { $shown } unités administratives
    }
map-in-view-centres =
    { $count ->
        [one] { $shown } centre
       *[other] { $shown } centres
    }
map-in-view-gaps =
    { $count ->
        [one] { $shown } région mal desservie
       *[other] { $shown } régions mal desservies
    }
map-in-view-more =
    { $count ->
        [one] et { $more } autre : agrandissez pour la voir
       *[other] et { $more } autres : agrandissez pour les voir
    }
map-people =
    { $count ->
        [one] { $people } personne
       *[other] { $people } personnes
    }
map-pick = Cliquez un lieu sur la carte, ou amenez-le sous la croix avec les flèches et appuyez sur Entrée. Échap abandonne.
map-lost = L’affichage graphique de cet appareil a été interrompu ; la carte revient d’elle-même.
map-still-no-webgl = Ce navigateur ne peut pas dessiner la carte mobile (pas de WebGL 2). Une image fixe la remplace ; le tableau, la recherche et les chiffres restent disponibles.
map-still-failed = La carte mobile n’a pas démarré. Une image fixe la remplace ; rechargez la page pour réessayer.
map-still-lost = L’affichage graphique de cet appareil a encore échoué. Une image fixe remplace la carte ; rechargez la page pour réessayer.
map-still-away = L’image de la carte n’est pas arrivée. Le tableau dit la même chose ; rechargez la page pour réessayer.
map-still-alt = Carte de { $release } : temps de trajet vers le centre le plus proche, jusqu’à { $threshold }, d’autant plus clair que c’est proche. Le tableau des unités administratives dit la même chose.
map-still-no-pick = On ne peut pas choisir un lieu sur une image fixe ; saisissez sa longitude et sa latitude, ou cherchez-le.
map-tiles-missing = Des parties de la carte ne sont pas arrivées. Les chiffres et le tableau sont complets ; déplacez la carte ou rechargez la page pour réessayer.
