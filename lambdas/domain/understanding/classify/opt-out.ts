import { anyOf } from '../../mail/any-of.ts';

/** The bare word, as a subject or a whole mail, which can mean nothing else. */
const bare = new RegExp(
  String.raw`^["'([*\s]*(?:please\s+)?${anyOf`
    unsubscribe(?:\s+(?:me|us|please|now|this (?:e-?mail|address)))*
    un-subscribe|unsub
    remove(?:\s+me)?
    opt[\s-]?out|stop
    take me off(?: your list)?
    remove me(?: from (?:your|this|the) (?:mailing )?list)?
    abmelden|austragen
    newsletter abmelden
    abbestellen
    bitte (?:abmelden|austragen)
    stopp|d[eé]sabonner
    me d[eé]sabonner
    d[eé]sinscription|d[eé]sinscrire|baja
    darme de baja
    dar de baja
    cancelar suscripci[oó]n
    cancellami|cancellazione|disiscrivimi
    cancelar inscri[cç][aã]o
    descadastrar|remover|afmelden|uitschrijven
    wypisz(?: mnie)?
    rezygnuj[eę]|отписаться|отписка
    отпишите меня
    退订|配信停止|配信停止希望|수신거부
  `}["')\]*\s.!]*$`,
  'iu',
);

/** Sentences that ask for no more mail: English, German, French, Spanish and their neighbours. */
const sentences = new RegExp(
  String.raw`\b${anyOf`
    (?:please |kindly |pls )?(?:unsubscribe|un-subscribe) (?:me|us|my|this|from|please|immediately)
    (?:remove|delete|take|drop) ${anyOf`
      me|us
      my (?:e-?mail|name|address|details|data)
      this (?:e-?mail|address)
    `}[^.!?\n]{0,30} (?:from|off|out of)[^.!?\n]{0,40}
    (?:please |kindly |pls )(?:remove|delete) (?:me|us|my (?:e-?mail|address|details|data))\b
    (?:i|we) (?:want|would like|wish|'d like|need) to ${anyOf`
      unsubscribe
      opt[ -]?out
      be (?:removed|taken off|deleted)
      stop receiving
      cancel my subscription
    `}
    (?:stop|quit|cease|refrain from) ${anyOf`
      e-?mailing|sending|contacting|mailing|writing|spamming|bothering|messaging
    `}(?: to)? (?:me|us|these|this|any|your|e-?mails)
    (?:do not|don't|don’t|never) ${anyOf`
      e-?mail|contact|write|mail|send|message|spam
    `}(?: to)? (?:me|us|any)[^.!?\n]{0,20}(?:again|any ?more|further|more)?
    no (?:more|further) (?:e-?mails?|mails?|messages|newsletters?|contact)
    (?:opt|opting) (?:me |us )?out\b
    (?:i|we) (?:don't|don’t|do not|no longer|never) ${anyOf`
      want|wish|like
      agree(?:d)?
      consent(?:ed)?
    `}(?: to)? (?:to )?${anyOf`
      receive|receiving|get|getting
      be (?:contacted|e-?mailed)
      these
      any more
      your (?:e-?mails|mails|newsletter)
    `}
    (?:withdraw|revoke) (?:my )?consent
    (?:bitte )?${anyOf`
      tragen|nehmen|streichen|l[oö]schen|entfernen
    `} sie (?:mich|meine|uns|diese)[^.!?\n]{0,60}
    (?:mich|uns) (?:aus|von) ${anyOf`
      dem|der|ihrem|ihrer|diesem|eurem|eurer
    `}[^.!?\n]{0,30}(?:verteiler|liste|newsletter)
    (?:aus|von) ${anyOf`
      dem|der|ihrem|ihrer|diesem|eurem
    `} (?:e-?mail-?|mail-?)?(?:verteiler|liste|newsletter)[^.!?\n]{0,30}${anyOf`
      nehmen|streichen|austragen|l[oö]schen|entfernen|abmelden
    `}
    keine (?:weiteren|weitere|mehr)[^.!?\n]{0,12}${anyOf`
      e-?mails?|mails?|nachrichten|werbung|newsletter|zusendung
    `}
    keine (?:e-?mails?|mails?|newsletter|werbung)[^.!?\n]{0,20}mehr
    (?:newsletter|mich|uns|e-?mails?) (?:abmelden|abbestellen|austragen)
    (?:m[oö]chte|will|wollen)[^.!?\n]{0,40}${anyOf`
      abmelden|abbestellen
      nicht mehr (?:angeschrieben|kontaktiert|erhalten|bekommen)
    `}
    (?:schreiben|kontaktieren|mailen) sie (?:mich|uns|mir) nicht (?:mehr|weiter)
    ${anyOf`
      veuillez
      merci de
      pri[eè]re de
      je (?:souhaite|veux|voudrais|d[eé]sire)
    `}[^.!?\n]{0,30}(?:d[eé]sabonner|d[eé]sinscrire|retirer|supprimer|ne plus|me retirer)[^.!?\n]{0,40}
    ne (?:plus|souhaite plus|veux plus|d[eé]sire plus)[^.!?\n]{0,20}${anyOf`
      recevoir|contacter|[eé]crire|envoyer|[eê]tre
    `}
    (?:d[eé]sabonnez|d[eé]sinscrivez|retirez|supprimez|enlevez)[ -](?:moi|nous|mon)
    arr[eê]te[zr] de (?:m'|nous |me )
    ne (?:me|nous) (?:contactez|[eé]crivez|envoyez) plus
    (?:darme|dar(?:nos)?|d[eé]n?me|d[eé]me) de baja
    (?:quiero|deseo|quisiera|solicito)[^.!?\n]{0,20}(?:baja|cancelar|no recibir)
    no (?:quiero|deseo|queremos|me)[^.!?\n]{0,15}(?:recibir|env[ií]en|escriban|contacten)[^.!?\n]{0,20}(?:m[aá]s)?
    dej(?:en|e|ad) de (?:enviar|escribir|mandar|contactar)\w*
    (?:elim[ií]n|b[oó]rr|qu[ií]t)\w{0,4}(?:me|nos)?[^.!?\n]{0,12} de (?:su|la|esta|vuestra) lista
    no me (?:env[ií]en|escriban|manden|contacten) m[aá]s
    non (?:voglio|desidero) (?:pi[uù] )?ricevere
    cancellatemi
    (?:quero|desejo) (?:cancelar|me descadastrar|sair)
    n[aã]o (?:quero|desejo) (?:mais )?receber
    (?:wil|willen) (?:mij|me|ons)? ?(?:afmelden|uitschrijven)
    geen (?:e-?mails|mails|nieuwsbrief) meer
    prosz[eę] (?:o )?(?:wypisa|usun)\w*
  `}`,
  'iu',
);

/** Whether the whole of a text is the bare request. */
export const isBareOptOut = (text: string): boolean => text.length < 120 && bare.test(text.trim());

/** Whether a text holds a sentence that asks not to be written to any more. */
export const saysOptOut = (text: string): boolean => sentences.test(oneLine(text));

/** The text in one line with straight apostrophes, because sentences go on over line ends. */
const oneLine = (text: string): string => text.slice(0, 5000).replace(/\s+/g, ' ').replace(/[’‘`]/g, "'");
