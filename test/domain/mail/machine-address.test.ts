import {
  isFormMailer,
  isMachineReturnPath,
  isTransactionAddress,
  isUnreadAddress,
  unwrapAddress,
} from '../../../lambdas/domain/mail/machine-address.ts';

describe('isUnreadAddress', () => {
  it.each([
    'no-reply@a.example',
    'NoReply@a.example',
    'news.noreply+7@a.example',
    'mailer-daemon@a.example',
    'bounces@a.example',
  ])('finds that nobody reads %s', (address) => {
    expect(isUnreadAddress(address)).toBe(true);
  });

  it.each(['nora.reply@a.example', 'replyto@a.example', 'jo@noreply.example', 'donotreplace@a.example'])(
    'takes %s for an address that people read',
    (address) => {
      expect(isUnreadAddress(address)).toBe(false);
    },
  );
});

describe('isFormMailer', () => {
  it.each([
    'wordpress@a.example',
    'kontaktformular@a.example',
    'web-form@a.example',
    'notify@a.example',
    'new-leads@a.example',
  ])('finds the program behind %s', (address) => {
    expect(isFormMailer(address)).toBe(true);
  });

  it.each(['jo@a.example', 'formanek@a.example', 'nobody.knows@a.example', 'systema@a.example', 'ann.leads@a.example'])(
    'takes %s for a person',
    (address) => {
      expect(isFormMailer(address)).toBe(false);
    },
  );
});

describe('isTransactionAddress', () => {
  it.each([
    'jo@customer.example',
    'jo.baker+news@customer.example',
    'bounce@customer.example',
    'reply@customer.example',
    'owner-relations@hotel.example',
    'thread@customer.example',
    'josephine.montgomery2@customer.example',
    `${'a'.repeat(400)}=b.example@x.example`,
  ])('leaves %s alone', (address) => {
    expect(isTransactionAddress(address)).toBe(false);
  });
});

describe('isMachineReturnPath', () => {
  it.each(['owner-news@lists.example', 'news-request@lists.example', 'news-return-17@lists.example'])(
    'finds a list server behind %s',
    (address) => {
      expect(isMachineReturnPath(address)).toBe(true);
    },
  );
});

describe('unwrapAddress', () => {
  it.each([
    ['SRS0=HHH=TT=customer.example=jo@f.example', 'jo@customer.example'],
    ['SRS0=HHH=TT=customer.example=jo=tag@f.example', 'jo=tag@customer.example'],
    ['SRS1=HHH=one.example=+HHH=TT=customer.example=jo@two.example', 'jo@customer.example'],
    ['prvs=0123ABCDEF=Jo@Customer.example', 'jo@customer.example'],
    ['jo@customer.example', undefined],
    ['bounce-1-jo=customer.example@x.example', undefined],
    ['SRS0=HHH=TT=not a domain=jo@f.example', undefined],
    ['', undefined],
  ])('reads %j', (address, inner) => {
    expect(unwrapAddress(address)).toBe(inner);
  });

  it.each(['=', 'srs0=', 'SRS1=a=b==c=d=', 'prvs=1=', 'a=b.', 'reply+1'])(
    'takes no longer for 200,000 characters of %j',
    (piece) => {
      const address = `${piece.repeat(200_000 / piece.length)}@x.example`;
      const began = performance.now();
      unwrapAddress(address);
      isTransactionAddress(address);
      isUnreadAddress(address);
      isFormMailer(address);
      expect(performance.now() - began).toBeLessThan(500);
    },
  );
});
