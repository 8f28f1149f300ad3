page-title = { $release }: acesso aos cuidados
skip-to-table = Ir para a tabela de unidades administrativas
warning = A ausência de perigo registado não significa que o lugar seja seguro. Não usar para navegação.
map-name = Mapa
questions-name = Pergunta
place-name = Este lugar
areas-name = Unidades administrativas
what-if-name = E se…?
take-away-name = Para levar
fault-layer = Não há nenhuma camada «{ $asked }»; mostram-se os minutos.
fault-area = Não há aqui nenhuma unidade administrativa «{ $asked }»; mostram-se todas.
fault-run =
    { $dimension ->
        [pillar] Não há aqui nenhum serviço «{ $asked }»; mostra-se a pergunta mais próxima.
        [profile] Não há aqui nenhum modo de deslocação «{ $asked }»; mostra-se a pergunta mais próxima.
        [scenario] Não há aqui nenhuma situação «{ $asked }»; mostra-se a pergunta mais próxima.
        [season] Não há aqui nenhuma estação «{ $asked }»; mostra-se a pergunta mais próxima.
        [direction] Não há aqui nenhum sentido de viagem «{ $asked }»; mostra-se a pergunta mais próxima.
       *[hazards] Não há aqui nenhuma opção «{ $asked }» para os perigos; mostra-se a pergunta mais próxima.
    }
fault-threshold = Não se pode mostrar um limiar de «{ $asked }» minutos; mostra-se o do estudo.
fault-place = «{ $asked }» não é um lugar; clique no mapa ou pesquise.
fault-camera = A parte do mapa que a ligação indica não se consegue ler; mostra-se o mapa inteiro.
fault-changes = As alterações que a ligação indica não se conseguem ler; nada é alterado. Peça a quem a enviou que a copie inteira.
fault-version = A ligação foi feita para outra versão desta publicação; está a ver a de { $version }. Os números podem diferir.
problem-away = O servidor não responde. O que vê mantém-se; tente de novo daqui a pouco.
problem-late = O servidor demorou demasiado. Tente de novo daqui a pouco.
problem-here = Algo correu mal nesta página. Volte a carregá-la; se acontecer de novo, avise quem gere o servidor.
problem-400 = O servidor não consegue usar esta pergunta.
problem-404 = Isto já não existe. Volte a carregar a página.
problem-429 = Demasiadas perguntas ao mesmo tempo. Espere um minuto.
problem-500 = O servidor falhou. Tente de novo; se acontecer outra vez, avise quem o gere.
fault-when = Não há «{ $asked }» de um «E se…?»; mostra-se o mapa depois das alterações.
fault-parameter = A ligação pede «{ $asked }», que este mapa não conhece; fica de fora.
fault-lang = A língua «{ $asked }» não está disponível aqui; escolha uma no topo da página.
fault-tier = Um mapa incorporado só mostra o que é público; abra o mapa completo para ver o resto.
fault-version-dated = A ligação foi feita para a versão de { $made }; está a ver a de { $version }. Os números podem ser diferentes.
shell-what = Acesso aos cuidados
shell-data-of = Dados de { $day }
shell-tier =
    { $tier ->
        [partner] Para os parceiros, não para o público
       *[analyst] Para os analistas, não para o público
    }
shell-links = Páginas relacionadas
shell-report = Relatório de lacunas
shell-release = Sobre estes dados
shell-maps = Todos os mapas
shell-languages = Língua
shell-whole-map = Abrir o mapa completo
shell-see-release = Ver o que existe agora
shell-no-script = Esta página funciona sem scripts: escolha e prima o botão. A imagem e a tabela acompanham a escolha.
shell-changes-need-script = A ligação mostra um «E se…?», que precisa de scripts. O que vê não inclui as suas alterações.
shell-made = feito com nearcare { $version } em { $day }; versão { $release }
shell-boundaries = As fronteiras e os nomes não implicam qualquer opinião sobre o estatuto de um território.
shell-modelled = Os tempos são modelados, não medidos; a viagem demora muitas vezes mais.
shell-sources = Fontes e datas
shell-source-no-date = sem data
shell-source-old =
    { $n ->
        [one] uma parte tem { $years } ano
       *[other] uma parte tem { $years } anos
    }
shell-libraries = Desenhado com
shell-no-maps = Não há aqui nenhum mapa que possa ver.
shell-home = Página inicial
shell-try-again = Tentar de novo
shell-status = Estado { $status }
shell-pages = Página { $number } de { $count }
shell-not-told = Estes dados não dizem quem chega aos cuidados em { $threshold } no máximo.
shell-row-outside = Fora de todas as unidades administrativas
shell-row-total = No conjunto
shell-input-areas = Unidades administrativas
shell-input-barriers = Rios e outras barreiras
shell-input-calibration = Tempos de viagem medidos
shell-input-capacity = Capacidade dos centros
shell-input-centres = Centros
shell-input-demand = Necessidade de cuidados
shell-input-elevation = Elevação
shell-input-friction = Velocidade no terreno
shell-input-grid = Grelha
shell-input-hazards = Perigos registados
shell-input-land = Terreno
shell-input-land-cover = Cobertura do solo
shell-input-land-speeds = Velocidades no terreno
shell-input-places = Lugares
shell-input-population = População
shell-input-reasons = Razões
shell-input-referral = Encaminhamento
shell-input-roads = Estradas
shell-input-survivors = Sobreviventes
shell-input-uncertainty = Incerteza
shell-error-400 = Isto não pode ser usado assim
    .do = O endereço pede algo numa forma que não se entende. Verifique se a ligação foi copiada por inteiro, ou recomece pela lista de mapas.
shell-error-401 = Quem é?
    .do = A chave ou a sessão que o seu navegador enviou já não é válida. Identifique-se de novo, ou retire-a para ver o que é público.
shell-error-403 = Isto não é permitido
    .do = A sua chave não o permite. Peça a quem gere o servidor uma que o permita.
shell-error-404 = Não há nada aqui
    .do = O que o endereço indica desapareceu, nunca existiu ou não lhe é mostrado. Escolha na lista de mapas, ou pergunte a quem enviou a ligação.
shell-error-410 = Isto já não existe
    .do = Os dados de que foi feito foram substituídos. Recomece pelo mapa.
shell-error-429 = Demasiadas perguntas ao mesmo tempo
    .do = Espere um minuto e tente de novo.
shell-error-431 = O endereço é demasiado longo
    .do = Abra o mapa de novo e volte a escolher; uma ligação com menos alterações é mais curta.
shell-error-500 = O servidor falhou
    .do = A culpa não é sua. Tente de novo; se voltar a acontecer, avise quem gere o servidor, com o número abaixo.
shell-error-503 = Agora não
    .do = O servidor está ocupado, ou estes dados estão a ser substituídos. Tente de novo daqui a pouco; se continuar, avise quem gere o servidor.
shell-from = A partir de:
shell-old-inputs = Dados antigos:
