page-title = { $release } : accès aux soins
skip-to-table = Aller au tableau des unités administratives
warning = L’absence de danger enregistré ne signifie pas qu’un lieu est sûr. Ne pas utiliser pour la navigation.
map-name = Carte
questions-name = Question
place-name = Ce lieu
areas-name = Unités administratives
what-if-name = Et si…
take-away-name = À emporter
fault-layer = Il n’y a pas de couche « { $asked } » ; les minutes sont affichées.
fault-area = Il n’y a pas ici d’unité administrative « { $asked } » ; toutes sont affichées.
fault-run =
    { $dimension ->
        [pillar] Il n’y a pas ici de service « { $asked } » ; la question la plus proche est affichée.
        [profile] Il n’y a pas ici de mode de déplacement « { $asked } » ; la question la plus proche est affichée.
        [scenario] Il n’y a pas ici de situation « { $asked } » ; la question la plus proche est affichée.
        [season] Il n’y a pas ici de saison « { $asked } » ; la question la plus proche est affichée.
        [direction] Il n’y a pas ici de sens de trajet « { $asked } » ; la question la plus proche est affichée.
       *[hazards] Il n’y a pas ici de choix « { $asked } » pour les dangers ; la question la plus proche est affichée.
    }
fault-threshold = Un seuil de « { $asked } » minutes ne peut pas être affiché ; celui de l’étude l’est.
fault-place = « { $asked } » n’est pas un lieu ; cliquez sur la carte ou faites une recherche.
fault-camera = La partie de la carte indiquée par le lien est illisible ; la carte entière est affichée.
fault-changes = Les modifications indiquées par le lien sont illisibles ; rien n’est modifié. Demandez à la personne qui l’a envoyé de le copier en entier.
fault-version = Le lien a été fait pour une autre version de cette publication ; vous voyez celle du { $version }. Les chiffres peuvent différer.
problem-away = Le serveur ne répond pas. Ce que vous voyez reste affiché ; réessayez dans un instant.
problem-late = Le serveur a mis trop de temps. Réessayez dans un instant.
problem-here = Une erreur s’est produite dans cette page. Rechargez-la ; si cela se répète, prévenez la personne responsable du serveur.
problem-400 = Le serveur ne peut pas utiliser cette question.
problem-404 = Ceci n’existe plus. Rechargez la page.
problem-429 = Trop de questions à la fois. Attendez une minute.
problem-500 = Le serveur a échoué. Réessayez ; si cela se répète, prévenez la personne qui en est responsable.
fault-when = Il n’y a pas de « { $asked } » d’un « Et si… » ; la carte après les modifications est affichée.
fault-parameter = Le lien demande « { $asked } », que cette carte ne connaît pas ; c’est laissé de côté.
fault-lang = La langue « { $asked } » n’est pas proposée ici ; choisissez-en une en haut de la page.
fault-tier = Une carte intégrée ne montre que ce qui est public ; ouvrez la carte entière pour le reste.
fault-version-dated = Le lien a été fait pour la version du { $made } ; vous voyez celle du { $version }. Les chiffres peuvent différer.
shell-what = Accès aux soins
shell-data-of = Données du { $day }
shell-tier =
    { $tier ->
        [partner] Pour les partenaires, pas pour le public
       *[analyst] Pour les analystes, pas pour le public
    }
shell-links = Pages liées
shell-report = Rapport sur les lacunes
shell-release = À propos de ces données
shell-maps = Toutes les cartes
shell-languages = Langue
shell-whole-map = Ouvrir la carte entière
shell-see-release = Voir ce qu’il y a maintenant
shell-no-script = Cette page fonctionne sans scripts : choisissez, puis appuyez sur le bouton. L’image et le tableau suivent.
shell-changes-need-script = Le lien montre un « Et si », qui a besoin de scripts. Ce que vous voyez est sans ses modifications.
shell-made = produit avec nearcare { $version } le { $day } ; version { $release }
shell-boundaries = Les frontières et les noms n’impliquent aucune prise de position sur le statut d’un territoire.
shell-modelled = Les temps sont modélisés, non mesurés ; le trajet est souvent plus long.
shell-sources = Sources et dates
shell-source-no-date = sans date
shell-source-old =
    { $n ->
        [one] une partie date de { $years } an
       *[other] une partie date de { $years } ans
    }
shell-libraries = Dessiné avec
shell-no-maps = Il n’y a ici aucune carte que vous puissiez voir.
shell-home = Page d’accueil
shell-try-again = Réessayer
shell-status = Statut { $status }
shell-pages = Page { $number } sur { $count }
shell-not-told = Ces données ne disent pas qui atteint les soins en { $threshold } au plus.
shell-row-outside = Hors de toutes les unités administratives
shell-row-total = Ensemble
shell-input-areas = Unités administratives
shell-input-barriers = Cours d’eau et autres obstacles
shell-input-calibration = Temps de trajet mesurés
shell-input-capacity = Capacité des centres
shell-input-centres = Centres
shell-input-demand = Besoin de soins
shell-input-elevation = Altitude
shell-input-friction = Vitesse sur le terrain
shell-input-grid = Grille
shell-input-hazards = Dangers enregistrés
shell-input-land = Terrain
shell-input-land-cover = Occupation du sol
shell-input-land-speeds = Vitesses sur le terrain
shell-input-places = Lieux
shell-input-population = Population
shell-input-reasons = Raisons
shell-input-referral = Orientation des patients
shell-input-roads = Routes
shell-input-survivors = Survivants
shell-input-uncertainty = Incertitude
shell-error-400 = Ceci ne peut pas être utilisé tel quel
    .do = L’adresse demande quelque chose sous une forme incomprise. Vérifiez que le lien a été copié en entier, ou repartez de la liste des cartes.
shell-error-401 = Qui êtes-vous ?
    .do = La clé ou la session envoyée par votre navigateur n’est plus valable. Identifiez-vous de nouveau, ou retirez-la pour voir ce qui est public.
shell-error-403 = Ceci n’est pas permis
    .do = Votre clé ne le permet pas. Demandez à la personne responsable du serveur une clé qui le permette.
shell-error-404 = Il n’y a rien ici
    .do = Ce que l’adresse désigne a disparu, n’a jamais existé ou ne vous est pas montré. Choisissez dans la liste des cartes, ou demandez à la personne qui a envoyé le lien.
shell-error-410 = Ceci n’existe plus
    .do = Les données dont c’était fait ont été remplacées. Repartez de la carte.
shell-error-429 = Trop de questions à la fois
    .do = Attendez une minute, puis réessayez.
shell-error-431 = L’adresse est trop longue
    .do = Ouvrez la carte de nouveau et refaites votre choix ; un lien avec moins de modifications est plus court.
shell-error-500 = Le serveur a échoué
    .do = Ce n’est pas votre faute. Réessayez ; si cela se répète, prévenez la personne responsable du serveur, avec le numéro ci-dessous.
shell-error-503 = Pas maintenant
    .do = Le serveur est occupé, ou ces données sont en cours de remplacement. Réessayez dans un instant ; si cela dure, prévenez la personne responsable du serveur.
shell-from = D’après :
shell-old-inputs = Données anciennes :
