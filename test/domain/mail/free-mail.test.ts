import common from 'email-providers/common.json' with { type: 'json' };
import { isFreeMail } from '../../../lambdas/domain/mail/free-mail.ts';

/** Domains of the maintained list that are firms, universities, registries and sites of their own today. */
const noProviders = new Set(
  `facebook.com example.com alibaba.com about.com spb.ru medscape.com space.com discovery.com test.com homestead.com nus.edu.sg
   web.id msk.ru ancestry.com techspot.com law.com bt.com yourdomain.com kansascity.com detik.com zp.ua test.de casino.com
   doityourself.com mail-tester.com mydomain.com parrot.com name.com unican.es metacrawler.com ivillage.com
   dailypioneer.com looksmart.com oath.com depechemode.com onmilwaukee.com scubadiving.com clerk.com f5.si dynu.net
   yahoofs.com dnsmadeeasy.com pe.hu sp.nl spacewar.com zip.net webjump.com za.com blogos.com singpost.com aver.com
   dmv.com easypost.com barcelona.com go2net.com garbage.com onlinehome.de ddnsfree.com beer.com`.split(/\s+/),
);

describe('isFreeMail', () => {
  it.each([
    ...[
      'gmail.com',
      'aim.com',
      '189.cn',
      'yahoo.co.uk',
      'poczta.onet.pl',
      'hotmail.nl',
      'hotmail.com.tr',
      'live.com.mx',
    ],
    ...['outlook.com.br', 'gmx.us', 'yandex.kz', 'proton.me', 'abv.bg', 'freemail.hu', 'mail.ee', 'optusnet.com.au'],
    ...['vtext.com', 'txt.att.net', 'docomo.ne.jp', 'ezweb.ne.jp', 'softbank.ne.jp', 'i.softbank.jp', 'au.com'],
    ...['privaterelay.appleid.com', 'mozmail.com', 'duck.com', 'simplelogin.com', 'reply.etsy.com', 'craigslist.org'],
  ])('knows %s', (domain) => {
    expect(isFreeMail(domain)).toBe(true);
  });

  it.each([
    ...['acme.example', 'mail.gmail.com', 'notgmail.com', 'GMAIL.COM', '', 'yahoo.corp.example', 'livenation.com'],
    ...['google.com', 'microsoft.com', 'apple.com', 'appleid.com', 'ibm.com', 'sap.com', 'siemens.com', 'bbc.co.uk'],
    ...['outlook.acme.com', 'aolconsulting.com', 'github.com', 'airbnb.com', 'linkedin.com'],
  ])('does not know %j', (domain) => {
    expect(isFreeMail(domain)).toBe(false);
  });

  it.each(common.filter((domain) => !noProviders.has(domain)))('knows %s, as the maintained list does', (domain) => {
    expect(isFreeMail(domain)).toBe(true);
  });

  it('has no exception from the maintained list that is not on it, or that it knows', () => {
    expect([...noProviders].filter((domain) => !common.includes(domain) || isFreeMail(domain))).toEqual([]);
  });
});
