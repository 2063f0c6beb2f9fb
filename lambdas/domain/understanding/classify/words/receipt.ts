import { phrases } from '../phrases.ts';

/** Words by which a mail client says that a mail was shown, or deleted unread. */
export const shown = phrases`
  was (?:read|displayed|opened|deleted without being read) (?:on|at|by)
  has been (?:read|displayed|opened) (?:on|at|by)
  was deleted without being read
  was not read
  has been displayed
  this is a (?:return|read) receipt
  this is a receipt for the (?:mail|message|e-?mail)
  return receipt
  read receipt
  acknowledges that the message was displayed
  no guarantee that the message has been read
  message was displayed on the recipient
  wurde am [^\n]{0,90}(?:gelesen|geoffnet|angezeigt|geloscht)
  wurde ~gelesen
  wurde ~(?:ungelesen geloscht|geloscht, ohne|ohne gelesen zu werden geloscht)
  ungelesen geloscht
  gelesen am
  lesebestatigung
  empfangsbestatigung fur die (?:nachricht|e-?mail|mail)
  angezeigt wurde
  a ete lue? 
  a ete (?:affiche|ouvert|supprime)e? 
  supprime sans avoir ete lu
  confirmation de lecture
  accuse de lecture
  fue leido
  se (?:ha )?ley?[oi]d?o? 
  ha sido (?:leido|mostrado|eliminado sin)
  se elimino sin
  eliminado sin (?:haber sido |ser )?leer?
  confirmacion de lectura
  acuse de lectura
  e stato (?:letto|visualizzato|aperto|eliminato)
  e stata (?:letta|visualizzata|aperta|eliminata)
  eliminato senza essere
  conferma di lettura
  foi (?:lida|lido|exibida|apresentada|excluida|eliminada|aberta)
  confirmacao de leitura
  recibo de leitura
  is gelezen
  werd gelezen
  gelezen op
  ongelezen verwijderd
  verwijderd zonder
  leesbevestiging
  zostala (?:odczytana|przeczytana|wyswietlona|usunieta)
  zostal (?:odczytany|przeczytany)
  potwierdzenie (?:odczytu|przeczytania)
  lastes (?:den)?
  har lasts
  laskvitto
  las(?:t|tes) den
  blev laest
  ble lest
  laest den
  lest den
  kvittering for laesning
  laesebekraeftelse
  lesebekreftelse
  luettiin
  on luettu
  lukukuittaus
  byla? prectena
  byla? precitana
  potvrzeni o precteni
  potvrdenie o precitani
  olvasasi visszaigazolas
  elolvas(?:va|tak|asra)
  a fost citit
  confirmare de citire
  было прочитано
  прочитано
  удалено без прочтения
  уведомление о прочтении
  було прочитано
  okundu
  okunmadan silindi
  διαβαστηκε
  αναγνωστηκε
  נקראה? ב
  تمت قراءة
  تم(?:ت)? قراءت
  開封(?:され|確認|済)
  に読まれました
  已(?:被)?(?:阅读|閱讀|读取|讀取|于)
  已读
  已讀
  未阅读(?:即|就|而)
  읽(?:었습니다|음 확인|은 시간|혔습니다)
`;

/** A request of Exchange to forget a mail, or its result. */
export const recalled = phrases`
  would like to recall (?:the|this|a) message
  wants to recall (?:the|this) message
  would like to recall 
  mochte die nachricht ~(?:zuruckrufen|zuruckholen)
  mochte (?:diese|eine) nachricht ~(?:zuruckrufen|zuruckholen)
  souhaite rappeler
  voudrait rappeler
  aimerait rappeler
  desea (?:recuperar|retirar|recordar)
  quiere (?:recuperar|retirar)
  desearia (?:recuperar|retirar)
  quisiera (?:recuperar|retirar)
  vorrebbe richiamare
  desidera richiamare
  vuole richiamare
  gostaria de (?:recuperar|cancelar|revogar|recolher)
  deseja (?:recuperar|cancelar|revogar|recolher|anular)
  pretende (?:recuperar|revogar|anular)
  wil het bericht ~intrekken
  wil dit bericht intrekken
  wil ~intrekken
  chce (?:odwolac|wycofac|odvolat|zrusit|stiahnut)
  chcial(?:a|by)?(?:by)? (?:odwolac|wycofac)
  vill aterkalla
  onsker at tilbagekalde
  vil gerne tilbagekalde
  onsker a (?:tilbakekalle|trekke)
  vil (?:gjerne )?(?:tilbakekalle|tilbagekalde)
  haluaa (?:peruuttaa|perua|palauttaa|kutsua)
  haluaisi (?:peruuttaa|perua)
  szeretne visszahivni
  vissza szeretne (?:hivni|vonni)
  doreste sa (?:recheme|retraga)
  хочет отозвать
  хотел бы отозвать
  желает отозвать
  хоче відкликати
  iletisini geri (?:cekmek|cagirmak)
  geri (?:cekmek|cagirmak) istiyor
  επιθυμει (?:την ανακληση|να ανακαλεσει)
  θελει να ανακαλεσει
  מעוניין (?:לבטל|לאחזר)
  מבקש (?:לבטל|לאחזר|לבצע)
  يرغب في استرجاع
  يريد استرجاع
  取り消(?:そうと|したい|しを)
  取り戻(?:そうと|したい)
  希望(?:撤回|召回|收回)
  想要?(?:撤回|召回|收回)
  要(?:撤回|召回|收回)
  메시지를 ~회수
  회수하(?:려고|고자|고 싶)
  your message recall
  recall (?:report|status)
  message recall (?:success|failure|report)
`;
