import {
  authenticationFailure,
  blocked,
  content,
  filtered,
  policy,
  rateLimited,
  relayDenied,
  senderRejected,
  spam,
  virus,
} from '../../../../lambdas/domain/understanding/bounce/refusal-wording.ts';

// Diagnostics are compared in lower case, with single blanks.
describe('wording of a refusal', () => {
  it.each<[string, RegExp, string[]]>([
    [
      'an authentication that failed',
      authenticationFailure,
      ['550 5.7.26 rejected by dmarc', 'message was not authenticated', 'not authorized to send from b.example'],
    ],
    ['malware', virus, ['554 virus found', 'infected with a trojan', 'banned file extension', 'attachment blocked']],
    [
      'too much mail',
      rateLimited,
      ['421 too many connections', 'rate limit reached', 'throttled', 'daily quota', 'please slow down'],
    ],
    ['spam', spam, ['looks like spam', 'unsolicited mail', 'a phishing attempt', 'listed at surbl']],
    [
      'a blocked host',
      blocked,
      [
        'client host [203.0.113.9] blocked using zen',
        'on a blacklist',
        'poor reputation',
        'no ptr record',
        'dynamic ip pool',
      ],
    ],
    ['a refused relay', relayDenied, ['554 relay access denied', 'we do not relay', 'authentication required']],
    [
      'a refused sender',
      senderRejected,
      ['sender address rejected', 'unverified sender', 'mail from domain is bad', 'only members may write'],
    ],
    ['a policy', policy, ['against our policy', 'administratively prohibited', 'greylisted', 'access control']],
    ['a bad form', content, ['message malformed', 'duplicate header', 'too many hops', 'invalid mime']],
    [
      'a filter of the recipient',
      filtered,
      ['stopped by a filter', 'recipient rejected', 'refused by the recipient', 'message was refused'],
    ],
  ])('names %s', (_name, pattern, sentences) => {
    expect(sentences.filter((sentence) => !pattern.test(sentence))).toEqual([]);
  });

  it.each<[string, RegExp, string[]]>([
    ['an authentication that failed', authenticationFailure, ['the spfx file', 'authentication passed']],
    ['malware', virus, ['the viral campaign', 'a wormhole', 'an executable plan']],
    ['too much mail', rateLimited, ['too many cooks', 'a speed limit', 'the rating is in']],
    ['spam', spam, ['spammers corner', 'a cube of ice', 'the content is new']],
    ['a blocked host', blocked, ['the road is closed', 'a good reputation', 'description of the captain']],
    ['a refused relay', relayDenied, ['the relay race', 'permitted to send']],
    ['a refused sender', senderRejected, ['the sender is known', 'mail from a friend']],
    ['a policy', policy, ['the police', 'permitted', 'control of access']],
    ['a bad form', content, ['the content is new', 'a header and a footer', 'hops and malt']],
    ['a filter of the recipient', filtered, ['the recipient accepted', 'delivered to the user']],
  ])('does not name %s in a near miss', (_name, pattern, sentences) => {
    expect(sentences.filter((sentence) => pattern.test(sentence))).toEqual([]);
  });
});
