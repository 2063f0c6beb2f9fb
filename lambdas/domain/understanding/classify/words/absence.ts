import { phrases } from '../phrases.ts';

const away = String.raw`(?:(?:out|away) (?:of|from) (?:the |my |our )?(?:office|town|country|desk|work)|out (?:on|until|till|from)|away (?:on|until|till|from|for)|on (?:an? |my |our )?(?:\w+ )?(?:leave|vacation|holidays?|sabbatical|business trip|pto)\b|(?:not |currently not )(?:in|at) (?:the |my |our )?office|travell?ing|unavailable|absent|off work|not (?:be )?(?:checking|reading|monitoring|available|working|at work|in)\b|unable to (?:respond|reply|answer|read|check))`;

/** First-person statements of being away; a person may write them too, so they count only beside others. */
export const absence = phrases`
  i(?:'m| am| will be|'ll be| shall be)(?: \w+){0,3} ${away}
  i(?: will|'ll)? (?:have|only have) (?:limited|no|intermittent|restricted|sporadic) (?:access|internet|connectivity)
  i(?: will|'ll)? not (?:have|be able) ~e-?mail
  our offices? (?:is|are|will be|remains?) closed
  we are (?:currently )?(?:closed|on (?:holiday|vacation))
  our office(?:s)? (?:is|are|will be) closed
  out of (?:the )?office (?:from|until|till|and|with|this|on|today|-)
  i(?:'m| am| will be|'ll be) (?:\S+ )?(?:ooo|offline|away\b|on pto|out (?:of office|today|this|next))
  i have (?:left|gone) (?:on|for) (?:\S+ )?(?:leave|vacation|holiday)
  you(?:'ve| have) (?:reached|caught) me ~(?:holiday|leave|vacation|away|out of)
  currently (?:out of|away from) (?:the |my )?(?:office|desk)
  on (?:annual|parental|maternity|paternity|sick|medical) leave (?:from|until|till|and)
  limited access to (?:e-?mail|my)
  will be out of (?:the )?office
  ich (?:bin|befinde mich|werde|habe) ~(?:nicht (?:im (?:buro|haus|dienst)|am (?:arbeitsplatz|platz)|erreichbar|zu erreichen|verfugbar|anwesend)|abwesend|im (?:\w+)?urlaub|in urlaub|au(?:ss|s)er haus|unterwegs|in elternzeit|in mutterschutz|auf (?:dienst|geschafts)reise|krank|frei\b|wieder (?:erreichbar|da|im buro|im haus|zuruck)|ausser haus)
  bin ich ~(?:nicht (?:im (?:buro|haus)|erreichbar|zu erreichen)|abwesend|im urlaub|unterwegs|verreist|krank|in elternzeit|wieder)
  ich bin (?:dann |erst )?(?:wieder )?(?:am|ab|vom|bis|von) 
  derzeit (?:bin ich )?(?:nicht (?:im (?:buro|haus)|erreichbar)|abwesend|im urlaub)
  zurzeit (?:bin ich )?(?:nicht (?:im (?:buro|haus)|erreichbar)|abwesend|im urlaub)
  wir haben ~(?:geschlossen|betriebsferien|betriebsurlaub)
  unsere? (?:buros?|betrieb|geschaft|unternehmen) ~geschlossen
  meine e-?mails ~(?:nicht|unregelmassig|eingeschrankt)
  wahrend meiner abwesenheit
  in meiner abwesenheit
  ihre (?:e-?mail|nachricht) wird nicht (?:weitergeleitet|gelesen)
  je (?:suis|serai) (?:\S+ ){0,4}(?:absente?|en (?:conges?|vacances|deplacement|voyage|formation|rtt|arret)|indisponible|injoignable|hors du bureau|hors de|de retour)
  je ne (?:suis|serai) (?:pas|plus)(?: \S+){0,2} (?:au bureau|disponible|joignable|present|en mesure|la\b)
  je ne (?:lis|consulte|peux|pourrai|lirai|consulterai) pas ~(?:message|e-?mail|mail|courriel|repondre)
  absente? (?:du bureau|jusqu|du \d|pour)
  actuellement (?:absente?|en conges?|en deplacement|en vacances)
  nos bureaux (?:sont|seront) ferm
  nous (?:sommes|serons) (?:actuellement )?(?:ferm|en conges|absents)
  pendant mon absence
  en mon absence
  durant mon absence
  avec un acces (?:limite|restreint)
  estoy (?:\S+ ){0,3}(?:fuera|ausente|de (?:vacaciones|viaje|baja|permiso)|en (?:un )?viaje)
  estare (?:\S+ ){0,3}(?:fuera|ausente|de (?:vacaciones|viaje|baja|permiso)|sin acceso)
  estamos (?:\S+ ){0,2}(?:cerrad|de vacaciones|fuera)
  me encuentro (?:\S+ ){0,3}(?:fuera|ausente|de (?:vacaciones|viaje|baja|permiso)|en)
  me encontrare (?:\S+ ){0,2}(?:fuera|ausente|de vacaciones)
  no (?:estoy|estare|me encuentro) (?:\S+ ){0,2}(?:en la oficina|disponible|en mi puesto|localizable)
  actualmente (?:estoy )?(?:fuera de la oficina|de vacaciones|ausente)
  durante mi ausencia
  en mi ausencia
  acceso limitado a
  sono (?:\S+ ){0,3}(?:fuori|assente|in (?:ferie|vacanza|viaggio|trasferta|congedo|maternita|malattia))
  saro (?:\S+ ){0,3}(?:fuori|assente|in (?:ferie|vacanza|viaggio|trasferta|congedo)|di nuovo)
  non (?:sono|saro) (?:\S+ ){0,2}(?:in ufficio|disponibile|raggiungibile|presente|in sede)
  i nostri uffici (?:sono|saranno|resteranno) chiusi
  siamo (?:\S+ ){0,2}(?:chiusi|in ferie)
  durante la mia assenza
  in mia assenza
  attualmente (?:fuori|assente|in ferie)
  estou (?:\S+ ){0,3}(?:fora|ausente|de (?:ferias|licenca|baixa|folga)|em (?:ferias|viagem|licenca))
  estarei (?:\S+ ){0,3}(?:fora|ausente|de (?:ferias|licenca)|em (?:ferias|viagem)|de volta)
  encontro-me (?:\S+ ){0,3}(?:fora|ausente|de ferias|em (?:ferias|viagem))
  me encontro (?:\S+ ){0,3}(?:fora|ausente|de ferias|em (?:ferias|viagem))
  nao (?:estou|estarei|me encontro) (?:\S+ ){0,2}(?:no (?:escritorio|gabinete|trabalho)|disponivel|contactavel)
  durante (?:a minha|minha|este periodo de) ausencia
  na minha ausencia
  acesso limitado (?:a|ao)
  ik (?:ben|zal|zit) (?:\S+ ){0,5}(?:afwezig|niet (?:aanwezig|op kantoor|bereikbaar|beschikbaar|werkzaam)|op (?:vakantie|reis|verlof)|met (?:vakantie|verlof|zwangerschapsverlof|ouderschapsverlof)|vrij\b|weer|buiten kantoor|terug|uit kantoor)
  ben ik (?:\S+ ){0,5}(?:afwezig|niet (?:aanwezig|op kantoor|bereikbaar)|op vakantie|met vakantie|vrij|weer|terug)
  ik heb (?:\S+ ){0,2}(?:vakantie|verlof|beperkt|geen toegang)
  ik lees (?:mijn|geen) 
  tijdens mijn (?:afwezigheid|vakantie|verlof)
  bij afwezigheid
  ons kantoor is ~gesloten
  wij zijn ~gesloten
  jestem (?:\S+ ){0,3}(?:nieobecn|na urlopie|poza biurem|w podrozy|niedostepn|w delegacji|na zwolnieniu)
  bede (?:\S+ ){0,4}(?:nieobecn|na urlopie|poza biurem|niedostepn|w delegacji|ponownie)
  przebywam (?:\S+ ){0,3}(?:na urlopie|poza|w delegacji|na zwolnieniu)
  nie ma mnie 
  nie jestem ~(?:w biurze|dostepn)
  nie bedzie mnie
  w (?:czasie|trakcie) (?:mojej )?nieobecnosci
  podczas mojej nieobecnosci
  jag (?:ar|kommer|har|befinner mig) (?:\S+ ){0,5}(?:\S*semester|inte (?:pa (?:kontoret|plats)|i tjanst|tillganglig|antraffbar)|borta|tjanstledig|foraldraledig|ledig|franvarande|bortrest|tjansteresa|pa resa|ater|tillbaka|sjukskriven)
  under min (?:franvaro|semester|ledighet)
  begransad (?:tillgang|mojlighet)
  jeg (?:er|vil vaere|har|holder|befinder mig) (?:\S+ ){0,5}(?:ferie|pa kursus|ikke (?:pa (?:kontoret|jobb|arbejde|plads)|tilgjengelig|til stede|tilstede|at traeffe|tilgaengelig)|bortreist|ude af|ute av|vaek|fravaerende|borte|\S*permisjon|\S*orlov|\S*barsel|\S*reise|\S*rejse|\S*ferie|tilbake|tilbage|syk|sykemeldt|fri\b)
  under mit fravaer
  i mit fravaer
  i mitt fravaer
  mens jeg er (?:borte|vaek|pa ferie)
  olen (?:\S+ ){0,5}(?:\S*lomalla|poissa|matkoilla|matkalla|vapaalla|estynyt|aitiyslomalla|vanhempainvapaalla|kesalomalla|tavoitettavissa|paikalla|tyomatkalla)
  en ole (?:\S+ ){0,3}(?:toimistolla|paikalla|tavoitettavissa|toissa)
  poissaoloni aikana
  lomani aikana
  jsem (?:\S+ ){0,4}(?:mimo (?:kancelar|pracoviste)|na dovolene|nepritom|na sluzebni|nedostupn|na materske|nemocn)
  budu (?:\S+ ){0,4}(?:mimo|na dovolene|nepritom|opet|zpet|k dispozici|na sluzebni)
  nejsem (?:\S+ ){0,3}(?:v kancelari|pritom|k dispozici|na pracovisti|k zastizeni)
  nebudu (?:\S+ ){0,3}(?:v kancelari|pritom|k dispozici|k zastizeni)
  cerpam dovolenou
  mam dovolenou
  v dobe (?:me|moji) nepritomnosti
  po dobu (?:me|moji) nepritomnosti
  som (?:\S+ ){0,4}(?:mimo kancelarie|na dovolenke|nepritomn|na sluzobnej)
  nie som (?:\S+ ){0,2}(?:v kancelarii|v praci|pritomn)
  szabadsagon (?:vagyok|leszek)
  hazon kivul
  jelenleg (?:nem vagyok|szabadsag|hazon)
  nem vagyok (?:\S+ ){0,2}(?:az irodaban|elerheto|bent)
  nem leszek (?:\S+ ){0,2}(?:az irodaban|elerheto)
  tavolletem (?:alatt|idejen)
  sunt (?:\S+ ){0,3}(?:in concediu|plecat|in afara|in delegatie|absent|indisponibil)
  voi fi (?:\S+ ){0,3}(?:in concediu|plecat|in afara|absent|inapoi|indisponibil)
  nu sunt (?:\S+ ){0,2}(?:la birou|in birou|disponibil)
  ma aflu in (?:concediu|delegatie)
  in absenta mea
  нахожусь (?:\S+ ){0,3}(?:в отпуске|в командировке|вне офиса|на больничном)
  я (?:\S+ ){0,3}(?:в (?:\S+ )?отпуске|в командировке|вне офиса|отсутств|на больничном|не в офисе|в декрете)
  буду (?:\S+ ){0,4}(?:в отпуске|в командировке|вне офиса|отсутств|недоступ|на связи с)
  меня (?:\S+ ){0,3}(?:не будет|нет) (?:\S+ ){0,3}(?:офисе|месте|до|по|с)
  отсутствую (?:в офисе|на рабочем|на работе|до|по|с)
  сейчас (?:я )?(?:в отпуске|в командировке|не в офисе|отсутств)
  в данный момент (?:я )?(?:нахожусь )?(?:в отпуске|в командировке|отсутств|не в офисе)
  во время моего отсутствия
  в мое отсутствие
  на время (?:моего )?отсутствия
  я (?:\S+ ){0,3}(?:у відпустці|у відрядженні|відсутн|не в офісі)
  перебуваю (?:\S+ ){0,2}(?:у відпустці|у відрядженні)
  буду (?:\S+ ){0,3}(?:у відпустці|у відрядженні|відсутн)
  під час моєї відсутності
  в отпуск (?:съм|до|от)
  отсъствам (?:от|до)
  няма да (?:бъда|съм) (?:в офиса|на)
  izinde(?:yim| olacagim| bulun)
  izinli(?:yim| olacagim)
  yillik izin
  tatilde(?:yim| olacagim)
  ofis disinda(?:yim| olacagim| bulun)?
  ofiste (?:degilim|olmayacagim|bulunm)
  sehir disinda
  yurt ?disinda
  is seyahatinde
  yoklugumda
  απουσιαζω
  θα απουσιαζω
  ειμαι (?:\S+ ){0,3}(?:εκτος γραφειου|σε αδεια|σε διακοπες)
  βρισκομαι (?:\S+ ){0,3}(?:εκτος γραφειου|σε αδεια|σε διακοπες)
  λειπω 
  κατα την απουσια μου
  אני (?:\S+ ){0,3}(?:בחופשה|מחוץ למשרד|לא במשרד|לא זמינ|נמצאת? (?:בחופשה|מחוץ)|בחו"ל|בחל"ד)
  אהיה (?:\S+ ){0,2}(?:בחופשה|מחוץ למשרד)
  בהיעדרי
  أنا (?:\S+ ){0,3}(?:في إجازة|خارج المكتب|في عطلة|غير متواجد|غير موجود)
  سأكون (?:\S+ ){0,3}(?:في إجازة|خارج المكتب|غير متواجد)
  خارج المكتب
  في إجازة
  أثناء غيابي
  godisnjem odmoru
  na odmoru (?:sam|do)
  nisam u uredu
  izvan ureda
  na dopustu (?:sem|do)
  sem (?:\S+ ){0,2}(?:na dopustu|odsot)
  nisem v pisarni
  odsoten
  siuo metu (?:atostogau|esu)
  atostogauju
  esmu (?:\S+ ){0,2}(?:atvalinajuma|prombutne|komandejuma)
  atrodos (?:atvalinajuma|komandejuma)
  olen (?:\S+ ){0,3}(?:puhkusel|kontorist|lahetuses)
  viibin (?:\S+ ){0,3}(?:puhkusel|kontorist|lahetuses)
  saya (?:\S+ ){0,3}(?:cuti|di luar kantor|tidak (?:berada )?di kantor)
  sedang cuti
  toi (?:\S+ ){0,3}(?:nghi phep|di cong tac|vang mat|khong co mat)
  soc (?:\S+ ){0,2}(?:fora|de vacances)
  estic (?:\S+ ){0,2}(?:fora|de vacances)
  不在(?:に(?:して|いたし)|と(?:させ|なり|なっ)|の(?:ため|間)|で(?:す|ご)|にな)
  休暇(?:中|を(?:いただい|取得|頂い)|の(?:ため|間)|とさせ|をとら)
  お休みを?(?:いただ|頂い|させて)
  夏季休業
  年末年始
  休業(?:いた|させ|とさせ|日|期間)
  出張(?:中|の(?:ため|間)|して|で(?:不在|席))
  外出(?:中|して|の(?:ため|間))
  席を外し
  休假(?:中|期间|期間|，|,|。)
  正在(?:休假|出差|度假|休年假|外出)
  我(?:目前|现在|現在|正|将|將)?(?:在|于|於)?(?:休假|出差|度假|外出|请假|請假|休年假|不在办公室|不在辦公室)
  本人(?:目前|现在|現在|正|将|將)?(?:在|于|於)?(?:休假|出差|度假|外出|请假|請假|不在)
  不在办公室
  不在辦公室
  无法(?:及时)?(?:回复|查看|处理)
  無法(?:及時|即時)?(?:回覆|查看)
  出差(?:中|期间|期間|在外)
  年假
  휴가 ?(?:중|입니다|로|기간|를|이며)
  부재 ?중
  출장 ?(?:중|으로|입니다)
  자리를 비(?:우|운|웁)
  육아 ?휴직
  휴직 ?중
  ลาพัก
  ไม่อยู่(?:ที่)?(?:ออฟฟิศ|สำนักงาน|ที่ทำงาน)
`;
