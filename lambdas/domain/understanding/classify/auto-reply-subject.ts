import { anyOf } from '../../mail/any-of.ts';

/**
 * Subjects by which automatic replies announce themselves, in the languages of Outlook and of other mail clients.
 * Each stands at the start of the subject, perhaps behind a reply prefix.
 */
export const autoReplySubject = new RegExp(
  String.raw`^(?:(?:re|aw|sv|antw|odp|ynt|回复|答复)\s{0,3}[:：]\s{0,3}){0,6}[[(*]{0,2}${anyOf`
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
    absen(?:te?|ce) (?:du|de|jusqu)
    absent\b
    (?:en )?cong[eé]s\b
    hors du bureau
    message d[’']absence
    avis d[’']absence
    message d'absence
    notification d'absence
    respuesta autom[aá]tica
    fuera de (?:la )?oficina
    ausente d[aeo]
    no estoy en la oficina
    aviso de ausencia
    de vacaciones
    ausencia
    risposta automatica
    in ferie\b
    assente\b
    fuori (?:sede|ufficio)
    assenza
    resposta autom[aá]tica
    aus[eê]ncia
    fora do escrit[oó]rio
    estou ausente
    de f[eé]rias
    em f[eé]rias
    aviso de aus[eê]ncia
    resposta autom[aà]tica
    fora de l[’']oficina
    afwezig(?:heid)?
    niet aanwezig
    buiten kantoor
    niet op kantoor
    op vakantie
    afwezigheids(?:bericht|melding)
    odpowied[zź] automatyczna
    automatyczna odpowied[zź]
    autoodpowied[zź]
    poza biurem
    nieobecno[sś][cć]
    nie ma mnie
    w biurze nie ma
    autosvar
    automatisk svar
    semester\b\s*[:：]
    p[aå] (?:semester|ferie)
    inte p[aå] kontoret
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
    nep[rř][ií]tomnos[tť]
    na dovolen[eé]
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
    automatski odgovor
    samodejni odgovor
    odsotnost
    odsutnost
    automatinis atsakymas
    autom[aā]tisk[aā] atbilde
    prombūtn
    automaatvastus
    kontorist väljas
    автоматичен отговор
    аутоматски одговор
    автоматты жауап
    balasan otomatis
    balasan automatik
    sj[aá]lfvirkt svar
    erantzun automatikoa
    پاسخ خودکار
    स्वचालित
    (?:การ)?ตอบกลับอัตโนมัติ
    trả lời tự động
    tự động trả lời
    vắng mặt
  `}`,
  'iu',
);
