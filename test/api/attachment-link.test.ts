import {
  downloadAs,
  presentationOf,
  redirectTo,
  scannedAttachment,
  wantedForm,
} from '../../lambdas/api/attachment-link.ts';
import { anAttachment, sharedEvent } from '../helpers/visible-mail.ts';

describe('wantedForm', () => {
  it.each([
    ['picture', 'picture'],
    ['macro-free', 'macro-free'],
    ['__proto__', 'file'],
    [undefined, 'file'],
  ])('reads %s as %s', (text, form) => {
    expect(wantedForm(text)).toBe(form);
  });
});

describe('presentationOf and downloadAs', () => {
  it('keep the type of a shown picture only', () => {
    const picture = anAttachment({ detectedType: 'image/png', filename: 'a.png' });

    expect(presentationOf(picture, true)).toEqual({ contentType: 'image/png', disposition: 'inline' });
    expect(presentationOf(picture, false).contentType).toBe('application/octet-stream');
  });

  it('write any name as RFC 8187 does', () => {
    expect(downloadAs("Ä (1)*'.txt")).toBe("attachment; filename*=UTF-8''%C3%84%20%281%29%2a%27.txt");
    expect(downloadAs('\ud800')).toBe("attachment; filename*=UTF-8''%EF%BF%BD");
  });
});

describe('redirectTo', () => {
  it('lets no cache keep the address, and no page learn who sent the reader', () => {
    expect(redirectTo('https://x.example/')).toMatchObject({
      statusCode: 302,
      headers: { location: 'https://x.example/', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    });
  });
});

describe('scannedAttachment', () => {
  const pending = anAttachment({ verdict: 'unscanned', reasons: ['antivirus.pending'] });
  const event = { ...sharedEvent, attachments: [pending] };
  const at = (time: string, scans = new Map()) => ({ findScans: async () => scans, now: () => new Date(time) });

  it('waits for a scan that may still end, and not for one that should have ended', async () => {
    const soon = await scannedAttachment(at('2026-11-20T09:01:00Z'), event, 0, 'file');
    const late = await scannedAttachment(at('2026-11-20T12:00:00Z'), event, 0, 'file');

    expect([soon.isScanning, late.isScanning]).toEqual([true, false]);
  });

  it('has none under another number', async () => {
    expect(await scannedAttachment(at('2026-11-20T09:01:00Z'), event, 7, 'file')).toEqual({
      attachment: undefined,
      isScanning: false,
    });
  });
});
