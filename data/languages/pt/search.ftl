search-label = Procurar lugares, unidades e centros
search-hint = Escreva um nome, escolha com as setas e abra com Enter.
search-list = Resultados
search-found =
    { $n ->
        [one] Um resultado; escolha com as setas.
       *[other] { $count } resultados; escolha com as setas.
    }
search-none = Nada se chama aqui «{ $asked }». Tente menos letras ou outra grafia, ou clique no mapa.
search-away = O servidor não responde, por isso nada se pode procurar. Tente de novo daqui a pouco; a tabela de unidades continua a funcionar.
search-failed = A procura falhou. Tente de novo daqui a pouco.
search-place = lugar
search-area = unidade administrativa
search-centre = centro
search-chosen = { $name } aparece no mapa.
