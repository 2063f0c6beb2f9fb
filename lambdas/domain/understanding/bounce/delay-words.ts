import { anyOf } from '../../mail/any-of.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';

const delaySubject = new RegExp(
  anyOf`
    \bdelayed\b
    \bwarning: (?:could not send|message)
    \bdelay(?:ed)? (?:mail|delivery|notification)
    \bdelivery (?:delayed|delay|status notification \(delay\)|status notification: warning|notification: delivery has been delayed)
    \bstill (?:being )?(?:retried|trying|undelivered)\b
    \bmail (?:delivery )?(?:is )?(?:delayed|deferred|queued)\b
    \bmessage (?:is )?(?:delayed|deferred|queued|still in queue)\b
    \btemporar(?:y|ily) (?:delivery )?(?:fail|problem|undeliver|delay)
    verz[oö]gert|verzögerung|retardée?\b|\bretard\b|différée?\b|retrasad|demorad|\bretraso\b|atrasad|\batraso\b|adiad
    ritardat|\britardo\b|vertraagd|vertraging|opóźnion|opóźnieni|задерж|отложен|відкладен|затрим
    fördröjd|fördröj|försenad|forsinke|utsatt\b|viivästy|zpožděn|opožděn|oneskor|késik|késleltet|késő|gecik|erteleme|ertelend
    遅延|遅れ|延迟|延遲|推迟|지연|καθυστέρ|מתעכב|עיכוב|تأخ|întârzi|odgođen|zakasni|vėluo|aizkav|hilin
  `,
  'iu',
);

const delayWords = new RegExp(
  anyOf`
    \bthis is (?:only )?a warning(?: message)?(?: only)?\b
    \b(?:you )?(?:do not|don't|need not) (?:need to )?(?:resend|re-send|do anything|send it again)\b
    \bno action is (?:required|needed)\b
    \bwill (?:be (?:retried|attempted again|re-?tried)|continue to (?:try|be attempted)|keep (?:on )?trying|retry|try again|be tried again)\b
    \b(?:we|server|system|it) (?:will )?(?:still )?keeps? trying\b
    \battempts will (?:continue|be made for)\b
    \b(?:has|have) not yet been (?:delivered|sent)\b
    \b(?:hasn't|haven't) been (?:delivered|sent) yet\b
    \bnot (?:been )?(?:able to be )?delivered yet\b
    \bdelivery (?:to [^.\n]{0,80} )?(?:is|has been|was) (?:delayed|deferred)\b
    \bdelivery incomplete\b
    \bis (?:delayed|late|overdue)\b
    \btemporary (?:failure|error|problem)(?: only|,? not)\b
    \bso far this is (?:only )?a temporary
    \bkeep (?:the|your) (?:message|mail) in (?:our|the) queue\b
    \bstill (?:in the|on the|in our) queue\b
    \b(?:message|mail) (?:is )?still (?:undelivered|queued|waiting)\b
    \bwill be (?:returned|deleted|bounced) (?:to you )?(?:if|after|when)\b
    noch nicht (?:zugestellt|übermittelt|ausgeliefert|versendet)|weitere zustellversuche|wird weiter(?:hin)? versuch
    pas encore (?:été|pu être) (?:remis|distribué|livré|délivré|envoyé)|nouvelles tentatives
    (?:aún|todavía) no (?:se )?ha (?:sido |podido )?(?:entreg|ser)|seguirá intentando
    ainda não foi (?:possível )?(?:entreg)|continuar(?:á|emos) (?:a )?tent
    non è ancora (?:stat[oa] )?(?:consegnat|recapitat|possibile)|nog niet (?:bezorgd|afgeleverd)|jeszcze nie został\w? dostarczon
    (?:ещё|еще|пока) не (?:было |был )?(?:доставлен|отправлен)|попытки доставки (?:будут|продолж)
    ännu inte (?:levererats|kunnat)|(?:endnu|ennå) ikke (?:leveret|levert|blevet|blitt)|ei ole vielä (?:voitu )?toimit
    dosud nebyl\w? doruč|henüz teslim edil|尚未(?:传递|傳遞|送达|送達|投递)|まだ(?:配信|配送|送信)され|아직 배달되지
  `,
  'iu',
);

/** Words of a report that the mail will not be tried again. */
const finalWords = new RegExp(
  anyOf`
    \bpermanent(?:ly)? (?:fatal )?(?:error|fail|undeliver)
    \bfailed permanently\b
    \b(?:i've|we have|has|have|was|were) (?:been )?(?:given up|gave up)\b
    \bgiving up\b
    \bno (?:further|more) (?:delivery )?(?:attempts|tries)\b
    \bdelivery has failed\b
    \bwill not (?:be )?(?:try|retr|attempt)
    \breturned (?:to sender|mail:)
  `,
  'iu',
);

/** Whether the words of a report say that the mail still waits. */
export function isDelayNotice(mail: ParsedMail, notice: string): boolean {
  const subject = mail.subject ?? '';
  const words = notice.slice(0, 4000);
  if (finalWords.test(subject) || finalWords.test(words)) return false;
  return delaySubject.test(subject) || delayWords.test(words);
}

const arrivalWords = new RegExp(
  anyOf`
    \b(?:was|has been|have been|were) (?:successfully )?(?:relayed|delivered) (?:successfully )?to (?:the|these|this|your)
    \bsuccessfully (?:delivered|relayed|sent)\b
    \bdelivery to (?:these|the following) [^\n]{0,60}(?:is complete|successful|was completed)
    \bsuccessful mail delivery report\b
    \bdelivery notification: delivery has been successful\b
    erfolgreich (?:zugestellt|übermittelt)
    remise? (?:à|aux) [^\n]{0,60}(?:terminée|réussie|effectuée)
    se ha (?:completado|realizado) la entrega|entregado correctamente|foi entregue com (?:sucesso|êxito)
    consegn\w{1,6} correttamente|успешно доставлен
  `,
  'iu',
);

/** Whether the words of a report say that the mail arrived. */
export const isArrivalNotice = (mail: ParsedMail, notice: string): boolean =>
  (arrivalWords.test(mail.subject ?? '') || arrivalWords.test(notice.slice(0, 2000))) &&
  !/\b(?:not|un)\s?deliver|\bfailed\b|undeliver|\berror\b/i.test(`${mail.subject ?? ''} ${notice.slice(0, 2000)}`);
