import { anyOf } from '../../mail/any-of.ts';

/** "wrote", as mail clients say it above a quote. */
export const wroteVerb = new RegExp(
  `${anyOf`
    \bwrote\b|\bwrites\b|\bsaid\b|\bwrote:?|\bgeschrieben\b|\bgeskryf\b|\bje napisao\b|\bje napisala\b|je napisal|написа\b|pisao je
    rakstīja|skrev følgende|va escriure|idatzi du|escribiu|ने लिखा|نوشت|đã viết|ysgrifennodd|scríobh
    a écrit
    ecrit\b|\bschrieb|\bschreef|\bgeschreven
    \bheeft .{0,60}geschreven
    escribi[oó]
    ha scritto
    scrive\b|\bscrisse|escreveu|\bpisze|napisał|\bskrev\b|kirjoitti|napsala?\b|napísal|написал|пишет
    писал|написав|пише|yazdı|έγραψε|\bírta\b
    a scris\b
    viết|写道|寫道|写到|さんは書きました|書きました|のメール|wrote\b|작성|님이|כתב|كتب|napisao|skrifaði|rašė|kirjutas|menulis
    เขียน
    ha escrit
  `}`,
  'iu',
);

/** The beginning of a quote header, which shows the first line of a wrapped one. */
export const headerOpening = new RegExp(
  String.raw`^(?:-{2,}\s*)?${anyOf`
    on|le|am|em|el
    il(?: giorno)?
    op
    w dniu
    dnia|den|på|dne|dňa|pe|la|în|στις|в|во|у|пн|вт|ср|чт|пт|сб|вс|нд|vào|pada|at|in|quoting|mon|tue
    wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|pon|wt|śr|czw|pt|sob|ndz|ma|ti|ke|to|pe|la|su|po
    út|st|čt|pá|so|ne|בתאריך|ב-|في|בְּ|\d{1,4}[-./年]
    \d{1,2}\.? \p{L}
    \d{1,2} [\p{L}.]+ \d{4}
    在|於|于
  `}(?=[\s,.:\d(년年،、‎‏-]|$)`,
  'iu',
);

/** "wrote" shortly before the colon that ends a quote header. */
export const wroteAtEnd = new RegExp(
  `${anyOf`
    wrote|writes|said|schrieb
    a écrit
    escribi[oó]
    ha scritto
    escreveu|schreef|pisze|napisał|skrev|kirjoitti|napsal|написал|пишет|пише|yazdı|写道|寫道
  `}[^.!?]{0,40}[:：]$`,
  'iu',
);

/** Openings of a quote header that names its author without a verb behind the name. */
export const quotingWords = new RegExp(
  `^${anyOf`
    quoting
    zitat von
    citeren
    citando
    mensaje citado por
    en réponse à
    in article
    <?[^\s<>][^\s<>@]*@[^\s<>]+>?\s*:
  `}`,
  'iu',
);

/** Openings that say as much without an address. */
export const quotingOpening = new RegExp(
  `^${anyOf`
    quoth
    thus spake
    quoting
    zitat von
    zitiere
    citeren
    citando(?: a)?
    en réponse à
    begin quote from
  `} .{2,150}[:：]$`,
  'iu',
);

const dashes = '[-‐‑‒–—_=*~\\s>]';

const originalWords = anyOf`
  original message
  original e-?mail
  original appointment
  originalnachricht
  original-?nachricht
  ursprüngliche (?:nachricht|mail|e-mail)
  urspruengliche nachricht
  message (?:d['’ ]?origine|original|initial)
  courriel original
  (?:mail|e-?mail|courrier|correo) (?:original|originale|d['’]origine|originale?)
  mensaje original
  messaggio originale
  mensagem original
  oorspronkelijk bericht
  origineel bericht
  (?:wiadomość oryginalna|oryginalna wiadomość|wiadomość pierwotna)
  ursprungligt meddelande
  originalmeddelande
  ursprungligt mail
  opprinnelig melding
  original melding
  oprindelig (?:meddelelse|besked|mail)
  alkuperäinen viesti
  původní (?:zpráva|e-mail)
  pôvodná správa
  исходное сообщение
  первоначальное сообщение
  оригинальное сообщение
  исходное письмо
  оригінальне повідомлення
  orijinal (?:ileti|mesaj|mail)
  özgün ileti
  eredeti üzenet
  mesaj original
  原始邮件|原始郵件|原邮件|元のメッセージ|元のメール
  원본 메시지
  원본 메일
  הודעה מקורית
  الرسالة الأصلية
  thư gốc
  reply (?:message|separator)
  antwort-nachricht
`;

const forwardWords = anyOf`
  forwarded (?:message|mail|e-?mail|by [^-]{1,120})
  weitergeleitete (?:nachricht|e-?mail)
  (?:message|courriel) (?:transféré|transmis|transferé|forwardé)
  mensaje reenviado
  messaggio inoltrato
  mensagem (?:encaminhada|reencaminhada)
  doorgestuurd bericht
  doorgezonden bericht
  (?:wiadomość przekazana|przekazana wiadomość|treść przekazanej wiadomości)
  vidarebefordrat (?:meddelande|mail)
  videresendt (?:melding|meddelelse|besked|e-post)
  (?:välitetty|edelleen lähetetty|edelleenlähetetty) viesti
  (?:přeposlaná|předaná) zpráva
  preposlaná správa
  пересылаемое (?:сообщение|письмо)
  пересланное (?:сообщение|письмо)
  переслане повідомлення
  перенаправлен\S+ (?:сообщение|письмо)
  (?:iletilen|yönlendirilen|iletilmiş) (?:ileti|mesaj|e-posta)
  továbbított (?:üzenet|levél)
  mesaj redirecționat
  转发(?:的)?邮件
  轉寄(?:的)?郵件
  转发邮件信息|轉寄的訊息
  転送(?:された)?メッセージ
  転送メール
  전달된 (?:메시지|메일)
  הודעה שהועברה
  רسالة
  (?:الرسالة|رسالة) (?:المعاد توجيهها|المُعاد توجيهها|محولة|معاد توجيهها)
  thư được chuyển tiếp
  ursprünglich weitergeleitet
`;

/** "-----Original Message-----", in the languages of mail clients. */
export const originalMarker = new RegExp(`^${dashes}{2,}${originalWords}(?:[:：])?${dashes}*$`, 'iu');

/** "-----Forwarded message-----", in the languages of mail clients. */
export const forwardMarker = new RegExp(`^${dashes}{2,}${forwardWords}[:：]?${dashes}*$`, 'iu');

/** Apple Mail's line, which has no dashes. */
export const appleForward = new RegExp(
  String.raw`^${anyOf`
    begin forwarded message
    start van doorgestuurd bericht
    begin doorgestuurd bericht
    anfang der weitergeleiteten (?:nachricht|e-?mail)
    début du (?:message|courriel) (?:transféré|réexpédié)
    inicio del mensaje reenviado
    inizio messaggio inoltrato
    início da mensagem (?:encaminhada|reencaminhada)
    początek przekazywanej wiadomości
    vidarebefordrat brev
    videresendt melding
    start på videresendt (?:besked|melding)
    välitetty viesti alkaa
    začátek přeposílané zprávy
    начало переадресованного сообщения
    початок листа, що пересилається
    iletilmiş iletinin başlangıcı
    以下は転送メッセージ|以下是转发的邮件|开始转发的邮件
    전달된 메시지 시작
    הודעה שהועברה
    بدء الرسالة المعاد توجيهها
  `}\s*[:：]?$`,
  'iu',
);

/** The line that help desks put above their mail, and at which they cut answers. */
export const replyAbove = new RegExp(
  anyOf`
    ^[-#*=_~>\s]{0,12}(?:please )?${anyOf`
      (?:type|write|enter|add|put)? ?(?:your )?(?:reply|response|answer|comments?)
      reply|respond|write
    `}\b.{0,20} above (?:this|the) line
    ^[-#*=_~>\s]{0,12}(?:bitte )?.{0,30}(?:oberhalb|über) dieser (?:zeile|linie)
    ^[-#*=_~>\s]{0,12}.{0,40}au-dessus de cette ligne
    ^[-#*=_~>\s]{0,12}.{0,40}(?:encima|arriba) de esta línea
  `,
  'iu',
);
