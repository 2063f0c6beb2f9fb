import { anyOf } from '../../mail/any-of.ts';

/** The bare request, in the words of people, of mail clients and of list servers. */
const request = anyOf`
  unsubscribe(?:\s{1,5}(?:me|us|please|now|this (?:e-?mail|address))){0,4}
  un-subscribe|unsub
  remove(?:\s+me)?
  opt[\s-]?out|stop
  take me off(?: your list)?
  remove me(?: from (?:your|this|the) (?:mailing )?list)?
  abmelden|abmeldung|austragen
  newsletter (?:abmelden|abbestellen)
  abbestellen|abbestellung
  bitte (?:abmelden|austragen)
  stopp|(?:me |se )?d[eé]sabonner|d[eé]sabonnement
  (?:d[eé]sinscription|(?:me |se )?d[eé]sinscrire)
  baja|darme de baja|dar de baja|darse de baja
  (?:cancelar|anular)(?: mi| la)? suscripci[oó]n
  desuscribir(?:me|se)?
  cancellami|cancellazione|disiscrivi(?:mi|ti)?|disiscrizione|disiscriver(?:mi|si)
  (?:annulla|cancella)(?: l')? ?iscrizione
  cancelar (?:inscri[cç][aã]o|subscri[cç][aã]o|assinatura)
  descadastr(?:ar|o|amento|e-me)|remover(?:-me)?
  afmelden|afmelding|uitschrijven|uitschrijving
  wypisz(?: mnie)?|wypisa[cć](?: si[eę])?|rezygnuj[eę]|rezygnacja
  отписаться|отписка|отпишите меня|відписатися|відписка|відпишіть мене
  abonelikten [cç][iı]k(?:mak)?|listeden [cç][iı]k|abonelik iptali?
  avregistrera(?: mig)?|avprenumerera|avsluta prenumeration(?:en)?
  (?:afmeld|frameld|avmeld)(?: mig| meg)?(?: nyhedsbrev(?:et)?| nyhetsbrev(?:et)?)?
  (?:peru|peruuta) tilaus|odhl[aá]sit(?: se)?|odhl[aá][sš]en[ií]|zru[sš]it odb[eě]r
  leiratkoz(?:[aá]s|om)|dezabonare|κατάργηση εγγραφής
  退订|退訂|取消订阅|取消訂閱|配信停止|配信停止希望|配信解除|購読解除|登録解除
  수신 ?거부|구독 ?취소|구독 ?해지
`;

const bare = new RegExp(String.raw`^["'([*\s]*(?:please\s+)?${request}["')\]*\s.!]*$`, 'iu');

/**
 * The request with the token by which a sender knows its recipient: `unsubscribe:7f3a-99`, `unsubscribe-list-44`. A token
 * that a blank sets off has a digit or an `@`, or else it is a word.
 */
const withToken =
  /^(?:unsubscribe|unsub|abmelden|abmeldung|désinscription|desinscription|baja|disiscrizione|uitschrijven|afmelden|opt-?out|remove)(?:\s?[:=#_/|-]\s?(?<token>[^\s]{1,200})|\s[[(<]?(?<marked>[^\s]{1,200}))$/iu;

/** Longest text in characters that can be the bare request. */
const maxLength = 120;

/** Whether the whole of a text is the bare request. */
export const isBareOptOut = (text: string): boolean => text.length < maxLength && bare.test(text.trim());

/** How a subject asks for no more mail: with a token of the sender, with a word that may be one, or not at all. */
export function tokenOfOptOut(subject: string): 'token' | 'word' | undefined {
  if (subject.length > 2 * maxLength) return undefined;
  const { token, marked } = withToken.exec(subject.trim())?.groups ?? {};
  const text = token ?? marked;
  if (text === undefined) return undefined;
  if (/[\d@]/.test(text)) return 'token';
  return token === undefined ? undefined : 'word';
}
