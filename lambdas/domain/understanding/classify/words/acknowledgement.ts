import { phrases } from '../phrases.ts';

/** Sentences that confirm the arrival of a mail; people write them too, so they count only beside others. */
export const received = phrases`
  we(?: have|'ve)?(?: successfully| just)? (?:received|got|gotten) your (?:\w+ ){0,2}(?:message|e-?mail|mail|enquiry|inquiry|request|question|ticket|query|submission|application|report|feedback|case)
  we(?: would like to| hereby)? (?:acknowledge|confirm)(?: the)? ?(?:that we have received|receipt of) your(?! (?:\w+ )?(?:order|payment|booking|reservation|purchase)\b)
  i(?: have|'ve) received your (?:message|e-?mail|mail|enquiry|inquiry|request)
  your (?:\w+ ){0,2}(?:message|e-?mail|mail|request|ticket|enquiry|inquiry|query|case|submission|application|report|feedback)(?: \(?#?[\w-]{1,20}\)?)? (?:has been|was|is) (?:successfully )?(?:received|registered|logged|created|submitted|opened|recorded|assigned|forwarded|added)
  a (?:new )?(?:support )?(?:ticket|case|incident|request) (?:~)?has been (?:created|opened|logged|registered|assigned)
  we(?:'ve| have)? (?:created|opened|logged|raised) (?:a|your|the|an) (?:\w+ )?(?:ticket|case|request|incident)
  which (?:has been|was) received
  your (?:ticket|case|request|incident) (?:number|id|reference) (?:is|:)
  ein (?:neues )?(?:ticket|vorgang) (?:wurde|ist) ~(?:erstellt|angelegt|eroffnet|erfasst)
  wurde ein (?:ticket|vorgang) ~(?:erstellt|angelegt|eroffnet)
  un ticket (?:a ete|vient d'etre|ha sido|fue) (?:cree|ouvert|creado|abierto|enregistre|generado)
  se ha (?:creado|abierto|registrado|generado) (?:un|el|su|una|tu) (?:\S+ )?(?:ticket|caso|incidencia|solicitud|consulta)
  e stat[oa] (?:aperto|creato|aperta|registrata) (?:un|il|la|una) ~(?:ticket|segnalazione|richiesta)
  foi (?:aberto|criado|registrado|aberta) (?:um|uma|o|a|seu|sua) ~(?:ticket|chamado|solicitacao|protocolo)
  er is een (?:ticket|melding|zaak) (?:voor u )?(?:aangemaakt|geregistreerd)
  utworzono (?:zgloszenie|sprawe|ticket)
  zarejestrowano (?:zgloszenie|sprawe)
  создан[ао]? (?:заявка|тикет|обращение|запрос)
  заявка ~(?:создана|принята|зарегистрирована)
  bir (?:talep|kayit) (?:olusturul|acil)
  wir haben ihre? (?:\w+ ){0,2}(?:nachricht|e-?mail|mail|anfrage|anliegen|ticket|meldung|schreiben|mitteilung|bewerbung) ~(?:erhalten|empfangen|registriert|aufgenommen)
  ihre? (?:\w+ ){0,2}(?:nachricht|e-?mail|mail|anfrage|anliegen|ticket|meldung|mitteilung|bewerbung) ~(?:eingegangen|erhalten|registriert|erfasst|angelegt|erstellt|eroffnet|zugestellt|aufgenommen|weitergeleitet)
  hiermit bestatigen wir (?:ihnen )?den (?:eingang|erhalt)
  wir bestatigen (?:ihnen )?(?:hiermit )?den (?:eingang|erhalt)
  eingangsbestatigung
  empfangsbestatigung
  nous avons (?:bien )?(?:recu|enregistre|pris en compte) votre(?! (?:\w+ )?(?:commande|paiement|reglement|virement|reservation|achat))
  nous accusons (?:bonne )?reception
  votre (?:\w+ ){0,2}(?:message|e-?mail|courriel|mail|demande|requete|ticket|candidature|reclamation) ~(?:bien ete|a ete|nous est) ?(?:bien )?(?:recu|enregistre|prise? en compte|parvenu|transmis|cree|transfere)
  accuse de reception
  hemos recibido (?:correctamente )?su(?!s? (?:\w+ )?(?:pedido|pago|compra|reserva|transferencia))
  hemos recibido (?:correctamente )?tu(?!s? (?:\w+ )?(?:pedido|pago|compra|reserva|transferencia))
  su (?:\w+ ){0,2}(?:mensaje|correo|solicitud|consulta|peticion|ticket|caso|incidencia|reclamacion) (?:n\S{1,3} \S+ )?(?:ha sido|fue|se ha) (?:recibid|registrad|cread|abiert|asignad)
  tu (?:\w+ ){0,2}(?:mensaje|correo|solicitud|consulta|peticion|ticket|caso|incidencia) (?:ha sido|fue|se ha) (?:recibid|registrad|cread|abiert)
  acuse de recibo
  abbiamo ricevuto (?:correttamente )?l[a'] ?(?:\w+ ){0,2}(?:messaggio|e-?mail|mail|richiesta|segnalazione|domanda|candidatura)
  abbiamo ricevuto il (?:suo|tuo|vostro)(?! (?:\w+ )?(?:ordine|pagamento|bonifico|acquisto))
  la (?:sua|tua|vostra) (?:\w+ )?(?:richiesta|e-?mail|mail|segnalazione|domanda|candidatura) ~(?:stata|ricevut|registrat|presa in carico)
  il (?:suo|tuo|vostro) (?:messaggio|ticket) ~(?:stato|ricevut|registrat)
  recebemos (?:o |a )?(?:seu|sua|teu|tua)(?!s? (?:pagamento|encomenda|compra|reserva|transferencia))
  sua (?:\w+ )?(?:mensagem|solicitacao|pergunta|duvida|demanda|reclamacao) ~(?:recebida|registrada|registada|aberta|criada)
  seu (?:\w+ )?(?:e-?mail|pedido|chamado|contato|contacto|ticket|protocolo) ~(?:recebido|registrado|registado|aberto|criado)
  wij hebben (?:uw|je|jouw) (?:\w+ )?(?:bericht|e-?mail|mail|verzoek|vraag|aanvraag|melding|ticket) ~(?:ontvangen|geregistreerd)
  we hebben (?:uw|je|jouw) (?:\w+ )?(?:bericht|e-?mail|mail|verzoek|vraag|aanvraag|melding|ticket) ~(?:ontvangen|geregistreerd)
  uw (?:\w+ )?(?:bericht|e-?mail|mail|verzoek|vraag|aanvraag|melding|ticket) ~(?:ontvangen|geregistreerd|aangemaakt)
  ontvangstbevestiging
  otrzymalismy (?:panstwa|pana|pani|twoj|twoja|wiadomosc|zgloszenie|zapytanie)
  panstwa (?:wiadomosc|zgloszenie|zapytanie|prosba|sprawa|e-?mail) ~(?:otrzyman|przyjet|zarejestrowan|dotar|wplyn)
  twoj[ea]? (?:wiadomosc|zgloszenie|zapytanie|prosba|sprawa|e-?mail) ~(?:otrzyman|przyjet|zarejestrowan|dotar|wplyn)
  zgloszenie (?:zostalo )?~(?:zarejestrowan|przyjet|utworzon)
  vi har (?:modtaget|mottatt|mottagit|tagit emot|fatt) (?:din|dit|ditt|deres|ert|er) (?!(?:ordre|order|bestilling|bestallning|betaling|betalning|bokning|booking))
  din (?:henvendelse|foresporsel|forfragan|besked|melding|e-?post|e-?mail|mail|sag|sak) ~(?:mottat|modtaget|mottagit|registrert|registreret|registrerats|oprettet|opprettet)
  ditt (?:meddelande|arende|mejl|mail) ~(?:mottagit|registrerats|registrerat|tagits emot|skapats)
  olemme (?:vastaanottaneet|saaneet)
  viestisi on (?:vastaanotettu|saapunut|tullut|rekisteroity)
  yhteydenottosi on (?:vastaanotettu|saapunut|kirjattu)
  tukipyyntosi on (?:vastaanotettu|kirjattu|rekisteroity)
  obdrzeli jsme
  prijali jsme
  vas[ei]? (?:zprava|zpravu|pozadavek|dotaz|zadost|e-?mail) ~(?:prijat|obdrzel|zaevidovan|zaregistrovan|dorucen)
  potvrzujeme prijeti
  vasu? (?:sprava|poziadavka|ziadost) ~(?:prijat|zaevidovan)
  megkaptuk (?:uzenetet|levelet|megkereseset|kereset|az )
  uzenetet megkaptuk
  am primit (?:mesajul|e-?mailul|solicitarea|cererea)
  мы получили ваш(?!\S{0,2} (?:заказ|плат[её]ж|оплат|бронирован|перевод))
  ваш[еа]? (?:обращение|запрос|сообщение|письмо|заявка|заявление)(?: №? ?\S+)? ~(?:получен|принят|зарегистрирован|создан)
  ми отримали ваш(?!\S{0,2} (?:замовлен|платіж|оплат|бронюван|переказ))
  ваш[еа]? (?:звернення|запит|повідомлення|лист|заявк[ау]) ~(?:отриман|прийнят|зареєстрован|створен)
  вашето (?:запитване|съобщение|писмо) ~(?:получено|регистрирано)
  получихме (?:вашето|вашия|запитването)
  mesajiniz (?:tarafimiza |bize )?(?:ulasti|alindi|ulasmistir|alinmistir)
  talebiniz (?:tarafimiza |bize )?(?:~)?(?:ulasti|alindi|ulasmistir|alinmistir|kaydedil|olusturul)
  e-?postaniz (?:tarafimiza |bize )?(?:ulasti|alindi|ulasmistir|alinmistir)
  λαβαμε το (?:μηνυμα|αιτημα|e-?mail)
  το (?:μηνυμα|αιτημα) σας ~(?:ελ|παραλ|καταχωρ)
  קיבלנו את (?:פנייתך|הודעתך|פנייתכם|הודעתכם|המייל|פניית)
  פנייתך (?:התקבלה|נקלטה)
  הודעתך התקבלה
  لقد (?:تلقينا|استلمنا) 
  تم (?:استلام|تسجيل|استقبال) (?:رسالتك|رسالتكم|طلبك|طلبكم|بريدك)
  استلمنا (?:رسالتك|رسالتكم|طلبك|طلبكم)
  お問い?合わ?せ(?:を|は|いただいた内容を)?~(?:受け付け|受付|承り|受信|承っ)
  メール(?:を|は)~(?:受信|受け付け|受付|拝受|受領)(?:いた|し)
  受付番号
  我们(?:已|已经)(?:收到|受理)(?:了)?(?:您|你)
  我們(?:已|已經)(?:收到|受理)(?:了)?(?:您|你)
  您的(?:邮件|来信|请求|申请|问题|工单|反馈|咨询|留言)~(?:已|收到|提交|受理|创建)
  您的(?:郵件|來信|請求|申請|問題|案件|留言)~(?:已|收到|受理|建立)
  문의(?:가|하신|를|해)?~(?:접수|등록)(?:되|했|하)
  메일(?:이|을)? ?(?:정상적으로 )?(?:접수|수신)(?:되|했|하)
  요청(?:이|하신)?~(?:접수|등록)(?:되|했|하)
  เราได้รับ(?:ข้อความ|อีเมล|คำขอ)
  chung toi da nhan duoc
  kami telah menerima
  pesan anda telah (?:kami )?(?:terima|diterima)
`;

/** Promises of a later answer. */
export const willAnswer = phrases`
  will (?:answer|reply|respond)(?: to)? (?:it|you|your) ~(?:soon|shortly|as|within)
  we(?:'ll| will| shall)? ~(?:get back to you|respond to you|reply to you|be in touch|contact you|respond within|respond as soon|reply as soon|answer as soon|review your)
  i(?:'ll)? ~(?:get back to you|respond to you|reply|answer|respond|be in touch) ~(?:as soon as|when i (?:return|get back|am back)|upon my return|on my return|after my return|once i)
  one of our ~(?:will|shall) 
  an? (?:agent|member of|representative|colleague|technician|support|specialist|advisor|adviser|consultant) ~will 
  our (?:\w+ ){0,3}(?:team|staff|agents|support|experts) (?:will|is|are) ~(?:review|respond|contact|reply|get back|look|process|touch)
  someone ~will (?:be in touch|get back|contact|respond|reply)
  you (?:will|can|should) (?:receive|expect|hear) ~(?:response|reply|answer|back|from us)
  is being reviewed by
  as soon as possible
  within (?:the next )?(?:\S+ )?(?:\(?\d+\)? )?(?:business|working|hours|hrs)
  eine? (?:\w+ )?(?:mitarbeiter|kolleg|berater|sachbearbeiter|ansprechpartner)\S* (?:\S+ )?wird
  wird sich ~(?:in verbindung|bei ihnen melden|melden|setzen)
  in kurze
  un (?:conseiller|agent|technicien|collaborateur|membre de notre equipe|de nos) ~(?:vous|contact|repondr|traiter)
  un (?:agente|asesor|tecnico|miembro de nuestro equipo|representante|operatore|nostro operatore|tecnico|incaricato|atendente|colaborador|consultor|dos nossos) 
  um (?:atendente|colaborador|consultor|dos nossos|especialista|representante) 
  nos (?:pondremos|comunicaremos)
  se pondra\S* en contacto
  een (?:van onze )?(?:medewerkers?|collega'?s?) ~(?:contact|neemt|zal|reageer)
  u ontvangt ~(?:antwoord|reactie|bericht)
  notre (?:equipe|service) ~(?:revien|repond|trait|prend|vous|contact)
  unser (?:\w+-?)?team ~(?:wird|meldet|kummert|bearbeitet|antwortet)
  nuestro equipo 
  il nostro (?:team|staff|servizio) 
  nossa equipe
  a nossa equipa
  ons (?:\w+ )?team
  vart team
  vores team
  nasz (?:konsultant|pracownik|zespol)
  var (?:kundtjanst|support)
  en (?:av vara|medarbetare|av vare|medarbejder)
  nas (?:pracovnik|operator|tym)
  wir (?:werden|melden|kummern|bearbeiten|antworten|setzen|kommen) ~(?:schnellstmoglich|so bald|so schnell|sobald|umgehend|in kurze|innerhalb|zeitnah|baldmoglich|in verbindung|auf sie zu)
  ich (?:werde|melde|antworte|bearbeite) ~(?:nach meiner ruckkehr|schnellstmoglich|so bald|so schnell|sobald|umgehend|beantworten)
  schnellstmoglich
  so schnell wie moglich
  sie erhalten ~(?:antwort|ruckmeldung)
  nous (?:vous )?(?:repondrons|reviendrons|traiterons|contacterons|recontacterons|mettons tout|ferons|y repond)
  je (?:vous )?(?:repondrai|recontacterai|traiterai|reviendrai|prendrai connaissance)
  dans les (?:plus brefs|meilleurs) delais
  sera traitee? 
  des mon retour
  nos ~(?:pondremos|comunicaremos|contactaremos)
  le (?:responderemos|contestaremos|atenderemos|contactaremos|respondere|contestare)
  te (?:responderemos|contestaremos|contactaremos|respondere|contestare)
  lo antes posible
  a la (?:mayor )?brevedad
  con la mayor brevedad
  en breve
  a mi (?:regreso|vuelta)
  risponderemo
  vi (?:risponderemo|ricontatteremo|contatteremo)
  la (?:ricontatteremo|contatteremo)
  le rispondero
  il prima possibile
  quanto prima
  al piu presto
  nel piu breve tempo
  al mio (?:rientro|ritorno)
  responderemos
  entraremos em contat?to
  entraremos em contacto
  o mais (?:breve|rapido|rapidamente|depressa) possivel
  assim que possivel
  no meu regresso
  ao regressar
  we nemen (?:zo snel|zo spoedig|binnen|spoedig)
  wij nemen (?:zo snel|zo spoedig|binnen|spoedig)
  zo snel mogelijk
  zo spoedig mogelijk
  odpowiemy
  skontaktujemy sie
  odpowiem po powrocie
  najszybciej jak
  tak szybko, jak
  w najblizszym czasie
  vi (?:aterkommer|svarar|kontaktar|vender tilbage|svarer|kontakter|tar kontakt|kommer tilbake|besvarer)
  sa (?:snart|fort) (?:som mojligt|vi kan|jag kan|som mulig)
  hurtigst muligt
  snarest mulig
  vastaamme
  otamme (?:sinuun|teihin|pian) 
  mahdollisimman pian
  palaamme asiaan
  odpovime
  ozveme se
  budeme (?:vas|se) ~(?:kontaktovat|zabyvat|venovat)
  co nejdrive
  co najskor
  hamarosan valaszol
  munkatarsunk
  a leheto leghamarabb
  va vom (?:raspunde|contacta)
  in cel mai scurt timp
  cat mai curand
  мы (?:ответим|свяжемся|рассмотрим)
  наш (?:специалист|менеджер|сотрудник)
  в ближайшее время
  свяжемся с вами
  ми (?:відповімо|зв'яжемося|розглянемо)
  найближчим часом
  ще (?:се свържем|ви отговорим)
  en kisa (?:surede|zamanda)
  θα σας απαντησουμε
  θα επικοινωνησουμε
  το συντομοτερο
  נשיב לך
  נחזור אליך
  בהקדם
  سنقوم بالرد
  سيتم الرد
  سوف نرد
  سنرد عليك
  في أقرب وقت
  担当者(?:より|から)
  改めて(?:ご連絡|ご回答|担当)
  追って(?:ご連絡|ご返信|ご回答)
  営業日以内
  我们(?:会|将)(?:尽快|在|于)
  我們(?:會|將)(?:儘快|盡快|在|於)
  尽快(?:回复|答复|处理|与您|给您)
  儘快(?:回覆|回復|處理|與您)
  盡快(?:回覆|回復|處理|與您)
  工作日内
  빠른 시일
  빠른 시간
  답변 ?드리
  เราจะ(?:ติดต่อ|ตอบ)
  kami akan (?:segera )?(?:membalas|menghubungi|merespon)
`;
