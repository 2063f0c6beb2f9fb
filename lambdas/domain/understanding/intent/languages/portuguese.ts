import type { Vocabulary } from '../vocabulary.ts';
import { portugueseIdioms } from './idioms/portuguese.ts';

/** Portuguese, of Portugal and of Brazil. */
export const portuguese: Vocabulary = {
  code: 'pt',
  frequent: `
    o a os as de do da dos das um uma e é em no na nos nas que por para com não ao aos à se seu sua seus suas me meu
    minha meus minhas nosso nossa nossos nossas mas mais muito já está estão estamos estou são ser há como este esta
    isto isso esse essa quando onde quem qual quanto sobre também porque sem tudo todos temos tenho tem obrigado
    obrigada olá bom dia boa tarde cumprimentos senhor senhora favor pode podem poderia seria agora ou você vocês
    vossa vosso eu nós atenciosamente abraço gentileza dessa desta pelo pela
  `,
  idioms: portugueseIdioms,
  words: {
    not: 'não, nunca, jamais, nada, nenhum*, nem, sem, ninguém, impossível, tampouco',
    'not more': 'não .. mais, nunca mais, já não, nada mais, não voltem a, não volte a, nem mais um, nem mais uma',
    'not can': 'não podemos, não posso, não poderemos, não dá',
    more: `
      mais, outra vez, de novo, novamente, futuramente, no futuro, doravante, outros, outras, voltem a, voltar a,
      continuar a
    `,
    yet: 'ainda, até agora, até ao momento, até o momento',
    past: 'recebi, recebemos, chegou, recebido, foi, foram, tinha, tínhamos, fui',
    i: 'eu, nós, temos, tenho, quero, queremos, desejo, desejamos, estamos, estou, solicito, solicitamos, peço',
    me: 'me, mim, nos, nossa empresa, comigo, connosco, conosco',
    my: 'meu, minha, meus, minhas, nosso, nossa, nossos, nossas',
    you: 'você, vocês, vos, lhe, tu, te, senhor',
    they: `
      clientes, cliente, utilizadores, usuários, colega, membros, participantes, expositor, ele, ela, eles, assinantes
    `,
    please: `
      o favor, a gentileza, tão amáve*, por favor, favor, por gentileza, peço, pedimos, solicito, solicitamos, exijo,
      agradeço que, agradecia que, agradecemos que, gentileza, imediatamente, faça o favor, queiram, queira, agradecia,
      de imediato, requeiro
    `,
    polite: `
      por isso, portanto, então, obrigado, obrigada, olá, infelizmente, desculpe, cumprimentos, bom, boa, dia, tarde,
      lamento, muito, agradecemos, agradeço, mas, pela, pelo, sua, proposta, contato, contacto, simpáticos,
      atenciosamente, o, a, oferta, desculpem, caro, cara
    `,
    want: `
      quero, queremos, gostaria*, desej*, pretend*, queria*, quer, vontade, intenção, planeamos, planejamos, tencion*,
      pensamos em
    `,
    can: `
      fariam, faria, seriam, seria, pode, podem, poderia*, podemos, posso, consegue, conseguem, podia, podiam,
      poderiam, conseguimos
    `,
    ensure: 'certifiquem se, certifique se, garantam, assegurem, providenciem, tratem de',
    how: 'como, quando, onde, qual, quais, quem, quanto, quantos, o que',
    but: 'mas, só que, pena que',
    however: 'porém, contudo, no entanto, entretanto, todavia, infelizmente, em contrapartida',
    although: 'embora, apesar de, mesmo que, ainda que, enquanto, se bem que',
    if: `
      se tivermos, se precisar*, se houver, se vocês, se for, se quiser*, se eu, se nós, se não, se o, se a, se me,
      se tiver*, caso, quando tivermos, quando precisarmos, assim que, logo que, a menos que
    `,
    because: 'porque, pois, já que, uma vez que, visto que, dado que',
    and: 'e, ou, além disso, bem como',
    that: 'que, para que',
    unsubscribe: `
      descadastr*, desinscr*, cancelar inscrição, cancelar a inscrição, cancelar a minha subscrição,
      cancelar minha assinatura, cancelem a minha subscrição, cancelem minha inscrição, unsubscribe*, desassin*,
      dar baixa, descadastramento, anular a subscrição, desubscr*, dessubscr*
    `,
    remove: `
      remov*, remoção, retir*, elimin*, eliminação, apag*, exclu*, exclusão, delet*, tirem, tire, tirar, tira, risquem,
      risque, suprim*, cortem, destruam
    `,
    'remove me': `
      remova me, removam me, retire me, retirem me, tire me, tirem me, elimine me, apaguem me, exclua me, excluam me,
      remover me, tirar me
    `,
    take: 'tirem, ponham, deixem, saiam, deixar',
    off: 'fora',
    stop: `
      parem, pare, parar, deixem de, deixe de, deixar de, chega, basta, cess*, interromp*, suspend*, abstenh*, evitem,
      evite, farto, cansado de, stop, chega disso, acabem, terminem com
    `,
    list: `
      lista, listas, base, bases, base de dados, banco de dados, newsletter, boletim, mailing, ficheiro*, arquivo*,
      cadastro*, sistema*, registo*, registro*, lista de distribuição, lista de emails, envios, contactos, contatos,
      lista de e-mails, campanhas, crm, lista de envio
    `,
    'other-list': `
      lista de espera, lista de preços, lista de convidados, lista de participantes, lista de compras, encomenda,
      pedido, fatura, factura, orçamento, carrinho, lista negra, lista de tarefas
    `,
    mail: `
      email, emails, e-mail, e-mails, mail, mails, mensagem, mensagens, correio, boletim, newsletter*, comunicações,
      comunicação, cartas, envios, mailings, notificações, comunicados, correspondência
    `,
    ads: `
      publicidade*, spam*, propaganda*, ofertas, promoç*, anúncios, comercia*, marketing, publicitári*, indesejad*,
      não solicitad*, lixo
    `,
    data: `
      endereço, endereços, dados, nome, @, conta, número, dados pessoais, telefone, informações pessoais, perfil,
      ficha
    `,
    contact: `
      contact*, contat*, escrev*, envi*, mand*, incomod*, lig*, chate*, perturb*, import*, spam*, bombarde*, remet*,
      aborre*, assedi*, insist*, maça*
    `,
    receive: `
      receb*, ter notícias, ser contactad*, ser contatad*, constar, ouvir falar, figurar, ver, ler, ser incomodad*,
      saber de vocês
    `,
    consent: `
      consent*, autoriz*, permissão, inscrevi, subscrevi, pedi, solicitei, cadastrei, aceitei, consinto, assinei,
      cadastrado, inscrito
    `,
    object: `
      motivo para não, razão para não, oponho*, opomos, oposição, objeção, objeções, objecção, inconveniente*, contra,
      revogo, revogamos, proíbo
    `,
    subscription: 'subscrição, assinatura, inscrição',
    thing: `
      site, página, logo, logótipo, logotipo, cadeira*, mesa*, linha, artigo*, produto*, imagem, foto, fatura, item,
      ponto, parágrafo, anexo, bilhete, licença*, pacote, opção, módulo, botão
    `,
    interest: 'vontade de, interess*, interesse*, curios*, atrai*, atraiu, tentad*, intrig*, entusiasm*',
    need: 'precis*, necessi*, necessidade, falta, requer*, exigência*, carec*',
    fit: `
      o que procuramos, o que buscamos, cumpre, cumprem, requisitos, selecionad*, escolhida, nosso setor, nosso ramo,
      nossa área, encaix*, adequ*, relevan*, serve, atende*, correspond*, é para nós, para nós, para mim, aplica*,
      adapt*, prioridade*, prioritári*, cabe, útil para nós, viável, faz sentido, compensa, enquadr*, convenc*,
      se ajusta, ajust*, utilidade, nos ajuda, o nosso perfil, nosso perfil, resolve
    `,
    budget: 'permitir, suportar, bancar, orçamento, verba*, dinheiro, fundos, recursos, meios, capacidade',
    decline: `
      foi contra, são contra, somos contra, sou contra, estava contra, retirem a nossa, retiramos a nossa,
      retirar a nossa, retiro a minha, dizer que não, dizer não, resistir, declin*, recus*, rejeit*, dispens*, desist*,
      descart*, abr* mão, decidimos não, decidi não, decidido não, abandon*, passamos, vamos passar, renunci*,
      prescind*, declinar, engavet*, congel*, cancelado o projeto, cancelado o projecto, negad*, arquiv* o
    `,
    rival: `
      outro fornecedor, outra empresa, outra solução, outro produto, outra opção, outra proposta, outro parceiro,
      outra ferramenta, outro sistema, outra agência, concorren*, outra pessoa, outro lado, outra alternativa,
      alternativa
    `,
    supplier: `
      fornecedor*, solução, soluções, parceiro*, agência, contrato, internamente, sistema, ferramenta, software,
      empresa, alguém, equipa interna, equipe interna, algo parecido, algo semelhante
    `,
    have: 'temos, tenho, trabalhamos, usamos, utilizamos, contamos com, dispomos, fazemos, trabalho, possuímos',
    already: 'já, há anos, internamente, atual, actual, nós mesmos, nós próprios, há muito',
    choose: `
      inclin*, escolh*, opt*, decid*, selecion*, contrat*, fechamos com, fechámos com, preferi*, adjudic*,
      assinamos com, assinámos com, avançámos com, ficámos com
    `,
    stay: `
      deixar as coisas, deixamos as coisas, como estão, tal como está, ficamos com o que, ficar com o que,
      continuamos com, mantemos, manter*, vamos manter, permanec*, continuar com, seguimos com o que, ficar como
    `,
    satisfied: `
      satisfeit*, contentes, content*, bem servid*, cobert*, atendid*, abastecid*, equipad*, felizes com, servidos,
      bem assim
    `,
    cancel: 'cancel*, anul*, rescind*, rescisão, desmarc*, encerr*',
    expensive: `
      caro, cara, caros, elevad*, fora do nosso orçamento, fora do orçamento, acima do, excede, dispendios*,
      alto demais, puxado, salgado
    `,
    continue: `
      avançar, avanc*, prosseguir, continuar, seguir em frente, seguir adiante, seguimento, proceder, dar seguimento,
      ir adiante, ir em frente, colaborar, seguir com isso, concretizar
    `,
    use: 'uso, usar, utilizar, utilização, proveito',
    change: 'endereço antigo, novo endereço, antigo endereço, mudar, trocar, alterar, substitu*, mudança',
    too: 'demais, demasiado, muito, bastante, nosso, demasiadamente',
    yes: `
      sem dúvida alguma, sem dúvida nenhuma, sim, claro, com certeza, certamente, óbvio, sem dúvida, perfeito,
      pois claro, seguramente, beleza, tá, positivo
    `,
    agree: `
      confirmo, confirmamos, confirmado, acordo, de acordo, aceit*, concord*, combinado, fechado, negócio fechado,
      topo, topamos, aprov*, convencid*, convenceu, gostei, gostamos, gostámos, assino, assinamos, feito, adorei,
      adorámos, adoramos, parece bem, por mim, serve me, dá jeito, sinal verde, luz verde, bora
    `,
    good: `
      correto, correta, razoável, justo, bom, boa, ótim*, óptim*, excelente*, perfeit*, interessante*, fantástic*,
      maravilh*, genial, promissor*, bem, legal, incrível, espetacular, impression*, bonit*, atraent*, fixe, bacana
    `,
    love: `
      gostaria, gostaríamos, prazer, adoraria, adoraríamos, ansios*, terei todo o gosto, todo o gosto, com gosto,
      feliz*, mal posso esperar, encantad*, com todo o
    `,
    meet: `
      reunião, reuniões, reunir, lig*, chamada, demonstração, demo, apresent*, fala*, convers*, encontr*, agend*,
      marcar, visita*, videochamada, telefon*, bate papo, mostr*, passar por cá, horário, agenda, café,
      videoconferência
    `,
    info: `
      informação, informações, info, detalhes, catálogo*, brochura*, orçamento, contrato*, proposta*, documentação,
      amostra*, cotação, material*, saber mais, conhecer melhor, mais sobre, referências, folheto, teste, ficha,
      condições, exemplos, expli*, folder, link de acesso
    `,
    price: 'preço*, cust*, tarifa*, valor*, quanto, orçamento, cotação, desconto, fica',
    order: `
      participar*, participo, participamos, prazo de entrega, prazo, entregar, encomend*, pedido, compr*, unidades,
      licenças, contratar, assin*, reserv*, adquirir, peças, inscrev*, lugares, fechar
    `,
    available: 'disponíve*, disponib*, livre*, às, tenho tempo',
    start: 'começ*, inici*, experiment*, test*, arranc*, próximos passos, provar, piloto, próximo passo, implementar',
    now: `
      agora, neste momento, de momento, por agora, por enquanto, no momento, atualmente, actualmente, este ano,
      este mês, este trimestre, hoje, por ora
    `,
    maybe: 'talvez, quem sabe, possivelmente, eventualmente, se calhar',
    busy: `
      ocupad*, sem tempo, não tenho tempo, não temos tempo, atarefad*, de férias, cheio de trabalho, muito trabalho,
      sobrecarregad*, má altura, assoberbad*, corrid*, mau momento, enrolad*
    `,
    colleague: 'chefe, direção, diretor, diretora, sócio, gerente, equipa, equipe',
    problem: `
      entrega atrasada, não foi entregue, link não, redefinir, repor, ruído*, barulho*, estranh*, vazio, vazia,
      que comprámos, que compramos, já não chega, não chega desde, obstáculo, reenviar, fumo, problema*, erro*, avari*,
      defeito*, defeituos*, partid*, quebrad*, danificad*, reclam*, queixa*, não funciona, falta, faltam, fatura*,
      factura*, atras*, encomenda não, reembolso, senha, palavra passe, aceder, acessar, atualização, garantia,
      repara*, técnico*, por engano, à espera, ainda não, não chegou, bloquead*, cobrad*, vazamento, conserto
    `,
    other: 'outro, outra, outros, outras',
    until: 'até',
    month: `
      janeiro, fevereiro, março, abril, maio, junho, julho, agosto, setembro, outubro, novembro, dezembro, primavera,
      verão, outono, inverno, natal, páscoa
    `,
    tried: 'experimentámos, experimentamos no, testámos, já testamos, tentámos, já tentamos',
    failed: 'não funcionou, não resultou, sem sucesso, não deu certo',
    why: 'por que, porquê, porque',
    'not want': 'prefiro não, preferimos não, preferia não, preferíamos não',
    day: 'manhã, tarde, amanhã, segunda, terça, quarta, quinta, sexta, hora, horas, semana que vem, próxima semana',
    'data me': 'sobre mim, sobre nós, a meu respeito',
    believe: 'creio, acho, achamos, cremos, acredito',
  },
};
