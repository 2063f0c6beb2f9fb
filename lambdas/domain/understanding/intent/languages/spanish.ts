import type { Vocabulary } from '../vocabulary.ts';
import { spanishIdioms } from './idioms/spanish.ts';

/** Spanish. */
export const spanish: Vocabulary = {
  code: 'es',
  frequent: `
    el la los las de del un una unos y e es en que por para con no al lo le les se su sus me mi mis nos nuestro
    nuestra nuestros nuestras pero más muy ya está están estamos estoy son ser hay como este esta esto estos esas ese
    eso si sí yo usted ustedes gracias hola buenos días buenas tardes saludos señor señora favor muchas cuando dónde
    qué cuál cuánto quién sobre también porque sin todo todos tenemos tengo tiene hemos he ha han puede pueden podría
    sería ahora a o
  `,
  idioms: spanishIdioms,
  words: {
    not: 'no, nunca, jamás, nada, ningún, ninguna, ninguno, ni, sin, nadie, tampoco, imposible',
    'not more': `
      no .. más, nunca más, ya no, nada más, no .. nunca más, no sigan, no continúen, no vuelvan a, no vuelva a,
      no vuelvas a, no me vuelvan a, no me vuelva a, no me vuelvas a, no nos vuelvan a, no nos vuelva a,
      no volváis a, ni un .. más, ni una .. más
    `,
    'not can': 'no podemos, no puedo, no podremos, no podré',
    more: `
      volvamos a, volver a, vuelva a, volvemos a, más, otra vez, de nuevo, nuevamente, en adelante, en el futuro,
      en lo sucesivo, otro, otros, otras, seguir, vuelvan a
    `,
    yet: 'todavía, aún, hasta ahora, hasta la fecha, sigo sin, seguimos sin',
    past: 'hemos recibido, he recibido, ha llegado, recibí, recibimos, había, fui, fue, llegó, recibido',
    i: `
      yo, nosotros, estamos, estoy, tenemos, tengo, quiero, queremos, deseo, deseamos, hemos, he, solicito,
      solicitamos
    `,
    me: 'me, mí, nos, nosotros, nuestra empresa, nuestra compañía, conmigo',
    my: 'mi, mis, nuestro, nuestra, nuestros, nuestras',
    you: 'tiene, tienen, tenéis, tienes, tendrían, tendría, usted, ustedes, tú, te, vosotros, os',
    they: `
      clientes, cliente, usuarios, usuario, compañero, colega, suscriptores, miembros, asistentes, expositor, él, ella,
      ellos
    `,
    please: `
      tan amables, tan amable, hagan el favor, por favor, favor de, ruego, rogamos, solicito, solicitamos, les pido,
      le pido, exijo, exigimos, pido, agradecería, agradeceríamos, inmediatamente, haga el favor, tenga a bien, porfa,
      les agradezco, de inmediato
    `,
    polite: `
      por eso, por lo tanto, por tanto, pues, gracias, hola, lo siento, lamentablemente, desgraciadamente, saludos,
      buenos, buenas, días, tardes, muchas, estimado, estimada, señor, señora, cordial, disculpe, pero, por, su,
      mensaje, correo, propuesta, oferta, interés, el, la, muy, amable, amables, lamento, sentimos, bueno
    `,
    want: `
      quiero, queremos, quisiera*, deseo, deseamos, quiere, gustaría, querría*, pretend*, ganas, pensamos,
      tenemos previsto, intención, interesaría, planea*, quisiéramos
    `,
    can: 'serían, sería, puede, pueden, podría*, podemos, puedo, podría, podríamos, puedes, podéis, podrían, podrías',
    ensure: 'asegúrense, asegúrese, asegure*, procure*, hagan lo necesario, encárguense',
    how: 'qué plazo, cómo, cuándo, dónde, cuál, cuáles, quién, cuánto, cuántos',
    but: 'pero, aunque no, sino, ahora bien, eso sí',
    however: 'sin embargo, no obstante, lamentablemente, desgraciadamente, por desgracia, en cambio',
    although: 'aunque, a pesar de, si bien, pese a, por más que, mientras que',
    if: `
      en cuanto tengamos, en cuanto necesitemos, en cuanto haya, si, cuando tengamos, cuando necesitemos, en caso de,
      siempre que, a menos que
    `,
    because: 'porque, ya que, puesto que, así que, por lo que, dado que',
    and: 'y, e, o, además',
    that: 'que, para que',
    unsubscribe: `
      baja, darme de baja, dar de baja, darnos de baja, den de baja, dé de baja, denme de baja, deme de baja,
      desuscri*, desapunt*, cancelar mi suscripción, unsubscribe*, anular mi suscripción, quitarme de, darse de baja
    `,
    remove: `
      elimin*, borr*, quit*, retir*, suprim*, supresión, sáquen*, sáque*, sacar*, saquen*, excluy*, excluir*, tach*,
      remuev*, descart*, elimina*, cancelación de mis datos, destruy*
    `,
    'remove me': `
      elimínenme, bórrenme, quítenme, sáquenme, sácame, sáqueme, bórrame, elimíname, quítame, quíteme, bórreme,
      elimíneme, retírenme, exclúyanme, quitadme, borradme, sacadme, eliminadme, eliminarnos, borrarnos, sacarme,
      quitarme, eliminarme, borrarme, tácheme, táchenme, elimínennos, bórrennos, quítennos, sáquennos
    `,
    'unsubscribe me': `
      denme de baja, deme de baja, dame de baja, désuscríbanme, desuscríbanme, desuscríbame, desapúntenme,
      désenme de baja, dennos de baja, darme de baja, darnos de baja, dadme de baja
    `,
    take: 'saquen, tomen, pongan, dejen, dejar',
    off: 'fuera, afuera',
    stop: `
      dejen de, deje de, deja de, dejad de, dejar de, basta, par*, cesen, cese, cesar, stop, suspend*, absténgan*,
      abstenerse, abstén*, detengan, detener, harto, suficiente, ya está bien, alto, interrump*, pare, paren, eviten,
      evite, corten
    `,
    list: `
      lista, listas, base de datos, base, bases, fichero*, archivo*, registro*, boletín, newsletter,
      lista de distribución, lista de correo, lista de correos, sistema*, mailing, listado*, envíos, contactos, agenda,
      lista de envío, suscriptores, campañas, directorio, crm
    `,
    'other-list': `
      lista de espera, lista de precios, lista de invitados, lista de asistentes, lista de participantes,
      lista de la compra, lista de tareas, pedido, factura, presupuesto, carrito, lista negra, lista de deseos
    `,
    mail: `
      correo, correos, email, emails, e-mails, mail, mails, mensaje, mensajes, boletín, boletines, newsletter*,
      comunicaciones, comunicación, cartas, envíos, correo electrónico, correos electrónicos, notificaciones,
      información comercial, comunicados
    `,
    ads: `
      publicidad*, publicitari*, spam*, ofertas, promocion*, promoción, anuncios, propaganda*, comercial*,
      no solicitad*, marketing, basura, no deseado*, no deseada*
    `,
    data: `
      dirección, direcciones, datos, correo electrónico, nombre, @, cuenta, teléfono, número, datos personales,
      información personal, perfil, ficha
    `,
    contact: `
      contact*, escrib*, envi*, mand*, molest*, llam*, incordi*, bombarde*, spame*, remit*, comunic*, fastidi*, acos*,
      hostig*, dirija*, hacer llegar, haga llegar, escríb*, enví*, contáct*, mánd*, llám*, haz*, insist*
    `,
    receive: `
      recib*, tener noticias, seguir recibiendo, figurar, estar en, ser contactado*, saber nada, saber más de ustedes,
      aparecer, ser molestado*, leer, ver
    `,
    consent: `
      consent*, autoric*, autoriz*, permiso, me suscribí, me apunté, suscrito, pedí, solicité, acepté, suscribí,
      apuntado, di mi, pedido recibir, solicitado, registré, registrado
    `,
    object: `
      razón para no, motivo para no, razón para decir que no, opong*, oponemos, oposición, objeción, objeciones,
      inconveniente*, reparo*, rechazo el tratamiento, prohíb*, revoc*, me opongo
    `,
    subscription: 'suscripción, suscripciones, subscripción',
    thing: `
      paquetes, paquete, cajas, mercancía, página, web, sitio, logo, logotipo, silla*, mesa*, línea, artículo*,
      producto*, imagen, foto, factura, cita, punto, párrafo, archivo adjunto, ticket, equipo, licencia*, opción,
      módulo, botón, partida
    `,
    interest: `
      ganas de, interes*, interés, curios*, intrig*, atra*, apetec*, entusiasm*, seduc*, llama la atención, motiva
    `,
    need: 'necesi*, necesidad, falta, requer*, hace falta, requisito, menester',
    fit: `
      lo que buscamos, lo que necesitamos, que necesitamos, provecho, ventaja, cumple, cumplen, requisitos,
      seleccionad*, elegida, elegido, nuestro sector, nuestro ramo, nuestra área, encaj*, adapt*, ajust*, relevant*,
      conviene*, corresponde, sirve, servir*, aplica, adecuad*, es para nosotros, es para mí, para nosotros,
      prioridad*, prioritario, aporta*, cuadra, utilidad, útil para nosotros, viable, nos va, lo nuestro,
      va con nosotros, convenc*, responde, nos ayuda, sentido, procede
    `,
    budget: 'permitir, permitírnoslo, asumir, presupuest*, dinero, fondos, recursos, medios, capacidad',
    decline: `
      en contra, retiren nuestra, retiramos nuestra, retiro mi candidatura, retirar nuestra, retire mi, decir que no,
      decirle que no, decirles que no, decir no, resistirse, declin*, rechaz*, descart*, renunci*, desestim*, pasamos,
      paso de, vamos a pasar, hemos decidido no, decidimos no, decidido no, desist*, abandonad*, cancelado el proyecto,
      parado el proyecto, congelad*, se ha caído, retirarnos, dejarlo aquí, aparcad*, denegad*
    `,
    rival: `
      otro proveedor, otra empresa, otra solución, otro producto, otra opción, otra oferta, otra compañía, otro socio,
      otra agencia, otra herramienta, otro software, otro sistema, otro partner, competencia, competidor*, alguien más,
      otra parte, otra alternativa, otros
    `,
    supplier: `
      proveedor*, solución*, soluciones, socio, partner, agencia, contrato, internamente, sistema, herramienta,
      software, empresa, alguien, departamento propio, equipo propio, gestor*, algo parecido, algo similar
    `,
    have: `
      tenemos, tengo, contamos con, trabajamos con, trabajo con, usamos, utilizamos, disponemos, uso, hacemos,
      trabajamos, contamos
    `,
    already: 'ya, desde hace, actualmente con, internamente, por nuestra cuenta, nosotros mismos, actual',
    choose: `
      inclin*, preferido, prefiri*, eleg*, escog*, decid*, optad*, decantad*, decant*, elegi*, seleccion*, contratad*,
      firmado con, adjudicad*, quedado con, preferid*, apostad*
    `,
    stay: `
      dejar las cosas, dejamos las cosas, como están, como está, tal como, tal cual, quedamos con lo, quedamos como,
      seguimos con, seguiremos con, mantenemos, mantener*, nos quedamos como, continuamos con, seguir con lo,
      seguir como, permanec*
    `,
    satisfied: `
      content*, satisfech*, cubiert*, servidos, equipad*, abastecid*, bien atendidos, felices con, a gusto con,
      bien como, surtidos, de sobra
    `,
    cancel: 'cancel*, anul*, rescind*, rescisión, devolver, resolver el contrato, suspendan la reunión',
    expensive: `
      caro, cara, caros, caras, costos*, elevado, se sale de, fuera de nuestro presupuesto, fuera de presupuesto,
      por encima de, no nos lo podemos, excede, carísimo, prohibitivo, se nos va de
    `,
    continue: `
      seguir adelante, seguir, continuar, avanzar, proceder, proseguir, ir adelante, vamos a seguir, llegar a,
      prosper*, colaborar, salir adelante, vamos a avanzar, más lejos, concretar nada
    `,
    use: 'uso, usarlo, utilizarlo, utilizar, provecho, emplear',
    change: 'dirección antigua, nueva dirección, antigua dirección, cambi*, reemplaz*, sustitu*, mover',
    too: 'demasiado, muy, mucho, bastante, nuestro',
    yes: `
      sin duda alguna, sin ninguna duda, sí, claro, por supuesto, desde luego, vale, cómo no, efectivamente, seguro,
      perfecto, sin duda, venga, dale
    `,
    agree: `
      confirmo, confirmamos, confirmado, acuerdo, de acuerdo, acept*, conforme, trato hecho, me parece bien,
      nos parece bien, parece bien, me va bien, nos va bien, me viene bien, nos viene bien, viene bien,
      me parece perfecto, adjudicado, hecho, cerrado, cerrar, apunt*, convencid*, convence, aprobado, apruebo,
      aprobamos, gusta, gustan, gustó, encanta, encantó, quedamos, firmo, firmamos, visto bueno, luz verde, contrat*
    `,
    good: `
      correcto, correcta, razonable, justo, muy bien, está bien, qué bien, bien pensado no, bueno, buena, genial,
      excelente, perfect*, interesante*, estupend*, fantástic*, magnífic*, prometedor*, fenomenal, increíble,
      maravill*, guay, impresionante, atractiv*, ideal, bonit*, suena bien, buen
    `,
    love: `
      gustaría, encantaría, con gusto, con mucho gusto, encantad*, placer, deseando, ilusión, alegra*, agrada*,
      encantará, con ganas
    `,
    meet: `
      reunión*, reunir*, llam*, demo, demostración*, present*, hablar, hablamos, conversar, charlar, cita, quedar,
      quedamos, vernos, verlo, visita*, agendar, agend*, videollamada, concretar, enseñ*, muéstr*, mostrar*, enséñ*,
      pasar por, vengan, platicar, café, convers*, coordinar, explicarnos, explicarme, hueco
    `,
    info: `
      referencias, información, informaciones, detalles, catálogo*, folleto*, contrato*, presupuesto*, propuesta*,
      documentación, muestra*, cotización*, dossier, saber más, conocer más, más sobre, ficha*, material, prueba, demo,
      oferta, condiciones, ejemplos, cuénte*, explí*, enlace de acceso, acceso de prueba, papeles, conocer
    `,
    price: 'precio*, cuesta, cuestan, coste, costo, costaría, tarifa*, cotiz*, presupuesto, cuánto, descuento, vale',
    order: `
      particip*, asistir, asistiré, asistiremos, plazo, plazos, entregar, plazo de entrega, entrega, pedido, pedir,
      compr*, encarg*, unidades, licencias, contratar, firmar, firmo, firmamos, reserv*, piezas, inscrib*, inscríb*,
      plazas, adquirir
    `,
    available: 'disponib*, libre, a las, me viene, horario, cualquier momento',
    start: `
      empez*, empec*, comenz*, comienc*, arranc*, prob*, pruebe*, iniciar, poner en marcha, testear, ensay*, piloto,
      próximos pasos, siguiente paso
    `,
    now: `
      ahora, por ahora, de momento, por el momento, en este momento, actualmente, este año, este mes, este trimestre,
      hoy por hoy, ahora mismo, en estos momentos, hoy
    `,
    maybe: 'quizá, quizás, tal vez, a lo mejor, posiblemente, puede ser',
    busy: `
      de baja por, de baja hasta, baja médica, estoy de baja, está de baja, de baja maternal, ocupad*, liad*,
      sin tiempo, no tengo tiempo, no tenemos tiempo, de vacaciones, hasta arriba, saturad*, desbordad*, mal momento,
      a tope, agobiad*, mucho trabajo
    `,
    colleague: 'jefe, jefa, dirección, gerente, equipo',
    problem: `
      entrega no, entrega atrasada, no han entregado, restablec*, enlace no, enlace roto, ya no funciona, ruido*, raro,
      rara, extraño, extraña, vacío, vacía, que compramos, ya no llega, no llega desde, obstáculo, reenviar, huele,
      humo, problema*, error*, fallo*, falla*, averi*, defectuos*, rot*, dañad*, reclama*, queja*, no funciona,
      no llega, falta una, faltan, factura*, paquete, retraso*, esperando, reembolso, devolución, contraseña,
      iniciar sesión, acceder, actualización, garantía, reparación*, técnico*, por error, incidencia*, todavía no,
      aún no, no ha llegado, mercancía, gotea*, cobrado, cobraron, no abre
    `,
    other: 'otro, otra, otros, otras',
    until: 'hasta, a partir de',
    month: `
      enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre, primavera,
      verano, otoño, invierno, navidad, semana santa
    `,
    tried: 'probamos el, probamos, probado, intentamos, intentado, ensayamos',
    failed: 'no funcionó, sin éxito, no dio resultado, no salió bien, no resultó',
    why: 'por qué',
    'how price': 'qué precio, qué cuesta, qué coste, qué tarifa, qué precios, qué tarifas',
    'not want': 'prefiero no, preferimos no, preferiría no, preferiríamos no, mejor no',
    day: 'mañana, tarde, lunes, martes, miércoles, jueves, viernes, hora, próxima semana, semana que viene',
    'data me': 'sobre mí, sobre nosotros, de mi persona',
    believe: 'creo, creemos, pienso, pensamos',
  },
};
