areas-caption-to = Personnes qui atteignent le centre le plus proche, par unité administrative
areas-caption-from = Personnes atteintes depuis le centre le plus proche, par unité administrative
areas-scroll = Tableau des unités administratives
areas-name-column = Unité
areas-within = En { $time } au plus
areas-beyond = Au-delà de { $time }
areas-people = Personnes
areas-change = Changement, en { $time } au plus
areas-no-way = Aucun chemin
areas-inside = Dans une zone dangereuse
areas-median = Temps médian
areas-everyone = Tout le monde
areas-outside = hors de toute unité
areas-nobody = personne n’y vit
areas-suppressed = non publié
areas-median-no-way = aucun chemin
areas-median-no-time = aucun temps
areas-share-people = { $share } ({ $people })
areas-filter = Chercher une unité dans le tableau
areas-none-found = Aucun nom d’unité ne contient « { $asked } ».
areas-shown = { $first } à { $last } sur { $count }
areas-previous = Unités précédentes
areas-next = Unités suivantes
areas-sorted-up = Trié par { $column }, du plus petit au plus grand
areas-sorted-down = Trié par { $column }, du plus grand au plus petit
areas-close = Fermer
areas-report-html = Rapport sur les lacunes de cette unité
areas-report-pdf = Le même rapport en PDF
areas-left =
    { $n ->
        [one] Une autre unité figure dans le tableau que donne l’API.
       *[other] { $count } autres unités figurent dans le tableau que donne l’API.
    }
areas-gained = +{ $people }
areas-lost = −{ $people }
areas-unchanged = inchangé
