import { handOffDetail } from '../../../lambdas/crm/hand-off/message.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

describe('handOffDetail', () => {
  function details(changes: Partial<ParsedMail>) {
    const event = anEvent(changes);
    return handOffDetail(routeEvent(event, aDelivery(event)), { id: 'x', region: 'eu-west-1' });
  }

  it('keeps the whole event while it fits', () => {
    expect(details({ text: 'Hello' })).not.toHaveProperty('cut');
  });

  it.each([
    ['a long page', { text: 'short', html: `<p>${'x'.repeat(500_000)}</p>` }, ['body.html']],
    [
      'a megabyte of emoji',
      { text: '\u{1f600}'.repeat(250_000) },
      ['body.html', 'message.headers', 'body.text', 'body.reply'],
    ],
    [
      'ten thousand recipients',
      { to: Array.from({ length: 10_000 }, (_, nth) => ({ address: `somebody-${nth}@a-long-domain.example` })) },
      ['body.html', 'message.headers', 'body.text', 'body.reply', 'attachments', 'message.to'],
    ],
  ])('leaves out the longest parts of %s, and names them and the key of the whole event', (_name, changes, cut) => {
    const detail = details(changes);

    expect(detail.cut).toEqual(cut);
    expect(Buffer.byteLength(JSON.stringify(detail))).toBeLessThan(240 * 1024);
    expect(detail.eventKey).toBe(`events/${detail.event.eventId}.json`);
  });
});
