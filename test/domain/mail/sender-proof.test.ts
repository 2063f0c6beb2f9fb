import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { type ProofPolicy, senderProofOf } from '../../../lambdas/domain/mail/sender-proof.ts';

describe('senderProofOf', () => {
  it.each<[string, EmailReceived['authentication'], ProofPolicy, string]>([
    ['DMARC passes', { dmarc: 'pass' }, {}, 'proven'],
    ['DMARC fails', { dmarc: 'fail' }, {}, 'false'],
    [
      'a signature is aligned, without a DMARC record',
      { dkim: 'pass', alignedDomain: 'customer.example' },
      {},
      'proven',
    ],
    ['a signature is aligned, and DMARC fails', { dmarc: 'fail', alignedDomain: 'customer.example' }, {}, 'false'],
    ['some domain signed', { dkim: 'pass', spf: 'pass' }, {}, 'unproven'],
    ['there are no verdicts', {}, {}, 'unproven'],
    [
      'a trusted forwarder sealed it',
      { dmarc: 'fail', arc: 'pass', arcSealer: 'lists.example' },
      { arcSealers: ['lists.example'] },
      'proven',
    ],
    [
      'anybody sealed it',
      { dmarc: 'fail', arc: 'pass', arcSealer: 'evil.example' },
      { arcSealers: ['lists.example'] },
      'false',
    ],
  ])('where %s', (_name, authentication, policy, proof) => {
    expect(senderProofOf({ authentication }, policy)).toBe(proof);
  });

  it('goes by the verdicts of a trusted gateway, where it handed the mail on', () => {
    const headers = [
      { name: 'received', value: 'from gw (gw.gateway.example [203.0.113.9]) by inbound-smtp.example' },
      { name: 'authentication-results', value: 'mx.gateway.example; dmarc=pass header.from=customer.example' },
      { name: 'from', value: 'jo@customer.example' },
    ];
    const message = {
      references: [],
      replyTo: [],
      to: [],
      cc: [],
      bcc: [],
      from: { address: 'jo@customer.example' },
      headers,
    };
    const event = { message, authentication: { dmarc: 'fail' as const } };

    expect(senderProofOf(event)).toBe('false');
    expect(senderProofOf(event, { gateways: [{ id: 'mx.gateway.example', from: ['203.0.113.9'] }] })).toBe('proven');
    expect(senderProofOf(event, { gateways: [{ id: 'mx.gateway.example', from: ['203.0.113.8'] }] })).toBe('false');
  });
});
