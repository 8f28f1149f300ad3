# What the API says: titles, descriptions, labels and the names of problems.

site-title = nearcare
site-description = Temps de trajet vers les soins pour les survivants d’engins explosifs, et lieux où les soins manquent.
site-warning = L’absence de danger enregistré ne signifie pas qu’un lieu est sûr. Ne pas utiliser pour la navigation.
site-skip = Aller au contenu
site-navigation = Principal
site-other-formats = Autres formes de cette page
site-language-note = Les noms et les textes d’une publication restent dans la langue où elle a été faite.

page-home = Accueil
page-releases = Publications
page-runs = Calculs de { $release }
page-collections = Collections
page-items = Objets de { $collection }
page-item = Objet { $feature } de { $collection }
page-conformance = Conformité
page-api = L’API, opération par opération
page-queryables = Propriétés de { $collection }
page-links = Liens
page-next = Page suivante
page-previous = Page précédente
page-matched =
    { $returned ->
        [one] { $returned } objet sur { $matched }
       *[other] { $returned } objets sur { $matched }
    }
page-none = Il n’y a rien ici que vous puissiez voir.
page-outline = Contour des objets de cette page ; le tableau dit la même chose.
page-no-outline = Ces objets n’ont pas de place sur la carte.
page-parameters = Paramètres
page-example = Exemple
page-required = obligatoire
page-yes = oui
page-no = non

link-tiles = Tuiles et rasters de { $release }
link-comparisons = Comparaisons de { $release }
link-report = Rapport sur les lacunes de { $release }
link-point = Ce qui est dit d’un lieu dans { $release }
link-processes = Traitements
link-jobs = Travaux
link-health = État du serveur
link-map = Carte
link-maps = Cartes
link-offline-map = Carte qui s’ouvre sans réseau
link-text = Rapport
link-comparison = Comparaison : { $name }

word-title = Titre
word-description = Description
word-property = Propriété
word-unit = Unité
word-type = Type
word-extent = Étendue (ouest, sud, est, nord)
word-as-of = À la date du
word-country = Pays
word-tier = Niveau d’accès
word-version = Version
word-created = Créée le
word-threshold = Seuil (minutes)
word-bands = Tranches (minutes)
word-sources = Sources et licences
word-source = Source
word-licence = Licence
word-date = Date
word-disclaimers = À garder à l’esprit
word-pages = Carte et rapport
word-people = Personnes
word-people-beyond = Personnes au-delà du seuil
word-gaps = Régions mal desservies
word-median = Médiane (minutes)

layer-areas = Unités administratives
layer-areas-about = Les unités administratives de l’étude et leur population.
layer-access = Accès par unité et par calcul
layer-access-about = Combien de personnes de chaque unité atteignent les soins dans chaque tranche, pour chaque calcul. Les lignes de l’ensemble et des personnes hors de toute unité n’ont pas de contour.
layer-gaps = Régions mal desservies
layer-gaps-about = Là où des personnes vivent au-delà du seuil, d’un seul tenant, pour chaque calcul.
layer-regions = Régions mal desservies, avec leurs causes
layer-regions-about = Les régions mal desservies, les raisons de l’éloignement des soins, ce qui y changerait quelque chose, et leur rang.
layer-centres = Centres de soins
layer-centres-about = Les centres tels que l’étude les a utilisés.
layer-hazards = Zones dangereuses enregistrées
layer-hazards-about = Zones enregistrées comme soupçonnées ou confirmées dangereuses et qui peuvent être montrées. L’absence de danger enregistré ne signifie pas qu’un lieu est sûr.
layer-clearance = Dépollution et accès
layer-clearance-about = Ce que la remise à disposition de chaque zone dangereuse changerait au trajet vers les soins. Seul l’accès est classé.
layer-disputed_roads = Routes à travers des zones dangereuses enregistrées
layer-disputed_roads-about = Tronçons de route qui traversent des zones dangereuses enregistrées, et personnes qui en dépendent.
layer-places = Lieux nommés
layer-places-about = Villes, villages et autres localités que l’étude nomme. Ce sont des lieux, jamais des personnes.

legend-no-data = sans réponse
legend-no-way = aucun chemin

problem-400 = Inutilisable tel quel
problem-401 = Qui êtes-vous ?
problem-403 = Non autorisé
problem-404 = Introuvable
problem-405 = Il faut une autre méthode
problem-406 = Impossible sous cette forme
problem-409 = Impossible dans cet état
problem-413 = Trop grand
problem-415 = Type non accepté
problem-429 = Trop de demandes pour l’instant
problem-500 = Une erreur de nearcare lui-même
problem-503 = Pas maintenant
