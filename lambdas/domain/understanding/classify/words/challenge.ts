import { phrases } from '../phrases.ts';

/** Statements that a mail waits, because its sender is unknown. */
export const held = phrases`
  your (?:e-?mail|message|mail)(?: \S+){0,6} (?:is being held|is held|is on hold|has been (?:held|quarantined|wait-?listed|placed|put|stopped|intercepted|blocked|paused)|was (?:held|quarantined|intercepted|placed|stopped|wait-?listed)|is (?:waiting|wait-?listed|pending|currently|in quarantine|awaiting|blocked|in a)|has not (?:yet )?been (?:delivered|received)|will (?:not |only )?be (?:delivered|released|let through|forwarded|held|deleted)|requires (?:verification|confirmation|authentication)|needs to be (?:verified|confirmed|authenticated)|has not reached|will not reach|could not be delivered until|is let through|be let through)
  the (?:e-?mail|message|mail) you (?:sent|just sent|have sent)(?: \S+){0,6} (?:requires|has not|is being|is waiting|will (?:not )?be)
  has not (?:yet )?been delivered
  before (?:your|this|it|the) ?(?:message|e-?mail|mail)? (?:can|will|is|may) (?:be )?(?:delivered|released|read|reach|forwarded)
  to (?:have|get|release|deliver|allow) (?:your|this) (?:message|e-?mail|mail)
  so (?:that )?i can (?:receive|get|read|see) your (?:e-?mails?|messages?|mails?)(?! address)
  so your (?:e-?mails?|messages?|mails?) (?:will|can|may) (?:be (?:delivered|let through)|reach|arrive|get through)
  so that (?:your|this|it)(?: \S+){0,4} (?:delivered|let through|reaches|released|arrive)
  until (?:you|your) (?:confirm|verify|reply|prove|authenticate|complete|respond|address)
  ihre (?:e-?mail|nachricht|mail)(?: \S+){0,6} (?:zuruckgehalten|noch nicht zugestellt|wartet|in quarantane|blockiert|festgehalten|in der warteschlange|angehalten|zwischengespeichert)
  deine (?:e-?mail|nachricht|mail)(?: \S+){0,6} (?:zuruckgehalten|noch nicht zugestellt|wartet|in quarantane|blockiert|angehalten)
  damit (?:ihre|deine|die|diese)(?: \S+){0,4} (?:zugestellt|ausgeliefert|durchgelassen|ankommt)
  damit ich (?:ihre|deine) (?:e-?mails?|nachrichten?|mails?) (?:empfangen|erhalten|lesen|bekommen)
  bevor (?:ihre|deine|die) (?:e-?mail|nachricht|mail) 
  um (?:ihre|deine) (?:e-?mail|nachricht|mail)(?: \S+){0,3} zuzustellen
  votre (?:e-?mail|message|mail|courriel)(?: \S+){0,6} (?:en attente|mis en|retenu|bloque|n'a pas encore ete|en quarantaine|n'a pas ete|sera (?:delivre|remis|transmis|distribue|livre)|stoppe|n'est pas encore)
  pour que (?:votre|ce|celui-ci)(?: \S+){0,4} (?:delivre|remis|transmis|distribue|achemine|parvienne|livre)
  afin que (?:votre|ce|celui-ci)(?: \S+){0,4} (?:delivre|remis|transmis|distribue|achemine|parvienne|livre)
  pour que je (?:puisse )?(?:recev(?:oir|e)|recoive|lire|lise) (?:vos|votre|tes|ton) (?:e-?mails?|messages?|mails?|courriels?)
  pour (?:delivrer|liberer|debloquer|faire parvenir) votre
  su (?:mensaje|correo|e-?mail)(?: \S+){0,6} (?:retenido|en espera|en cuarentena|pendiente|bloqueado|no ha sido entregado|aun no|todavia no)
  tu (?:mensaje|correo|e-?mail)(?: \S+){0,6} (?:retenido|en espera|en cuarentena|pendiente|bloqueado|aun no|todavia no)
  para que (?:su|tu|el|este) (?:mensaje|correo|e-?mail) 
  para que (?:yo )?pueda (?:recibir|leer) (?:sus?|tus?) (?:mensajes?|correos?|e-?mails?)
  para que eu possa (?:receber|ler) (?:seus?|suas?) (?:mensage(?:m|ns)|e-?mails?)
  affinche (?:io )?possa (?:ricevere|leggere) (?:i|le|il|la) 
  il (?:suo|tuo|vostro) (?:messaggio|e-?mail)(?: \S+){0,6} (?:trattenut|in attesa|in quarantena|bloccat|non e (?:ancora )?stat)
  la (?:sua|tua|vostra) (?:e-?mail|mail)(?: \S+){0,6} (?:trattenut|in attesa|in quarantena|bloccat|non e (?:ancora )?stat)
  affinche (?:il|la) (?:suo|tuo|sua|tua|vostr[oa]) 
  perche (?:il|la) (?:suo|tuo|sua|tua|vostr[oa]) (?:messaggio|e-?mail|mail) ~consegna
  sua mensagem(?: \S+){0,6} (?:retida|em espera|em quarentena|pendente|bloqueada|nao foi (?:ainda )?entregue|ainda nao|aguardando)
  seu e-?mail(?: \S+){0,6} (?:retido|em espera|em quarentena|pendente|bloqueado|nao foi (?:ainda )?entregue|ainda nao|aguardando)
  para que (?:a sua|o seu|sua|seu) (?:mensagem|e-?mail) 
  uw (?:e-?mail|bericht|mail)(?: \S+){0,6} (?:vastgehouden|in (?:de )?wacht|in quarantaine|tegengehouden|nog niet|wacht)
  je (?:e-?mail|bericht|mail)(?: \S+){0,6} (?:vastgehouden|in quarantaine|tegengehouden|nog niet|wacht)
  zodat ik (?:uw|je) (?:e-?mails?|berichten|bericht|mails?) (?:kan )?(?:ontvang|lees|lezen)
  voordat (?:uw|je|dit) (?:e-?mail|bericht|mail) 
  twoja (?:wiadomosc|poczta)(?: \S+){0,6} (?:wstrzyman|oczekuje|zatrzyman|w kwarantannie|nie zostala)
  panstwa (?:wiadomosc|poczta)(?: \S+){0,6} (?:wstrzyman|oczekuje|zatrzyman|w kwarantannie|nie zostala)
  aby (?:twoja|panstwa|ta|dostarczyc) 
  ditt (?:meddelande|mejl|mail|e-?post\S*)(?: \S+){0,6} (?:vantar|har stoppats|halls kvar|har inte levererats|i karantan)
  din (?:besked|mail|e-?mail|melding|e-?post\S*|meddelelse)(?: \S+){0,6} (?:venter|tilbageholdt|holdt tilbake|er ikke (?:blevet )?lever|karantaene|holdes)
  viestisi(?: \S+){0,4} (?:odottaa|pysaytetty|karanteenissa|ei ole viela)
  vas[ea]? (?:zprava|e-?mail|sprava)(?: \S+){0,6} (?:pozdrzen|zadrzan|ceka|caka|v karantene|nebyl|nebola)
  az on (?:uzenete|levele)(?: \S+){0,5} (?:varakozik|visszatart|karanten)
  mesajul dumneavoastra(?: \S+){0,5} (?:asteptare|retinut|carantina|nu a fost)
  ваше (?:письмо|сообщение)(?: \S+){0,6} (?:задержано|ожидает|в карантине|не (?:было )?доставлено|будет доставлено|приостановлен)
  ваш лист(?: \S+){0,6} (?:затримано|очікує|в карантині|не (?:було )?доставлено|буде доставлено)
  чтобы (?:ваше|письмо|оно|сообщение)(?: \S+){0,3} (?:доставлен|было|попал)
  mesajiniz(?: \S+){0,5} (?:bekletil|beklemede|karantina|iletilmedi|teslim edilmedi|bekliyor|iletilmesi|ulasmasi)
  e-?postaniz(?: \S+){0,5} (?:bekletil|beklemede|karantina|iletilmedi|teslim edilmedi|bekliyor|iletilmesi|ulasmasi)
  το μηνυμα σας(?: \S+){0,6} (?:σε αναμονη|δεν εχει παραδοθει|σε καραντινα|κρατ)
  ההודעה שלך ~(?:ממתינה|עוכבה|לא נמסרה|בהסגר)
  הודעתך ~(?:ממתינה|עוכבה|לא נמסרה|בהסגר)
  رسالتك(?: \S+){0,5} (?:معلقة|قيد الانتظار|في الحجر|لم يتم تسليمها|محتجزة|بانتظار)
  お送り(?:いただいた|頂いた|になった)~(?:保留|隔離|配信されて|届いて|お届けできて)
  メール(?:は|が)~(?:保留|隔離|まだ配信|まだ届|一時)
  配信(?:を|は)?(?:保留|一時停止)
  您的(?:邮件|来信|消息|电子邮件)~(?:被?(?:暂时)?(?:保留|拦截|隔离|暂存|扣留|搁置)|尚未(?:送达|投递)|等待)
  您的(?:郵件|來信|訊息|電子郵件)~(?:被?(?:暫時)?(?:保留|攔截|隔離|暫存|扣留)|尚未(?:送達|投遞)|等待)
  메일(?:이|은)?~(?:보류|격리|대기|아직 전달|차단)
  메시지(?:가|는)?~(?:보류|격리|대기|아직 전달|차단)
`;

/** Demands that a sender proves to be a person. */
export const prove = phrases`
  confirm(?:ing)?,?(?: \S+){0,4} (?:human|a person|real|robot|you (?:wrote|sent)|you are (?:not|the)|your identity|yourself|sender|this (?:message|e-?mail|mail)|your (?:message|e-?mail|mail|address|email address))
  verify(?:ing)?(?: \S+){0,4} (?:human|a person|real|robot|you (?:wrote|sent)|you are (?:not|the)|your identity|yourself|sender|this (?:message|e-?mail|mail)|your (?:message|e-?mail|mail|address))
  prove(?: \S+){0,4} (?:human|a person|real|robot|you are|spammer)
  authenticat(?:e|ing) (?:yourself|your|this)
  you are (?:a )?(?:human|real person|not a (?:robot|spammer|machine|bot|computer))
  you're (?:a )?(?:human|real person|not a (?:robot|spammer|machine|bot|computer))
  that you are (?:a )?(?:human|person|real|not)
  not a (?:robot|spammer|spam bot|bot)
  not spam
  verify#
  captcha
  bestatig\S*(?: \S+){0,8} (?:mensch|kein roboter|echte person|absender|e-?mail-?adresse|nachricht|diese mail|identitat|spammer)
  dass sie (?:ein mensch|kein(?:e)? (?:roboter|spammer|maschine)|eine (?:reale|echte) person|diese)
  dass du (?:ein mensch|kein(?:e)? (?:roboter|spammer))
  authentifizieren
  confirmer (?:\S+ ){0,5}(?:humain|personne|robot|expediteur|identite|votre (?:envoi|message|adresse|e-?mail)|que vous)
  confirmez (?:\S+ ){0,5}(?:humain|personne|robot|expediteur|identite|votre (?:envoi|message|adresse|e-?mail)|que vous)
  prouver que vous
  vous (?:authentifier|identifier)
  authentifi(?:er|ez) (?:vous|votre|en)
  verifier que vous
  confirm(?:e|ar|a) (?:\S+ ){0,5}(?:humano|persona|pessoa|robot|remitente|remetente|identidad|que (?:es|usted|voce|no|foi|nao)|su (?:mensaje|correo|direccion)|seu (?:e-?mail|endereco)|sua (?:mensagem|identidade))
  demostrar que 
  demuestre que 
  comprov(?:e|ar) que 
  verifi(?:que|car) que (?:es|no es|usted|voce)
  conferm(?:are|i|ate|a) (?:\S+ ){0,5}(?:umano|persona|robot|mittente|identita|di (?:essere|non)|il (?:suo|tuo|messaggio)|la (?:sua|tua))
  dimostr(?:are|i|a) (?:di essere|che|di non)
  bevestig(?:en|t)?(?: \S+){0,6} (?:mens|persoon|robot|afzender|identiteit|bericht|e-?mailadres|bent)
  dat u (?:een mens|geen robot|een echt|geen spammer)
  dat je (?:een mens|geen robot|een echt)
  potwierd\S*(?: \S+){0,6} (?:czlowiek|osob|robot|nadawc|tozsamosc|wiadomosc|adres)
  bekrafta(?: \S+){0,6} (?:manniska|person|robot|avsandare|identitet|meddelande|adress)
  bekraeft\S*(?: \S+){0,6} (?:menneske|person|robot|afsender|identitet|besked|adresse|mail)
  bekreft\S*(?: \S+){0,6} (?:menneske|person|robot|avsender|identitet|melding|adresse|e-?post)
  vahvist\S*(?: \S+){0,6} (?:ihminen|henkilo|robotti|lahettaja|viesti|osoit|olet)
  potvr[dz]\S*(?: \S+){0,6} (?:clovek|osob|robot|odesilatel|odosielatel|totoznost|zprav|sprav|adres)
  erositse meg
  igazolja
  confirmati(?: \S+){0,5} (?:persoana|om|robot|expeditor|mesaj|sunteti|adres)
  подтверд\S*
  подтверди(?:те|ть)\S*(?: \S+){0,6} (?:человек|отправител|робот|личност|адрес|письм|сообщен|что)
  підтверд(?:іть|ити)\S*(?: \S+){0,6} (?:людин|відправник|робот|адрес|лист|повідомлен|що)
  dogrula(?:yin|yiniz|mak|manız|maniz)
  onayla(?:yin|yiniz|maniz|mak)
  insan oldugunuzu
  robot olmadiginizi
  επιβεβαιωσ\S*
  αποδειξτε
  לאשר (?:כי|ש|את)
  אנא אשר
  לאמת 
  تأكيد (?:أنك|هويتك|رسالتك|عنوان)
  يرجى (?:تأكيد|التأكيد|التحقق)
  لست (?:روبوت|برنامج)
  本人確認
  送信者(?:確認|認証|であること)
  人間であること
  ロボットではない
  認証(?:を|し|手続|が必要)
  确认(?:您|你)(?:是|不是|的)
  確認(?:您|你)(?:是|不是|的)
  验证(?:您|你|发件|身份)
  驗證(?:您|你|寄件|身分)
  证明您
  證明您
  발신자 ?(?:확인|인증)
  사람(?:임|인지|이)을? ?(?:확인|인증|증명)
  로봇이 아(?:님|닌)
  본인 ?(?:확인|인증)
`;
