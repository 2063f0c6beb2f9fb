import { ownRulesOf } from '../../../lambdas/domain/planning/own-rules.ts';
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
      isShown: false,
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

  describe('refuses kinds of files by setting', () => {
    const file = (filename: string | undefined, contentType: string, detectedType?: string) => ({
      ...(filename !== undefined && { filename }),
      ...(detectedType !== undefined && { detectedType }),
      contentType,
      sha256: 'a'.repeat(64),
      size: 5,
      isShown: false,
      verdict: 'clean' as const,
      reasons: [],
    });

    it.each<[string, string, ReturnType<typeof file>, boolean]>([
      ['an ending', '.zip', file('a.ZIP', 'application/octet-stream'), true],
      ['an ending behind which Windows drops a dot', '.zip', file('a.zip. ', 'application/octet-stream'), true],
      ['an ending of two words', '.tar.gz', file('a.tar.gz', 'application/gzip'), true],
      ['the ending of another file', '.zip', file('zip.txt', 'text/plain'), false],
      ['an ending, of a file without a name', '.zip', file(undefined, 'application/zip'), false],
      ['a declared type', 'application/zip', file('a.dat', 'Application/Zip; x=y'), true],
      ['a real type', 'application/zip', file('a.dat', 'application/octet-stream', 'application/zip'), true],
      ['all types of a kind', 'video/*', file('a.mp4', 'video/mp4'), true],
      ['types of another kind', 'video/*', file('a.png', 'image/png'), false],
    ])('by %s', (_name, rule, attachment, isRefused) => {
      const event = anEvent({ attachments: [attachment] });

      const [routed] = routeEvent(event, aDelivery(event), {
        attachments: { maxFileMiB: 10, maxMailMiB: 20, refuse: [rule] },
      }).attachments;

      expect([routed?.verdict, ...(routed?.reasons ?? [])]).toEqual(
        isRefused ? ['blocked', 'refused.by-setting'] : ['clean'],
      );
    });

    it('and gives no copy without macros of them, neither', () => {
      const event = anEvent({ attachments: [{ ...file('a.docm', 'a/b'), hasMacroFreeCopy: true }] });

      const [routed] = routeEvent(event, aDelivery(event), {
        attachments: { maxFileMiB: 10, maxMailMiB: 20, refuse: ['.docm'] },
      }).attachments;

      expect(event.attachments[0]?.macroFreeKey).toBeDefined();
      expect(routed?.macroFreeKey).toBeUndefined();
    });
  });

  it('hands on nothing where the rules of an integration for its data are missing', () => {
    const event = anEvent();

    expect(() =>
      routeEvent(event, aDelivery(event), { dataLoss: { rules: [{ name: 'project', pattern: 'P' }], redact: true } }),
    ).toThrow(TypeError);
  });

  it('counts the data in text attachments with that in the words', async () => {
    const dataRules = [{ rule: 'card-number', count: 2 }];
    const base = anEvent({ text: 'My card is 4111 1111 1111 1111, for PRJ-1.' });
    const attachment = { filename: 'a.txt', contentType: 'text/plain', sha256: 'a'.repeat(64), size: 5 };
    const event = {
      ...base,
      attachments: [
        { ...attachment, inline: false, key: 'attachments/1/0', verdict: 'clean' as const, reasons: [], dataRules },
      ],
    };

    const integration = { dataLoss: { rules: [{ name: 'project', pattern: 'PRJ-\\d' }], redact: false } };
    const routed = routeEvent(event, aDelivery(event), integration, await ownRulesOf(integration));

    expect(routed.dataRules).toEqual([
      { rule: 'card-number', count: 3 },
      { rule: 'project', count: 1 },
    ]);
  });
});
