import type { Words } from '../../vocabulary.ts';

/** Turns of phrase of Portuguese whose words alone do not say what they mean. */
export const portugueseIdioms: Words = {
  'says-opt-out': `
    nem mais um email, nem mais um e-mail, nem mais uma mensagem, nunca dei, nunca pedi, nunca subscrevi,
    nunca autorizei, não autorizei, retiro o meu, revogo o meu, não insistam, não insista, nada mais para este,
    esqueçam .. endereço, continuam a escrever, continuam a enviar, continuam a mandar, continuam escrevendo,
    continuam enviando, não se aceita publicidade, não aceitamos publicidade, ponham fim, deixem me em paz,
    deixe me em paz, me deixem em paz, me deixa em paz, me deixe em paz, em paz, rgpd, lgpd, artigo 17,
    direito ao esquecimento, não me contactem, não me contatem, não me enviem, não me mandem, não me escrevam,
    não quero receber, não desejo receber, quero sair, sair da lista, sair dessa lista, sair desta lista, chega de,
    pare de, não perturb*, esqueçam me, esqueçam o meu, não quero mais, não escrevam mais
  `,
  'says-no': `
    já adjudicado, já atribuído, resposta mantém, a minha resposta, a nossa resposta, nada a fazer, impõe nos,
    nos impõe, não externaliz*, não terceiriz*, vamos fechar a empresa, fechamos no final, encerramos a atividade,
    encerrar a atividade, insolvência, falência, aposentar, reforma, desenvolver nós, desenvolvemos nós, fazer nós,
    fazemos internamente, não foi selecionad*, não foi escolhid*, política da empresa, por princípio, não compramos,
    cortes, desiludid*, decepcionad*, perdemos a confiança, a resposta é não, resposta continua a ser não,
    demasiado arriscado, muito complicado, tarde demais, projeto foi cancelado, projecto foi cancelado,
    foi cancelado, não é o nosso setor, não é a nossa área, não vale a pena, obrigado mesmo assim,
    obrigada mesmo assim, vendemos a empresa, outros planos, outras prioridades, não nos podemos permitir,
    não podemos nos permitir, exagerado, demasiado grande, grande demais, demasiado pequen*, pequeno demais,
    complexo demais, enganaram se, enganou se, empresa errada, não temos quem, não temos ninguém, não há ninguém,
    não obrigado, não obrigada, obrigado mas não, obrigada mas não, não é para nós, não nos interessa,
    não me interessa, não interessa, sem interesse, não vai dar, não dá para nós, melhor não, acho que não,
    não vai ser possível, não será possível, não é possível, não vamos, perda de tempo, boa sorte, caro demais,
    fora do nosso, não está nos nossos planos, não está nos planos, nem pensar, fica para a próxima,
    não contem connosco, não contem conosco, não faz falta, não nos faz falta, não vemos, não vejo, ficamos por aqui,
    não me convence, não nos convence, é um não, lamento informar, lamentamos informar
  `,
  'says-yes': `
    vamos em frente, procurávamos algo, há muito que procur*, procurávamos, algo assim, avancemos, sigamos em frente,
    o pedido é vosso, a encomenda é vossa, o pedido é seu, orçamento aprovado, orçamento está aprovado,
    o meu chefe concorda, meu chefe aprovou, sinal verde, qual é o próximo, como procedemos, como avançamos,
    contrato assinado, aberto a, abertos a, chega em boa, vem em boa, por mim tudo bem, por nós tudo bem, até quinta,
    até segunda, até terça, até quarta, até sexta, está livre, quando pode, quando podem, assino hoje, boa ideia,
    ótima ideia, impossível dizer que não, difícil dizer que não, queremos sim, lo queremos, fiquei curios*,
    ficámos curios*, ficamos curios*, todos gostam, o que precisam de nós, reserve me, guardem me, venham visitar,
    por que não, porque não, com todo o gosto, com todo o prazer, com muito gosto, com prazer, negócio fechado,
    pode seguir, podem seguir, pode avançar, podem avançar, podem começar, pode começar, podemos avançar,
    vamos avançar, avancem, avance, contem connosco, conte comigo, contem conosco, conte conosco, estamos dentro,
    estou dentro, ficamos com a, ficamos com o, fico com, levamos, vamos nessa, bora lá, onde assino, onde assinamos,
    não vejo problema, sem problema, nenhum problema, não há problema, não há objeção, nenhuma objeção, nada contra,
    nada mau, nada mal, não está mal, exatamente o que, mesmo o que, era o que, o que procurávamos,
    estamos à procura, estávamos à procura, estamos procurando, estamos a procurar, momento certo, em boa hora,
    veio a calhar, vem a calhar, não hesite*, tenho interesse, temos interesse, sim por favor, mande o contrato,
    envie o contrato, parece interessante, parece ótimo, parece bom, vamos fechar, quero comprar, mal posso esperar,
    pode mandar, pode enviar, manda ver, inscreva nos, dá para avançar
  `,
  'says-later': `
    volto ao escritório, volto na, estarei de volta, regresso na, licença de maternidade, estou de licença,
    de licença até, quando eu voltar, quando voltar, no meu regresso, depende do, depende da, agora não,
    por agora não, de momento não, neste momento não, por enquanto não, no momento não, ainda não, não agora,
    não neste momento, não por agora, este ano não, não este ano, não de momento, contacte nos em, contactem nos em,
    escreva me em, ligue me em, fale comigo em, falamos em, voltem a contactar, volte a contactar, voltemos a falar,
    mantenha contacto, vamos mantendo contacto, mantemos contacto, teremos em conta, fica guardado,
    guardo o contacto, quando chegar a altura, logo se vê, veremos, se surgir, agora não dá
  `,
  'says-neutral': `
    não se esqueça*, não esqueça*, sem consentimento, lembre me quem, quem é o senhor, onde arranjou, como obteve,
    como conseguiu, como conseguiram, onde conseguiram, quem é você, quem são vocês, é a mesma, é o mesmo, não só,
    não sou a pessoa, não sou eu, não sou o responsável, não é a minha área, não me tirem da, não me retirem,
    não me removam, não tem pressa, sem pressa, não se preocupe, de nada, do que se trata, uma pergunta, não faz mal
  `,
  'alone-yes': 'vendido, comprado',
  'way-out': 'como saio, como me descadastro, como cancelo, deixar de receber, para deixar de, parar de receber',
  later: `
    mais tarde, mais para a frente, mais pra frente, próximo ano, no próximo ano, ano que vem, próximo trimestre,
    outra altura, outra ocasião, outro momento, depois do verão, depois das férias, depois do natal,
    depois da páscoa, na primavera, no outono, em janeiro, em fevereiro, em março, em abril, em maio, em junho,
    em julho, em agosto, em setembro, em outubro, em novembro, em dezembro, daqui a uns meses, daqui a alguns meses,
    daqui a, em seis meses, em três meses, fim do ano, final do ano, segundo semestre, adi*, voltamos a falar,
    falamos depois, falar depois, retom*, prematuro, muito cedo, cedo demais, oportunamente, futuramente, lá para
  `,
  refer: `
    responsáve*, encaminh*, reencaminh*, em cópia, copio, colega, quem trata, trata disso, cuida disso, departamento,
    pessoa certa, pessoa indicada, setor de compras, compras, encarregad*, fale com, falem com, contacte o,
    contacte a, procure o, procure a, dirija se, quem decide, já não trabalha, não trabalha mais, passei, repass*,
    gere isso
  `,
  acknowledge: `
    confirmar que, meus documentos, ok, okay, recebid*, anotado, tomei nota, tomo nota, entendid*, ciente,
    obrigado pelas informações, obrigada pelas informações, obrigado pela informação, em anexo, segue anexo, vou ler,
    boas festas, feliz ano, bom fim de semana, parabéns, até breve, recebi obrigado, percebido
  `,
  think: `
    estamos a discutir, estamos discutindo, nada está decidido, nada decidido, ainda não decidimos, pensar,
    vou pensar, pensamos, vou falar com, falar com o meu, falar com a minha, consult*, analis*, avali*,
    digo alguma coisa, dou notícias, damos notícias, dou retorno, retorno em, volto a contactar, informo depois,
    aviso, avisamos, verific*, internamente, estud*, não tenho a certeza, não tenho certeza, indecis*, dúvida se,
    ver com o, ver com a, depois digo, discutir com
  `,
  'alone-no': 'estamos bem, estou bem',
};
