what-if-intro = Modifiez des centres, des zones dangereuses ou des routes, et voyez aussitôt qui accède alors aux soins. Rien n’est gardé sur le serveur : l’adresse de cette page contient vos modifications.
what-if-needs-script = Pour essayer une modification, cette page a besoin de JavaScript.
what-if-only-base = Un essai modifie le pays tel qu’il est. Une autre situation de l’étude est affichée en ce moment.
what-if-show-base = Afficher le pays tel qu’il est
what-if-form = Une modification
what-if-kind = Que voulez-vous modifier ?
what-if-choose = Choisir
what-if-add-centre = Ajouter un centre
what-if-move-centre = Déplacer un centre
what-if-upgrade-centre = Ajouter des services à un centre
what-if-close-centre = Fermer un centre
what-if-release-hazard = Remettre à disposition une zone dangereuse après dépollution
what-if-open-road = Ouvrir une route fermée ou coupée
what-if-upgrade-road = Rendre une route plus rapide
what-if-field-name = Nom du nouveau centre
what-if-new-centre = Nouveau centre { $number }
what-if-field-centre = Centre
what-if-field-hazard = Zone dangereuse enregistrée
what-if-field-road = Identifiant de la route
what-if-field-road-hint = Un nombre entier, tel que dans la source des routes.
what-if-field-speed = Vitesse des véhicules, km/h
what-if-field-services = Services
what-if-field-place = Lieu
what-if-field-lon = Longitude, degrés est
what-if-field-lat = Latitude, degrés nord
what-if-pick = Choisir sur la carte
what-if-take-place = Prendre le lieu affiché
what-if-picking-place = Cliquez le lieu sur la carte, ou allez-y avec les flèches et appuyez sur Entrée. Échap annule.
what-if-picking-road = Cliquez la route sur la carte, ou allez-y avec les flèches et appuyez sur Entrée. Échap annule.
what-if-picking-hazard = Cliquez la zone dangereuse sur la carte, ou allez-y avec les flèches et appuyez sur Entrée. Échap annule.
what-if-picked-place = Lieu choisi : { $place }
what-if-picked-road = Route { $road } ({ $class })
what-if-picked-none = Rien n’a été choisi.
what-if-no-map = Il n’y a pas de carte où choisir ; saisissez-le.
what-if-hazard-ranked = { $hazard } (numéro { $rank } dans l’ordre de dépollution)
what-if-hazards-more = La liste ne contient que les premières zones ; zones non listées : { $told }. Choisissez-les sur la carte.
what-if-add = Essayer cette modification
what-if-save = Enregistrer cette modification
what-if-cancel = Annuler
what-if-fault-kind = Ce type de modification est inconnu, ou la liste est pleine : au plus { $most } modifications.
what-if-fault-name = Donnez un nom au centre, 200 lettres au plus.
what-if-fault-place = Donnez une longitude de −180 à 180 et une latitude de −90 à 90, ou choisissez le lieu.
what-if-fault-services = Choisissez au moins un service.
what-if-fault-centre = Choisissez un centre.
what-if-fault-hazard = Choisissez une zone dangereuse.
what-if-fault-road = Donnez l’identifiant d’une route, un nombre entier, ou choisissez la route.
what-if-fault-speed = Donnez une vitesse supérieure à 0, au plus 300 km/h.
what-if-fault-twice = La liste modifie déjà cela. Corrigez cette modification, ou choisissez autre chose.
what-if-fault-most = La liste est pleine : au plus { $most } modifications. Retirez-en une d’abord.
what-if-list = Modifications
what-if-nothing = Rien n’est modifié.
what-if-said-add = Ajouté : { $name } à { $place } : { $services }
what-if-said-move = Centre { $name } déplacé à { $place }
what-if-said-upgrade = Le centre { $name } offre aussi : { $services }
what-if-said-close = Centre { $name } fermé
what-if-said-release = Zone dangereuse { $hazard } remise à disposition
what-if-said-open = Route { $road } ouverte
what-if-said-faster = Route { $road } à { $speed } km/h
what-if-said-unknown = Une modification illisible
what-if-left-out = Cette modification est impossible et n’est pas prise en compte :
what-if-some-left-out = Modifications impossibles, non prises en compte : { $changes }. La liste dit pourquoi.
what-if-some-unknown = Modifications du lien qui sont illisibles : { $changes }. Les autres sont gardées.
what-if-opened = Ce lien contient des modifications : { $changes }. La réponse est en cours de calcul.
what-if-edit = Corriger
what-if-edit-of = Corriger : { $change }
what-if-remove = Retirer
what-if-remove-of = Retirer : { $change }
what-if-undo = Annuler la dernière
what-if-redo = Rétablir
what-if-clear = Tout retirer
what-if-undone = Annulé.
what-if-redone = Rétabli.
what-if-working = Calcul en cours, { $seconds } s. La première réponse d’un serveur prend jusqu’à une minute.
what-if-give-up = Abandonner
what-if-gave-up = Abandonné. Vos modifications restent dans la liste.
what-if-again = Réessayer
what-if-stays = Vos modifications restent dans la liste.
what-if-busy = { $time ->
    [short] Le serveur a trop à faire. Réessayez dans { $seconds } s.
   *[long] Le serveur a trop à faire. Réessayez dans { $minutes } min.
}
what-if-when = Afficher sur la carte
what-if-when-before = Avant
what-if-when-after = Après
what-if-when-difference = Différence
what-if-more = { $n ->
    [one] { $more } personne de plus atteint { $service } en { $time } au plus : avant { $before } ({ $before_share }), après { $after } ({ $after_share }) sur { $people } personnes.
   *[other] { $more } personnes de plus atteignent { $service } en { $time } au plus : avant { $before } ({ $before_share }), après { $after } ({ $after_share }) sur { $people } personnes.
}
what-if-fewer = { $n ->
    [one] { $more } personne de moins atteint { $service } en { $time } au plus : avant { $before } ({ $before_share }), après { $after } ({ $after_share }) sur { $people } personnes.
   *[other] { $more } personnes de moins atteignent { $service } en { $time } au plus : avant { $before } ({ $before_share }), après { $after } ({ $after_share }) sur { $people } personnes.
}
what-if-same = Autant de personnes qu’avant atteignent { $service } en { $time } au plus : { $after } ({ $after_share }) sur { $people }.
what-if-nobody-lives = Selon les données de population, personne n’habite ici ; personne ne peut donc y gagner.
what-if-reconnected = { $n ->
    [one] { $people } personne qui n’avait aucun chemin en obtient un.
   *[other] { $people } personnes qui n’avaient aucun chemin en obtiennent un.
}
what-if-quicker = { $n ->
    [one] { $people } personne arrive plus vite, de { $minutes } ({ $total } personnes-minutes gagnées par trajet).
   *[other] { $people } personnes arrivent plus vite, de { $minutes } en moyenne ({ $total } personnes-minutes gagnées par trajet).
}
what-if-nobody-gains = Personne ne gagne à ces modifications.
what-if-losing = { $n ->
    [one] { $people } personne met plus de temps qu’avant.
   *[other] { $people } personnes mettent plus de temps qu’avant.
}
what-if-cut-off = { $n ->
    [one] { $people } personne perd le chemin qu’elle avait.
   *[other] { $people } personnes perdent le chemin qu’elles avaient.
}
what-if-nobody-loses = Personne n’y perd.
what-if-areas = Qui y gagne, par unité administrative
what-if-no-areas = Dans aucune unité administrative quelqu’un ne gagne ou ne perd.
what-if-all-areas = Afficher toutes les unités administratives ({ $areas })
what-if-outside = Hors de toute unité
what-if-column-area = Unité
what-if-column-more = Personnes de plus en { $time } au plus
what-if-column-quicker = Personnes qui arrivent plus vite
what-if-column-reconnected = Personnes qui obtiennent un chemin
what-if-column-worse = Personnes qui y perdent
what-if-scenario = Télécharger comme scénario pour une étude
what-if-scenario-hint = Un zip avec un scénario pour le fichier de l’étude, une couche des nouveaux centres et une note qui dit quoi faire.
what-if-scenario-again = Le serveur avait oublié la réponse ; elle est calculée de nouveau. Téléchargez ensuite encore une fois.
what-if-too-wide = Ces modifications ont une portée trop grande pour une réponse immédiate. Une tâche peut les calculer en quelques minutes.
what-if-as-job = Calculer par une tâche
what-if-job-asking = La tâche est demandée.
what-if-job-forbidden = Les lecteurs sans clé ne peuvent pas demander de tâche ici. Modifiez moins à la fois, ou demandez une clé à qui gère le serveur.
what-if-job-waiting = La tâche attend son tour ({ $share }).
what-if-job-running = La tâche est en cours : { $share } de faits.
what-if-job-cancel = Annuler la tâche
what-if-job-cancelled = La tâche a été annulée. Vos modifications restent dans la liste.
what-if-job-failed = La tâche a échoué. Modifiez moins à la fois, ou dites-le à qui gère le serveur.
what-if-job-gone = Le serveur ne connaît plus la tâche. Demandez-la de nouveau.
what-if-job-lost = Le serveur ne répond pas. La tâche y continue peut-être ; regardez de nouveau dans un moment.
what-if-job-done = La tâche est terminée.
what-if-job-link = Le résultat entier, en JSON
what-if-job-sentence = À { $time } au plus de { $service } : { $came } personnes en plus, { $went } en moins.
