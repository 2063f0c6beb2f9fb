import { anyOf } from '../../mail/any-of.ts';
import type { BounceReason } from '../../mail/bounce-reason.ts';

/** How hosts of one language say that a mailbox or its domain is not there; in lower case. */
interface Wording {
  /** Beginnings of the words for an address, a user, a mailbox. */
  readonly mailbox: string;
  /** Beginnings of the words for a domain or a host. */
  readonly domain: string;
  /** Not found, does not exist, unknown, invalid. */
  readonly absent: string;
  /** Whether the words for absent follow the mailbox always: what stands before it is said of something else. */
  readonly isOrdered?: true;
}

/** Translated reports of Exchange, Exim, Postfix, and of providers; English has lists of its own besides. */
const languages: Readonly<Record<string, Wording>> = {
  en: {
    isOrdered: true,
    mailbox: String.raw`\b${anyOf`
      e-?mail address|address(?:es|ee)?|users?|recipients?|rcpt|mail ?box|accounts?|alias(?:es)?|person|subscriber|customer|userid|local part
      receiver|(?:recipient|user) name|name (?:was|of the user)
    `}\b`,
    domain: anyOf`\bdomain\b|host ?name|destination host`,
    absent: anyOf`
      (?:is |are |was |were |does |do |did |could |can|be )?(?:not|n't|not be) (?:found|known|exist|present|registered|recogni[sz]ed|valid|listed|in (?:my|our|the|this)|on (?:my|our|this)|ok\b|accept (?:user|recipient)|know\b)
      \bunknown\b(?! (?:error|reason|failure|cause|status|problem|sender|host))|non-?existent|no longer (?:valid|exist|in use|active)|\binvalid (?:user|recipient|mailbox|address|account)|wrong or
      \bno (?:such )?(?:mail ?box|users?|account|alias(?:es)?|recipients?|person)\b(?! specified)|never existed
      rejected (?:the )?recipients?\b
    `,
  },
  de: {
    mailbox: anyOf`adresse|empf(?:ä|ae)nger|benutzer|postfach|mailbox|konto|account|teilnehmer|anwender`,
    domain: anyOf`domäne|domain|rechner|host|zielsystem`,
    absent: anyOf`
      nicht (?:mehr )?(?:gefunden|vorhanden|bekannt|existiert|existent|gültig|ermittelt|verfügbar|auf dem)
      nicht (?:im|in|auf) [^.;]{0,40}(?:aufgeführt|verzeichnet|gelistet)
      existiert (?:hier )?nicht|gibt es nicht|unbekannt|ungültig|falsch geschrieben|gelöscht
    `,
  },
  fr: {
    mailbox: anyOf`adresse|destinataire|utilisateur|bo[iî]te|compte|abonné`,
    domain: anyOf`domaine|hôte|serveur de destination`,
    absent: anyOf`
      introuvable|inconnue?|inexistant|invalide|n.existe (?:pas|plus)|non trouvée?|n.est (?:pas|plus) valide
      n.a pas (?:pu )?(?:été|être) (?:trouv|localis)|pas (?:été )?trouvé|impossible de trouver|supprimée?
    `,
  },
  es: {
    mailbox: anyOf`dirección|direccion|destinatario|usuario|buzón|buzon|cuenta`,
    domain: anyOf`dominio|servidor de destino`,
    absent: anyOf`
      no (?:se )?(?:ha |han |pudo |puede |fue |pudimos )?(?:encontr|localiz|existe)|desconocid|inválid|invalid
      no (?:es )?válid|inexistente|no existe
    `,
  },
  pt: {
    mailbox: anyOf`endereço|endereco|destinatário|destinatario|usuário|usuario|utilizador|caixa|conta`,
    domain: anyOf`domínio|dominio`,
    absent: anyOf`
      não (?:foi |pôde ser |pode ser |é )?(?:possível )?(?:encontrad|encontrar|localizad|localizar|existe|válid|conhecid)
      desconhecid|inválid|inexistente|nao existe|nao encontrad
    `,
  },
  it: {
    mailbox: anyOf`indirizzo|destinatario|\butente|casella|account|cassetta`,
    domain: anyOf`dominio`,
    absent: anyOf`
      non (?:è stato |è stata |è |e' |è possibile )?(?:trovat|trovare|valid|esist|esiste|presente|individu)
      sconosciut|inesistente|impossibile trovare|nessun utente
    `,
  },
  nl: {
    mailbox: anyOf`adres|ontvanger|geadresseerde|gebruiker|postvak|mailbox|postbus`,
    domain: anyOf`domein`,
    absent: anyOf`niet (?:worden )?(?:gevonden|bekend|geldig|bestaat)|bestaat niet|onbekend|ongeldig|niet vinden`,
  },
  pl: {
    mailbox: anyOf`adres|odbiorc|użytkownik|skrzynk|kont[oa]\b`,
    domain: anyOf`domen`,
    absent: anyOf`
      nie (?:można|udało się|mógł|może)[^.;]{0,20}(?:odnale|znale)|nie (?:został\w?|zostały)? ?(?:odnale|znale)|nie istnieje
      nieznan|nieprawidłow|nie ma takie|nie odnaleziono|nie znaleziono
    `,
  },
  cs: {
    mailbox: anyOf`adres|příjemc|príjemc|uživatel|používateľ|schránk`,
    domain: anyOf`domén`,
    absent: anyOf`
      nenalezen|nebyl\w? (?:nalezen|nájden)|neexistuje|neznám|neplatn|nepodařilo (?:se )?(?:najít|nalézt)
      nelze (?:najít|nalézt)|nepodarilo (?:sa )?nájsť|nenašl
    `,
  },
  ru: {
    mailbox: anyOf`адрес|получател|пользовател|ящик|учетн|учётн|одержувач|користувач|скриньк|потребител|кути`,
    domain: anyOf`домен`,
    absent: anyOf`
      не (?:был\w? )?(?:найден|существует|обнаружен|зарегистрирован|знайден|існує|вдалося знайти|удалось найти|удается найти|съществува|беше намерен)
      не удалось найти|неизвест|неверн|несуществующ|невідом|недействител|отсутствует|удален
    `,
  },
  sv: {
    mailbox: anyOf`adress|mottagar|användar|postlåd|brevlåd|konto`,
    domain: anyOf`domän`,
    absent: anyOf`
      (?:gick|går) inte att hitta|hittades inte|hittades ej|finns inte|finns ej|okänd|ogiltig|kunde inte hittas
      kan inte hittas|kunde inte hitta|existerar inte
    `,
  },
  da: {
    mailbox: anyOf`adress|modtager|mottaker|bruger|bruker|postkasse|postboks|konto`,
    domain: anyOf`domæn|domen`,
    absent: anyOf`
      ikke (?:blev |ble )?(?:fundet|funnet|findes|finnes|finde|finne|gyldig)|findes ikke|finnes ikke|eksisterer ikke
      ukendt|ukjent|ugyldig|fant ikke|fandt ikke|finner ikke|finder ikke
    `,
  },
  fi: {
    mailbox: anyOf`osoite|osoitet|vastaanottaj|käyttäj|postilaatik`,
    domain: anyOf`toimialue|verkkotunnus`,
    absent: anyOf`ei (?:löyty|löydy|ole olemassa|löydetty|ole voimassa)|tuntemat|virheelli`,
  },
  hu: {
    mailbox: anyOf`cím|címzett|felhasználó|postafiók|postaláda`,
    domain: anyOf`tartomány`,
    absent: anyOf`nem (?:található|létezik|találtuk|talál|ismert)|ismeretlen|érvénytelen`,
  },
  ro: {
    mailbox: anyOf`adres|destinatar|utilizator|căsuț|cutia`,
    domain: anyOf`domeniu`,
    absent: anyOf`nu (?:a fost |a putut fi |poate fi )?(?:găsit|există)|necunoscut|inexistent|nevalid`,
  },
  hr: {
    mailbox: anyOf`adres|primatelj|primaoc|korisnik|prejemnik|naslov|uporabnik|sandučić`,
    domain: anyOf`domen`,
    absent: anyOf`
      nije (?:pronađen|moguće pronaći|moguce pronaci)|ne postoji|nepoznat|nevažeć|ni (?:bilo )?mogoče najti|ne obstaja|neznan
      ni najden
    `,
  },
  lt: {
    mailbox: anyOf`adres|gavėj|vartotoj|saņēmēj|lietotāj|aadress|adressaat|kasutaja`,
    domain: anyOf`domen|domēn`,
    absent: anyOf`
      nerast|neegzistuoja|nepavyko rasti|nežinom|neatrada|nevarēja atrast|neeksistē|nezinām|ei leitud|ei eksisteeri|tundmatu
    `,
  },
  tr: {
    mailbox: anyOf`adres|alıcı|kullanıcı|posta kutusu|hesap|hesab`,
    domain: anyOf`etki alan|alan adı`,
    absent: anyOf`bulunam|mevcut değil|bilinm|geçersiz|tanınm|kayıtlı değil|bulamad`,
  },
  el: {
    mailbox: anyOf`διεύθυνση|διευθυνσ|παραλήπτη|χρήστη|γραμματοκιβώτιο|λογαριασμ`,
    domain: anyOf`τομέα`,
    absent: anyOf`δεν (?:βρέθηκε|υπάρχει|ήταν δυνατή|ήταν δυνατόν|εντοπίστηκε)|άγνωστ|μη έγκυρ`,
  },
  he: {
    mailbox: anyOf`כתובת|הנמען|נמען|משתמש|תיבת`,
    domain: anyOf`תחום|דומיין`,
    absent: anyOf`לא נמצא|לא קיי|לא ניתן למצוא|אינה קיימת|אינו קיים|לא היתה אפשרות|לא הייתה אפשרות|לא ידוע|לא חוקי`,
  },
  ar: {
    mailbox: anyOf`عنوان|المستلم|المستخدم|علبة|صندوق`,
    domain: anyOf`المجال|النطاق`,
    absent: anyOf`لم يتم العثور|تعذر العثور|غير موجود|غير معروف|غير صالح|لا يوجد`,
  },
  ja: {
    mailbox: anyOf`アドレス|ユーザ|宛先|受信者|メールボックス|アカウント|あて先`,
    domain: anyOf`ドメイン|ホスト`,
    absent: anyOf`見つかりません|見つからない|見つかりませんでした|見つけられません|存在しません|存在しない|存在いたしません|不明|無効|誤り|正しくありません|ご利用になられていません|使われておりません`,
  },
  zh: {
    mailbox: anyOf`地址|收件人|收件者|用户|使用者|邮箱|郵箱|信箱|帐户|帐号|账号|账户|帳戶|帳號|用戶`,
    domain: anyOf`域名|网域|網域|域`,
    absent: anyOf`找不到|不存在|未找到|无效|無效|无法找到|無法找到|查无|查無|不正确|不正確|有误|有誤|错误|已注销|没有找到|沒有找到`,
  },
  ko: {
    mailbox: anyOf`주소|받는 사람|수신자|사용자|사서함|계정|수신인|메일 ?주소`,
    domain: anyOf`도메인`,
    absent: anyOf`찾을 수 없|존재하지 않|없는 (?:사용자|주소|계정)|알 수 없는|유효하지|잘못된|없습니다|찾지 못`,
  },
  vi: {
    mailbox: anyOf`địa chỉ|người nhận|người dùng|hộp thư|ที่อยู่|ผู้รับ|กล่องจดหมาย`,
    domain: anyOf`tên miền|โดเมน`,
    absent: anyOf`không tìm thấy|không tồn tại|không hợp lệ|ไม่พบ|ไม่มีอยู่|ไม่ถูกต้อง`,
  },
  id: {
    mailbox: anyOf`alamat|penerima|pengguna|kotak surat|adreça|destinatari|usuari|bústia|helbide`,
    domain: anyOf`domini\b`,
    absent: anyOf`tidak (?:ditemukan|dapat ditemukan|ada\b|dikenal|valid)|no s'ha (?:trobat|pogut trobar)|desconegu|no existeix`,
  },
};

/** Characters within a clause: a full stop within an address, or of an abbreviation, does not end it. */
const inClause = String.raw`(?:[^.;。!]|\.(?!(?<!\bel\.)(?:\s|$)))`;

type Statement = (text: string) => boolean;

/**
 * Whether a word of one list stands in a clause behind a word of another. Two searches and a comparison of places: a pattern
 * of both lists would look for the second one anew behind each match of the first.
 */
function behind(first: string, second: string, reach: number): Statement {
  const firsts = new RegExp(first, 'gu');
  const seconds = new RegExp(second, 'gu');
  const clause = new RegExp(`${inClause}{0,${reach}}`, 'uy');
  return (text) => {
    const starts = [...text.matchAll(seconds)].map(({ index }) => index);
    let next = 0;
    for (const { 0: word, index } of starts.length === 0 ? [] : text.matchAll(firsts)) {
      const end = index + word.length;
      while (next < starts.length && starts[next]! < end) next += 1;
      if (next === starts.length) return false;
      clause.lastIndex = end;
      clause.test(text);
      if (starts[next]! <= clause.lastIndex) return true;
    }
    return false;
  };
}

/** Whether a word of one list and a word of another stand in one clause, in any order. */
function near(first: string, second: string): Statement {
  const [inOrder, reversed] = [behind(first, second, 90), behind(second, first, 60)];
  return (text) => inOrder(text) || reversed(text);
}

const senderName = anyOf`
  absender|expéditeur|remitente|remetente|mittente|afzender|nadawc|отправител|відправник|avsändar|afsender|avsender
  lähettäj|odesílatel|odosielateľ|gönderen|feladó|αποστολέα|送信者|差出人|发件人|寄件者|發件人|寄件人|보낸 사람|발신자
`;

const fullMailbox = anyOf`
  (?:postfach|mailbox|speicherplatz|kontingent|quota|briefkasten)[^.;]{0,50}(?:\bvoll|überschritten|überfüllt|erschöpft|belegt)
  (?:bo[iî]te|quota|espace|messagerie)[^.;]{0,50}(?:pleine?\b|saturée?|dépassé|insuffisant|atteint)
  (?:buzón|buzon|bandeja|cuota|cuenta|espacio)[^.;]{0,50}(?:llen[oa]|excedid|superad|insuficiente|ha excedido|excede)
  (?:caixa|cota|quota|espaço|conta)[^.;]{0,50}(?:cheia|excedid|esgotad|insuficiente|lotada)
  (?:casella|spazio|quota)[^.;]{0,50}(?:\bpiena|esaurit|superat|insufficiente)
  (?:postvak|postbus|mailbox|opslaglimiet)[^.;]{0,50}(?:\bvol\b|overschreden)
  (?:skrzynk|limit|przydział)[^.;]{0,50}(?:pełna|przepełnion|przekrocz|zapełnion)
  (?:schránk|kvót)[^.;]{0,50}(?:plná|překroč|prekroč)
  (?:ящик|квот|скриньк)[^.;]{0,50}(?:переполн|заполнен|превыш|перевищ)
  (?:превыш|перевищ)[^.;]{0,50}(?:ящик|квот|размер|лимит)
  (?:brevlåd|postlåd|inkorg|postkasse|postboks|innboks|indbakke|kvot)[^.;]{0,50}(?:\bfull\b|fuld|överskrid|overskred)
  postilaatikko[^.;]{0,40}täyn
  (?:posta kutusu|kota)[^.;]{0,50}(?:dolu|aşıl|aştı)
  (?:postafiók|postaláda)[^.;]{0,50}(?:megtelt|betelt)
  (?:メールボックス|容量|受信箱)[^。]{0,30}(?:いっぱい|一杯|満杯|超え|超過|オーバー)
  (?:邮箱|信箱|郵箱|空间|空間|容量)[^。]{0,30}(?:已满|已滿|超出|超过|超過|不足|满|爆满)
  (?:超出|超过|超過)[^。]{0,20}(?:配额|配額|容量|限额)
  (?:사서함|메일함|용량|편지함)[^.]{0,30}(?:가득|초과|찼)
  (?:γραμματοκιβώτιο)[^.;]{0,40}(?:γεμάτ|πλήρ|υπερβεί)
`;

const tooLargeMail = anyOf`
  (?:nachricht|e-mail|mail)[^.;]{0,40}(?:zu gro(?:ß|ss)|maximalgröße|größenbeschränkung)
  message[^.;]{0,40}trop (?:volumineux|gros|grand)|taille[^.;]{0,40}(?:dépasse|limite|maximale)
  (?:mensaje|mensagem|messaggio)[^.;]{0,40}(?:demasiado grande|muito grande|troppo grande|excede el tamaño|excede o tamanho)
  bericht[^.;]{0,40}te groot|wiadomość[^.;]{0,40}(?:zbyt duż|za duż)|слишком больш|för stort|for stor\b
  サイズ[^。]{0,30}(?:超え|大きすぎ|超過)|(?:邮件|郵件)[^。]{0,20}(?:太大|过大|過大)|크기[^.]{0,20}초과
`;

const spoken = Object.values(languages);

const wording: ReadonlyArray<readonly [reason: BounceReason, statements: readonly Statement[]]> = [
  ['senderrejected', spoken.map(({ absent }) => near(senderName, absent))],
  ['hostunknown', spoken.map(({ domain, absent }) => near(domain, absent))],
  [
    'userunknown',
    spoken.map(({ mailbox, absent, isOrdered }) => (isOrdered ? behind(mailbox, absent, 40) : near(mailbox, absent))),
  ],
];

const anyAbsent = new RegExp(spoken.map(({ absent }) => absent).join('|'), 'u');
const full = new RegExp(fullMailbox, 'u');
const large = new RegExp(tooLargeMail, 'u');

/** The reason that a text in another language than English gives; in lower case. */
export function translatedReason(text: string): BounceReason | undefined {
  if (full.test(text)) return 'mailboxfull';
  if (large.test(text)) return 'toolarge';
  // One look for all languages: most text has none of these words.
  if (!anyAbsent.test(text)) return undefined;
  return wording.find(([, statements]) => statements.some((isSaid) => isSaid(text)))?.[0];
}
