import { isFreeMail } from '../../../lambdas/domain/mail/free-mail.ts';

describe('isFreeMail', () => {
  it.each(['gmail.com', 'aim.com', '189.cn', 'yahoo.co.uk', 'poczta.onet.pl'])('knows %s', (domain) => {
    expect(isFreeMail(domain)).toBe(true);
  });

  it.each(['acme.example', 'mail.gmail.com', 'notgmail.com', 'GMAIL.COM', ''])('does not know %j', (domain) => {
    expect(isFreeMail(domain)).toBe(false);
  });
});
