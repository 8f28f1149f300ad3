# What the API says: titles, descriptions, labels and the names of problems.

site-title = nearcare
site-description = Tempo de viagem até os cuidados para sobreviventes de engenhos explosivos, e onde faltam cuidados.
site-warning = A ausência de perigo registado não significa que o lugar seja seguro. Não usar para navegação.
site-skip = Ir para o conteúdo
site-navigation = Principal
site-other-formats = Outras formas desta página
site-language-note = Os nomes e textos de uma publicação ficam na língua em que foi feita.

page-home = Início
page-releases = Publicações
page-runs = Cálculos de { $release }
page-collections = Coleções
page-items = Elementos de { $collection }
page-item = Elemento { $feature } de { $collection }
page-conformance = Conformidade
page-api = A API, operação por operação
page-queryables = Propriedades de { $collection }
page-links = Ligações
page-next = Página seguinte
page-previous = Página anterior
page-matched =
    { $matched ->
        [one] { $returned } de { $matched } elemento
       *[other] { $returned } de { $matched } elementos
    }
page-none = Não há aqui nada que possa ver.
page-outline = Contorno dos elementos desta página; a tabela diz o mesmo.
page-no-outline = Estes elementos não têm lugar no mapa.
page-parameters = Parâmetros
page-example = Exemplo
page-required = obrigatório
page-yes = sim
page-no = não

link-tiles = Mosaicos e rasters de { $release }
link-comparisons = Comparações de { $release }
link-report = Relatório de lacunas de { $release }
link-point = O que se diz de um lugar em { $release }
link-processes = Processos
link-jobs = Trabalhos
link-health = Estado do servidor
link-map = Mapa
link-maps = Mapas
link-offline-map = Mapa que se abre sem rede
link-text = Relatório
link-comparison = Comparação: { $name }

word-title = Título
word-description = Descrição
word-property = Propriedade
word-unit = Unidade
word-type = Tipo
word-extent = Extensão (oeste, sul, leste, norte)
word-as-of = À data de
word-country = País
word-tier = Nível de acesso
word-version = Versão
word-created = Criada em
word-threshold = Limiar (minutos)
word-bands = Faixas (minutos)
word-sources = Fontes e licenças
word-source = Fonte
word-licence = Licença
word-date = Data
word-disclaimers = A ter em conta
word-pages = Mapa e relatório
word-people = Pessoas
word-people-beyond = Pessoas além do limiar
word-gaps = Regiões mal servidas
word-median = Mediana (minutos)

layer-areas = Unidades administrativas
layer-areas-about = As unidades administrativas do estudo e a sua população.
layer-access = Acesso por unidade e cálculo
layer-access-about = Quantas pessoas de cada unidade chegam aos cuidados em cada faixa, para cada cálculo. As linhas do total e das pessoas fora de todas as unidades não têm contorno.
layer-gaps = Regiões mal servidas
layer-gaps-about = Zonas contínuas onde vivem pessoas além do limiar, para cada cálculo.
layer-regions = Regiões mal servidas, com as causas
layer-regions-about = As regiões mal servidas, as razões por que os cuidados ficam longe, o que mudaria isso, e a sua ordem.
layer-centres = Centros de cuidados
layer-centres-about = Os centros tal como foram usados no estudo.
layer-hazards = Áreas perigosas registadas
layer-hazards-about = Áreas registadas como suspeitas ou confirmadas que podem ser mostradas. A ausência de perigo registado não significa que o lugar seja seguro.
layer-clearance = Desminagem e acesso
layer-clearance-about = O que a libertação de cada área perigosa mudaria no caminho até os cuidados. Só o acesso é ordenado.
layer-disputed_roads = Estradas por áreas perigosas registadas
layer-disputed_roads-about = Troços de estrada que atravessam áreas perigosas registadas, e as pessoas que deles dependem.
layer-places = Lugares com nome
layer-places-about = Cidades, vilas, aldeias e outras localidades que o estudo nomeia. São lugares, nunca pessoas.

legend-no-data = sem resposta
legend-no-way = sem caminho

problem-400 = Não pode ser usado assim
problem-401 = Quem é?
problem-403 = Não permitido
problem-404 = Não existe
problem-405 = É preciso outro método
problem-406 = Não pode ser dado nessa forma
problem-409 = Não neste estado
problem-413 = Demasiado grande
problem-415 = Tipo não aceite
problem-429 = Demasiado por agora
problem-500 = Uma falha do próprio nearcare
problem-503 = Agora não
