import { phrases } from '../phrases.ts';

/** Statements that a person or a mailbox is gone for good. */
export const departed = phrases`
  i(?: am|'m) no longer (?:with|working|employed|at|in|part)
  i(?: have|'ve)? (?:now )?left (?:the company|the organi[sz]ation|the firm)
  has (?:now |recently |since )?left (?:the |our |this )?(?:company|organi[sz]ation|firm|business|team|employment)
  is no longer (?:with|working|employed|at|a member|part of|an employee|with us|in use|monitored|active|valid|available|being)
  no longer (?:works?|employed|with the company|with us|at this company|in use|monitored|active)
  does not work (?:here|for|at|with) ~(?:any ?more|any longer)
  this (?:e-?mail )?(?:address|mailbox|account|inbox) (?:is no longer|has been (?:closed|deactivated|disabled|discontinued|retired)|will (?:no longer|be closed|be deactivated))
  my (?:new )?e-?mail address (?:has changed|is now|is changing)
  ich bin nicht mehr (?:bei|fur|im unternehmen|in der firma|unter)
  ist nicht mehr (?:bei|fur|im unternehmen|in unserem|in der firma|unter dieser|aktiv|gultig|mitarbeiter)
  hat (?:das unternehmen|die firma|unser(?:e)? (?:unternehmen|firma|haus)) (?:zum \S+ )?verlassen
  arbeitet nicht mehr (?:bei|fur|in)
  diese (?:e-?mail-?)?(?:adresse|mailbox) (?:ist nicht mehr|wird nicht mehr|wurde)
  dieses postfach (?:ist nicht mehr|wird nicht mehr|wurde)
  nicht mehr in unserem (?:unternehmen|hause?)
  ne (?:travaille|fait) plus (?:chez|pour|partie|dans)
  n'est plus (?:employe|dans (?:la societe|l'entreprise)|en poste|valide|utilisee|active|parmi nous|chez)
  a quitte (?:la societe|l'entreprise|notre|ses fonctions)
  j'ai quitte (?:la societe|l'entreprise|mes fonctions)
  cette (?:adresse|boite)(?: \S+){0,3} n'est plus
  ya no (?:trabaja|trabajo|forma parte|esta (?:en|con)|pertenece)
  ha dejado (?:la empresa|de trabajar)
  esta (?:direccion|cuenta) ~ya no 
  non (?:lavora|lavoro) piu
  non (?:fa|faccio) piu parte
  ha lasciato (?:l'azienda|la societa)
  questo indirizzo ~non e piu
  ja nao (?:trabalha|trabalho|faz parte|colabora)
  nao (?:trabalha|trabalho|faz parte) mais
  nao faz mais parte
  deixou (?:a empresa|de trabalhar)
  werkt niet (?:meer|langer) (?:bij|voor)
  ik werk niet (?:meer|langer) (?:bij|voor)
  is niet (?:meer|langer) (?:werkzaam|in dienst|actief|in gebruik)
  niet (?:meer|langer) (?:werkzaam|in dienst)
  juz (?:nie pracuje|nie jest pracownikiem)
  nie pracuj[ea] juz
  nie jest juz pracownikiem
  har slutat (?:hos|pa|i|vid)
  arbetar inte langre
  jobbar inte langre
  arbejder ikke laengere
  er (?:fratradt|fratradt|ikke laengere ansat|ikke lenger ansatt)
  er stoppet (?:hos|i)
  jobber ikke lenger
  har sluttet (?:hos|i|pa)
  ei (?:enaa|ole enaa) (?:tyoskentele|palveluksessa|toissa|meilla)
  ei tyoskentele enaa
  en tyoskentele enaa
  jiz (?:u nas |v nasi |ve spolecnosti )?(?:nepracuje|nepracuji|neni zamestn)
  uz (?:u nas |v nasej )?(?:nepracuje|nepracujem)
  nepracuje (?:jiz|uz)
  mar nem dolgoz
  nu mai (?:lucreaza|lucrez|face parte)
  больше не работа
  уже не работает
  уволил(?:ся|ась)
  більше не працює
  artik (?:calismamakta|calismiyor|gorev yapm)
  isten ayrilmis
  δεν εργαζεται (?:πλεον|πια)
  כבר (?:לא|אינו|אינה) עובד
  אינ[וה] עובדת? (?:עוד|יותר)
  لم (?:يعد|أعد) (?:يعمل|أعمل)
  退職(?:いた|し|と)
  退社(?:いた|し)
  已(?:经)?(?:离职|離職)
  不再(?:任职|任職|在本公司|使用)
  퇴사
  퇴직
`;

/** Words that lead to the person who stands in, or to urgent matters. */
export const standIn = phrases`
  in (?:urgent|an? emergency|case of (?:urgen|emergen)|case (?:it is|you))
  for (?:pressing|urgent|any urgent|anything urgent|immediate|emergenc|assistance|all (?:other )?(?:urgent|enquiries|inquiries))
  if (?:it is|it's|your (?:\w+ )?(?:is|requires)|this is|you (?:need|require|have)|urgent) ~
  urgent (?:matters|requests|cases|enquiries|inquiries|issues)
  emergency
  contact 
  write to 
  reach out to 
  reach (?:me|my|us) 
  get in touch with
  in my absence
  during my absence
  while i am (?:away|out|gone)
  my colleague
  is (?:covering|standing in|filling in|handling)
  will be (?:covering|standing in|filling in|handling)
  please (?:direct|forward|send|e-?mail|contact|call|refer)
  is (?:being )?(?:covered|handled|looked after|dealt with|taken care of|taken over|replaced) by
  are (?:being )?(?:covered|handled|looked after|dealt with|taken care of|taken over) by
  will be (?:covered|handled|looked after|dealt with|taken care of|taken over|replaced) by
  is (?:looking after|replacing me|taking over|deputi[sz]ing|in charge)
  will (?:look after|replace me|take over|cover|deputi[sz]e|stand in|fill in)
  covers (?:for me|my )
  has taken over
  direct ~ to 
  wenden sie sich
  wende dich
  kontaktieren
  in dringenden
  bei dringenden
  dringend
  vertret
  meine (?:kollegin|vertretung|kollegen)
  mein kollege
  an meine[nr]? (?:kolleg|vertret)
  ubernimmt
  ubernommen
  kummert sich
  springt ~ein
  hilft ihnen
  contacter
  contactez
  veuillez (?:vous )?(?:contacter|adresser|ecrire)
  adresse[rz]
  en cas d'urgence
  pour (?:toute|les) urgence
  pour toute (?:demande|question)
  urgence
  vous pouvez 
  mon collegue
  ma collegue
  me remplace
  prend(?:ra)? (?:le relais|en charge)
  assure(?:ra)? (?:l'interim|mon remplacement|la continuite)
  est (?:assure|remplace|suivi|pris en charge|traite|gere)e? par
  sont (?:assure|suivi|pris en charge|traite|gere)e?s? par
  ser(?:a|ont) (?:assure|remplace|suivi|pris en charge|traite|gere)e?s? par
  contacta
  me (?:sustituye|sustituira|reemplaza|cubre)
  se (?:encarga|encargara|ocupa|ocupara)
  atendid[oa]s? por
  cubiert[oa]s? por
  contacte
  pongase en contacto
  dirij
  escrib
  en caso de (?:urgencia|emergencia)
  para (?:asuntos|temas|cualquier|cuestiones) 
  urgente
  urgenza
  urgenze
  per (?:urgenze|questioni|qualsiasi|comunicazioni|richieste) 
  contattare
  rivolg
  scriv
  mio collega
  mia collega
  mi sostitui
  sostituit[oa] d[ai]
  si occup(?:a|era) 
  gestit[oaie] da
  seguit[oaie] da
  contatar
  contactar
  contate
  contacte
  em caso de urgencia
  para assuntos
  escreva
  substitui
  assegurad[oa]s? por
  cobert[oa]s? por
  contact op
  neem (?:dan )?contact
  dringend
  voor (?:dringende|spoed|urgente)
  bij spoed
  mijn collega
  neemt ~(?:waar|over)
  waargenomen door
  overgenomen door
  vervang
  kunt u (?:contact|terecht|mailen)
  kontakt
  w (?:pilnych|sprawach|razie|przypadku) 
  pilne
  zastep
  prosze o kontakt
  moj kolega
  moja kolezanka
  vid (?:bradskande|akuta|frag)
  bradskande
  akut
  vanligen kontakta
  min kollega
  ersatter mig
  vikarier
  tar over 
  kontakta
  ved (?:presserende|haste|akutte|behov|sporsmal|sporgsmal)
  haster
  venligst
  vennligst
  kiireelli
  kiireis
  ota(?:thaan)? yhteytta
  ottakaa yhteytta
  sijais
  kollega
  v (?:nalehav|urgent|pripad|nutn|neodklad|nehav)
  obratte se
  obratte sa
  kontaktujte
  zastup
  muj kolega
  surgos
  fordul
  kollegam
  urgente
  contactati
  по (?:срочным|всем|вопрос)
  в (?:срочных|экстренн|случае)
  срочн
  обращ
  обрат
  пишите
  замещ
  заменя
  за потреби
  термінов
  зверта
  acil
  irtibat
  iletisim
  basvur
  επικοινων
  επειγον
  απευθυν
  דחוף
  דחופים
  ניתן לפנות
  לפנות
  عاجل
  العاجل
  التواصل
  الاتصال
  緊急
  お急ぎ
  至急
  急ぎ
  ご連絡(?:ください|くだ|下さい|をお願い)
  代理
  担当
  紧急
  緊急
  如有(?:急|紧|緊|需)
  请(?:联系|与|致电|发)
  請(?:聯繫|聯絡|與|洽)
  联系我的同事
  긴급
  급한
  급하신
  문의(?:해|는|사항)
  연락(?:해|주|바랍)
  대신
  ด่วน
  ติดต่อ
  hitno
  nujn
  skubi
  steidzam
  kiire
  mendesak
  hubungi
  khan cap
  lien he
  urgent
`;
