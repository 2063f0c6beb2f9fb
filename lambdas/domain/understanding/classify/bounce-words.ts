import { anyOf } from '../../mail/any-of.ts';

/** Openings of the subject of a bounce, in the languages of mail hosts; people write some of them, too. */
export const bounceSubject = new RegExp(
  String.raw`^(?:\*+ ?|\[[^\]]{1,40}\] ?|{[^}]{1,40}} ?)?${anyOf`
    undeliver(?:able|ed)\b
    un-?deliverable
    returned (?:mail|e-?mail|message|to sender)
    mail (?:delivery|system|could not|not delivered|returned|failure|undeliverable|failed)
    delivery ${anyOf`
      status|failure|notification|failed|error
      has failed
      problem|report|of|unsuccessful
      to the following
    `}
    failure (?:notice|notification|delivery)
    failed (?:mail|delivery|message|to deliver)
    failed to
    message ${anyOf`
      delivery|status|undeliverable
      not delivered
      could not
      you sent blocked
      delivered|notification|deferred|cannot
    `}
    non-?delivery|nondeliver
    non remis
    non delivered
    could not (?:send|deliver|be delivered)
    could not
    warning: (?:could not send|message|e-?mail)
    error(?: sending| delivering| in| processing| de|:)
    \[?bounce\]?\b
    auto(?:matic|mated)? (?:bounce)
    ndn:|ndr:|dsn:|unzustellbar|unzustellbare
    zustell(?:ung|fehler)
    fehler bei der
    nicht zustellbar
    non recapit
    mancat[ao]
    messaggio non
    impossibile recapitare
    avviso di mancato
    onbestelbaar
    niet (?:bezorgd|afgeleverd)
    niedostarcz
    nie dostarczono
    zwrot|nedoru[cč]iteln
    ej levererat
    kan inte
    kan ikke
    ikke levert
    toimitus
    no se (?:puede|ha podido|pudo)
    no entregad
    mensaje (?:no|devuelto)
    correo (?:no|devuelto)
    notificaci[oó]n de (?:estado|error|fallo)
    n[aã]o (?:foi poss[ií]vel|entregue|é poss[ií]vel)
    falha (?:na|de|ao)
    mensagem (?:devolvida|n[aã]o)
    devolu[cç]|[eé]chec|remise
    courrier (?:non|refus)
    message non
    impossible de remettre
    avis de non
    notification d'[eé]tat
    недоставлен
    не (?:удалось|доставлен)
    сообщение не
    ошибка доставки
    возврат|невозможно|iletilemedi
    teslim edile?me
    配信(?:不能|エラー|できません)
    メール(?:を)?(?:配信|送信)
    送信(?:エラー|できません|失敗)
    エラー|宛先|退信|系统退信|无法|未送达|投递|寄件
    전송 ?실패
    배달|반송
    gửi thư
    thư bị
    there was an error sending
    uncaught bounce
    mailbox (?:full|unavailable|does not)
    user (?:unknown|not)
    rejected (?:mail|message|posting)
    spam|blocked
    (?:e-?mail|your|the) (?:message|e-?mail|mail)[^:]{0,40}${anyOf`
      not (?:be )?deliver
      could not
      undeliver|returned|blocked|rejected|refused|failed|bounced
    `}
    inter ?scan
    rejet|transient|permanent
    problem deliver
    unable to deliver
    cannot deliver
    can't deliver
    sorry
    \(no subject\)
    e-?mail (?:delivery|not|error|returned|undeliver)
    notification of
    permanent|temporary
    sms delivery
    unknown (?:user|recipient|address)
    daemon
    automatic notification
    virus|postmaster|report
  `}`,
  'i',
);

/** Openings of a subject that nobody but a mail host writes. */
export const clearBounceSubject = new RegExp(
  `^${anyOf`
    undeliverable\b
    undelivered mail
    returned mail
    mail delivery fail
    mail delivery system
    delivery status notification
    failure notice
    delivery failure
    delivery notification: delivery has failed
    mail system error
    non-?delivery
    message status - undeliverable
    unzustellbar
    non remis
    onbestelbaar|niedostarcz
    não é possível entregar
    no se puede entregar
    недоставлен|配信不能|系统退信|退信
    could not send
    mail could not be delivered
    \[bounce\]
  `}`,
  'i',
);

/** Words of a notice that says that a mail failed. */
export const failureWords = new RegExp(
  anyOf`
    ${anyOf`
      could|can|was|were|is|has|have|had|be|been|did
    `} ?(?:not|n't|n’t|never)(?: be| been| yet been| yet be| able to be)?(?: [a-z]{2,14}ly)? ${anyOf`
      deliver|sent|reach|send|relayed|forward|accept
    `}
    unable to (?:be )?(?:deliver|send|relay|forward|complete|find|reach)
    (?:un|non-?)deliver(?:able|ed|y)
    deliver[a-z]{0,12} ${anyOf`
      to the following
      of (?:the|your) (?:message|mail|e-?mail)
      has failed
      failed|attempt|error|failure|problem|status|temporarily|suspended|delayed
      was unsuccessful
      notification|report
    `}
    ${anyOf`
      permanent|fatal|transient|temporary|following|delivery
    `} (?:non-)?(?:fatal )?(?:error|fail|address(?:es)? (?:had|fail))
    returned (?:to (?:the )?sender|message|mail|for the following)
    returning (?:message|mail|to sender|your)
    failed (?:recipient|permanently|to deliver|address|for the following)
    (?:user|recipient|mailbox|host|address|account|domain)(?:[^.\n]|\.(?!\s)){0,80}${anyOf`
      no longer
      not valid
      unavailable
      inactive
      unknown
      not found
      full
      does not exist
      doesn't exist
      rejected
      not listed
      over quota
      disabled
      no such
      invalid
    `}
    no such (?:user|recipient|mailbox|address)
    unknown (?:user|recipient|address|host|domain|local)
    invalid (?:recipient|address|user)
    (?:smtp|server|host|mta|remote|status)[^\n]{0,60}(?:error|said|repl|respon|code|\b[45]\d\d\b)
    (?:^|\s)[45]\d\d[ -]
    \b[45]\.\d\.\d
    rejected (?:by|your|the|for|because|as)
    message (?:was )?(?:rejected|refused|blocked|not delivered|returned|bounced|undeliver)
    (?:quota|storage) exceeded
    exceeded|bounce
    nicht zugestellt
    nicht zustellbar
    konnte nicht
    nicht ausgeliefert
    n'a pas (?:pu|été)
    non (?:remis|distribué)
    impossible de
    no (?:se )?(?:pudo|puede|ha podido|entregad)
    não (?:pôde|foi|pode)
    non (?:è stato|puo|può|recapit)
    niet (?:worden )?(?:bezorgd|afgeleverd)
    kon niet
    nie (?:mog|został)
    не (?:может|был|доставлен|удалось|существует)
    kunde inte|gick inte att|misslyckades|kan inte (?:levereras|nås)
    kunne ikke|kan ikke leveres|mislykke[ds]|mislyktes|ikke (?:leveret|levert)
    epäonnistui|ei voi(?:tu|da)? toimit|ei löy(?:dy|tyn)
    nemohl\w? být doruč|nebyl\w? doruč|nedoruč|nezdařil|selhal|zlyhal|neexistuje
    nem sikerült|kézbesíthetetlen|sikertelen|nu a (?:reușit|putut)|imposibil de livrat
    nije (?:uspjel|moguće|isporuč)|ni mogoče|nepavyko|neizdevās|ebaõnnestus
    teslim edil(?:e)?med|iletilemed|başarısız|gönderilemed|bulunamad
    απέτυχε|δεν (?:παραδόθηκε|ήταν δυνατ)|נכשלה|לא ניתן (?:למסור|למסירה)|לא נמסר|فشل|تعذر
    не вдалося|gagal|tidak dapat dikirim|không thể gửi|thất bại|ล้มเหลว|ไม่สามารถส่ง
    rifiutat|mancata consegna|non è stat[oa] consegnat|errore
    недоставл|配信|送信|送達|届け|宛先|受信|エラー|退|无法|未能|不存在|拒|실패|배달
  `,
  'im',
);

/** Display names of the robots that report failures. */
export const robotName = new RegExp(
  anyOf`
    mail(?:er)?[ -]?daemon
    mail ?delivery
    post ?master
    mail (?:system|administrator|robot|transport)
    delivery (?:sub)?system
    system administrator
    mail sub ?system
    microsoft outlook
    interscan
    mail server
    mailsystem
    internet mail (?:delivery|service)
    message(?:ing)? (?:system|server|security)
    e-?mail system
    mimesweeper
    mail router
    domino|gateway|mailmarshal|administrator|bounce
    delivery agent
    notification
    mmdf|post office
  `,
  'i',
);

/** Local parts of the robots that report failures; people of an office have some of them, too. */
export const robotAddress = new RegExp(
  `^${anyOf`
    post_?master
    sys(?:tem)?admin
    mail-?admin|mailer|mta|smtp|mail|system|administrator|undeliver|bounce|dsn|mdaemon|internet
    mmdf|error|return|gateway|notif|info-?admin|admin|root|fml|owner
  `}`,
  'i',
);

/** Words of a disposition report that refuses a mail, which a report of a mail deleted unread does not have. */
export const rejectionWords = new RegExp(
  anyOf`
    \b(?:rejected|refused|turned away)\b
    quota exceeded|mailbox (?:is )?full|over quota
    not (?:be )?(?:accepted|delivered)
    abgelehnt|abgewiesen|refusée?\b|rechazad|rejeitad|rifiutat|geweigerd|odrzucon|отклон|avvisat|afvist|拒否|拒绝|拒絕|거부
  `,
  'iu',
);
