questions-show = Mostrar
questions-pillar = Serviço
questions-profile = Modo de deslocação
questions-scenario = Situação
questions-season = Estação
questions-direction = Sentido
questions-hazards = Áreas perigosas
questions-said = { $label }: { $value }
questions-hazards-left-out = não constam destes dados; os trajetos reais podem ser mais longos
questions-nearest = Essa combinação não existe; em vez dela mostra-se: { $value }.
questions-pillar-any = Qualquer serviço
questions-pillar-physical-rehab = Reabilitação física, próteses e ortóteses
questions-pillar-emergency-care = Cuidados de urgência e trauma
questions-pillar-continuing-care = Cuidados médicos continuados
questions-pillar-psychosocial = Apoio psicológico e psicossocial
questions-pillar-social-inclusion = Inclusão social
questions-pillar-economic-inclusion = Inclusão económica
questions-profile-default = A pé e de veículo
questions-profile-walk = A pé
questions-profile-vehicle = A pé e de veículo
questions-profile-wheelchair = Em cadeira de rodas
questions-profile-crutches = Com muletas
questions-scenario-base = Tal como é
questions-season-all-year = Todo o ano
questions-direction-to = Para o centro
questions-direction-from = A partir do centro
questions-hazards-hazards = Áreas perigosas conforme o registo
questions-hazards-no-hazards = Todas as áreas perigosas libertadas
questions-threshold = Limiar
questions-threshold-less = Um tempo mais curto
questions-threshold-more = Um tempo mais longo
questions-threshold-own = O do estudo: { $time }
questions-threshold-said = em { $time } no máximo: { $share } de { $everyone } pessoas
questions-threshold-nobody = em { $time } no máximo: ninguém vive aqui segundo estes dados
questions-fewer-than-one = menos de 1
questions-answer-to =
    { $n ->
        [one] { $service }: { $reached } de { $everyone } pessoas ({ $share }) chega ao centro mais próximo em { $time } no máximo.
       *[other] { $service }: { $reached } de { $everyone } pessoas ({ $share }) chegam ao centro mais próximo em { $time } no máximo.
    }
questions-answer-from =
    { $n ->
        [one] { $service }: a partir do centro mais próximo chega-se a { $reached } de { $everyone } pessoas ({ $share }) em { $time } no máximo.
       *[other] { $service }: a partir do centro mais próximo chega-se a { $reached } de { $everyone } pessoas ({ $share }) em { $time } no máximo.
    }
questions-answer-none = { $service }: de { $everyone } pessoas, nenhuma está a { $time } ou menos de um centro.
questions-answer-all = { $service }: as { $everyone } pessoas estão todas a { $time } ou menos de um centro.
questions-answer-empty = { $service }: ninguém vive aqui segundo estes dados; não há quem contar.
questions-answer-no-way =
    { $n ->
        [one] { $people } pessoa não tem nenhum caminho para um centro.
       *[other] { $people } pessoas não têm nenhum caminho para um centro.
    }
questions-answer-inside =
    { $n ->
        [one] { $people } pessoa vive dentro de uma área perigosa registada.
       *[other] { $people } pessoas vivem dentro de uma área perigosa registada.
    }
questions-answer-unknown =
    { $n ->
        [one] Para { $people } pessoa não se conhece nenhum tempo: não há dados do terreno, ou ninguém o atravessa.
       *[other] Para { $people } pessoas não se conhece nenhum tempo: não há dados do terreno, ou ninguém o atravessa.
    }
questions-answer-beyond-limit =
    { $n ->
        [one] Para { $people } pessoa o caminho ultrapassa o limite de busca do estudo.
       *[other] Para { $people } pessoas o caminho ultrapassa o limite de busca do estudo.
    }
questions-answer-range = O que não se sabe com certeza foi variado em { $draws } sorteios: em { $part } deles a proporção fica entre { $low } e { $high }.
questions-answer-range-elsewhere = A certeza da proporção foi calculada apenas para { $time }.
questions-answer-dates = População de { $year }; áreas perigosas, centros e estradas em { $day }.
questions-answer-day = Áreas perigosas, centros e estradas em { $day }.
questions-answer-year = População de { $year }.
questions-answer-before = Antes das alterações: { $reached } pessoas ({ $share }).
questions-answer-gain =
    { $n ->
        [one] Com as alterações, mais { $people } pessoa está a { $time } ou menos.
       *[other] Com as alterações, mais { $people } pessoas estão a { $time } ou menos.
    }
questions-answer-loss =
    { $n ->
        [one] Com as alterações, menos { $people } pessoa está a { $time } ou menos.
       *[other] Com as alterações, menos { $people } pessoas estão a { $time } ou menos.
    }
questions-answer-same = Com as alterações, tantas pessoas como antes estão a { $time } ou menos.
questions-waiting = A perguntar ao servidor…
