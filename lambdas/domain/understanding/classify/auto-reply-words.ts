import { anyOf } from '../../mail/any-of.ts';

/**
 * Subjects by which automatic replies announce themselves, in the languages of most mail clients: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Norwegian, Danish,
 * Finnish, Czech, Hungarian, Romanian, Russian, Ukrainian, Turkish, Greek, Hebrew, Arabic, Japanese, Korean,
 * Chinese, Vietnamese. Each stands at the start of the subject, perhaps behind a reply prefix.
 */
export const autoReplySubject = new RegExp(
  String.raw`^(?:(?:re|aw|sv|antw|odp|ynt|回复|答复)\s*[:：]\s*)*[[(*]{0,2}${anyOf`
    auto(?:matic(?:ally)?|mated|mat)?[ -]?(?:reply|respon[sd]e?r?|answer|generated reply)\b
    auto(?:reply|response|responder|re|matic)?\s*:
    out[ -]of[ -](?:the )?office\b
    ooo\b\s*[:\]-]
    out of town
    away from (?:my|the) (?:mail|office|desk|email)
    vacation (?:reply|message|notice|response|auto)
    on (?:vacation|holiday|leave|maternity leave|annual leave)\b
    i(?:'m| am) (?:currently )?(?:out of|away|on (?:vacation|holiday|leave))
    (?:annual|maternity|parental|sick) leave\b
    absence (?:notice|notification|message)
    automatische (?:antwort|abwesenheit|e-?mail-?antwort|r[eé]ponse|beantwoording)
    automatisch(?:es)? antwoord
    abwesenheits?
    ich bin (?:nicht im b[uü]ro|abwesend|im urlaub)
    (?:abwesend|im urlaub|nicht im b[uü]ro|au[sß]er haus|urlaub)\b
    r[eé]ponse automatique
    absen(?:t|ce) (?:du bureau|de)
    absent\b
    message d'absence
    notification d'absence
    respuesta autom[aá]tica
    fuera de (?:la )?oficina
    ausente de la oficina
    ausencia
    risposta automatica
    fuori (?:sede|ufficio)
    assenza
    resposta autom[aá]tica
    aus[eê]ncia
    fora do escrit[oó]rio
    estou ausente
    afwezig(?:heid)?
    niet aanwezig
    buiten kantoor
    odpowied[zź] automatyczna
    automatyczna odpowied[zź]
    autoodpowied[zź]
    poza biurem
    nieobecno[sś][cć]
    nie ma mnie
    w biurze nie ma
    autosvar
    automatiskt? svar
    automatiskt? meddelande
    fr[aå]nvaro(?:meddelande)?
    fra(?:v[aæ]r)
    ikke til stede
    ikke p[aå] kontoret
    automaattinen vastaus
    poissaolo|poissa
    automatick[aá] (?:odpov[eěď]+|odpove[dď])
    automatick[eéaá] odpov
    mimo kancel[aá][rř]
    automatikus (?:v[aá]lasz)
    h[aá]zon k[ií]v[uü]l
    r[aă]spuns automat
    автоматический ответ
    автоответ
    автоматична відповідь
    автовідповідь
    нет на месте
    вне офиса
    в отпуске
    я в отпуске
    отсутств
    у відпустці
    otomatik (?:yan[ıi]t|cevap)
    ofis d[ıi][sş][ıi]nda
    αυτ[οό]ματη απ[αά]ντηση
    εκτ[οό]ς γραφε[ιί]ου
    תשובה אוטומטית
    מענה אוטומטי
    מחוץ למשרד
    رد تلقائي
    الرد التلقائي
    خارج المكتب
    自動(?:返信|応答|回覆)
    不在(?:通知|のお知らせ|連絡)
    【?自動
    자동 ?(?:회신|응답|답장)
    부재 ?중
    自动(?:回复|答复)
    外出|不在办公室|休假
    trả lời tự động
    tự động trả lời
    vắng mặt
  `}`,
  'iu',
);

/** Sentences that only a machine writes about itself. */
export const machineSpeaks = new RegExp(
  anyOf`
    \b${anyOf`
      this is an? (?:auto(?:matic|mated)?(?:ally)?[ -]?(?:generated )?${anyOf`
        reply|response
        e-?mail reply
        answer
        message to let you know
        acknowledg
      `})
      ${anyOf`
        auto-?(?:matic|mated)?[ -]?(?:reply|response|responder)
        automatically generated (?:reply|response)
      `}\b
      this (?:message|e-?mail|reply) (?:is|was|has been) (?:an )?${anyOf`
        auto(?:matic|mated)?[ -]?(?:reply|response)
        automatically (?:generated|sent) in (?:reply|response)
      `}
      vacation (?:program|message)
      diese (?:nachricht|antwort|e-?mail) (?:wurde|ist|wird) (?:automatisch|eine automatische)
      dies ist eine automatische
      automatische (?:antwort|abwesenheitsnotiz)
      ceci est (?:un|une) (?:r[eé]ponse|message|e-?mail) automatique
      message automatique
      r[eé]ponse automatique
      esta es una respuesta autom[aá]tica
      respuesta autom[aá]tica
      mensaje autom[aá]tico
      (?:questo|questa) [eè] (?:un|una) (?:messaggio|risposta) automatic
      risposta automatica
      esta [eé] uma resposta autom[aá]tica
      resposta autom[aá]tica
      dit is een automatisch
      automatisch (?:antwoord|gegenereerd)
      to jest automatyczn
      detta [aä]r ett automatiskt
      dette er et automatisk
    `}
    автоматическ(?:ий ответ|ое сообщение)
    автоответчик
    自動(?:返信|応答|配信)
    自动(?:回复|答复)
    자동 ?(?:회신|응답)
  `,
  'iu',
);

/** Openings of an absence note: a person may write them too, so they count only beside another sign. */
export const absence = new RegExp(
  anyOf`
    \b${anyOf`
      i(?:'m|’m| am| will be| shall be)?(?: \w+){0,3} ${anyOf`
        out of (?:the |my )?(?:office|town|country)
        away (?:from|until|on|till)
        on (?:vacation|holidays?|annual leave|leave|maternity|parental|sabbatical|a business trip)
        not in the office
        traveling|travelling|unavailable
      `}
      (?:no longer (?:with|work|employed)|left the company|has left|is no longer)
      thank(?:s| you) for (?:your|contacting|e-?mailing|getting)[^.]{0,80}${anyOf`
        received
        out of
        away|currently
        will (?:reply|respond|get back|be)
      `}
      we (?:have|'ve) received your (?:message|e-?mail|enquiry|inquiry|request)
      your (?:message|e-?mail|request|ticket) (?:has been|was) received
      limited access to (?:e-?mail|my)
      (?:ich bin|bin ich|wir sind)[^.]{0,60}${anyOf`
        nicht im (?:b[uü]ro|haus)
        abwesend
        im urlaub
        au[sß]er haus
        nicht erreichbar
        unterwegs
        wieder (?:erreichbar|da|im b[uü]ro)
      `}
      (?:je suis|je serai|nous sommes)[^.]{0,40}${anyOf`
        absent
        en cong
        en vacances
        en d[eé]placement
        indisponible|ferm
      `}
      (?:estoy|estar[eé]|me encuentro|estamos)[^.]{0,40}(?:fuera|ausente|de vacaciones|de viaje)
      (?:sono|sar[oò])[^.]{0,40}(?:fuori|assente|in ferie|in vacanza)
      (?:estou|estarei|encontro-me)[^.]{0,40}(?:fora|ausente|de f[eé]rias|em f[eé]rias)
      (?:ik ben|ik zal)[^.]{0,40}(?:afwezig|niet aanwezig|op vakantie|met vakantie|niet op kantoor|vrij)
      (?:jestem|b[eę]d[eę]|przebywam)[^.]{0,40}(?:nieobecn|na urlopie|poza biurem)
      jag (?:[aä]r|kommer)[^.]{0,40}${anyOf`
        p[aå] semester
        inte p[aå] kontoret
        borta|tj[aä]nstledig
        f[oö]r[aä]ldraledig
      `}
      jeg er[^.]{0,40}(?:p[aå] ferie|ikke p[aå] kontoret|bortreist|ude af|v[aæ]k)
      olen[^.]{0,40}(?:lomalla|poissa|matkoilla)
    `}\b
    (?:нахожусь|буду|я)[^.]{0,30}(?:в отпуске|в командировке|вне офиса|отсутств)
    (?:у відпустці|відсутн)
    (?:休暇|不在|外出|出張)(?:中|の|して|いたし|とさせ)
    (?:휴가|부재|출장) ?중
    (?:休假|出差|外出|不在)(?:中|期间|，|,|。)
    izinde(?:yim)?
    ofis d[ıi][sş][ıi]nda
  `,
  'iu',
);
