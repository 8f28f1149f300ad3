what-if-intro = Cambie centros, zonas peligrosas o carreteras y vea enseguida quién llega entonces a la atención. Nada se guarda en el servidor: la dirección de esta página contiene sus cambios.
what-if-needs-script = Para probar un cambio, esta página necesita JavaScript.
what-if-only-base = Una prueba cambia el país tal como es. Ahora se muestra otra situación del estudio.
what-if-show-base = Mostrar el país tal como es
what-if-form = Un cambio
what-if-kind = ¿Qué quiere cambiar?
what-if-choose = Elegir
what-if-add-centre = Añadir un centro
what-if-move-centre = Trasladar un centro
what-if-upgrade-centre = Añadir servicios a un centro
what-if-close-centre = Cerrar un centro
what-if-release-hazard = Liberar una zona peligrosa tras el despeje
what-if-open-road = Abrir una carretera cerrada o cortada
what-if-upgrade-road = Hacer más rápida una carretera
what-if-field-name = Nombre del nuevo centro
what-if-new-centre = Nuevo centro { $number }
what-if-field-centre = Centro
what-if-field-hazard = Zona peligrosa registrada
what-if-field-road = Identificador de la carretera
what-if-field-road-hint = Un número entero, tal como está en la fuente de las carreteras.
what-if-field-speed = Velocidad de los vehículos, km/h
what-if-field-services = Servicios
what-if-field-place = Lugar
what-if-field-lon = Longitud, grados este
what-if-field-lat = Latitud, grados norte
what-if-pick = Elegir en el mapa
what-if-take-place = Tomar el lugar que se muestra
what-if-picking-place = Haga clic en el lugar del mapa, o vaya con las flechas y pulse Intro. Esc cancela.
what-if-picking-road = Haga clic en la carretera del mapa, o vaya con las flechas y pulse Intro. Esc cancela.
what-if-picking-hazard = Haga clic en la zona peligrosa del mapa, o vaya con las flechas y pulse Intro. Esc cancela.
what-if-picked-place = Lugar elegido: { $place }
what-if-picked-road = Carretera { $road } ({ $class })
what-if-picked-none = No se eligió nada.
what-if-no-map = No hay mapa donde elegir; escríbalo.
what-if-hazard-ranked = { $hazard } (número { $rank } en el orden de despeje)
what-if-hazards-more = La lista contiene solo las primeras zonas; zonas que faltan: { $told }. Elíjalas en el mapa.
what-if-add = Probar este cambio
what-if-save = Guardar este cambio
what-if-cancel = Cancelar
what-if-fault-kind = Este tipo de cambio no se conoce, o la lista está llena: como máximo { $most } cambios.
what-if-fault-name = Dé un nombre al centro, como máximo 200 letras.
what-if-fault-place = Dé una longitud de −180 a 180 y una latitud de −90 a 90, o elija el lugar.
what-if-fault-services = Elija al menos un servicio.
what-if-fault-centre = Elija un centro.
what-if-fault-hazard = Elija una zona peligrosa.
what-if-fault-road = Dé el identificador de una carretera, un número entero, o elija la carretera.
what-if-fault-speed = Dé una velocidad mayor que 0, como máximo 300 km/h.
what-if-fault-twice = La lista ya cambia esto. Edite ese cambio o elija otro.
what-if-fault-most = La lista está llena: como máximo { $most } cambios. Quite uno primero.
what-if-list = Cambios
what-if-nothing = No se ha cambiado nada.
what-if-said-add = Añadido: { $name } en { $place }: { $services }
what-if-said-move = Centro { $name } trasladado a { $place }
what-if-said-upgrade = El centro { $name } ofrece además: { $services }
what-if-said-close = Centro { $name } cerrado
what-if-said-release = Zona peligrosa { $hazard } liberada
what-if-said-open = Carretera { $road } abierta
what-if-said-faster = Carretera { $road } a { $speed } km/h
what-if-said-unknown = Un cambio que no se puede leer
what-if-left-out = Este cambio no es posible y no se tiene en cuenta:
what-if-some-left-out = Cambios que no son posibles y no se tienen en cuenta: { $changes }. La lista dice por qué.
what-if-some-unknown = Cambios del enlace que no se pueden leer: { $changes }. Los demás se conservan.
what-if-opened = Este enlace contiene cambios: { $changes }. Se está calculando la respuesta.
what-if-edit = Editar
what-if-edit-of = Editar: { $change }
what-if-remove = Quitar
what-if-remove-of = Quitar: { $change }
what-if-undo = Deshacer
what-if-redo = Rehacer
what-if-clear = Quitar todo
what-if-undone = Deshecho.
what-if-redone = Rehecho.
what-if-working = Calculando, { $seconds } s. La primera respuesta de un servidor tarda hasta un minuto.
what-if-give-up = Abandonar
what-if-gave-up = Abandonado. Sus cambios siguen en la lista.
what-if-again = Intentar de nuevo
what-if-stays = Sus cambios siguen en la lista.
what-if-busy = { $time ->
    [short] El servidor tiene demasiado que hacer. Inténtelo de nuevo en { $seconds } s.
   *[long] El servidor tiene demasiado que hacer. Inténtelo de nuevo en { $minutes } min.
}
what-if-when = Mostrar en el mapa
what-if-when-before = Antes
what-if-when-after = Después
what-if-when-difference = Diferencia
what-if-more = { $n ->
    [one] { $more } persona más llega a { $service } en { $time } como máximo: antes { $before } ({ $before_share }), después { $after } ({ $after_share }) de { $people } personas.
   *[other] { $more } personas más llegan a { $service } en { $time } como máximo: antes { $before } ({ $before_share }), después { $after } ({ $after_share }) de { $people } personas.
}
what-if-fewer = { $n ->
    [one] { $more } persona menos llega a { $service } en { $time } como máximo: antes { $before } ({ $before_share }), después { $after } ({ $after_share }) de { $people } personas.
   *[other] { $more } personas menos llegan a { $service } en { $time } como máximo: antes { $before } ({ $before_share }), después { $after } ({ $after_share }) de { $people } personas.
}
what-if-same = Tantas personas como antes llegan a { $service } en { $time } como máximo: { $after } ({ $after_share }) de { $people }.
what-if-nobody-lives = Según los datos de población, aquí no vive nadie; por eso nadie puede ganar.
what-if-reconnected = { $n ->
    [one] { $people } persona que no tenía camino lo obtiene.
   *[other] { $people } personas que no tenían camino lo obtienen.
}
what-if-quicker = { $n ->
    [one] { $people } persona llega antes, en { $minutes } ({ $total } personas-minuto ahorradas por trayecto).
   *[other] { $people } personas llegan antes, en { $minutes } de media ({ $total } personas-minuto ahorradas por trayecto).
}
what-if-nobody-gains = Nadie gana con estos cambios.
what-if-losing = { $n ->
    [one] { $people } persona tarda más que antes.
   *[other] { $people } personas tardan más que antes.
}
what-if-cut-off = { $n ->
    [one] { $people } persona pierde el camino que tenía.
   *[other] { $people } personas pierden el camino que tenían.
}
what-if-nobody-loses = Nadie pierde.
what-if-areas = Quién gana, por unidad administrativa
what-if-no-areas = En ninguna unidad administrativa gana o pierde nadie.
what-if-all-areas = Mostrar todas las unidades administrativas ({ $areas })
what-if-outside = Fuera de todas las unidades
what-if-column-area = Unidad
what-if-column-more = Más personas en { $time } como máximo
what-if-column-quicker = Personas que llegan antes
what-if-column-reconnected = Personas que obtienen un camino
what-if-column-worse = Personas que pierden
what-if-scenario = Descargar como escenario para un estudio
what-if-scenario-hint = Un zip con un escenario para el archivo del estudio, una capa de los nuevos centros y una nota que dice qué hacer.
what-if-scenario-again = El servidor había olvidado la respuesta; se calcula de nuevo. Después descárguela otra vez.
what-if-too-wide = Estos cambios llegan demasiado lejos para responder enseguida. Una tarea puede calcularlos en unos minutos.
what-if-as-job = Calcular como tarea
what-if-job-asking = Se está pidiendo la tarea.
what-if-job-forbidden = Los lectores sin clave no pueden pedir tareas aquí. Cambie menos a la vez, o pida una clave a quien gestiona el servidor.
what-if-job-waiting = La tarea espera su turno ({ $share }).
what-if-job-running = La tarea está en marcha: { $share } hecho.
what-if-job-cancel = Cancelar la tarea
what-if-job-cancelled = La tarea se canceló. Sus cambios siguen en la lista.
what-if-job-failed = La tarea falló. Cambie menos a la vez, o avise a quien gestiona el servidor.
what-if-job-gone = El servidor ya no conoce la tarea. Pídala de nuevo.
what-if-job-lost = El servidor no responde. Quizá la tarea siga allí; mire de nuevo en un momento.
what-if-job-done = La tarea ha terminado.
what-if-job-link = El resultado completo, en JSON
what-if-job-sentence = A { $time } como máximo de { $service }: entran { $came } personas, salen { $went }.
