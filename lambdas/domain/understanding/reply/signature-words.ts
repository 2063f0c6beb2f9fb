import { anyOf } from '../../mail/any-of.ts';

/** Lines that phones and mail apps add by themselves. */
export const deviceLine = new RegExp(
  String.raw`^[-–—\s*_<([]{0,40}${anyOf`
    (?:sent|get|written|typed|posted|composed)\b.{0,20}\b(?:from|via|with|using|by|on)(?=[\s:']).{1,80}
    (?:sent|get) (?:outlook|from|via|with) .{1,80}
    (?:von|aus) (?:meinem|meiner|unterwegs|mein).{1,60}(?:gesendet|gesandt|verschickt|geschrieben)
    (?:gesendet|diese nachricht wurde|unterwegs gesendet|mobil gesendet)(?=[\s:']).{0,80}
    (?:outlook|yahoo).{0,30}(?:für|pour|para|per|voor|na|for) (?:ios|android|iphone|mac|windows|apple).{0,40}
    (?:envoyé|envoye|télécharger|obtenez|provenance)(?=[\s:']).{1,80}
    (?:enviado|enviada|obtener|obter|obtenga)(?=[\s:']).{1,80}
    (?:inviato|scarica|ottieni)(?=[\s:']).{1,80}
    (?:verzonden|verstuurd|gestuurd|outlook downloaden)(?=[\s:']).{1,80}
    (?:wysłan[eoay]|wyślij|pobierz)(?=[\s:']).{1,80}
    ${anyOf`
      skickat|hämta|sendt|lähetetty|hanki|odesláno|odoslané|получ|отправлено|надіслано
      iphone'?(?:um|)dan gönderildi
      şuradan gönderildi
    `}.{0,80}
    .{0,40}(?:から送信|から送信されました|에서 보냄|에서 보냈습니다|'?dan gönderildi|'?den gönderildi)[。.]?
    (?:发自|從我的|发送自|寄件自|来自|來自).{0,40}
    (?:được gửi|gửi) từ .{0,40}
    נשלח מ.{0,40}
    (?:مرسل|أرسلت|تم الإرسال) من .{0,40}
    (?:sendt|skickat) fr[aå]n? .{0,60}
  `}[\])>*_.]*$`,
  'iu',
);

/** Devices and apps that such lines name. */
export const deviceNames = new RegExp(
  anyOf`
    iphone|ipad|ipod|android|samsung|galaxy|blackberry|huawei|xiaomi|redmi|oneplus|nokia
    windows ?phone
    \bwindows\b
    windows ?10
    windows ?mail
    mobile|mobil|handy|phone|smartphone|outlook|yahoo|gmail|protonmail
    proton mail
    tablet|device|appareil|dispositivo|telefon|handheld|t-mobile|verizon|sprint|at&t|aol|mail\.ru
    yandex|mailbox|nine|k-9|k9|thunderbird|spark|airmail|mac\b|mailspring|superhuman|hey\b|wireless
    zimbra|gmx|web\.de|携帯|手机|wireless|bell|rogers|vodafone|orange|free\b|posteo|tutanota|fairmail
    canary|spike|shortwave|front\b|em client|emclient|newton|polymail|mailbird|zoho|mymail|typeapp|aqua ?mail|fastmail
    mimestream|skiff|tuta\b|notion|verse|pixel|fairphone|motorola|moto\b|realme|oppo|vivo|honor|asus|htc|sony|xperia|lumia
    surface|laptop|desktop|macbook|imac|watch|vivaldi|betterbird|evolution|geary|kmail|claws|roundcube|rainloop|horde
    infomaniak|ionos|t-online|freenet|libero|laposte|orange|sfr|naver|daum|qq|163|foxmail|coremail|yandex|rambler|icloud
    workspace|office 365|microsoft 365|teams|mailo|disroot|ios\b|chromebook|kindle|smart ?phone|cell|celular|móvil|movil
    ordinateur|smartphone|gsm|puhelim|telefoon|telefone|telefono|cep telefonu|携帯|スマホ|手機|휴대폰|điện thoại|نوكيا|אייפון
    bluemail|edison|samsunga|телефон|мобильн|аппарат|почт
  `,
  'iu',
);

/** Words of a sentence that somebody wrote, which app lines do not have. */
export const ownSentence = new RegExp(
  anyOf`
    \?\s*$
    \b(?:is|was|were|are|can|could|will|would|should|because|when|but|your|we|they|does|did|has|have)\b
    \b(?:ist|sind|kann|können|wird|weil|aber|wir|ihr|habe|haben)\b
    \b(?:est|sont|peux|pouvez|parce|mais|nous|votre)\b
    \b(?:es|son|puede|porque|pero|está)\b
    [,;] (?:and|so|und|et|y|e) \p{L}
    \b(?:today|yesterday|tomorrow|heute|gestern|morgen|aujourd'hui|hier|demain|hoy|ayer|mañana|oggi|ieri|domani)\b
  `,
  'iu',
);

/** The excuse that people have their phone add. */
export const excuse = new RegExp(
  anyOf`
    excuse|typo|brevity|brief|autocorrect|auto-correct|mistake|thumbs|fingers|errors|spelling
    tippfehler|kürze|kurz|entschuldig|excusez|fautes|disculp|errores|scus|errori|desculp|erros|typefout|beknopt
  `,
  'iu',
);

/** Footers that lists, scanners and lawyers append; they reach to the end of the mail. */
export const footer = new RegExp(
  `^${anyOf`
    (?:this|the) ${anyOf`
      e-?mail|message|communication|transmission
      electronic mail
    `}(?: message)?(?:,| and|\(| and any| is| may| contains| transmission| including| was| has).{0,200}${anyOf`
      confidential|privileged
      intended (?:only|solely|for)
      checked (?:for|by)
      virus|proprietary|legally
    `}
    confidentiality (?:notice|note)
    (?:legal )?disclaimer\b
    notice of confidentiality
    privileged (?:and|&|\/) confidential
    the information (?:contained )?(?:in|transmitted)
    this e-?mail (?:has been|was) (?:checked|scanned)
    virus-free\.
    diese (?:e-?mail|nachricht).{0,80}(?:vertraulich|viren)
    der inhalt dieser (?:e-?mail|nachricht)
    ce (?:message|courriel|mail|courrier).{0,80}(?:confidentiel|virus)
    este (?:mensaje|correo|e-?mail|mensagem).{0,80}(?:confidencial|virus)
    (?:questo|il presente) (?:messaggio|e-?mail).{0,80}(?:riservat|virus)
    dit (?:bericht|e-?mail).{0,80}vertrouwelijk
    to unsubscribe (?:from|send|visit|go)
    you (?:received|are receiving) this (?:message|e-?mail|because)
    _{5,}\s*$
    (?:please )?consider the environment before printing
    (?:p )?(?:please )?think (?:of|about) the environment
    avast (?:logo|antivirus)
    [\w.-]{1,60} mailing list$
    mailing list\b.{0,60}(?:@|http)
    no virus found in this
    e-?mail (?:guaranteed|sent via)
    do you yahoo
  `}`,
  'iu',
);

/** Closings of a letter, in the languages of their writers. */
export const closing = new RegExp(
  String.raw`^${anyOf`
    (?:with )?(?:best|kind|warm|kindest|warmest)?\s?(?:regards|wishes)
    best
    all the best
    thanks(?: again| so much| a lot| in advance| and regards| & regards)?
    thank you(?: very much| again| in advance)?
    many thanks
    cheers
    sincerely(?: yours)?
    yours(?: truly| sincerely| faithfully)?
    respectfully|cordially|rgds|br|regards
    (?:mit )?${anyOf`
      freundlich\S{0,20}|besten|herzlich\S{0,20}|viele\S{0,20}|liebe|schöne\S{0,20}|beste
    `} (?:gr[uü](?:[sß]|ss)\S{0,20}|dank)
    mfg|lg|vg|gr[uü][sß]e|gruß|cordialement
    bien (?:à (?:vous|toi)|cordialement)
    (?:sincères |meilleures )?salutations
    amicalement|merci
    saludos(?: cordiales)?
    un saludo
    atentamente|cordialmente|gracias
    (?:cordiali|distinti) saluti
    grazie|saluti|atenciosamente|obrigad[oa]
    (?:abra[cç]o|att)s?
    met vriendelijke groet\S{0,20}
    mvg
    groet(?:en|jes)?
    (?:z )?(?:poważaniem|pozdrawiam)
    pozdrowienia
    med v[aä]nlig(?:a|e)? h[aä]lsning\S{0,20}
    (?:med )?(?:venlig|vennlig) hilsen
    mvh|hälsningar|hilsen
    ystävällisin terveisin
    terveisin
    s pozdravem
    с уважением
    всего доброго
    з повагою
    saygılarımla|best,|よろしくお願い\S{0,20}|敬具|此致|谢谢|감사합니다
    (?:en )?iyi (?:dileklerimle|çalışmalar)|teşekkürler|teşekkür ederim
    trân trọng|thân mến|thân ái|kính thư|xin cảm ơn|cảm ơn|trân trọng cảm ơn
    בברכה|בכבוד רב|תודה(?: רבה)?|כל טוב|בידידות
    (?:مع )?(?:أطيب |خالص |أصدق )?(?:التحيات|تحياتي|التحية|الشكر)|شكر[اً]{1,2}(?: جزيلا)?|وتفضلوا .{0,30}|با (?:احترام|تشکر)
    με εκτίμηση|(?:φιλικά|με φιλικούς χαιρετισμούς)|χαιρετισμούς|ευχαριστώ(?: πολύ)?
    (?:szívélyes )?üdvözlettel|tisztelettel|köszönettel|üdv
    cu (?:stimă|respect|drag|consideraţie|considerație)|mulțumesc|mulţumesc
    (?:с )?(?:уважение|поздрав\S{0,20})|благодаря|спасибо|с наилучшими пожеланиями|дякую|с приветом
    (?:srdačan|lijep|lep|srdačni|lp) ?(?:pozdrav)?|s poštovanjem|s spoštovanjem|lep pozdrav|hvala
    s úctou|s (?:přátelským )?pozdravem|s pozdravom|děkuji|ďakujem|hezký den
    parimate soovidega|lugupidamisega|tervitades|tänan|ar cieņu|paldies|pagarbiai|ačiū
    ขอแสดงความนับถือ|ขอบคุณ(?:ครับ|ค่ะ)?|드림|올림|以上|敬礼|顺祝商祺|祝好|敬祝.{0,6}|謝謝|此致敬礼
    hormat (?:kami|saya)|salam(?: hangat)?|terima kasih|dengan hormat|med vänlig hälsning|bedste hilsner|kind greetings
    (?:met )?(?:vriendelijke|hartelijke) groet\S{0,20}|hartelijk dank|dank je wel|vriendelijk dank|parhain terveisin|kiitos
    kær hilsen|venlige hilsner|beste hilsener|takk|tack|bästa hälsningar|tusen takk|kveðja|bestu kveðjur
    bien à vous|cordiales salutations|je vous remercie|merci d'avance|un cordial saludo|un abrazo|quedo atento|ciao
    um abraço|com os melhores cumprimentos|melhores cumprimentos|cumprimentos|grato|grata|cordiais saudações
    danke(?: schön| dir| ihnen)?|besten dank|vielen dank|hochachtungsvoll|gruss|bis bald|schöne grüße|herzlichst
  `}\s*[,.!–،、，。-]*$`,
  'iu',
);

/** Job titles as signatures write them. */
export const jobTitle = new RegExp(
  String.raw`\b${anyOf`
    ceo|cto|cfo|coo|cmo|cio|vp|svp|evp
    (?:vice )?president
    director|manager|engineer|developer|consultant|analyst
    head of
    chief|founder|co-?founder|partner|officer|lead|architect|specialist|coordinator|assistant
    associate|executive|representative|administrator|designer|professor|attorney|owner
    geschäftsführer(?:in)?
    leiter(?:in)?
    berater(?:in)?
    entwickler(?:in)?
    vertrieb|directeur|directrice|responsable|ingénieur
    chargée? d
    gérant|gerente|jefe|ingeniero|direttore|responsabile|diretor|coordenador|directora?
  `}\b`,
  'iu',
);

/** Legal forms of companies, and words that end the name of one. */
export const companyForm = new RegExp(
  String.raw`\b${anyOf`
    inc|llc|ltd|limited
    corp(?:oration)?
    gmbh|ag|kg|ug|s\.?a\.?s?|s\.?r\.?l|s\.?l\.?|b\.?v|n\.?v|a\/s|aps|ab|as|oy|plc|pty|co|company
    group|university|universität|institute|k\.k
    sp\. z o\.o
    s\.p\.a|e\.v
  `}\b\.?(?:[,|]|$)`,
  'iu',
);
