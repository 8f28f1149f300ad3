page-title = { $release }: acesso aos cuidados
skip-to-table = Ir para a tabela de unidades territoriais
warning = A ausência de perigo registado não significa que o lugar seja seguro. Não usar para navegação.
map-name = Mapa
questions-name = Pergunta
place-name = Este lugar
areas-name = Unidades territoriais
what-if-name = E se…?
take-away-name = Para levar
fault-layer = Não há nenhuma camada “{ $asked }”; mostram-se os minutos.
fault-area = Não há aqui nenhuma unidade territorial “{ $asked }”; mostram-se todas.
fault-run =
    { $dimension ->
        [pillar] Não há aqui nenhum serviço “{ $asked }”; mostra-se a pergunta mais próxima.
        [profile] Não há aqui nenhum modo de viajar “{ $asked }”; mostra-se a pergunta mais próxima.
        [scenario] Não há aqui nenhum cenário “{ $asked }”; mostra-se a pergunta mais próxima.
        [season] Não há aqui nenhuma estação “{ $asked }”; mostra-se a pergunta mais próxima.
        [direction] Não há aqui nenhum sentido de viagem “{ $asked }”; mostra-se a pergunta mais próxima.
       *[hazards] Não há aqui nenhuma opção “{ $asked }” para os perigos; mostra-se a pergunta mais próxima.
    }
fault-threshold = Não se pode mostrar um limiar de “{ $asked }” minutos; mostra-se o do estudo.
fault-place = “{ $asked }” não é um lugar; clique no mapa ou pesquise.
fault-camera = A parte do mapa que a ligação indica não se consegue ler; mostra-se o mapa inteiro.
fault-changes = As mudanças que a ligação indica não se conseguem ler; nada é mudado. Peça a quem a enviou que a copie inteira.
fault-version = A ligação foi feita para outra versão desta publicação; está a ver a de { $version }. Os números podem diferir.
problem-away = O servidor não responde. O que vê mantém-se; tente de novo daqui a pouco.
problem-late = O servidor demorou demasiado. Tente de novo daqui a pouco.
problem-here = Algo correu mal nesta página. Volte a carregá-la; se acontecer de novo, avise quem gere o servidor.
problem-400 = O servidor não consegue usar esta pergunta.
problem-404 = Isto já não existe. Volte a carregar a página.
problem-429 = Demasiadas perguntas ao mesmo tempo. Espere um minuto.
problem-500 = O servidor falhou. Tente de novo; se acontecer outra vez, avise quem o gere.
