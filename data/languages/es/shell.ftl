page-title = { $release }: acceso a la atención
skip-to-table = Ir a la tabla de unidades territoriales
warning = Que no haya un peligro registrado no significa que el lugar sea seguro. No usar para la navegación.
map-name = Mapa
questions-name = Pregunta
place-name = Este lugar
areas-name = Unidades territoriales
what-if-name = ¿Y si…?
take-away-name = Para llevar
fault-layer = No hay ninguna capa «{ $asked }»; se muestran los minutos.
fault-area = Aquí no hay ninguna unidad territorial «{ $asked }»; se muestran todas.
fault-run =
    { $dimension ->
        [pillar] Aquí no hay ningún servicio «{ $asked }»; se muestra la pregunta más cercana.
        [profile] Aquí no hay ninguna forma de viajar «{ $asked }»; se muestra la pregunta más cercana.
        [scenario] Aquí no hay ningún escenario «{ $asked }»; se muestra la pregunta más cercana.
        [season] Aquí no hay ninguna temporada «{ $asked }»; se muestra la pregunta más cercana.
        [direction] Aquí no hay ningún sentido de viaje «{ $asked }»; se muestra la pregunta más cercana.
       *[hazards] Aquí no hay ninguna opción «{ $asked }» para los peligros; se muestra la pregunta más cercana.
    }
fault-threshold = No se puede mostrar un umbral de «{ $asked }» minutos; se muestra el del estudio.
fault-place = «{ $asked }» no es un lugar; haga clic en el mapa o busque.
fault-camera = No se puede leer la parte del mapa que indica el enlace; se muestra el mapa entero.
fault-changes = No se pueden leer los cambios que indica el enlace; no se cambia nada. Pida a quien lo envió que lo copie entero.
fault-version = El enlace se hizo para otra versión de esta publicación; usted ve la del { $version }. Las cifras pueden ser distintas.
problem-away = El servidor no responde. Lo que ve se mantiene; inténtelo de nuevo en un momento.
problem-late = El servidor tardó demasiado. Inténtelo de nuevo en un momento.
problem-here = Algo falló en esta página. Vuelva a cargarla; si se repite, avise a quien administra el servidor.
problem-400 = El servidor no puede usar esta pregunta.
problem-404 = Esto ya no está. Vuelva a cargar la página.
problem-429 = Demasiadas preguntas a la vez. Espere un minuto.
problem-500 = El servidor falló. Inténtelo de nuevo; si se repite, avise a quien lo administra.
