map-canvas = Mapa del tiempo de viaje a la atención
map-keys = Con el teclado: las flechas mueven el mapa, + y − cambian la escala, Intro pregunta por el lugar bajo la cruz, Escape sale del mapa.
map-buttons = Controles del mapa
map-zoom-in = Acercar
map-zoom-out = Alejar
map-whole = Mostrar todo el territorio
map-whole-shown = Se muestra todo el territorio.
map-back = Volver al mapa
map-full-screen = Pantalla completa
map-move = Mover el mapa sin arrastrarlo
map-move-north = Hacia el norte
map-move-west = Hacia el oeste
map-move-east = Hacia el este
map-move-south = Hacia el sur
map-layers = Capas
map-painted-with = El mapa se colorea según
map-shown-over = Mostrado encima
map-layer-minutes = Tiempo de viaje
map-layer-status = Si hay camino
map-layer-difference = Diferencia
map-layer-certainty = Certeza
map-set-areas = Límites de las unidades administrativas
map-set-gaps = Regiones desatendidas
map-set-hazards = Zonas peligrosas registradas
map-set-roads = Carreteras
map-set-centres = Centros
map-set-names = Nombres
map-no-difference-base = No hay con qué comparar: elija otra situación o pruebe «¿Y si?».
map-no-difference = Esta pregunta no se comparó con otra.
map-no-certainty = No se calculó la certeza para esta pregunta.
map-no-certainty-what-if = No se calcula la certeza para un «¿Y si?».
map-legend-minutes = Tiempo de viaje al centro más cercano
map-legend-status = Si hay camino a un centro
map-legend-difference = Minutos ganados y perdidos
map-legend-certainty = Cuán seguro es que un lugar supera el umbral del estudio
map-class-within = Hasta { $upto }
map-class-between = Más de { $over } hasta { $upto }
map-class-beyond = Más de { $over }: fuera del umbral
map-class-reached = Se puede llegar a un centro
map-class-no-way = Sin camino a un centro
map-class-inside-hazard = Dentro de una zona peligrosa registrada
map-class-barrier = Barrera: agua o terreno que nadie cruza
map-class-no-land-data = Sin datos del terreno
map-class-beyond-limit = Más allá del límite de la búsqueda
map-class-reconnected = Sin tiempo antes, con tiempo después
map-class-same = Igual
map-class-cut-off = Aislado: con tiempo antes, sin tiempo después
map-class-no-minutes = Sin tiempo ni antes ni después
map-class-quicker = Más rápido, de { $over } a { $upto }
map-class-quicker-upto = Más rápido, hasta { $upto }
map-class-quicker-over = Más rápido, más de { $over }
map-class-slower = Más lento, de { $over } a { $upto }
map-class-slower-upto = Más lento, hasta { $upto }
map-class-slower-over = Más lento, más de { $over }
map-class-surely-within = Casi seguro dentro: fuera en menos del 10 % de los sorteos
map-class-rather-within = Más bien dentro: fuera en el 10 al 50 %
map-class-probably-beyond = Probablemente fuera: en el 50 al 90 %
map-class-surely-beyond = Casi seguro fuera: en el 90 % de los sorteos o más
map-class-could-change = Podría cambiar: depende de lo que hay más allá del borde de los datos
map-sign-hazard-confirmed = Zona peligrosa confirmada
map-sign-hazard-suspected = Zona con sospecha de peligro
map-sign-gap = Región desatendida, según el umbral del estudio
map-sign-centre = Centro de este servicio
map-sign-centre-other = Centro de otro servicio
map-sign-centre-changed = Centro añadido o trasladado
map-sign-area = Límite de una unidad administrativa
map-sign-road = Carretera
map-scale-km = { $length } km
map-scale-m = { $length } m
map-north = El norte está arriba
map-attribution = Dibujado con MapLibre. Tierra y límites discontinuos: Natural Earth. No expresan opinión sobre la condición de un territorio.
map-in-view = A la vista
map-in-view-areas =
    { $count ->
        [one] { $shown } unidad administrativa
       *[other] { $shown } unidades administrativas
    }
map-in-view-centres =
    { $count ->
        [one] { $shown } centro
       *[other] { $shown } centros
    }
map-in-view-gaps =
    { $count ->
        [one] { $shown } región desatendida
       *[other] { $shown } regiones desatendidas
    }
map-in-view-more =
    { $count ->
        [one] y { $more } más: acérquese para verla
       *[other] y { $more } más: acérquese para verlas
    }
map-people =
    { $count ->
        [one] { $people } persona
       *[other] { $people } personas
    }
map-pick = Haga clic en un lugar del mapa, o llévelo bajo la cruz con las flechas y pulse Intro. Escape lo deja.
map-lost = Se interrumpieron los gráficos de este equipo; el mapa vuelve solo.
map-still-no-webgl = Este navegador no puede dibujar el mapa móvil (sin WebGL 2). Lo sustituye una imagen fija; la tabla, la búsqueda y las cifras funcionan igual.
map-still-failed = El mapa móvil no arrancó. Lo sustituye una imagen fija; recargue la página para intentarlo de nuevo.
map-still-lost = Los gráficos de este equipo volvieron a fallar. Una imagen fija sustituye al mapa; recargue la página para intentarlo de nuevo.
map-still-away = La imagen del mapa no llegó. La tabla dice lo mismo; recargue la página para intentarlo de nuevo.
map-still-alt = Mapa de { $release }: tiempo de viaje al centro más cercano, hasta { $threshold }, más claro cuanto más cerca. La tabla de unidades administrativas dice lo mismo.
map-still-no-pick = No se puede elegir un lugar en una imagen fija; escriba su longitud y latitud, o búsquelo.
map-tiles-missing = No llegaron partes del mapa. Las cifras y la tabla están completas; mueva el mapa o recargue la página para intentarlo de nuevo.
