import {
  acceptsNoMail,
  hasMoved,
  hostUnknown,
  mailboxFull,
  suppressed,
  suspended,
} from '../../../../lambdas/domain/understanding/bounce/address-wording.ts';

// Diagnostics are compared in lower case, with single blanks.
describe('wording about the recipient', () => {
  it.each<[string, RegExp, string[]]>([
    [
      'a full mailbox',
      mailboxFull,
      [
        '552 5.2.2 mailbox is full',
        'user is over quota',
        'exceeded the storage allocation',
        'postfach voll',
        'no space left for this user',
      ],
    ],
    [
      'an address that has moved',
      hasMoved,
      [
        'the user has been moved to b@c.example',
        'she is no longer with us since may',
        'please use the new address',
        'changed his e-mail address',
      ],
    ],
    [
      'a suspended account',
      suspended,
      [
        'the account has been disabled',
        '550 inactive user',
        'not allowed to receive mail',
        'mailbox temporarily disabled',
      ],
    ],
    [
      'a suppressed address',
      suppressed,
      [
        'the address is on the suppression list',
        'not delivering to previously bounced address',
        'email address suppressed',
      ],
    ],
    [
      'a domain without mail',
      acceptsNoMail,
      [
        'domain does not accept mail (nullmx)',
        'null mx',
        'we do not accept mail here',
        'mx 0 .',
        'b.example does not accept mail',
      ],
    ],
    [
      'an unknown host',
      hostUnknown,
      [
        'host or domain name not found',
        'nxdomain',
        'domain b.example does not exist',
        'unable to resolve the host',
        'no mx for b.example',
      ],
    ],
  ])('names %s', (_name, pattern, sentences) => {
    expect(sentences.filter((sentence) => !pattern.test(sentence))).toEqual([]);
  });

  it.each<[string, RegExp, string[]]>([
    ['a full mailbox', mailboxFull, ['the full text is below', 'your quote is attached', 'mailbox unknown']],
    ['an address that has moved', hasMoved, ['the meeting has moved on', 'please use another port']],
    [
      'a suspended account',
      suspended,
      ['the account is in order', 'an active user', 'sent to gmail, this message has been blocked'],
    ],
    ['a suppressed address', suppressed, ['an impression list', 'the address is on the envelope']],
    [
      'a domain without mail',
      acceptsNoMail,
      [
        'domain accepts mail',
        'mx 10 mail.b.example',
        'host does not accept mail from you',
        'we do not accept mail now',
      ],
    ],
    ['an unknown host', hostUnknown, ['the host greets you', 'domain b.example is fine']],
  ])('does not name %s in a near miss', (_name, pattern, sentences) => {
    expect(sentences.filter((sentence) => pattern.test(sentence))).toEqual([]);
  });
});
