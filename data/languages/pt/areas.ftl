areas-caption-to = Pessoas que chegam ao centro mais próximo, por unidade administrativa
areas-caption-from = Pessoas a quem se chega a partir do centro mais próximo, por unidade administrativa
areas-scroll = Tabela de unidades administrativas
areas-name-column = Unidade
areas-within = Em { $time } no máximo
areas-beyond = Mais de { $time }
areas-people = Pessoas
areas-change = Mudança, em { $time } no máximo
areas-no-way = Sem caminho
areas-inside = Dentro de áreas perigosas
areas-median = Tempo mediano
areas-everyone = Todas as pessoas
areas-outside = fora de todas as unidades
areas-nobody = ninguém vive lá
areas-suppressed = não publicado
areas-median-no-way = sem caminho
areas-median-no-time = sem tempo
areas-share-people = { $share } ({ $people })
areas-filter = Procurar uma unidade na tabela
areas-none-found = Nenhum nome de unidade contém «{ $asked }».
areas-shown = { $first } a { $last } de { $count }
areas-previous = Unidades anteriores
areas-next = Unidades seguintes
areas-sorted-up = Ordenado por { $column }, do menor para o maior
areas-sorted-down = Ordenado por { $column }, do maior para o menor
areas-close = Fechar
areas-report-html = Relatório de lacunas desta unidade
areas-report-pdf = O mesmo relatório em PDF
areas-left =
    { $n ->
        [one] Há mais uma unidade na tabela que a API dá.
       *[other] Há mais { $count } unidades na tabela que a API dá.
    }
areas-gained = +{ $people }
areas-lost = −{ $people }
areas-unchanged = sem mudança
