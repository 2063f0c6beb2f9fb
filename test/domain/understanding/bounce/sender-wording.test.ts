import {
  helloRefused,
  repliesToMail,
  senderRefused,
} from '../../../../lambdas/domain/understanding/bounce/sender-wording.ts';

// Diagnostics are compared in lower case, with single blanks.
describe('wording about the sender', () => {
  it.each<[string, RegExp, string[]]>([
    [
      'a refused sender',
      senderRefused,
      [
        '553 5.1.8 <a@ours.example>... domain of sender address a@ours.example does not exist',
        '450 <a@ours.example>: sender address rejected: domain not found',
        '550 sender not found: user unknown',
        '550 unknown user in sender address',
        "unable to find the dns record of the sender's domain",
        'envelope sender <a@ours.example> invalid: domain has no mx',
        'no such domain for this sender',
        'callback verification of <sender address> failed',
        'sender is in my badmailfrom list',
        'from address a@ours.example does not exist',
      ],
    ],
    [
      'a refused host',
      helloRefused,
      [
        '450 <app.ours.example>: helo command rejected: host not found',
        '550 helo host name does not exist in dns',
        'unknown host name in helo',
        'client host rejected: cannot find your hostname',
        'dns ptr record for your ip address does not exist',
        'reverse dns required',
        '550 ehlo app.local is invalid domain (in reply to ehlo command)',
      ],
    ],
    [
      'an answer to MAIL',
      repliesToMail,
      [
        '550 no such user (in reply to mail from command)',
        'smtp error from remote mail server after mail from:<a@ours.example>',
        '>>> mail from:<a@ours.example> size=9 <<< 550 unknown',
      ],
    ],
  ])('names %s', (_name, pattern, sentences) => {
    expect(sentences.filter((sentence) => !pattern.test(sentence))).toEqual([]);
  });

  it.each<[string, RegExp, string[]]>([
    [
      'a refused sender',
      senderRefused,
      [
        'mail delivery failed: returning message to sender: user unknown',
        '550 5.1.1 user unknown',
        'original sender: <a@ours.example> 550 user unknown',
        'smtp error from remote mail server: user not found',
      ],
    ],
    ['a refused host', helloRefused, ['>>> ehlo relay.example <<< 250 hello', 'the host greets you', 'user unknown']],
    ['an answer to MAIL', repliesToMail, ['550 no such user (in reply to rcpt to command)', 'mail from a friend']],
  ])('does not name %s in a near miss', (_name, pattern, sentences) => {
    expect(sentences.filter((sentence) => pattern.test(sentence))).toEqual([]);
  });
});
