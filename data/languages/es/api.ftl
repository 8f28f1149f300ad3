# What the API says: titles, descriptions, labels and the names of problems.

site-title = nearcare
site-description = Tiempo de viaje hasta la atención para sobrevivientes de artefactos explosivos, y dónde falta la atención.
site-warning = Que no haya un peligro registrado no significa que el lugar sea seguro. No usar para la navegación.
site-skip = Ir al contenido
site-navigation = Principal
site-other-formats = Otras formas de esta página
site-language-note = Los nombres y textos de una publicación quedan en el idioma en que se hizo.

page-home = Inicio
page-releases = Publicaciones
page-runs = Cálculos de { $release }
page-collections = Colecciones
page-items = Elementos de { $collection }
page-item = Elemento { $feature } de { $collection }
page-conformance = Conformidad
page-api = La API, operación por operación
page-queryables = Propiedades de { $collection }
page-links = Enlaces
page-next = Página siguiente
page-previous = Página anterior
page-matched =
    { $matched ->
        [one] { $returned } de { $matched } elemento
       *[other] { $returned } de { $matched } elementos
    }
page-none = Aquí no hay nada que usted pueda ver.
page-outline = Contorno de los elementos de esta página; la tabla dice lo mismo.
page-no-outline = Estos elementos no tienen lugar en el mapa.
page-parameters = Parámetros
page-example = Ejemplo
page-required = obligatorio
page-yes = sí
page-no = no

link-tiles = Teselas y rásteres de { $release }
link-comparisons = Comparaciones de { $release }
link-report = Informe de carencias de { $release }
link-point = Lo que se dice de un lugar en { $release }
link-processes = Procesos
link-jobs = Trabajos
link-health = Estado del servidor
link-map = Mapa
link-maps = Mapas
link-offline-map = Mapa que se abre sin red
link-text = Informe
link-comparison = Comparación: { $name }

word-title = Título
word-description = Descripción
word-property = Propiedad
word-unit = Unidad
word-type = Tipo
word-extent = Extensión (oeste, sur, este, norte)
word-as-of = A fecha de
word-country = País
word-tier = Nivel de acceso
word-version = Versión
word-created = Creada el
word-threshold = Umbral (minutos)
word-bands = Tramos (minutos)
word-sources = Fuentes y licencias
word-source = Fuente
word-licence = Licencia
word-date = Fecha
word-disclaimers = Para tener en cuenta
word-pages = Mapa e informe
word-people = Personas
word-people-beyond = Personas más allá del umbral
word-gaps = Regiones desatendidas
word-median = Mediana (minutos)

layer-areas = Unidades administrativas
layer-areas-about = Las unidades administrativas del estudio y su población.
layer-access = Acceso por unidad y cálculo
layer-access-about = Cuántas personas de cada unidad llegan a la atención en cada tramo, en cada cálculo. Las filas del total y de las personas fuera de toda unidad no tienen contorno.
layer-gaps = Regiones desatendidas
layer-gaps-about = Zonas continuas donde viven personas más allá del umbral, en cada cálculo.
layer-regions = Regiones desatendidas, con sus causas
layer-regions-about = Las regiones desatendidas, las razones por las que la atención queda lejos, qué lo cambiaría, y su orden.
layer-centres = Centros de atención
layer-centres-about = Los centros tal como se usaron en el estudio.
layer-hazards = Zonas peligrosas registradas
layer-hazards-about = Zonas registradas como sospechosas o confirmadas que se pueden mostrar. Que no haya un peligro registrado no significa que el lugar sea seguro.
layer-clearance = Despeje y acceso
layer-clearance-about = Qué cambiaría en el camino a la atención si se liberara cada zona peligrosa. Solo se ordena por el acceso.
layer-disputed_roads = Carreteras por zonas peligrosas registradas
layer-disputed_roads-about = Tramos de carretera que cruzan zonas peligrosas registradas, y las personas que dependen de ellos.
layer-places = Lugares con nombre
layer-places-about = Ciudades, pueblos, aldeas y otras localidades que el estudio nombra. Son lugares, nunca personas.

legend-no-data = sin respuesta
legend-no-way = sin camino

problem-400 = No se puede usar así
problem-401 = ¿Quién es usted?
problem-403 = No permitido
problem-404 = No está
problem-405 = Hace falta otro método
problem-406 = No se puede dar en esa forma
problem-409 = No en este estado
problem-413 = Demasiado grande
problem-415 = Tipo no aceptado
problem-429 = Demasiado por ahora
problem-500 = Un fallo del propio nearcare
problem-503 = Ahora no
