search-label = Chercher un lieu, une unité ou un centre
search-hint = Tapez un nom, choisissez avec les flèches, ouvrez avec Entrée.
search-list = Résultats
search-found =
    { $n ->
        [one] Un résultat ; choisissez avec les flèches.
       *[other] { $count } résultats ; choisissez avec les flèches.
    }
search-none = Rien ne s’appelle « { $asked } » ici. Essayez moins de lettres ou une autre orthographe, ou cliquez sur la carte.
search-away = Le serveur ne répond pas : aucune recherche n’est possible. Réessayez dans un instant ; le tableau des unités reste utilisable.
search-failed = La recherche a échoué. Réessayez dans un instant.
search-place = lieu
search-area = unité administrative
search-centre = centre
search-chosen = { $name } est affiché sur la carte.
