import { phrases } from '../phrases.ts';

/** Subjects of notices that shops, banks, sites and monitors send; people write some of them, so they count beside others. */
export const noticeSubject = phrases`
  your (?:\S+ ){0,3}(?:order|invoice|receipt|payment|statement|booking|reservation|shipment|package|parcel|delivery|subscription|account|password|verification code|security code|bill|ticket|refund|appointment|registration|login|sign-in|backup|report|trial|domain|certificate|code|pin)\b
  order (?:confirmation|received|shipped|#|no|number|status|update)
  invoice (?:#|no|number|from|for|available|[\w/-]{0,10}\d)
  payment (?:received|confirmation|reminder|failed|due|receipt|successful)
  shipping (?:confirmation|update|notification)
  delivery (?:update|confirmation|notification|scheduled|reminder)
  booking confirmation
  reservation confirmation
  appointment (?:reminder|confirmation)
  password (?:reset|changed|expir|will expire|notification)
  reset your password
  verify your (?:e-?mail|account|address|identity)
  confirm your (?:e-?mail address|account|registration|subscription)
  verification code
  security (?:alert|code|notice|notification|warning)
  new (?:sign-?in|login|device|comment|message from|follower|order|lead|submission|voicemail)
  unusual (?:sign-?in|activity|login)
  welcome to 
  reminder: 
  alert:
  alert 
  warning:
  critical:
  problem:
  recovery:
  resolved:
  down:
  up:
  failed:
  failure:
  success:
  firing:
  ok:
  backup (?:report|job|completed|failed|of|successful|status|finished)
  build (?:failed|passed|#|broken|fixed|succeeded)
  cron <
  cron job
  disk (?:space|usage)
  daily (?:report|digest|summary)
  weekly (?:report|digest|summary)
  monthly (?:report|statement|summary)
  scheduled (?:maintenance|report)
  server (?:down|alert|status|is down)
  service (?:alert|notification|down|status)
  monitor 
  monitoring
  nagios
  zabbix
  logwatch
  anacron
  certificate (?:expir|will expire|renewal)
  domain (?:expir|renewal)
  notification(?: of|:| from| -)
  voicemail
  fax (?:from|received)
  scan from
  scanned 
  quarantine (?:report|summary|notification)
  spam (?:report|digest|quarantine)
  mailbox (?:is almost full|is full|quota|full)
  quota (?:warning|notification)
  ihre? (?:\S+ ){0,3}(?:bestellung|rechnung|zahlung|buchung|sendung|lieferung|paket|auftrag|registrierung|reservierung|bestatigungscode|sicherheitscode|passwort|konto|kontoauszug|abo|anmeldung|termin|quittung|code|beleg)
  deine? (?:\S+ ){0,3}(?:bestellung|rechnung|zahlung|buchung|sendung|lieferung|paket|registrierung|passwort|konto|anmeldung|termin|code)
  bestellbestatigung
  auftragsbestatigung
  versandbestatigung
  buchungsbestatigung
  zahlungs(?:bestatigung|erinnerung|eingang)
  terminerinnerung
  rechnung (?:nr|nummer|vom|\d)
  erinnerung:
  storung
  warnung:
  passwort (?:zuruck|geandert|andern)
  neue anmeldung
  votre (?:\S+ ){0,2}(?:commande|facture|paiement|reservation|colis|livraison|compte|mot de passe|abonnement|code|inscription|rendez-vous|releve|recu)
  confirmation de (?:commande|votre commande|paiement|reservation|rendez-vous|votre)
  rappel (?::|de rendez-vous|de paiement)
  alerte
  facture n
  su (?:\S+ ){0,2}(?:pedido|factura|pago|reserva|envio|paquete|cuenta|contrasena|suscripcion|codigo|cita|recibo)
  tu (?:\S+ ){0,2}(?:pedido|factura|pago|reserva|envio|paquete|cuenta|contrasena|suscripcion|codigo|cita|recibo)
  confirmacion de (?:pedido|su pedido|tu pedido|compra|pago|reserva|cita)
  recordatorio
  alerta
  factura n
  il (?:tuo|suo) (?:\S+ ){0,2}(?:ordine|pagamento|account|pacco|codice|abbonamento|appuntamento)
  la (?:tua|sua) (?:\S+ ){0,2}(?:fattura|prenotazione|spedizione|consegna|password|iscrizione|ricevuta|bolletta)
  conferma (?:d'ordine|ordine|di|dell'ordine|del pagamento|prenotazione)
  promemoria
  avviso
  fattura n
  seu (?:\S+ ){0,2}(?:pedido|pagamento|codigo|boleto|recibo|envio)
  sua (?:\S+ ){0,2}(?:fatura|compra|reserva|encomenda|conta|senha|assinatura|consulta)
  confirmacao d[eoa] (?:pedido|encomenda|compra|pagamento|reserva|seu)
  lembrete
  fatura 
  uw (?:\S+ ){0,2}(?:bestelling|factuur|betaling|boeking|reservering|pakket|zending|levering|account|wachtwoord|abonnement|code|afspraak|order)
  je (?:\S+ ){0,2}(?:bestelling|factuur|betaling|boeking|reservering|pakket|zending|levering|account|wachtwoord|abonnement|code|afspraak)
  orderbevestiging
  bevestiging van (?:uw|je) 
  herinnering
  twoje (?:zamowienie|konto|haslo)
  twoja (?:faktura|paczka|przesylka|rezerwacja|platnosc)
  panstwa (?:zamowienie|faktura|rezerwacja)
  potwierdzenie (?:zamowienia|platnosci|rezerwacji|przelewu)
  zamowienie (?:nr|numer|zostalo)
  faktura (?:nr|vat|od|fran|fra)
  przypomnienie
  din (?:\S+ ){0,2}(?:bestallning|order|faktura|bokning|betalning|leverans|ordre|bestilling|booking|levering|pakke|konto|regning)
  dit (?:\S+ ){0,2}(?:konto|losenord|kod|kodeord)
  ditt (?:\S+ ){0,2}(?:konto|losenord|kod|passord|paket)
  orderbekraftelse
  ordrebekraeftelse
  ordrebekreftelse
  bokningsbekraftelse
  paminnelse
  pamindelse
  tilaus(?:vahvistus|numero|tasi|tanne|ksesi)
  varausvahvistus
  laskusi
  muistutus
  vase (?:objednavka|faktura|zasilka|rezervace|platba|zasielka|heslo)
  potvrzeni (?:objednavky|rezervace|platby)
  potvrdenie (?:objednavky|rezervacie)
  objednavka (?:c|\d|byla)
  upozorneni
  pripominka
  rendeles(?:et|e|enek)?(?: visszaigazol|:| szam)
  szamla
  emlekezteto
  comanda (?:dumneavoastra|ta|nr|cu|a)
  confirmare (?:comanda|rezervare|plata)
  factura 
  ваш (?:заказ|счет|счёт|пароль|код|чек)
  ваша (?:оплата|бронь|посылка|подписка|заявка)
  заказ (?:№|n|\d|оформлен|отправлен|принят)
  подтверждение (?:заказа|оплаты|бронирования|регистрации)
  код подтверждения
  напоминание
  счет (?:№|на)
  ваше замовлення
  замовлення (?:№|\d)
  підтвердження (?:замовлення|оплати)
  siparis(?:iniz|in)
  faturaniz
  odeme(?:niz| onay| hatirlat)
  sifre(?:niz| sifirla| degis)
  rezervasyon(?:unuz| onay)
  hatirlatma
  kargonuz
  η παραγγελια σας
  επιβεβαιωση (?:παραγγελιας|κρατησης|πληρωμης)
  υπενθυμιση
  ההזמנה שלך
  אישור (?:הזמנה|תשלום)
  חשבונית
  תזכורת
  تأكيد (?:الطلب|طلبك|الحجز|الدفع)
  طلبك رقم
  فاتورة
  تذكير
  ご注文
  注文(?:確認|確定|受付|番号|完了)
  発送(?:の|しました|完了|通知)
  ご(?:予約|請求|入金|利用)
  お支払い
  請求書
  予約(?:確認|完了|の)
  障害
  警報
  アラート
  パスワード
  認証コード
  订单(?:确认|已|号|编号|\d)
  訂單(?:確認|已|編號|通知)
  您的(?:订单|訂單|账单|帳單|包裹|验证码|驗證碼|密码|密碼|账户|帳戶|快递|发票)
  验证码
  驗證碼
  付款(?:成功|通知|提醒)
  发货通知
  告警
  报警
  提醒
  주문(?:하신|이|내역| ?확인| ?완료|번호)
  결제(?:가|내역| ?완료| ?확인)
  배송(?:이|이 ?시작| ?안내| ?완료)
  예약(?:이|내역| ?확인| ?완료)
  인증 ?(?:번호|코드)
  비밀번호
  청구서
  알림
`;

/** Openings with which firms address their customers. */
export const customerGreeting = phrases`
  dear (?:customer|user|client|member|subscriber|valued|guest|sir|account holder)
  hello,? (?:customer|user|valued)
  sehr geehrte(?:r)? (?:kund|nutzer|damen und herren,? liebe kund)
  liebe(?:r)? (?:kund|nutzer)
  cher(?:e)? client
  chere?s? (?:client|utilisat|abonn)
  estimad[oa]s? (?:cliente|usuari|socio)
  querid[oa] (?:cliente|usuari)
  gentile (?:cliente|utente)
  prezad[oa]s? (?:cliente|usuari)
  car[oa] (?:cliente|utilizador|usuari)
  beste (?:klant|gebruiker)
  geachte (?:klant|gebruiker)
  szanown[yai] (?:kliencie|klient|uzytkown)
  drogi kliencie
  kara kund
  baste kund
  kaere kunde
  kjaere kunde
  hyva asiakas
  arvoisa asiakas
  vazen[yi] (?:zakaz|klient|uzivatel)
  tisztelt (?:ugyfelunk|vasarlonk|felhasznalo)
  stimat(?:e|a) client
  уважаемый (?:клиент|пользователь|покупатель|абонент)
  шановний (?:клієнт|користувач)
  sayin (?:musterimiz|uyemiz|kullanici)
  degerli (?:musterimiz|uyemiz)
  αγαπητε (?:πελατη|χρηστη)
  לקוח(?:ה)? יקר
  עמיתנו
  عزيزي (?:العميل|المستخدم)
  عميلنا العزيز
  お客様
  お客さま
  尊敬的(?:客户|用户|会员|顾客)
  親愛的(?:客戶|用戶|會員|顧客)
  亲爱的(?:客户|用户|会员|顾客)
  고객님
  เรียนลูกค้า
  เรียน ลูกค้า
`;
