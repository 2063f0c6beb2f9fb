import {
  expired,
  mailerError,
  networkError,
  protocolError,
  securityError,
  systemError,
  tooLarge,
} from '../../../../lambdas/domain/understanding/bounce/transport-wording.ts';

// Diagnostics are compared in lower case, with single blanks.
describe('wording about the transport', () => {
  it.each<[string, RegExp, string[]]>([
    [
      'a mail that is too large',
      tooLarge,
      [
        '552 message size exceeds fixed limit',
        'message too big',
        'mail is larger than the maximum',
        'resolver.rst.sendsizelimit',
      ],
    ],
    [
      'a mail that waited too long',
      expired,
      [
        'message expired',
        'gave up after a week',
        'unable to deliver your mail for 2 days',
        'delivery has been delayed',
        'after 72 hours',
      ],
    ],
    [
      'a program that failed',
      mailerError,
      ['command died with status 5', 'pipe to |/usr/bin/filter', 'procmail: cannot lock', 'x-unix; 75'],
    ],
    ['a failure of TLS', securityError, ['starttls is required', 'ssl handshake', 'authentication failed']],
    [
      'a host without connection',
      networkError,
      ['connection refused', 'network is unreachable', 'could not connect to the host', 'timed out', 'econnreset'],
    ],
    [
      'a trouble of the host',
      systemError,
      ['451 internal error', 'disk full', 'try again later', 'service not available', 'permission denied'],
    ],
    [
      'a command that is refused',
      protocolError,
      ['500 syntax error', 'command not implemented', 'bad sequence of commands', '5.5.2', 'need rcpt first'],
    ],
  ])('names %s', (_name, pattern, sentences) => {
    expect(sentences.filter((sentence) => !pattern.test(sentence))).toEqual([]);
  });

  it.each<[string, RegExp, string[]]>([
    ['a mail that is too large', tooLarge, ['message size is fine', 'a large company', 'file attached']],
    ['a mail that waited too long', expired, ['the mail has been delivered', 'retry at will', 'within 5 hours']],
    ['a program that failed', mailerError, ['command accepted', 'the mailer greets you']],
    ['a failure of TLS', securityError, ['security guard', 'battles and hustle', 'authentication passed']],
    ['a host without connection', networkError, ['the network is up', 'the host is fine', 'good times']],
    ['a trouble of the host', systemError, ['the systems of units', 'a server in the north', 'a nice service']],
    ['a command that is refused', protocolError, ['command accepted', 'the order is in stock', '5.1.1']],
  ])('does not name %s in a near miss', (_name, pattern, sentences) => {
    expect(sentences.filter((sentence) => pattern.test(sentence))).toEqual([]);
  });
});
