import fc from 'fast-check';
import type { EmailReceived, RoutedEvent } from '../../../lambdas/domain/mail/event.ts';
import { emailReceivedSchema } from '../../../lambdas/domain/mail/event.ts';
import { readTokenKeys } from '../../../lambdas/domain/mail/signed-text.ts';
import { linkEnd, mintFileToken, readFileToken, withFileLinks } from '../../../lambdas/domain/planning/file-link.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { mintViewToken, readViewToken } from '../../../lambdas/domain/planning/view-link.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const keys = readTokenKeys('{"current":"k1","k1":"a key"}');
const expiresAt = new Date('2026-11-20T11:00:00.000Z');
const token = { integration: 'sales~hook', eventId: 'evt_1', expiresAt };

describe('the token of a file link', () => {
  it('is read as it was made, and not when it was altered or signed by another key', () => {
    const text = mintFileToken(token, keys);

    expect(readFileToken(text, keys)).toEqual(token);
    expect(readFileToken(`${text}x`, keys)).toBeUndefined();
    expect(readFileToken('', keys)).toBeUndefined();
    expect(readFileToken(text, readTokenKeys('{"current":"k2","k2":"other"}'))).toBeUndefined();
  });

  it('is no link to a mail, and the other way round', () => {
    expect(readViewToken(mintFileToken(token, keys), keys)).toBeUndefined();
    expect(readFileToken(mintViewToken(token, keys), keys)).toBeUndefined();
  });
});

describe('linkEnd', () => {
  it('is after the minutes, by five more or a twelfth at the most, and the same for retries within that time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 10_080 }), (ms, minutes) => {
        const end = linkEnd(new Date(ms), minutes).getTime();
        const lasts = end - ms;
        const step = Math.min(300_000, minutes * 5_000);

        expect(lasts).toBeGreaterThanOrEqual(minutes * 60_000);
        expect(lasts).toBeLessThan(minutes * 60_000 + step);
        expect(linkEnd(new Date(end - minutes * 60_000), minutes).getTime()).toBe(end);
      }),
    );
  });
});

type Attachment = EmailReceived['attachments'][number];

const aFile = (changes: Partial<Attachment> = {}): Attachment => ({
  contentType: 'application/pdf',
  size: 5,
  sha256: 'a'.repeat(64),
  inline: false,
  key: `attachments/evt_${'1'.repeat(32)}/0`,
  verdict: 'clean',
  reasons: [],
  ...changes,
});
const aPicture = (changes: Partial<Attachment> = {}): Attachment => aFile({ detectedType: 'image/png', ...changes });

function anEventWith(attachments: readonly Attachment[], html?: string): RoutedEvent {
  const event = anEvent();
  const routed = routeEvent(event, aDelivery(event));
  return { ...routed, attachments: [...attachments], body: { ...routed.body, ...(html !== undefined && { html }) } };
}

describe('withFileLinks', () => {
  const base = 'https://api.example/m/token';
  const urlsOf = (event: RoutedEvent) => withFileLinks(event, base, expiresAt).attachments.map(({ url }) => url);

  it('gives a link with its end to clean files only', () => {
    const event = anEventWith([
      aFile(),
      aFile({ verdict: 'suspicious', reasons: ['office.macros'] }),
      aFile({ verdict: 'blocked' }),
      aFile({ verdict: 'unscanned' }),
      aFile({ key: 'attachments/pending', reasons: ['antivirus.pending'] }),
      aFile({ key: 'attachments/other' }),
    ]);

    const { attachments } = withFileLinks(event, base, expiresAt);

    expect(urlsOf(event)).toEqual([`${base}/0`, undefined, undefined, undefined, undefined, `${base}/5`]);
    expect(attachments[0]).toMatchObject({ urlExpiresAt: '2026-11-20T11:00:00.000Z' });
    expect(attachments[1]).not.toHaveProperty('urlExpiresAt');
  });

  it('gives the HTML addresses of its clean pictures, and leaves the others as they are', () => {
    const html =
      '<img src="/attachments/e/0"><img src="/attachments/e/1"><img src="/attachments/e/2"><img src="https://x.example/a">';
    const event = anEventWith([aPicture(), aPicture({ verdict: 'blocked' }), aFile()], html);

    expect(withFileLinks(event, base, expiresAt).body.html).toBe(
      `<img src="${base}/0?as=picture"><img src="/attachments/e/1"><img src="/attachments/e/2"><img src="https://x.example/a">`,
    );
  });

  it('leaves an event without clean files as it is, and makes one that its schema takes', () => {
    const bare = anEventWith([aFile({ verdict: 'blocked' })], '<p>words</p>');

    expect(withFileLinks(bare, base, expiresAt)).toEqual(bare);
    expect(emailReceivedSchema.safeParse(withFileLinks(anEventWith([aFile()]), base, expiresAt)).error).toBeUndefined();
  });
});
