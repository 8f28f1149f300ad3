what-if-intro = Altere centros, áreas perigosas ou estradas e veja logo quem passa a chegar aos cuidados. Nada fica guardado no servidor: o endereço desta página contém as suas alterações.
what-if-needs-script = Para experimentar uma alteração, esta página precisa de JavaScript.
what-if-only-base = Uma experiência altera o país tal como é. Agora é mostrada outra situação do estudo.
what-if-show-base = Mostrar o país tal como é
what-if-form = Uma alteração
what-if-kind = O que quer alterar?
what-if-choose = Escolher
what-if-add-centre = Acrescentar um centro
what-if-move-centre = Mudar um centro de lugar
what-if-upgrade-centre = Acrescentar serviços a um centro
what-if-close-centre = Fechar um centro
what-if-release-hazard = Libertar uma área perigosa após a desminagem
what-if-open-road = Abrir uma estrada fechada ou cortada
what-if-upgrade-road = Tornar uma estrada mais rápida
what-if-field-name = Nome do novo centro
what-if-new-centre = Novo centro { $number }
what-if-field-centre = Centro
what-if-field-hazard = Área perigosa registada
what-if-field-road = Identificador da estrada
what-if-field-road-hint = Um número inteiro, tal como está na fonte das estradas.
what-if-field-speed = Velocidade dos veículos, km/h
what-if-field-services = Serviços
what-if-field-place = Lugar
what-if-field-lon = Longitude, graus este
what-if-field-lat = Latitude, graus norte
what-if-pick = Escolher no mapa
what-if-take-place = Usar o lugar mostrado
what-if-picking-place = Clique no lugar no mapa, ou vá até lá com as setas e prima Enter. Esc cancela.
what-if-picking-road = Clique na estrada no mapa, ou vá até lá com as setas e prima Enter. Esc cancela.
what-if-picking-hazard = Clique na área perigosa no mapa, ou vá até lá com as setas e prima Enter. Esc cancela.
what-if-picked-place = Lugar escolhido: { $place }
what-if-picked-road = Estrada { $road } ({ $class })
what-if-picked-none = Nada foi escolhido.
what-if-no-map = Não há mapa onde escolher; escreva-o.
what-if-hazard-ranked = { $hazard } (número { $rank } na ordem de desminagem)
what-if-hazards-more = A lista contém só as primeiras áreas; áreas em falta: { $told }. Escolha-as no mapa.
what-if-add = Experimentar esta alteração
what-if-save = Guardar esta alteração
what-if-cancel = Cancelar
what-if-fault-kind = Este tipo de alteração não é conhecido, ou a lista está cheia: no máximo { $most } alterações.
what-if-fault-name = Dê um nome ao centro, no máximo 200 letras.
what-if-fault-place = Dê uma longitude de −180 a 180 e uma latitude de −90 a 90, ou escolha o lugar.
what-if-fault-services = Escolha pelo menos um serviço.
what-if-fault-centre = Escolha um centro.
what-if-fault-hazard = Escolha uma área perigosa.
what-if-fault-road = Dê o identificador de uma estrada, um número inteiro, ou escolha a estrada.
what-if-fault-speed = Dê uma velocidade acima de 0, no máximo 300 km/h.
what-if-fault-twice = A lista já altera isto. Edite essa alteração ou escolha outra.
what-if-fault-most = A lista está cheia: no máximo { $most } alterações. Retire uma primeiro.
what-if-list = Alterações
what-if-nothing = Nada foi alterado.
what-if-said-add = Acrescentado: { $name } em { $place }: { $services }
what-if-said-move = Centro { $name } mudado para { $place }
what-if-said-upgrade = O centro { $name } oferece também: { $services }
what-if-said-close = Centro { $name } fechado
what-if-said-release = Área perigosa { $hazard } libertada
what-if-said-open = Estrada { $road } aberta
what-if-said-faster = Estrada { $road } a { $speed } km/h
what-if-said-unknown = Uma alteração que não se consegue ler
what-if-left-out = Esta alteração não é possível e não é tida em conta:
what-if-some-left-out = Alterações que não são possíveis e não são tidas em conta: { $changes }. A lista diz porquê.
what-if-some-unknown = Alterações da ligação que não se conseguem ler: { $changes }. As outras mantêm-se.
what-if-opened = Esta ligação contém alterações: { $changes }. A resposta está a ser calculada.
what-if-edit = Editar
what-if-edit-of = Editar: { $change }
what-if-remove = Retirar
what-if-remove-of = Retirar: { $change }
what-if-undo = Desfazer
what-if-redo = Refazer
what-if-clear = Retirar tudo
what-if-undone = Desfeito.
what-if-redone = Refeito.
what-if-working = A calcular, { $seconds } s. A primeira resposta de um servidor demora até um minuto.
what-if-give-up = Desistir
what-if-gave-up = Desistiu. As suas alterações ficam na lista.
what-if-again = Tentar de novo
what-if-stays = As suas alterações ficam na lista.
what-if-busy = { $time ->
    [short] O servidor tem demasiado que fazer. Tente de novo dentro de { $seconds } s.
   *[long] O servidor tem demasiado que fazer. Tente de novo dentro de { $minutes } min.
}
what-if-when = Mostrar no mapa
what-if-when-before = Antes
what-if-when-after = Depois
what-if-when-difference = Diferença
what-if-more = { $n ->
    [one] Mais { $more } pessoa chega a { $service } em { $time } no máximo: antes { $before } ({ $before_share }), depois { $after } ({ $after_share }) de { $people } pessoas.
   *[other] Mais { $more } pessoas chegam a { $service } em { $time } no máximo: antes { $before } ({ $before_share }), depois { $after } ({ $after_share }) de { $people } pessoas.
}
what-if-fewer = { $n ->
    [one] Menos { $more } pessoa chega a { $service } em { $time } no máximo: antes { $before } ({ $before_share }), depois { $after } ({ $after_share }) de { $people } pessoas.
   *[other] Menos { $more } pessoas chegam a { $service } em { $time } no máximo: antes { $before } ({ $before_share }), depois { $after } ({ $after_share }) de { $people } pessoas.
}
what-if-same = Tantas pessoas como antes chegam a { $service } em { $time } no máximo: { $after } ({ $after_share }) de { $people }.
what-if-nobody-lives = Segundo os dados da população, ninguém vive aqui; por isso ninguém pode ganhar.
what-if-reconnected = { $n ->
    [one] { $people } pessoa que não tinha caminho passa a ter.
   *[other] { $people } pessoas que não tinham caminho passam a ter.
}
what-if-quicker = { $n ->
    [one] { $people } pessoa chega mais depressa, em { $minutes } ({ $total } pessoas-minuto poupadas por percurso).
   *[other] { $people } pessoas chegam mais depressa, em { $minutes } em média ({ $total } pessoas-minuto poupadas por percurso).
}
what-if-nobody-gains = Ninguém ganha com estas alterações.
what-if-losing = { $n ->
    [one] { $people } pessoa demora mais do que antes.
   *[other] { $people } pessoas demoram mais do que antes.
}
what-if-cut-off = { $n ->
    [one] { $people } pessoa perde o caminho que tinha.
   *[other] { $people } pessoas perdem o caminho que tinham.
}
what-if-nobody-loses = Ninguém perde.
what-if-areas = Quem ganha, por unidade administrativa
what-if-no-areas = Em nenhuma unidade administrativa alguém ganha ou perde.
what-if-all-areas = Mostrar todas as unidades ({ $areas })
what-if-outside = Fora de todas as unidades
what-if-column-area = Unidade
what-if-column-more = Mais pessoas em { $time } no máximo
what-if-column-quicker = Pessoas que chegam mais depressa
what-if-column-reconnected = Pessoas que passam a ter caminho
what-if-column-worse = Pessoas que perdem
what-if-scenario = Descarregar como cenário para um estudo
what-if-scenario-hint = Um zip com um cenário para o ficheiro do estudo, uma camada dos novos centros e uma nota que diz o que fazer.
what-if-scenario-again = O servidor tinha esquecido a resposta; está a ser calculada de novo. Depois descarregue outra vez.
what-if-too-wide = Estas alterações vão longe demais para uma resposta imediata. Uma tarefa pode calculá-las em alguns minutos.
what-if-as-job = Calcular como tarefa
what-if-job-asking = A tarefa está a ser pedida.
what-if-job-forbidden = Leitores sem chave não podem pedir tarefas aqui. Altere menos de cada vez, ou peça uma chave a quem gere o servidor.
what-if-job-waiting = A tarefa espera a sua vez ({ $share }).
what-if-job-running = A tarefa está a correr: { $share } feito.
what-if-job-cancel = Cancelar a tarefa
what-if-job-cancelled = A tarefa foi cancelada. As suas alterações ficam na lista.
what-if-job-failed = A tarefa falhou. Altere menos de cada vez, ou avise quem gere o servidor.
what-if-job-gone = O servidor já não conhece a tarefa. Peça-a de novo.
what-if-job-lost = O servidor não responde. Talvez a tarefa continue lá; veja de novo dentro de momentos.
what-if-job-done = A tarefa terminou.
what-if-job-link = O resultado completo, em JSON
what-if-job-sentence = A { $time } no máximo de { $service }: entram { $came } pessoas, saem { $went }.
