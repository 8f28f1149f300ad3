map-canvas = Mapa do tempo de viagem até aos cuidados
map-keys = Com o teclado: as setas movem o mapa, + e − mudam a escala, Enter pergunta pelo lugar sob a cruz, Escape sai do mapa.
map-buttons = Controlos do mapa
map-zoom-in = Aproximar
map-zoom-out = Afastar
map-whole = Mostrar todo o território
map-whole-shown = Todo o território é mostrado.
map-back = Voltar ao mapa
map-full-screen = Ecrã inteiro
map-move = Mover o mapa sem arrastar
map-move-north = Para norte
map-move-west = Para oeste
map-move-east = Para leste
map-move-south = Para sul
map-layers = Camadas
map-painted-with = O mapa é colorido segundo
map-shown-over = Mostrado por cima
map-layer-minutes = Tempo de viagem
map-layer-status = Se há caminho
map-layer-difference = Diferença
map-layer-certainty = Certeza
map-set-areas = Limites das unidades administrativas
map-set-gaps = Regiões mal servidas
map-set-hazards = Áreas perigosas registadas
map-set-roads = Estradas
map-set-centres = Centros
map-set-names = Nomes
map-no-difference-base = Não há com que comparar: escolha outra situação ou experimente «E se».
map-no-difference = Esta pergunta não foi comparada com outra.
map-no-certainty = A certeza não foi calculada para esta pergunta.
map-no-certainty-what-if = A certeza não é calculada para um «E se».
map-legend-minutes = Tempo de viagem até ao centro mais próximo
map-legend-status = Se há caminho até um centro
map-legend-difference = Minutos ganhos e perdidos
map-legend-certainty = Quão certo é que um lugar ultrapassa o limiar do estudo
map-class-within = Até { $upto }
map-class-between = Mais de { $over } até { $upto }
map-class-beyond = Mais de { $over }: além do limiar
map-class-reached = É possível chegar a um centro
map-class-no-way = Sem caminho até um centro
map-class-inside-hazard = Dentro de uma área perigosa registada
map-class-barrier = Barreira: água ou terreno que ninguém atravessa
map-class-no-land-data = Sem dados do terreno
map-class-beyond-limit = Além do limite da pesquisa
map-class-reconnected = Sem tempo antes, com tempo depois
map-class-same = Igual
map-class-cut-off = Isolado: com tempo antes, sem tempo depois
map-class-no-minutes = Sem tempo nem antes nem depois
map-class-quicker = Mais rápido, de { $over } a { $upto }
map-class-quicker-upto = Mais rápido, até { $upto }
map-class-quicker-over = Mais rápido, mais de { $over }
map-class-slower = Mais lento, de { $over } a { $upto }
map-class-slower-upto = Mais lento, até { $upto }
map-class-slower-over = Mais lento, mais de { $over }
map-class-surely-within = Quase certamente dentro: fora em menos de 10% dos sorteios
map-class-rather-within = Antes dentro: fora em 10 a 50%
map-class-probably-beyond = Provavelmente fora: em 50 a 90%
map-class-surely-beyond = Quase certamente fora: em 90% dos sorteios ou mais
map-class-could-change = Poderia mudar: depende do que há além da borda dos dados
map-sign-hazard-confirmed = Área perigosa confirmada
map-sign-hazard-suspected = Área com suspeita de perigo
map-sign-gap = Região mal servida, segundo o limiar do estudo
map-sign-centre = Centro deste serviço
map-sign-centre-other = Centro de outro serviço
map-sign-centre-changed = Centro acrescentado ou deslocado
map-sign-area = Limite de uma unidade administrativa
map-sign-road = Estrada
map-scale-km = { $length } km
map-scale-m = { $length } m
map-north = O norte está em cima
map-attribution = Desenhado com MapLibre. Terra e fronteiras tracejadas: Natural Earth. Não exprimem opinião sobre o estatuto de um território.
map-in-view = À vista
map-in-view-areas =
    { $count ->
        [one] { $shown } unidade administrativa
       *[other] { $shown } unidades administrativas
    }
map-in-view-centres =
    { $count ->
        [one] { $shown } centro
       *[other] { $shown } centros
    }
map-in-view-gaps =
    { $count ->
        [one] { $shown } região mal servida
       *[other] { $shown } regiões mal servidas
    }
map-in-view-more =
    { $count ->
        [one] e mais { $more }: aproxime para ver
       *[other] e mais { $more }: aproxime para ver
    }
map-people =
    { $count ->
        [one] { $people } pessoa
       *[other] { $people } pessoas
    }
map-pick = Clique num lugar do mapa, ou leve-o para baixo da cruz com as setas e prima Enter. Escape desiste.
map-lost = Os gráficos deste aparelho foram interrompidos; o mapa volta sozinho.
map-still-no-webgl = Este navegador não consegue desenhar o mapa móvel (sem WebGL 2). Uma imagem fixa toma o seu lugar; a tabela, a pesquisa e os números funcionam na mesma.
map-still-failed = O mapa móvel não arrancou. Uma imagem fixa toma o seu lugar; recarregue a página para tentar de novo.
map-still-lost = Os gráficos deste aparelho falharam de novo. Uma imagem fixa toma o lugar do mapa; recarregue a página para tentar de novo.
map-still-away = A imagem do mapa não chegou. A tabela diz o mesmo; recarregue a página para tentar de novo.
map-still-alt = Mapa de { $release }: tempo de viagem até ao centro mais próximo, até { $threshold }, tanto mais claro quanto mais perto. A tabela de unidades administrativas diz o mesmo.
map-still-no-pick = Não é possível escolher um lugar numa imagem fixa; escreva a longitude e a latitude, ou procure-o.
map-tiles-missing = Não chegaram partes do mapa. Os números e a tabela estão completos; mova o mapa ou recarregue a página para tentar de novo.
