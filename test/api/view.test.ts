import type { ApiRequest } from '../../lambdas/api/request.ts';
import { createView } from '../../lambdas/api/view.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import type { ScanResults } from '../../lambdas/domain/mail/object-scan.ts';
import { readTokenKeys } from '../../lambdas/domain/mail/signed-text.ts';
import { mintViewToken } from '../../lambdas/domain/planning/view-link.ts';
import { aDelivery, anEvent, anIntegration } from '../helpers/builders.ts';

const keys = readTokenKeys('{"current":"k1","k1":"a key"}');
const event = anEvent({ text: 'Hello from Ada' });
const attachment = (changes: Partial<EmailReceived['attachments'][number]>) =>
  ({
    key: 'attachments/1',
    filename: "Ada's plan.pdf",
    contentType: 'application/pdf',
    size: 5,
    verdict: 'clean',
    reasons: [],
    ...changes,
  }) as EmailReceived['attachments'][number];

interface Situation {
  readonly delivery?: Partial<Delivery>;
  readonly links?: { readonly days: number };
  readonly attachments?: EmailReceived['attachments'];
  readonly event?: EmailReceived | undefined;
  readonly scans?: ScanResults;
}

/** The pages over one mail. */
function viewOver(situation: Situation = {}) {
  const { delivery = {}, links = { days: 30 }, attachments = [] } = situation;
  const viewed: object[] = [];
  const recorded: object[] = [];
  const urls: Array<readonly [string, object]> = [];
  const stored = 'event' in situation ? situation.event : { ...event, attachments };
  const view = createView({
    tokenKeys: async () => keys,
    control: { integrations: async () => [anIntegration({ links })], connection: async () => undefined },
    deliveries: async () => [{ ...aDelivery(event), attempts: 0, fence: 0, steps: {}, ...delivery }],
    mail: { getEvent: async () => stored },
    findScans: async () => situation.scans ?? new Map(),
    attachmentUrl: async (key, presentation) => {
      urls.push([key, presentation]);
      return `https://bucket.example/${key}`;
    },
    attachmentsOrigin: async () => 'https://bucket.example',
    recordView: async (opened) => void recorded.push(opened),
    log: { info: (_key, fields = {}) => void viewed.push(fields), warn: () => {}, error: () => {} },
    now: () => new Date('2026-11-21T09:00:00.000Z'),
  });
  return { view, viewed, urls, recorded };
}

const request = (path: Record<string, string> = {}, query: Record<string, string> = {}): ApiRequest => ({
  route: '',
  path: { token: mintViewToken({ integration: 'sales', eventId: event.eventId }, keys), ...path },
  query,
  headers: {},
  body: '',
});

describe('createView, asked for the page of a mail', () => {
  it('shows the mail, allows its pictures, and logs who looked at which', async () => {
    const { view, viewed, recorded } = viewOver();

    const answer = await view.show(request());

    expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining('Hello from Ada') });
    expect(answer.headers?.['content-security-policy']).toContain('https://bucket.example');
    expect(viewed).toEqual([{ eventId: event.eventId, integration: 'sales' }]);
    expect(recorded).toEqual(viewed);
  });

  it.each<[string, Situation, Record<string, string>]>([
    ['with an altered token', {}, { token: 'x.y.z' }],
    ['that is too old', { links: { days: 1 } }, {}],
    ['that was filtered', { delivery: { fate: 'filtered' } }, {}],
    ['of another integration', { delivery: { integration: 'support' } }, {}],
    ['that is gone', { event: undefined }, {}],
  ])('looks alike for a mail %s', async (_, situation, path) => {
    const { view, viewed, recorded } = viewOver(situation);

    for (const answer of [await view.show(request(path)), await view.attachment(request({ ...path, nth: '0' }))])
      expect(answer).toMatchObject({ statusCode: 404, body: expect.stringContaining('Not here') });
    expect([viewed, recorded]).toEqual([[], []]);
  });
});

describe('createView, asked for an attachment', () => {
  const click = async (changes: Parameters<typeof attachment>[0], query: Record<string, string> = {}, nth = '0') => {
    const { view, urls, viewed } = viewOver({ attachments: [attachment(changes)] });
    return { answer: await view.attachment(request({ nth }, query)), urls, viewed };
  };

  it.each([
    [undefined, ''],
    ['/live', '/live'],
  ])('links below what stands before the paths of routes: %s', async (pathPrefix, expected) => {
    const { view } = viewOver({ attachments: [attachment({ verdict: 'suspicious' })] });
    const asked = (nth?: string): ApiRequest => ({
      ...request(nth === undefined ? {} : { nth }),
      ...(pathPrefix !== undefined && { pathPrefix }),
    });

    for (const answer of [await view.show(asked()), await view.attachment(asked('0'))])
      expect(answer.body).toContain(`href="${expected}/m/`);
  });

  it('offers an attachment as a download under its own name, by an address of a minute', async () => {
    const { answer, urls, viewed } = await click({});

    expect(answer).toMatchObject({ statusCode: 302, headers: { location: 'https://bucket.example/attachments/1' } });
    expect(urls).toEqual([
      [
        'attachments/1',
        {
          contentType: 'application/octet-stream',
          disposition: "attachment; filename*=UTF-8''Ada%27s%20plan.pdf",
        },
      ],
    ]);
    expect(viewed).toMatchObject([{ attachment: 0 }]);
  });

  it('shows a picture as a picture', async () => {
    const { urls } = await click({ detectedType: 'image/png' }, { as: 'picture' });

    expect(urls).toEqual([['attachments/1', { contentType: 'image/png', disposition: 'inline' }]]);
  });

  it('gives an attachment without its macros', async () => {
    const { urls } = await click({ verdict: 'blocked', macroFreeKey: 'attachments/free' }, { as: 'macro-free' });

    expect(urls[0]?.[0]).toBe('attachments/free');
  });

  it.each<[string, Parameters<typeof attachment>[0], Record<string, string>, string, number, string]>([
    ['refused when it is blocked', { verdict: 'blocked', reasons: ['executable'] }, {}, '0', 403, 'executable'],
    ['warned of when it is suspicious', { verdict: 'suspicious' }, {}, '0', 200, 'Download it anyway'],
    ['absent under another number', {}, {}, '1', 404, 'Not here'],
    ['absent under no number', {}, {}, 'x', 404, 'Not here'],
    ['absent as a picture when it is none', { detectedType: 'text/html' }, { as: 'picture' }, '0', 404, 'Not here'],
    ['absent without macros when there is no such copy', {}, { as: 'macro-free' }, '0', 404, 'Not here'],
  ])('answers for an attachment that is %s', async (_, changes, query, nth, statusCode, words) => {
    const { answer, urls } = await click(changes, query, nth);

    expect(answer).toMatchObject({ statusCode, body: expect.stringContaining(words) });
    expect(urls).toEqual([]);
  });

  it('gives a suspicious attachment after the warning', async () => {
    expect((await click({ verdict: 'suspicious' }, { anyway: '1' })).answer.statusCode).toBe(302);
  });

  describe('while an antivirus scan is under way', () => {
    const pending = { verdict: 'unscanned', reasons: ['antivirus.pending'] } as const;
    const late = { ...event, receivedAt: '2026-11-21T08:00:00.000Z' };
    const clickAt = async (
      scans: ScanResults,
      changes: Partial<EmailReceived['attachments'][number]> = {},
      query: Record<string, string> = {},
      receivedAt = '2026-11-21T08:59:00.000Z',
    ) => {
      const attachments = [attachment({ ...pending, reasons: [...pending.reasons], ...changes })];
      const { view, urls } = viewOver({ event: { ...late, receivedAt, attachments }, scans });
      return { answer: await view.attachment(request({ nth: '0' }, query)), urls };
    };
    const results = (...entries: ReadonlyArray<readonly [string, 'clean' | 'unsupported' | 'infected']>): ScanResults =>
      new Map(entries.map(([key, kind]) => [key, kind === 'infected' ? { kind, name: 'Eicar' } : { kind }]));

    it.each([{}, { anyway: '1' }, { as: 'picture' }])(
      'has the browser ask again, whatever it asks for: %j',
      async (query) => {
        const { answer, urls } = await clickAt(new Map(), {}, query);

        expect(answer).toMatchObject({
          statusCode: 202,
          headers: { refresh: '5', 'cache-control': 'no-store' },
          body: expect.stringContaining('is being scanned for malware'),
        });
        expect(urls).toEqual([]);
      },
    );

    it('warns when the scan has not ended after ten minutes', async () => {
      const { answer } = await clickAt(new Map(), {}, {}, '2026-11-21T08:49:00.000Z');

      expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining('no antivirus scan of it ended') });
    });

    it.each([
      ['gives a clean file', 'clean', 302, undefined],
      ['refuses an infected file', 'infected', 403, 'has malware in it'],
      ['warns of a file that the engine does not open', 'unsupported', 200, 'Download it anyway'],
    ] as const)('%s when the scan has ended', async (_, kind, statusCode, words) => {
      const { answer } = await clickAt(results(['attachments/1', kind]));

      expect(answer.statusCode).toBe(statusCode);
      if (words !== undefined) expect(answer.body).toContain(words);
    });

    it.each([
      ['waits for the scan of the copy itself', [['attachments/1', 'infected']], 202],
      [
        'gives a clean copy of an infected document',
        [
          ['attachments/1', 'infected'],
          ['attachments/free', 'clean'],
        ],
        302,
      ],
      [
        'has no copy that is infected itself',
        [
          ['attachments/1', 'clean'],
          ['attachments/free', 'infected'],
        ],
        404,
      ],
    ] as const)('%s, asked for the copy without macros', async (_, scans, statusCode) => {
      const { answer } = await clickAt(results(...scans), { macroFreeKey: 'attachments/free' }, { as: 'macro-free' });

      expect(answer.statusCode).toBe(statusCode);
    });

    it('says on the page of the mail which scans have not ended', async () => {
      const attachments = [attachment({ ...pending, reasons: [...pending.reasons] })];
      const { view } = viewOver({ event: { ...event, attachments } });

      expect((await view.show(request())).body).toContain('antivirus scan not ended');
    });
  });
});
