import { reasonOf, typeOf } from '../../../../lambdas/domain/understanding/bounce/reasons.ts';

describe('reasonOf', () => {
  it.each<[string, string | undefined, string]>([
    ['550 5.1.1 <a@b.example>: Recipient address rejected: User unknown', '5.1.1', 'userunknown'],
    ['552 5.2.2 Mailbox is full', '5.2.2', 'mailboxfull'],
    ['552 Message size exceeds fixed limit', undefined, 'toolarge'],
    ['550 5.2.1 The account is disabled', '5.2.1', 'suspended'],
    ['The user has been moved to new@b.example', undefined, 'hasmoved'],
    ['550 5.7.26 DMARC policy of the sender', '5.7.26', 'authfailure'],
    ['554 Virus found in the message', undefined, 'virus'],
    ['421 Too many connections from your host', undefined, 'ratelimited'],
    ['554 Your mail looks like spam', undefined, 'spam'],
    ['554 Client host [203.0.113.9] blocked using Spamhaus', undefined, 'blocked'],
    ['Address is on the suppression list', undefined, 'suppressed'],
    ['556 5.1.10 Domain does not accept mail (nullMX)', '5.1.10', 'notaccept'],
    ['Host or domain name not found', undefined, 'hostunknown'],
    ['Message expired: retry timeout exceeded', undefined, 'expired'],
    ['554 5.7.1 Relay access denied', '5.7.1', 'relaydenied'],
    ['550 Sender verify failed', undefined, 'senderrejected'],
    ['550 5.7.1 Message prohibited', '5.7.1', 'policy'],
    ['554 Message was malformed', undefined, 'content'],
    ['554 Message refused by the recipient', undefined, 'filtered'],
    ['454 TLS not available', undefined, 'securityerror'],
    ['Connection timed out', undefined, 'networkerror'],
    ['451 Internal error', undefined, 'systemerror'],
    ['500 Syntax error', undefined, 'protocolerror'],
    ['something else', '5.2.2', 'mailboxfull'],
    ['something else', undefined, 'other'],
  ])('reads %j, %s', (diagnostic, status, reason) => {
    expect(reasonOf(diagnostic, status)).toBe(reason);
  });

  it('believes a plain code before words that only say that something was refused', () => {
    expect(reasonOf('550 5.1.1 prohibited', '5.1.1')).toBe('userunknown');
  });
});

describe('typeOf', () => {
  it.each<[string, Parameters<typeof typeOf>, string]>([
    ['a dead address', ['userunknown', '5.1.1', 'failed'], 'hard'],
    ['a full mailbox under a 5xx code', ['mailboxfull', '5.2.2', 'failed'], 'soft'],
    ['a dead address that only waits', ['userunknown', '4.1.1', 'delayed'], 'soft'],
    ['no reason under a 5xx code', ['other', '5.0.0', 'failed'], 'soft'],
    ['a passing code alone', ['userunknown', '4.1.1', 'failed', '450 4.1.1 later'], 'soft'],
    ['a passing code with a plain word', ['userunknown', '4.1.1', 'failed', '450 4.1.1 User unknown'], 'hard'],
  ])('judges %s', (_name, given, type) => {
    expect(typeOf(...given)).toBe(type);
  });
});
