import { phrases } from '../phrases.ts';

/** A number under which a request is kept. */
export const ticketNumber = phrases`
  ticket(?:[ -]?(?:id|number|no|nr|nummer|numero|numer|reference|ref|#))?\.?(?: is| with the number|:| -)? ?(?:\[?#|n°|no\.?|nr\.?)? ?[\w-]{0,8}\d{3,}
  ticket#
  case(?: ?(?:id|number|no|reference|ref|#))\.?(?: is|:)? ?#?[\w-]{0,8}\d{3,}
  reference(?: number| no| code| id)?\.?(?: is|:| of)? ?#?[\w-]{0,8}\d{3,}
  request(?: ?(?:id|number|no|#))?\.?(?: is|:)? ?\(?#?[\w-]{0,8}\d{3,}
  incident(?: ?(?:id|number|no|#))?\.?(?: is|:)? ?#?[\w-]{0,8}\d{3,}
  inc\d{5,}
  ritm\d{5,}
  vorgangs(?:nummer|nr)
  ticket-?nummer
  bearbeitungsnummer
  aktenzeichen
  referenznummer
  unter der nummer
  numero (?:de (?:ticket|dossier|demande|reference|suivi|incidencia|caso|solicitud|seguimiento|protocolo|chamado|pedido)|di (?:ticket|riferimento|pratica|protocollo))
  sous le (?:numero|n°)
  sous la reference
  reference de votre
  con el numero
  con il numero
  sob o numero
  protocolo(?: n)?
  zaaknummer
  ticketnummer
  meldingsnummer
  kenmerk
  onder nummer
  numer (?:zgloszenia|sprawy|referencyjny|ticketu)
  nr (?:zgloszenia|sprawy)
  arendenummer
  sagsnummer
  saksnummer
  asianumero
  tikettinumero
  tukipyynnon numero
  cislo (?:pozadavku|tiketu|pripadu|poziadavky)
  pod cislem
  hivatkozasi szam
  ugyszam
  numarul (?:de inregistrare|tichetului|solicitarii)
  номер (?:обращения|заявки|запроса|тикета|звернення|заявки)
  под номером
  за номером
  присвоен (?:номер|№)
  talep (?:numara|no)
  takip numara
  αριθμο[ςσ]? (?:αιτηματος|εισιτηριου|αναφορας)
  מספר (?:פנייה|הפנייה|פנייתך)
  رقم (?:الطلب|التذكرة|المرجع|طلبك)
  受付番号
  問い合わせ番号
  工单(?:号|编号)
  案件(?:編號|编号|号)
  受理编号
  접수 ?번호
  문의 ?번호
  티켓 ?번호
  หมายเลข
  nomor tiket
`;

/** Thanks for a mail, at the beginning of a note that says nothing of what the mail was about. */
export const thanksForMail = phrases`
  thank(?:s| you)(?: very much)? for (?:your (?:\w+ )?(?:e-?mail|mail|message|note|inquiry|enquiry|request|interest|submission|query)|contacting|writing|getting in touch|reaching out|e-?mailing)
  vielen dank fur (?:ihre|deine|eure|die) (?:e-?mail|mail|nachricht|anfrage|kontaktaufnahme|mitteilung)
  danke fur (?:ihre|deine|eure|die) (?:e-?mail|mail|nachricht|anfrage)
  merci (?:de|pour) votre (?:e-?mail|mail|message|courriel|demande)
  merci de nous avoir
  je vous remercie de votre (?:e-?mail|mail|message|courriel)
  nous vous remercions (?:de|pour) votre
  gracias por (?:su|tu) (?:mensaje|correo|e-?mail|consulta)
  gracias por (?:contactar|escribir|ponerse)
  grazie per (?:il suo|la sua|il tuo|la tua|averci|averla|aver) 
  obrigad[oa] (?:por|pelo|pela) ?(?:seu|sua|entrar|teu|contat?c?to|mensagem|e-?mail)
  bedankt voor (?:uw|je|jouw) (?:e-?mail|mail|bericht|vraag)
  dank (?:u )?voor (?:uw|je) (?:e-?mail|mail|bericht)
  hartelijk dank voor
  dziekuje(?:my)? za (?:wiadomosc|e-?mail|maila|kontakt|zgloszenie)
  tack for (?:ditt|din) (?:mejl|mail|meddelande|e-?post)
  tak for (?:din|jeres|deres) (?:mail|besked|henvendelse|e-?mail)
  takk for (?:din |e-?posten|henvendelsen|meldingen|mailen)
  kiitos (?:viestistasi|viestistanne|yhteydenotosta|sahkopostistasi)
  dekuj(?:i|eme) za (?:vas|zpravu|e-?mail)
  dakuj(?:em|eme) za (?:vas|spravu|e-?mail)
  koszonjuk (?:a )?(?:levelet|megkereseset|uzenetet|e-?mail)
  koszonom (?:a )?(?:levelet|megkereseset|uzenetet|e-?mail)
  va multum(?:im|esc) (?:ca|pentru)
  спасибо за (?:ваше|ваш|письмо|обращение|сообщение)
  благодарим (?:вас )?за (?:ваше|ваш|обращение|письмо)
  дякуємо за (?:ваше|ваш|звернення|лист)
  дякую за (?:ваш|лист)
  e-?postaniz icin tesekkur
  mesajiniz icin tesekkur
  ευχαριστ(?:ω|ουμε) για το (?:μηνυμα|e-?mail)
  תודה (?:על פנייתך|על הודעתך|שפנית|על המייל)
  شكرا (?:لتواصلك|لتواصلكم|على رسالتك|لرسالتك|لك على)
  お問い?合わ?せ(?:いただき|頂き|ありがとう|くださり)
  ご連絡(?:いただき|ありがとう|を頂き|をいただき)
  メール(?:いただき|ありがとう|を頂き|をいただき)
  感谢(?:您|你)的(?:来信|邮件|来函|咨询|联系)
  感謝(?:您|你)的(?:來信|郵件|來函)
  문의해? ?주셔서
  메일(?:을)? 보내 ?주셔서
  연락 ?주셔서
`;
