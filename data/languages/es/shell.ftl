page-title = { $release }: acceso a la atención
skip-to-table = Ir a la tabla de unidades administrativas
warning = Que no haya un peligro registrado no significa que el lugar sea seguro. No usar para la navegación.
map-name = Mapa
questions-name = Pregunta
place-name = Este lugar
areas-name = Unidades administrativas
what-if-name = ¿Y si…?
take-away-name = Para llevar
fault-layer = No hay ninguna capa «{ $asked }»; se muestran los minutos.
fault-area = Aquí no hay ninguna unidad administrativa «{ $asked }»; se muestran todas.
fault-run =
    { $dimension ->
        [pillar] Aquí no hay ningún servicio «{ $asked }»; se muestra la pregunta más cercana.
        [profile] Aquí no hay ningún modo de desplazamiento «{ $asked }»; se muestra la pregunta más cercana.
        [scenario] Aquí no hay ninguna situación «{ $asked }»; se muestra la pregunta más cercana.
        [season] Aquí no hay ninguna estación «{ $asked }»; se muestra la pregunta más cercana.
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
fault-when = No hay «{ $asked }» de un «¿Y si…?»; se muestra el mapa después de los cambios.
fault-parameter = El enlace pide «{ $asked }», que este mapa no conoce; se deja de lado.
fault-lang = El idioma «{ $asked }» no se ofrece aquí; elija uno en la parte superior.
fault-tier = Un mapa incrustado solo muestra lo que es público; abra el mapa completo para ver el resto.
fault-version-dated = El enlace se hizo para la versión del { $made }; usted ve la del { $version }. Las cifras pueden diferir.
shell-what = Acceso a la atención
shell-data-of = Datos del { $day }
shell-tier =
    { $tier ->
        [partner] Para los socios, no para el público
       *[analyst] Para los analistas, no para el público
    }
shell-links = Páginas relacionadas
shell-report = Informe de carencias
shell-release = Acerca de estos datos
shell-maps = Todos los mapas
shell-languages = Idioma
shell-whole-map = Abrir el mapa completo
shell-see-release = Ver lo que hay ahora
shell-no-script = Esta página funciona sin scripts: elija y pulse el botón. La imagen y la tabla cambian con la elección.
shell-changes-need-script = El enlace muestra un «¿Y si…?», que necesita scripts. Lo que ve no incluye sus cambios.
shell-made = hecho con nearcare { $version } el { $day }; versión { $release }
shell-boundaries = Las fronteras y los nombres no implican opinión alguna sobre la condición de un territorio.
shell-modelled = Los tiempos son modelados, no medidos; el viaje suele durar más.
shell-sources = Fuentes y fechas
shell-source-no-date = sin fecha
shell-source-old =
    { $n ->
        [one] una parte tiene { $years } año
       *[other] una parte tiene { $years } años
    }
shell-libraries = Dibujado con
shell-no-maps = No hay aquí ningún mapa que usted pueda ver.
shell-home = Página de inicio
shell-try-again = Volver a intentarlo
shell-status = Estado { $status }
shell-pages = Página { $number } de { $count }
shell-not-told = Estos datos no dicen quién llega a la atención en { $threshold } como máximo.
shell-row-outside = Fuera de todas las unidades administrativas
shell-row-total = En conjunto
shell-input-areas = Unidades administrativas
shell-input-barriers = Ríos y otras barreras
shell-input-calibration = Tiempos de viaje medidos
shell-input-capacity = Capacidad de los centros
shell-input-centres = Centros
shell-input-demand = Necesidad de atención
shell-input-elevation = Elevación
shell-input-friction = Velocidad sobre el terreno
shell-input-grid = Cuadrícula
shell-input-hazards = Peligros registrados
shell-input-land = Terreno
shell-input-land-cover = Cobertura del suelo
shell-input-land-speeds = Velocidades sobre el terreno
shell-input-places = Lugares
shell-input-population = Población
shell-input-reasons = Razones
shell-input-referral = Derivación
shell-input-roads = Carreteras
shell-input-survivors = Sobrevivientes
shell-input-uncertainty = Incertidumbre
shell-error-400 = Esto no se puede usar así
    .do = La dirección pide algo en una forma que no se entiende. Compruebe que el enlace se copió entero, o empiece de nuevo desde la lista de mapas.
shell-error-401 = ¿Quién es usted?
    .do = La clave o la sesión que envió su navegador ya no es válida. Identifíquese de nuevo, o retírela para ver lo que es público.
shell-error-403 = Esto no está permitido
    .do = Su clave no lo permite. Pida a quien administra el servidor una que lo permita.
shell-error-404 = Aquí no hay nada
    .do = Lo que nombra la dirección ya no está, nunca estuvo o no se le muestra. Elija de la lista de mapas, o pregunte a quien envió el enlace.
shell-error-410 = Esto ya no está
    .do = Los datos de los que se hizo han sido sustituidos. Empiece de nuevo desde el mapa.
shell-error-429 = Demasiadas preguntas a la vez
    .do = Espere un minuto y vuelva a intentarlo.
shell-error-431 = La dirección es demasiado larga
    .do = Abra el mapa de nuevo y vuelva a elegir; un enlace con menos cambios es más corto.
shell-error-500 = El servidor falló
    .do = No es culpa suya. Vuelva a intentarlo; si se repite, avise a quien administra el servidor con el número de abajo.
shell-error-503 = Ahora no
    .do = El servidor está ocupado, o estos datos se están sustituyendo. Vuelva a intentarlo en un momento; si continúa, avise a quien administra el servidor.
shell-from = A partir de:
shell-old-inputs = Datos antiguos:
