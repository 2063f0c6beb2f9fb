import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

describe('routeEvent', () => {
  it('shows an integration only its own recipients', () => {
    const event = {
      ...anEvent(),
      envelope: { rcptTo: ['sales@inbound.localhost', 'rival@inbound.localhost'], source: 'receipt' as const },
    };

    expect(routeEvent(event, aDelivery(event)).envelope.rcptTo).toEqual(['sales@inbound.localhost']);
  });

  it('shows the verdicts and the spam score of a gateway that the integration trusts', () => {
    const headers = [
      { name: 'received', value: 'from gw (gw.gateway.example [203.0.113.9]) by inbound-smtp.example' },
      { name: 'authentication-results', value: 'mx.gateway.example; spf=pass' },
      { name: 'x-spam-score', value: '6.4' },
    ];
    const base = anEvent();
    const event = { ...base, message: { ...base.message, headers } };
    const { authentication: _none, ...delivery } = aDelivery(event);
    const trust = { ownDomains: [], allow: [], block: [], below: 20, action: 'tag' as const };
    const gateways = [{ id: 'mx.gateway.example', from: ['203.0.113.9'] }];

    const routed = routeEvent(event, delivery, { trust: { ...trust, gateways } });

    expect(routed.authentication).toEqual({ spf: 'pass' });
    expect(routed.spamScore).toBe(6.4);
    expect(routeEvent(event, delivery, { trust }).spamScore).toBeUndefined();
  });

  it.each<[string, Partial<Parameters<typeof routeEvent>[1]>, object]>([
    [
      'a guess with its confidence and what it merged',
      { matchedBy: 'subject', confidence: 0.5, aliases: ['t2'] },
      { matchedBy: 'subject', confidence: 0.5, aliases: ['t2'] },
    ],
    ['a certain match', { matchedBy: 'references' }, { matchedBy: 'references', confidence: 1 }],
    ['a guess of an earlier version', { matchedBy: 'subject' }, { matchedBy: 'subject', confidence: 0.5 }],
    ['an index of an earlier version', { matchedBy: 'thread-index' }, { confidence: 0.9 }],
  ])('shows the conversation: %s', (_case, changes, wanted) => {
    const { thread } = routeEvent(anEvent(), { ...aDelivery(anEvent()), ...changes });

    expect(thread).toMatchObject(wanted);
    expect('aliases' in thread).toBe('aliases' in wanted);
  });

  it('blocks files that are too large, and those beyond the sum, with the reason', () => {
    const attachment = {
      contentType: 'a/b',
      sha256: 'a'.repeat(64),
      related: false,
      verdict: 'clean' as const,
      reasons: [],
    };
    const sizes = [2, 11, 6, 4].map((mebibytes) => ({ ...attachment, size: mebibytes * 2 ** 20 }));
    const event = anEvent({ attachments: sizes });

    const routed = routeEvent(event, aDelivery(event), { attachments: { maxFileMiB: 10, maxMailMiB: 20 } });

    expect(routed.attachments.map(({ verdict, reasons }) => [verdict, ...reasons])).toEqual([
      ['clean'],
      ['blocked', 'size.file-cap'],
      ['clean'],
      ['blocked', 'size.mail-cap'],
    ]);
  });
});
