search-label = Buscar lugares, unidades y centros
search-hint = Escriba un nombre, elija con las flechas y abra con Intro.
search-list = Resultados
search-found =
    { $n ->
        [one] Un resultado; elija con las flechas.
       *[other] { $count } resultados; elija con las flechas.
    }
search-none = Nada se llama aquí «{ $asked }». Pruebe con menos letras u otra grafía, o haga clic en el mapa.
search-away = El servidor no responde y no se puede buscar. Inténtelo de nuevo en un momento; la tabla de unidades sigue funcionando.
search-failed = La búsqueda falló. Inténtelo de nuevo en un momento.
search-place = lugar
search-area = unidad administrativa
search-centre = centro
search-chosen = { $name } se muestra en el mapa.
