/**
 * Domains that hand out mailboxes to the public: an address there says nothing about its owner's company.
 * The list is kept by hand. A missing domain creates a company record that a person deletes, so a doubtful one is in it.
 */
const freeMailDomains = new Set(
  `aim.com alice.it aol.com arcor.de att.net bellsouth.net bk.ru bluewin.ch bol.com.br btinternet.com centrum.cz
   charter.net comcast.net cox.net daum.net duck.com earthlink.net email.cz email.de email.it fastmail.com fastmail.fm
   free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.net googlemail.com hanmail.net hey.com
   hotmail.ca hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com ig.com.br
   inbox.lv inbox.ru interia.pl juno.com kakao.com kpnmail.nl laposte.net libero.it list.ru live.ca live.co.uk
   live.com live.de live.fr live.it live.nl mac.com mail.com mail.de mail.ru mailbox.org mailfence.com me.com msn.com
   naver.com netzero.net o2.pl onet.pl online.de online.no op.pl orange.fr outlook.com outlook.de outlook.es
   outlook.fr outlook.it outlook.jp pm.me poczta.onet.pl posteo.de posteo.net proton.me protonmail.ch protonmail.com
   qq.com rediffmail.com rocketmail.com rogers.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.cn
   sina.com skynet.be sohu.com sympatico.ca t-online.de talktalk.net telenet.be terra.com.br tiscali.it tlen.pl
   tuta.com tuta.io tutanota.com tutanota.de ukr.net uol.com.br verizon.net virgilio.it virginmedia.com vodafone.de
   vodafone.it walla.co.il wanadoo.fr web.de wp.pl xtra.co.nz ya.ru yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk
   yahoo.com yahoo.com.au yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.in yahoo.it yandex.com yandex.ru yeah.net
   ymail.com zoho.com zohomail.com 126.com 139.com 163.com 189.cn`.split(/\s+/),
);

/** Whether a domain, in ASCII and lower case, is a public mailbox provider. */
export const isFreeMail = (domain: string): boolean => freeMailDomains.has(domain);
