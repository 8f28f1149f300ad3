page-title = { $release } : accès aux soins
skip-to-table = Aller au tableau des unités territoriales
warning = L’absence de danger enregistré ne signifie pas qu’un lieu est sûr. Ne pas utiliser pour la navigation.
map-name = Carte
questions-name = Question
place-name = Ce lieu
areas-name = Unités territoriales
what-if-name = Et si…
take-away-name = À emporter
fault-layer = Il n’y a pas de couche « { $asked } » ; les minutes sont affichées.
fault-area = Il n’y a pas ici d’unité territoriale « { $asked } » ; toutes sont affichées.
fault-run =
    { $dimension ->
        [pillar] Il n’y a pas ici de service « { $asked } » ; la question la plus proche est affichée.
        [profile] Il n’y a pas ici de mode de déplacement « { $asked } » ; la question la plus proche est affichée.
        [scenario] Il n’y a pas ici de scénario « { $asked } » ; la question la plus proche est affichée.
        [season] Il n’y a pas ici de saison « { $asked } » ; la question la plus proche est affichée.
        [direction] Il n’y a pas ici de sens de trajet « { $asked } » ; la question la plus proche est affichée.
       *[hazards] Il n’y a pas ici de choix « { $asked } » pour les dangers ; la question la plus proche est affichée.
    }
fault-threshold = Un seuil de « { $asked } » minutes ne peut pas être affiché ; celui de l’étude l’est.
fault-place = « { $asked } » n’est pas un lieu ; cliquez sur la carte ou faites une recherche.
fault-camera = La partie de la carte indiquée par le lien est illisible ; la carte entière est affichée.
fault-changes = Les changements indiqués par le lien sont illisibles ; rien n’est changé. Demandez à la personne qui l’a envoyé de le copier en entier.
fault-version = Le lien a été fait pour une autre version de cette publication ; vous voyez celle du { $version }. Les chiffres peuvent différer.
problem-away = Le serveur ne répond pas. Ce que vous voyez reste affiché ; réessayez dans un instant.
problem-late = Le serveur a mis trop de temps. Réessayez dans un instant.
problem-here = Une erreur s’est produite dans cette page. Rechargez-la ; si cela se répète, prévenez la personne responsable du serveur.
problem-400 = Le serveur ne peut pas utiliser cette question.
problem-404 = Ceci n’existe plus. Rechargez la page.
problem-429 = Trop de questions à la fois. Attendez une minute.
problem-500 = Le serveur a échoué. Réessayez ; si cela se répète, prévenez la personne qui en est responsable.
