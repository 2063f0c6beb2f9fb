import { phrases } from '../phrases.ts';

/** Sentences in which a responder says that it answers by itself. */
export const automaticReply = phrases`
  this is an? (?:auto(?:matic|mated|matically|-)? ?(?:generated )?)(?:e-?mail )?(?:reply|response|answer|responder|acknowledge?ment)
  this (?:e-?mail|message|reply|response) (?:is|was|has been) (?:an )?auto(?:matic|mated)?[ -]?(?:reply|response)
  this (?:e-?mail|message|reply|response) (?:is|was|has been) (?:sent |generated )?automatically (?:generated |sent )?(?:in reply|in response|to confirm)
  auto(?:matic|mated)?[ -](?:reply|response|responder)
  automatically generated (?:reply|response)
  autoreply
  autoresponder
  vacation (?:program|message|responder)
  out of office (?:auto)?[ -]?reply
  dies ist eine automatisch (?:generierte |erstellte |erzeugte |versandte )?(?:antwort|empfangsbestatigung|eingangsbestatigung)
  dies ist eine automatische (?:antwort|abwesenheits|empfangsbestat|eingangsbestat|ruckmeldung|bestatigung)
  diese (?:antwort|abwesenheits\w+|bestatigung) (?:wurde|ist|wird) ~automatisch
  automatische (?:antwort|abwesenheits|e-?mail-?antwort|empfangsbestat|eingangsbestat)
  automatisch (?:erstellte|generierte|erzeugte) (?:antwort|eingangsbest|empfangsbest)
  reponse automatique
  ceci est une reponse (?:automatique|generee)
  cette reponse (?:est|a ete) ~automatique
  accuse de reception automatique
  respuesta automatica
  esta es una respuesta (?:automatica|generada)
  acuse de recibo automatico
  risposta automatica
  questa e una risposta (?:automatica|generata)
  resposta automatica
  esta e uma resposta automatica
  automatisch antwoord
  dit is een automati(?:sch|sche) (?:antwoord|ontvangstbevestiging|bevestiging|afwezigheid)
  automatische ontvangstbevestiging
  automatyczna odpowiedz
  odpowiedz automatyczna
  to jest automatyczna odpowiedz
  autosvar
  automatiskt? svar
  dette er et (?:autosvar|automatisk (?:generert |genereret )?svar)
  detta ar ett (?:autosvar|automatiskt (?:genererat )?svar)
  automaattinen vastaus
  tama on automaattinen (?:vastaus|poissaolo|kuittaus)
  automaattivastaus
  automaticka odpoved
  toto je automaticka odpoved
  automatikus valasz
  ez egy automatikus (?:valasz|visszaigazol)
  raspuns automat
  acesta este un raspuns (?:automat|generat)
  автоматический ответ
  автоответ
  автоматична відповідь
  автовідповід
  автоматичен отговор
  otomatik (?:yanit|cevap)
  αυτοματη απαντηση
  תשובה אוטומטית
  מענה אוטומטי
  رد تلقائي
  الرد التلقائي
  هذا رد آلي
  automatski odgovor
  samodejni odgovor
  automatinis atsakymas
  automatiska atbilde
  automaatvastus
  balasan otomatis
  tra loi tu dong
  thu tra loi tu dong
  自動返信
  自動応答
  自動回覆
  自动回复
  自动答复
  自动应答
  자동 ?(?:회신|응답|답장|답변)
  ตอบกลับอัตโนมัติ
  การตอบกลับอัตโนมัติ
`;

/** Sentences in which a mail says that a machine wrote it, be it an answer or a notice. */
export const automaticMessage = phrases`
  this is an? (?:auto(?:matic|mated|-)?|system|computer|machine)(?:ally)?[ -]?(?:generated )?(?:e-?mail|message|notification|notice|mail|alert|reminder|confirmation|service)
  this (?:e-?mail|message|mail|notice|notification|report|reminder|invoice) (?:is|was|has been) (?:an )?(?:auto|system|computer|machine)(?:matically|mated|matic)?[ -]?(?:generated|sent|created|e-?mail|message|notification)
  this (?:e-?mail|message|mail|notice|notification|report) (?:is|was|has been) (?:generated|sent|created|produced) (?:by (?:a|an|the|our) (?:auto|system|computer|machine|robot|monitoring)|automatically)
  sent automatically
  generated automatically
  automatisch (?:erstellt|generiert|erzeugt|versandt|versendet|verzonden|verstuurd|gegenereerd|aangemaakt)
  envoye automatiquement
  genere automatiquement
  enviado automaticamente
  generado automaticamente
  gerad[oa] automaticamente
  inviat[oa] automaticamente
  generat[oa] automaticamente
  wygenerowan\S* automatycznie
  wyslan\S* automatycznie
  skickats automatiskt
  skickas automatiskt
  sendt automatisk
  sendes automatisk
  automaticky (?:generovan|odeslan|odosielan|vygenerovan|vytvoren)
  otomatik olarak (?:gonder|olustur|uret)
  automatically (?:generated|sent|created) (?:e-?mail|message|notification|mail|notice|by)
  auto-?generated (?:e-?mail|message|notification|mail|by)
  automated (?:e-?mail|message|notification|notice|alert)
  you (?:are receiving|received|have received|are getting|got) this (?:e-?mail|message|notification|alert|notice|mail) because
  you're receiving this (?:e-?mail|message|notification|alert|notice) because
  diese (?:e-?mail|mail|nachricht|mitteilung|benachrichtigung) (?:wurde|ist|wird) (?:vom system |von unserem system |maschinell |systemseitig )?~(?:automatisch|maschinell)
  dies ist eine (?:automatisch|automatische|automatisierte|systemgenerierte|maschinell)(?: generierte| erstellte| erzeugte| versandte| versendete| verschickte)?[ -]?(?:e-?mail|mail|nachricht|mitteilung|benachrichtigung|info)
  automatisch (?:generierte|erstellte|erzeugte|versandte|versendete|verschickte) (?:e-?mail|mail|nachricht|mitteilung)
  automatische (?:nachricht|benachrichtigung|mitteilung|e-?mail|mail)
  ceci est un (?:message|e-?mail|courriel|mail|avis) (?:automatique|genere automatiquement|envoye automatiquement)
  cet? (?:e-?mail|courriel|mail|message) (?:est|a ete|vous est|vous a ete) ~automatique
  ce (?:message|courriel|mail) (?:est|a ete|vous est|vous a ete) ~automatique
  message (?:automatique|genere automatiquement|envoye automatiquement)
  e-?mail (?:automatique|envoye automatiquement)
  courriel (?:automatique|envoye automatiquement)
  este es un (?:mensaje|correo|e-?mail|aviso) (?:automatico|generado|enviado)
  este (?:mensaje|correo|e-?mail) (?:es automatico|ha sido (?:generado|enviado)|se ha (?:generado|enviado)|fue (?:generado|enviado)|se genero|se envio|se envia) ?(?:de forma |de manera |por (?:un|nuestro) sistema )?automatic
  mensaje automatico
  mensaje generado automaticamente
  correo (?:automatico|generado automaticamente|electronico automatico)
  questo e un (?:messaggio|e-?mail|avviso) (?:automatico|generato|inviato)
  questa e un'?(?: ?e-?mail| ?mail| notifica) (?:automatica|generata|inviata)
  questo (?:messaggio|avviso) (?:e|e stato|viene) (?:automatico|generato|inviato|stato generato) ?automatic
  messaggio (?:automatico|generato automaticamente|inviato automaticamente)
  questa (?:e-?mail|mail|comunicazione) (?:e|e stata|viene) ~automaticamente
  esta e uma (?:mensagem|notificacao) (?:automatica|gerada|enviada)
  este e um (?:e-?mail|aviso|mensagem) (?:automatico|gerado|enviado)
  esta mensagem (?:e|foi) (?:automatica|gerada|enviada)
  este e-?mail (?:e|foi) (?:automatico|gerado|enviado) ?(?:automaticamente|de forma|por um|pelo)
  mensagem (?:automatica|gerada automaticamente|enviada automaticamente)
  dit is een automati(?:sch|sche) (?:gegenereerd(?:e)? |verzonden |aangemaakt(?:e)? )?(?:bericht|e-?mail|mail|melding|notificatie)
  dit is een automatisch
  deze (?:e-?mail|mail|melding) (?:is|wordt|werd) (?:automatisch|gegenereerd)
  dit (?:bericht|mailtje) (?:is|wordt|werd) (?:automatisch|gegenereerd)
  automatisch (?:gegenereerd|verzonden|verstuurd)(?:e)? (?:bericht|e-?mail|mail)
  to jest (?:automatyczna|automatycznie|wiadomosc (?:automatyczna|wygenerowana automatycznie|generowana automatycznie|wyslana automatycznie))
  wiadomosc (?:zostala )?(?:wygenerowana|wyslana|generowana)? ?automatyczn
  ta wiadomosc (?:zostala|jest) ~automatyczn
  ten e-?mail zostal ~automatyczn
  detta (?:ar ett automatiskt|meddelande (?:har |ar )?~automatiskt)
  det har (?:ar ett automatiskt|meddelandet ~automatiskt|mejlet ~automatiskt)
  automatiskt (?:meddelande|genererat|utskick|mejl)
  dette er en automatisk (?:generert |genereret )?(?:e-?post|e-?mail|mail|besked|melding|meddelelse)
  denne (?:e-?post|e-?mail|mail|besked|melding|meddelelse)(?:en)? (?:er|ble|blev|har) ~automatisk
  tama on automaattinen (?:viesti|ilmoitus|sahkoposti)
  tama (?:viesti|sahkoposti|ilmoitus) on (?:lahetetty |luotu )?automaattis
  viesti on (?:lahetetty |luotu )?automaattisesti
  tato? (?:zprava|sprava) (?:byla|bola|je) ~automaticky
  tento e-?mail (?:byl|bol|je) ~automaticky
  toto je automatick[aey] (?:generovan[aey] )?(?:zprava|sprava|e-?mail)
  ez egy automatikus(?:an)? (?:uzenet|ertesites|level|generalt|kuldott)
  ezt az (?:uzenetet|e-?mailt|levelet) ~automatikus
  acest (?:mesaj|e-?mail) (?:este|a fost) ~automat
  acesta este un (?:mesaj|e-?mail) (?:automat|generat)
  это (?:автоматическ|письмо (?:сформировано|отправлено|создано|сгенерировано) автоматически|сообщение (?:сформировано|отправлено|создано|сгенерировано) автоматически)
  автоматическое (?:сообщение|уведомление|письмо)
  данное (?:письмо|сообщение) ~автоматическ
  сообщение (?:отправлено|сформировано|создано|сгенерировано) автоматически
  письмо (?:отправлено|сформировано|создано|сгенерировано) автоматически
  це автоматичн
  цей лист (?:сформовано|надіслано|створено) автоматично
  це повідомлення (?:сформовано|надіслано|створено) автоматично
  това е автоматично
  bu (?:bir )?otomatik
  bu (?:e-?posta|mesaj|ileti|bildirim) ~otomatik
  αυτο ειναι (?:ενα )?αυτοματο
  το μηνυμα αυτο ~αυτοματα
  αυτοματοποιημενο μηνυμα
  αυτοματο μηνυμα
  זוהי הודעה אוטומטית
  זו הודעה אוטומטית
  הודעה אוטומטית
  הודעה זו נשלחה (?:באופן אוטומטי|אוטומטית)
  هذه رسالة (?:تلقائية|آلية)
  تم إرسال هذه الرسالة (?:تلقائيا|آليا|بشكل تلقائي)
  رسالة (?:تلقائية|آلية)
  ovo je automatsk
  to je samodejno
  ini adalah (?:pesan|e-?mail) otomatis
  e-?mail ini (?:dikirim|dibuat|dihasilkan) (?:secara )?otomatis
  day la (?:thu|e-?mail|tin nhan) (?:duoc gui )?tu dong
  aquest es un missatge automatic
  自動(?:配信|送信|通知|生成)
  システムより自動
  自动(?:发送|发出|生成|产生|通知)
  系统(?:自动|邮件)
  系統(?:自動|郵件)
  自動(?:發送|寄出|產生)
  자동(?:으로)? ?(?:발송|생성|전송|발신)
  시스템에서 자동
  발신 ?전용
  อีเมลนี้(?:เป็น|ถูกส่ง)~อัตโนมัติ
  ข้อความอัตโนมัติ
`;

/** Sentences that ask for no answer, because nobody reads the mailbox. */
export const noReply = phrases`
  please do not (?:reply|respond|answer)
  please don't (?:reply|respond)
  do not (?:reply|respond) (?:directly )?to this
  don't reply to this
  replies to this (?:e-?mail|message|address|mailbox) (?:are not|will not|cannot|won't|aren't)
  this (?:mailbox|e-?mail address|address|inbox) (?:is not|is un|isn't|cannot|does not)(?: ?attended| ?monitored| accept| receive| read| be)
  unmonitored (?:mailbox|e-?mail|address|inbox)
  send-only
  outgoing-only
  bitte (?:antworten sie nicht|nicht (?:auf diese|antworten)|beantworten sie diese (?:e-?mail|mail|nachricht) nicht)
  antworten auf diese (?:e-?mail|mail|nachricht) (?:werden nicht|konnen nicht)
  merci de ne pas (?:y )?repondre
  ne (?:repondez|pas repondre|repondez pas)
  veuillez ne pas (?:y )?repondre
  nous vous (?:remercions|prions) de ne pas (?:y )?repondre
  por favor,? no (?:responda|conteste|respondas|contestes)
  no (?:responda|conteste|respondas|contestes|responder) (?:a |directamente )?(?:a )?este
  rogamos no (?:responda|conteste)
  si prega di non rispondere
  non rispondere a quest
  la preghiamo di non rispondere
  vi preghiamo di non rispondere
  por favor,? nao respond
  favor nao responder
  nao responda (?:a )?est
  gelieve niet (?:te )?(?:antwoorden|te reageren|te beantwoorden|op dit)
  niet (?:op deze e-?mail|op dit bericht) (?:te )?(?:antwoorden|reageren)
  u kunt niet (?:op deze|op dit) ~(?:antwoorden|reageren)
  antwoorden op deze (?:e-?mail|mail)
  prosimy (?:o nieodpowiadanie|na nia nie odpowiadac|nie odpowiadac)
  prosze (?:na nia |na niego )?nie odpowiadac
  nie odpowiadaj
  gar inte att svara
  kan ikke besvares
  svara inte pa
  vanligen svara inte
  ikke svar pa
  svar ikke pa
  du kan ikke (?:svare|besvare)
  venligst ikke (?:svar|besvar)
  vennligst ikke (?:svar|besvar)
  ala vastaa
  alkaa vastatko
  tahan viestiin ei (?:voi|tule) vastata
  prosim(?:e)?,? neodpovid
  neodpovidejte
  neodpovedajte
  kerjuk,? ne valaszol
  kerjuk,? (?:erre )?~ne valaszoljon
  va rugam (?:sa )?nu raspund
  nu raspundeti la
  пожалуйста,? не отвечайте
  не отвечайте на
  просим не отвечать
  отвечать на (?:него|это|данное) не нужно
  будь ласка,? не відповідайте
  не відповідайте на
  моля,? не отговаряйте
  lutfen (?:bu )?~(?:yanitlamayin|cevaplamayin|yanit vermeyin|cevap vermeyin)
  παρακαλουμε (?:μην|να μην) απαντ
  μην απαντησετε
  נא לא להשיב
  אין להשיב
  נא לא להגיב
  يرجى عدم الرد
  الرجاء عدم الرد
  لا ترد على
  molimo ne odgovarajte
  prosimo,? ne odgovarjajte
  jangan (?:membalas|balas)
  mohon (?:tidak|jangan) membalas
  vui long khong (?:tra loi|phan hoi)
  返信しないで
  返信(?:は|いただいて)?(?:ご遠慮|お控え|できません|いただけません|されましても|いただきましても)
  送信専用
  配信専用
  请勿(?:直接)?(?:回复|答复)
  請勿(?:直接)?(?:回覆|回復|回信)
  回复(?:此|本)邮件
  회신하지 ?(?:마|말)
  회신(?:이|은) ?(?:불가|되지)
  답장하지 ?(?:마|말)
  กรุณาอย่าตอบกลับ
  โปรดอย่าตอบกลับ
`;
