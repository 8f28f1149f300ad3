questions-show = Afficher
questions-pillar = Service
questions-profile = Mode de déplacement
questions-scenario = Situation
questions-season = Saison
questions-direction = Sens
questions-hazards = Zones dangereuses
questions-said = { $label } : { $value }
questions-hazards-left-out = absentes de ces données ; les trajets réels peuvent être plus longs
questions-nearest = Cette combinaison n’existe pas ; affiché à la place : { $value }.
questions-pillar-any = Tout service
questions-pillar-physical-rehab = Réadaptation physique, prothèses et orthèses
questions-pillar-emergency-care = Soins d’urgence et de traumatologie
questions-pillar-continuing-care = Soins médicaux continus
questions-pillar-psychosocial = Soutien psychologique et psychosocial
questions-pillar-social-inclusion = Inclusion sociale
questions-pillar-economic-inclusion = Inclusion économique
questions-profile-default = À pied et en véhicule
questions-profile-walk = À pied
questions-profile-vehicle = À pied et en véhicule
questions-profile-wheelchair = En fauteuil roulant
questions-profile-crutches = Avec des béquilles
questions-scenario-base = Telle qu’elle est
questions-season-all-year = Toute l’année
questions-direction-to = Vers le centre
questions-direction-from = Depuis le centre
questions-hazards-hazards = Zones dangereuses telles qu’enregistrées
questions-hazards-no-hazards = Toutes les zones dangereuses remises à disposition
questions-threshold = Seuil
questions-threshold-less = Un temps plus court
questions-threshold-more = Un temps plus long
questions-threshold-own = Celui de l’étude : { $time }
questions-threshold-said = en { $time } au plus : { $share } des { $everyone } personnes
questions-threshold-nobody = en { $time } au plus : personne ne vit ici selon ces données
questions-fewer-than-one = moins de 1
questions-answer-to =
    { $n ->
        [one] { $service } : { $reached } personne sur { $everyone } ({ $share }) atteint le centre le plus proche en { $time } au plus.
       *[other] { $service } : { $reached } personnes sur { $everyone } ({ $share }) atteignent le centre le plus proche en { $time } au plus.
    }
questions-answer-from =
    { $n ->
        [one] { $service } : { $reached } personne sur { $everyone } ({ $share }) est atteinte depuis le centre le plus proche en { $time } au plus.
       *[other] { $service } : { $reached } personnes sur { $everyone } ({ $share }) sont atteintes depuis le centre le plus proche en { $time } au plus.
    }
questions-answer-none = { $service } : sur { $everyone } personnes, aucune n’est à { $time } au plus d’un centre.
questions-answer-all = { $service } : les { $everyone } personnes sont toutes à { $time } au plus d’un centre.
questions-answer-empty = { $service } : personne ne vit ici selon ces données ; il n’y a personne à compter.
questions-answer-no-way =
    { $n ->
        [one] { $people } personne n’a aucun chemin vers un centre.
       *[other] { $people } personnes n’ont aucun chemin vers un centre.
    }
questions-answer-inside =
    { $n ->
        [one] { $people } personne vit dans une zone dangereuse enregistrée.
       *[other] { $people } personnes vivent dans une zone dangereuse enregistrée.
    }
questions-answer-unknown =
    { $n ->
        [one] Pour { $people } personne, aucun temps n’est connu : pas de données sur le terrain, ou terrain infranchissable.
       *[other] Pour { $people } personnes, aucun temps n’est connu : pas de données sur le terrain, ou terrain infranchissable.
    }
questions-answer-beyond-limit =
    { $n ->
        [one] Pour { $people } personne, le trajet dépasse la limite de recherche de l’étude.
       *[other] Pour { $people } personnes, le trajet dépasse la limite de recherche de l’étude.
    }
questions-answer-range = Ce qui n’est pas connu avec certitude a été varié dans { $draws } tirages : dans { $part } d’entre eux, la part est comprise entre { $low } et { $high }.
questions-answer-range-elsewhere = La certitude de la part n’a été calculée que pour { $time }.
questions-answer-dates = Population de { $year } ; zones dangereuses, centres et routes au { $day }.
questions-answer-day = Zones dangereuses, centres et routes au { $day }.
questions-answer-year = Population de { $year }.
questions-answer-before = Avant les modifications : { $reached } personnes ({ $share }).
questions-answer-gain =
    { $n ->
        [one] Avec les modifications, { $people } personne de plus est à { $time } au plus.
       *[other] Avec les modifications, { $people } personnes de plus sont à { $time } au plus.
    }
questions-answer-loss =
    { $n ->
        [one] Avec les modifications, { $people } personne de moins est à { $time } au plus.
       *[other] Avec les modifications, { $people } personnes de moins sont à { $time } au plus.
    }
questions-answer-same = Avec les modifications, autant de personnes qu’avant sont à { $time } au plus.
questions-waiting = Question posée au serveur…
