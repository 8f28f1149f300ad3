questions-show = Mostrar
questions-pillar = Servicio
questions-profile = Modo de desplazamiento
questions-scenario = Situación
questions-season = Estación
questions-direction = Sentido
questions-hazards = Zonas peligrosas
questions-said = { $label }: { $value }
questions-hazards-left-out = no figuran en estos datos; los trayectos reales pueden ser más largos
questions-nearest = Esa combinación no existe; en su lugar se muestra: { $value }.
questions-pillar-any = Cualquier servicio
questions-pillar-physical-rehab = Rehabilitación física, prótesis y órtesis
questions-pillar-emergency-care = Atención de urgencia y traumatología
questions-pillar-continuing-care = Atención médica continua
questions-pillar-psychosocial = Apoyo psicológico y psicosocial
questions-pillar-social-inclusion = Inclusión social
questions-pillar-economic-inclusion = Inclusión económica
questions-profile-default = A pie y en vehículo
questions-profile-walk = A pie
questions-profile-vehicle = A pie y en vehículo
questions-profile-wheelchair = En silla de ruedas
questions-profile-crutches = Con muletas
questions-scenario-base = Tal como es
questions-season-all-year = Todo el año
questions-direction-to = Hacia el centro
questions-direction-from = Desde el centro
questions-hazards-hazards = Zonas peligrosas según el registro
questions-hazards-no-hazards = Todas las zonas peligrosas liberadas
questions-threshold = Umbral
questions-threshold-less = Un tiempo más corto
questions-threshold-more = Un tiempo más largo
questions-threshold-own = El del estudio: { $time }
questions-threshold-said = en { $time } como máximo: { $share } de { $everyone } personas
questions-threshold-nobody = en { $time } como máximo: nadie vive aquí según estos datos
questions-fewer-than-one = menos de 1
questions-answer-to =
    { $n ->
        [one] { $service }: { $reached } de { $everyone } personas ({ $share }) llega al centro más cercano en { $time } como máximo.
       *[other] { $service }: { $reached } de { $everyone } personas ({ $share }) llegan al centro más cercano en { $time } como máximo.
    }
questions-answer-from =
    { $n ->
        [one] { $service }: desde el centro más cercano se llega a { $reached } de { $everyone } personas ({ $share }) en { $time } como máximo.
       *[other] { $service }: desde el centro más cercano se llega a { $reached } de { $everyone } personas ({ $share }) en { $time } como máximo.
    }
questions-answer-none = { $service }: de { $everyone } personas, ninguna está a { $time } o menos de un centro.
questions-answer-all = { $service }: las { $everyone } personas están todas a { $time } o menos de un centro.
questions-answer-empty = { $service }: nadie vive aquí según estos datos; no hay a quién contar.
questions-answer-no-way =
    { $n ->
        [one] { $people } persona no tiene ningún camino a un centro.
       *[other] { $people } personas no tienen ningún camino a un centro.
    }
questions-answer-inside =
    { $n ->
        [one] { $people } persona vive dentro de una zona peligrosa registrada.
       *[other] { $people } personas viven dentro de una zona peligrosa registrada.
    }
questions-answer-unknown =
    { $n ->
        [one] Para { $people } persona no se conoce ningún tiempo: no hay datos del terreno, o nadie lo cruza.
       *[other] Para { $people } personas no se conoce ningún tiempo: no hay datos del terreno, o nadie lo cruza.
    }
questions-answer-beyond-limit =
    { $n ->
        [one] Para { $people } persona el camino supera el límite de búsqueda del estudio.
       *[other] Para { $people } personas el camino supera el límite de búsqueda del estudio.
    }
questions-answer-range = Lo que no se sabe con seguridad se varió en { $draws } sorteos: en { $part } de ellos la proporción está entre { $low } y { $high }.
questions-answer-range-elsewhere = La seguridad de la proporción se calculó solo para { $time }.
questions-answer-dates = Población de { $year }; zonas peligrosas, centros y caminos al { $day }.
questions-answer-day = Zonas peligrosas, centros y caminos al { $day }.
questions-answer-year = Población de { $year }.
questions-answer-before = Antes de los cambios: { $reached } personas ({ $share }).
questions-answer-gain =
    { $n ->
        [one] Con los cambios, { $people } persona más está a { $time } como máximo.
       *[other] Con los cambios, { $people } personas más están a { $time } como máximo.
    }
questions-answer-loss =
    { $n ->
        [one] Con los cambios, { $people } persona menos está a { $time } como máximo.
       *[other] Con los cambios, { $people } personas menos están a { $time } como máximo.
    }
questions-answer-same = Con los cambios, tantas personas como antes están a { $time } como máximo.
questions-waiting = Preguntando al servidor…
