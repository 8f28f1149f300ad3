areas-caption-to = Personas que llegan al centro más cercano, por unidad administrativa
areas-caption-from = Personas a las que se llega desde el centro más cercano, por unidad administrativa
areas-scroll = Tabla de unidades administrativas
areas-name-column = Unidad
areas-within = En { $time } como máximo
areas-beyond = Más de { $time }
areas-people = Personas
areas-change = Cambio, en { $time } como máximo
areas-no-way = Sin camino
areas-inside = Dentro de zonas peligrosas
areas-median = Tiempo mediano
areas-everyone = Todas las personas
areas-outside = fuera de toda unidad
areas-nobody = nadie vive allí
areas-suppressed = no publicado
areas-median-no-way = sin camino
areas-median-no-time = sin tiempo
areas-share-people = { $share } ({ $people })
areas-filter = Buscar una unidad en la tabla
areas-none-found = Ningún nombre de unidad contiene «{ $asked }».
areas-shown = { $first } a { $last } de { $count }
areas-previous = Unidades anteriores
areas-next = Unidades siguientes
areas-sorted-up = Ordenado por { $column }, de menor a mayor
areas-sorted-down = Ordenado por { $column }, de mayor a menor
areas-close = Cerrar
areas-report-html = Informe de carencias de esta unidad
areas-report-pdf = El mismo informe en PDF
areas-left =
    { $n ->
        [one] Hay una unidad más en la tabla que da la API.
       *[other] Hay { $count } unidades más en la tabla que da la API.
    }
areas-gained = +{ $people }
areas-lost = −{ $people }
areas-unchanged = sin cambio
