import { createEventContent } from '../../lambdas/api/event-content.ts';
import { aCaller, anAttachment, bodyOf, eventRequest, portsOver, sharedEvent } from '../helpers/visible-mail.ts';

type Situation = NonNullable<Parameters<typeof portsOver>[0]>;
type Attachment = Parameters<typeof anAttachment>[0];

function contentOver(situation: Situation = {}) {
  const over = portsOver(situation);
  return { ...over, content: createEventContent(over.ports) };
}

describe('createEventContent, asked for the raw mail', () => {
  const ask = async (situation: Situation, query: Record<string, string> = {}) => {
    const { content, urls } = contentOver(situation);
    return { answer: await content.raw(eventRequest({}, query), 'acme', aCaller), urls };
  };

  it('leads to the stored bytes, as a download', async () => {
    const { answer, urls } = await ask({});

    expect(answer).toMatchObject({ statusCode: 302, headers: { location: expect.stringContaining('inbound/mail-1') } });
    expect(urls[0]?.[1]).toEqual({
      contentType: 'message/rfc822',
      disposition: `attachment; filename*=UTF-8''${sharedEvent.eventId}.eml`,
    });
  });

  it.each<[string, Situation]>([
    ['in which a virus was found', { event: { virus: 'fail' } }],
    ['with a blocked attachment', { event: { attachments: [anAttachment({ verdict: 'blocked' })] } }],
  ])('wants a confirmation for a mail %s', async (_, situation) => {
    expect((await ask(situation)).answer.statusCode).toBe(403);
    expect((await ask(situation, { anyway: '1' })).answer.statusCode).toBe(302);
  });

  it('refuses it where the integration redacts data, whatever is confirmed', async () => {
    const { answer, urls } = await ask(
      { integration: { dataLoss: { rules: [], redact: true } } as never },
      { anyway: '1' },
    );

    expect(answer.statusCode).toBe(403);
    expect(bodyOf(answer).type).toBe('urn:postern:problem:redacted');
    expect(urls).toEqual([]);
  });
});

describe('createEventContent, asked for an attachment', () => {
  const ask = async (changes: Attachment, query: Record<string, string> = {}, n = '0', situation: Situation = {}) => {
    const { content, urls, logged, recorded } = contentOver({
      ...situation,
      event: { attachments: [anAttachment(changes)] },
    });
    return { answer: await content.attachment(eventRequest({ n }, query), 'acme', aCaller), urls, logged, recorded };
  };

  it('leads to it by an address of a minute, and logs ids only', async () => {
    const { answer, urls, logged, recorded } = await ask({});

    expect(answer).toMatchObject({ statusCode: 302, headers: { 'cache-control': 'no-store' } });
    expect(urls).toEqual([
      [
        `attachments/${sharedEvent.eventId}/0`,
        { contentType: 'application/octet-stream', disposition: "attachment; filename*=UTF-8''Ada%27s%20plan.pdf" },
      ],
    ]);
    expect(logged).toEqual([
      { eventId: sharedEvent.eventId, integration: 'sales', content: 'attachment', attachment: 0 },
    ]);
    expect(recorded).toEqual([{ actor: 'key acme/crm', ...logged[0] }]);
  });

  it.each<[string, Attachment, Record<string, string>, string, number, string]>([
    ['that is blocked', { verdict: 'blocked', reasons: ['type.executable'] }, { anyway: '1' }, '0', 403, 'blocked'],
    ['that is suspicious', { verdict: 'suspicious' }, {}, '0', 403, 'confirm-danger'],
    ['that was not looked into', { verdict: 'unscanned' }, {}, '0', 403, 'confirm-danger'],
    ['under another number', {}, {}, '1', 404, 'not-found'],
    ['under no number', {}, {}, 'x', 404, 'not-found'],
    ['as a picture, which it is not', {}, { as: 'picture' }, '0', 404, 'not-found'],
    ['without macros, of which there is no copy', {}, { as: 'macro-free' }, '0', 404, 'not-found'],
  ])('reports a problem for one %s', async (_, changes, query, n, status, name) => {
    const { answer, urls } = await ask(changes, query, n);

    expect(answer.statusCode).toBe(status);
    expect(bodyOf(answer).type).toContain(name);
    expect(urls).toEqual([]);
  });

  it('leads to a suspicious one after a confirmation, to a picture as a picture, and to a copy without macros', async () => {
    expect((await ask({ verdict: 'suspicious' }, { anyway: '1' })).answer.statusCode).toBe(302);
    expect((await ask({ detectedType: 'image/png' }, { as: 'picture' })).urls[0]?.[1]).toEqual({
      contentType: 'image/png',
      disposition: 'inline',
    });
    expect(
      (await ask({ verdict: 'blocked', macroFreeKey: 'attachments/free' }, { as: 'macro-free' })).urls[0]?.[0],
    ).toBe('attachments/free');
  });

  it('says when to ask again while the antivirus scan is under way, and judges by its result', async () => {
    const pending = { verdict: 'unscanned', reasons: ['antivirus.pending'] } as const;
    const waiting = await ask({ ...pending, reasons: [...pending.reasons] });

    expect(waiting.answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
    const scans = new Map([[anAttachment().key, { kind: 'infected', name: 'Eicar' } as const]]);
    expect((await ask({ ...pending, reasons: [...pending.reasons] }, {}, '0', { scans })).answer.statusCode).toBe(403);
  });

  it('blocks what the integration does not take now', async () => {
    const attachments = { maxFileMiB: 1, maxMailMiB: 1, refuse: ['.pdf'] };

    expect((await ask({}, {}, '0', { integration: { attachments } as never })).answer.statusCode).toBe(403);
  });
});

describe('createEventContent, asked for the HTML', () => {
  const picture = (nth: number) => `<img src="/attachments/${sharedEvent.eventId}/${nth}">`;
  const ask = async (html: string | undefined) => {
    const attachments = [
      anAttachment({ key: 'attachments/a/0', detectedType: 'image/png' }),
      anAttachment({ key: 'attachments/a/1', detectedType: 'image/png', verdict: 'suspicious' }),
    ];
    const { html: _html, ...body } = sharedEvent.body;
    const { content } = contentOver({ event: { attachments, body: { ...body, ...(html && { html }) } as never } });
    return content.html(eventRequest(), 'acme', aCaller);
  };

  it('shows its clean pictures by signed addresses, and no others', async () => {
    const answer = await ask(`<p>Hi ${picture(0)}${picture(1)}${picture(2)}</p>`);

    expect(answer.statusCode).toBe(200);
    expect(answer.headers?.['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers?.['content-security-policy']).toContain('img-src');
    expect(answer.body).toBe(
      '<p>Hi <img src="https://bucket.example/attachments/a/0?a=1&amp;b=2"><img src="about:blank"><img src="about:blank"></p>',
    );
  });

  it('has nothing to show of a mail without HTML', async () => {
    expect((await ask(undefined)).statusCode).toBe(404);
  });
});

describe('createEventContent', () => {
  it.each(['raw', 'attachment', 'html'] as const)('answers 404 to %s of an event of another tenant', async (route) => {
    const { content, urls, logged } = contentOver();

    expect((await content[route](eventRequest({ n: '0' }), 'gamma', aCaller)).statusCode).toBe(404);
    expect([urls, logged]).toEqual([[], []]);
  });
});
