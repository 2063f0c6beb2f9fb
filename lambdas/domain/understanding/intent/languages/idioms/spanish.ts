import type { Words } from '../../vocabulary.ts';

/** Turns of phrase of Spanish whose words alone do not say what they mean. */
export const spanishIdioms: Words = {
  'says-opt-out': `
    ni un correo más, ni un email más, ni un mensaje más, ni un mail más, nunca di, nunca pedí, nunca me suscribí,
    nunca me apunté, nunca autoricé, no autoricé, no he autorizado, retiro mi consentimiento, revoco mi, aepd,
    no insistan, no insista, nada más a esta, esta dirección de su, olvídense de esta, olvídese de esta,
    olvid* .. dirección, siguen escribiendo, siguen enviando, siguen mandando, sigue escribiendo, pongan fin,
    se acepta publicidad no, no se acepta publicidad, no se admite publicidad, déjenme en paz, déjeme en paz,
    déjame en paz, dejadme en paz, déjennos en paz, rgpd, lopd, artículo 17, derecho al olvido, basta ya,
    no más correos, no más publicidad, no más mensajes, no más emails, ni un correo, no molesten, no me molesten,
    olvídense de mí, saber nada, lista robinson, no me contacten, no escriban, en paz, no deseo recibir, borren mis,
    quiero salir, salir de la lista, salir de esta, salir de su
  `,
  'says-no': `
    poner de acuerdo, ponernos de acuerdo, ya adjudicado, ya está adjudicado, ya asignado, respuesta sigue,
    mi respuesta, nuestra respuesta, nada que hacer, nos impone, nos imponen, no externaliz*, no subcontrat*,
    cerramos a final, cerramos a finales, cerramos la empresa, cerramos el negocio, cierre de, cese de actividad,
    liquidación, quiebra, jubilo, jubilación, desarrollar nosotros, desarrollamos nosotros, hacer nosotros,
    hacemos nosotros, nosotros mismos, internamente, desarrollo propio, no ha sido seleccionad*, no ha sido elegid*,
    no fue seleccionad*, política de la empresa, por principio, no compramos, recortes, recorte de, decepcionad*,
    perdido la confianza, la respuesta es no, respuesta sigue siendo no, demasiado arriesgado, demasiado complicado,
    demasiado tarde, proyecto se canceló, proyecto cancelado, proyecto está muerto, se ha cancelado,
    ha sido cancelado, fue cancelado, no es nuestro sector, no es lo nuestro, ahórrese, no se moleste,
    no vale la pena, no merece la pena, gracias de todos modos, gracias de todas formas, vendimos la empresa,
    otros planes, otras prioridades, no nos lo podemos, no cumple, exagerado, sobredimensionado, demasiado grande,
    demasiado pequeñ*, demasiado complejo, se equivocan, se equivoca, se ha equivocado, se han equivocado,
    no tenemos a nadie, no hay nadie, empresa equivocada, no me sale a cuenta, no gracias, gracias pero no,
    va a ser que no, me temo que no, creo que no, no es para nosotros, no es para mí, no nos interesa, sin interés,
    ni hablar, de ninguna manera, pérdida de tiempo, no va a poder ser, no podrá ser, no puede ser, no será posible,
    no es posible, demasiado caro, suerte con, mucha suerte, éxitos, no contamos con, no entra en,
    no tenemos pensado, no está en nuestros planes, en otra ocasión será, no vamos a, no iremos, no seguiremos,
    negativa, un no, lamento decirle, lamentamos, lamento comunicar, nos sale de, no nos hace falta, no hace falta,
    no lo vemos, no le veo, no le vemos, no lo veo, no me convence, no nos convence, descartado, no procede
  `,
  'says-yes': `
    sigamos adelante, sigamos, avancemos, buscando algo así, tiempo buscando, llevamos tiempo buscando,
    llevábamos tiempo, continuemos, pedido es suyo, el pedido es vuestro, el trabajo es suyo,
    presupuesto está aprobado, presupuesto aprobado, mi jefe está de acuerdo, mi jefe ha dicho que sí,
    nos han dado luz verde, cuál es el siguiente, cómo procedemos, cómo seguimos, cómo continuamos, contrato firmado,
    adjunto el pedido, abierto a, abiertos a, en buen momento, llega en buen, por mí está bien, por mí bien,
    por nosotros bien, firmo esta, hasta el jueves, hasta el lunes, hasta el martes, hasta el miércoles,
    hasta el viernes, está libre, están libres, cuándo tiene, cuándo tienen, cuándo puede, cuándo pueden,
    nos viene de perlas, qué bien que, me alegra que, imposible decir que no, difícil decir que no,
    imposible negarse, lo queremos, lo quiero, nos lo quedamos, me lo quedo, resérveme, resérvenos,
    picado la curiosidad, vengan a vernos, venir a nuestra, qué necesitan de nosotros, a todos les gusta,
    a todos nos gusta, adelante, por qué no, claro que sí, con gusto, con mucho gusto, trato hecho, cuenten con,
    cuente con, cuenta con, nos apuntamos, me apunto, apúnten*, nos quedamos con, me quedo con, quedamos con la,
    lo firmamos, lo firmo, lo compramos, lo compro, dónde firmo, dónde firmamos, no veo ningún, no veo inconveniente,
    no hay inconveniente, ningún inconveniente, sin inconveniente, sin problema, no hay problema, ningún problema,
    no hay objeción, ninguna objeción, nada mal, no está mal, no está nada mal, justo lo que, justo a tiempo,
    exactamente lo que, lo que buscábamos, lo que estábamos buscando, lo que estamos buscando, estamos buscando,
    buen momento, no dude, no duden, vamos a ello, vamos con ello, hagámoslo, dale, manos a la obra, pueden empezar,
    puede empezar, pueden comenzar, procedan, proceda, mándeme el contrato, lo contratamos, me interesa,
    nos interesa, sí por favor, tomamos la, tomo la, tiene mi visto, luz verde, aceptamos, suena bien, suena genial,
    no me lo quiero perder, impaciente, no puedo esperar, me encantaría, nos encantaría
  `,
  'says-later': `
    vuelvo el, vuelvo a la oficina, estaré de vuelta, regreso el, cuando llegue el, cuando llegue la,
    cuando tengamos al nuevo, a la vuelta, a mi vuelta, a mi regreso, cuando vuelva, depende de,
    licencia por maternidad, excedencia, permiso de paternidad, ahora no, por ahora no, de momento no,
    por el momento no, todavía no, aún no, este año no, no por ahora, no ahora, no de momento, no en este momento,
    quizás más adelante, tal vez más adelante, escríbame en, escríbanme en, contácteme en, contáctenme en,
    llámeme en, llámenme en, vuelva a contactar*, vuelvan a contactar*, vuelva a escribir*, hablamos en,
    lo hablamos en, hablemos en, retomemos, recuérde*, avíseme, avísenme, cuando llegue el momento,
    lo tendremos en cuenta, lo tengo en cuenta, guardo su, guardamos su, ya le avisaré si, ya veremos,
    en cuanto tengamos, si surge
  `,
  'says-neutral': `
    no olvide*, no se olvid*, sin consentimiento, recuérdeme quién, quién es usted, quién eres, de dónde sacó,
    de dónde han sacado, cómo consiguió, cómo consiguieron, quiénes son, es la misma, es el mismo, no solo, no sólo,
    no soy la persona, no soy el responsable, no soy quien, no es mi área, no es mi departamento, no me den de baja,
    no corre prisa, sin prisa, no hay prisa, no se preocupe, no se preocupen, de nada, no pasa nada, de qué se trata,
    una pregunta
  `,
  'alone-yes': 'vendido, comprado',
  'way-out': `
    cómo me doy de baja, dónde me doy de baja, dejar de recibir, para dejar de, cómo salgo de, cómo me borro
  `,
  later: `
    más adelante, más tarde, próximo año, el año que viene, año que viene, próximo trimestre, próximo mes,
    otro momento, otra ocasión, después del verano, después de las vacaciones, tras el verano, tras las vacaciones,
    a la vuelta, en primavera, en otoño, en verano, en invierno, en enero, en febrero, en marzo, en abril, en mayo,
    en junio, en julio, en agosto, en septiembre, en octubre, en noviembre, en diciembre, dentro de unos meses,
    en unos meses, en seis meses, en tres meses, en 6 meses, en 3 meses, a fin de año, a final de año, a finales de,
    segundo semestre, en el futuro lo, aplaz*, pospon*, posterg*, retom*, lo retomamos, volvemos a hablar,
    pronto para, prematuro, demasiado pronto, después de navidad, semana santa, en su momento, llegado el momento,
    antes no
  `,
  refer: `
    encargad*, responsable*, se ocupa*, lo lleva, lo llevan, lleva eso, reenvi*, transfer*, pasé, he pasado, le paso,
    paso su, compañer*, en copia, copio, departamento, persona adecuada, persona indicada, contacte con,
    contacten con, diríjase, diríjanse, hable con, hablen con, compras, quien decide, quien lleva, ya no trabaja,
    ya no trabajo, derivo, traslado, remito a, gestiona*
  `,
  acknowledge: `
    confirmar que, mis documentos, ok, okay, recibido, recibida, anotado, tomo nota, tomamos nota, entendido,
    enterad*, gracias por la información, gracias por su mensaje, gracias por la info, adjunto, adjunta, lo leeré,
    leeré, felices fiestas, feliz año, felicidades, buen fin de semana, hasta pronto, queda anotado
  `,
  think: `
    lo estamos discutiendo, discutiendo, lo estamos valorando, nada decidido, nada está decidido,
    aún no hemos decidido, consult*, lo pensa*, pensarlo, pensaré, lo pienso, lo estudi*, estudiar*, lo hablo,
    hablarlo, lo miro, lo vemos, le digo algo, les digo algo, le diré, le aviso, les aviso, avisaré, avisamos,
    analiz*, valor*, evalu*, revis*, le confirmo, internamente, me lo pienso, no estoy segur*, no estamos segur*,
    dudas, comento con, comentarlo, lo veré, digo algo, respondo en
  `,
  'alone-no': 'estamos bien, estoy bien, así estamos bien',
};
