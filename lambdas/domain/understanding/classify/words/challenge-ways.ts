import { phrases } from '../phrases.ts';

/** Ways in which the sender is to answer. */
export const act = phrases`
  click (?:on )?(?:the|this|here|below|that|following)
  clicking (?:on )?(?:the|this|here|below)
  follow (?:the|this) link
  press (?:the|this) 
  open (?:the|this) (?:page|link)
  visit (?:the|this) (?:page|link|following)
  just reply
  simply reply
  reply to this (?:e-?mail|message|mail)
  by replying
  replying to this
  respond to this
  the link below
  following link
  klicken sie
  klick
  link (?:klicken|anklicken|folgen|offnen)
  antworten sie (?:einfach )?auf diese
  cliqu
  en suivant ce lien
  suiv(?:ez|re|ant) (?:le|ce) lien
  repond(?:ez|re|ant) (?:simplement )?a ce
  haga clic
  haz clic
  hacer clic
  pulse
  responda a este
  siga (?:el|este|o) (?:enlace|link)
  clicchi
  clicca
  cliccare
  fare clic
  faccia clic
  risponda a quest
  rispond(?:ere|i) a quest
  clique
  clicar
  klik
  volg (?:de|deze) link
  beantwoord dit
  klikn
  kliknij
  kliknac
  nacisnij
  odpowiedz na 
  klicka
  svara pa 
  svar pa 
  tryk pa
  trykk pa
  napsauta
  klikkaa
  vastaa tahan
  paina
  kattints
  apasati
  faceti clic
  accesati
  нажмите
  перейдите
  пройдите
  щелкните
  ответьте на
  натисніть
  перейдіть
  tiklayin
  tiklayiniz
  yanitlayin
  κανετε κλικ
  καντε κλικ
  πατηστε
  לחץ
  לחצו
  ללחוץ
  לחיצה
  انقر
  اضغط
  النقر
  クリック
  リンク
  アクセスし
  ボタン
  点击
  點擊
  點選
  按一下
  单击
  回复(?:此|本|这封)
  클릭
  눌러
  링크
`;

/** Lists of senders, and services that keep them. */
export const guarded = phrases`
  approved (?:senders?|list|contact|sender list)
  allowed (?:senders?|list)
  allow(?:ed)? ?list
  authori[sz]ed senders?
  trusted (?:senders?|list)
  safe senders?
  permitted senders?
  verified senders?
  known senders?
  senders? list
  list of (?:approved|allowed|authori[sz]ed|trusted|safe|permitted|accepted|known) senders
  guest list
  white ?list
  white-list
  challenge[ /-]response
  spam ?arrest
  boxbe
  bluebottle
  mail ?in ?black
  mailinblack
  vade ?(?:secure|retro)?
  tmda
  choicemail
  boxtrapper
  sendio
  spamlion
  spam (?:protection|filter|blocker|guard|control|prevention)
  antispam
  anti-spam
  stop (?:spam|junk)
  block (?:spam|junk)
  prevent (?:spam|junk)
  reduce (?:spam|junk)
  avoid (?:spam|junk)
  unsolicited
  junk (?:e-?)?mail
  protected by
  protects? (?:this|my|his|her|their|the) 
  protecting (?:myself|ourselves|my |our |this )
  guarded by
  just this once
  won't (?:have|need) to do (?:this|it|that) again
  will not (?:have|need) to do (?:this|it|that) again
  first (?:time|message|e-?mail|mail) (?:you|from)
  only (?:have to|need to|once|one time|necessary once)
  one[- ]time
  you (?:will )?(?:only|just) (?:have|need) to do this once
  do this (?:only )?once
  unknown (?:sender|address)
  address is (?:unknown|not (?:known|recogni[sz]ed|on|yet|in|approved))
  does not (?:yet )?(?:know|recogni[sz]e) (?:you|your)
  einmalig
  nur dieses eine mal
  nur einmal
  absenderliste
  liste (?:der|meiner|seiner) (?:erlaubten|zugelassenen|vertrauenswurdigen|bekannten)
  spam-?schutz
  spamschutz
  spam-?filter
  unbekannte[rn]? absender
  geschutzt durch
  expediteurs? (?:autorise|approuve|inconnu|de confiance)
  liste blanche
  liste (?:des|de mes|de ses) expediteurs
  protege[er]?
  une seule fois
  juste cette fois
  unique fois
  premiere fois
  courriers? indesirables
  lista (?:blanca|branca|bianca|de remitentes|dei mittenti|de remetentes|bialej|biala)
  remitentes? (?:autorizados|permitidos|desconocido)
  mittent[ei] (?:autorizzati|approvati|sconosciut|attendibili)
  remetentes? (?:autorizados|permitidos|desconhecido|confiaveis)
  una sola (?:vez|volta)
  solo (?:por )?esta vez
  solo (?:per )?questa volta
  uma unica vez
  correo no deseado
  toegestane afzenders
  onbekende afzender
  eenmalig
  slechts een keer
  alleen deze keer
  ongewenste
  nadawc(?:ow|a|y) (?:zaufan|dozwolon|nieznan)
  jednorazow
  tylko raz
  godkanda avsandare
  godkjente avsendere
  godkendte afsendere
  en gang
  kun en gang
  endast en gang
  okand avsandare
  roskaposti
  sallittujen lahettajien
  vain kerran
  povolenych odesilatelu
  jednorazov
  белый список
  список (?:разрешенных|доверенных|дозволених)
  защит
  от спама
  один раз
  спам
  білий список
  beyaz liste
  izin verilen gonderen
  guvenilir gonderen
  istenmeyen
  yalnizca bir kez
  μια φορα
  רשימה (?:לבנה|הלבנה)
  חד[- ]פעמי
  القائمة البيضاء
  قائمة المرسلين
  مرة واحدة
  迷惑メール
  ホワイトリスト
  スパム
  一度だけ
  初回のみ
  白名单
  白名單
  垃圾邮件
  垃圾郵件
  一次性
  只需一次
  首次
  스팸
  허용 ?(?:목록|된 발신자)
  화이트리스트
  한 ?번만
`;

/** Words by which a service that somebody signed up for asks for a confirmation: no challenge. */
export const signUp = phrases`
  subscri
  newsletter
  your (?:new )?account
  sign(?:ed|ing)? ?up
  register
  registr
  password
  log ?in
  your order
  purchase
  abonn
  anmeld
  konto
  bestell
  inscri
  compte
  mot de passe
  commande
  suscri
  cuenta
  contrasena
  pedido
  iscri
  conta\b
  aanmeld
  wachtwoord
  hasl[oa]
  регистрац
  аккаунт
  парол
  подписк
  uyelik
  sifre
  登録
  会員
  パスワード
  注册
  註冊
  账户
  密码
  가입
  계정
`;
