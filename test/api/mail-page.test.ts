import { mailPage } from '../../lambdas/api/mail-page.ts';
import { anEvent } from '../helpers/builders.ts';

/** The most that Lambda answers with, in bytes of JSON. */
const longestAnswer = 6 * 1024 * 1024;
const sizeOf = (html: string): number => Buffer.byteLength(JSON.stringify({ body: html }));

const event = anEvent({ text: 'Hello' });
const withBody = (body: Partial<typeof event.body>) => ({ ...event, body: { ...event.body, ...body } });

describe('mailPage', () => {
  it.each([
    ['letters', 'a'],
    ['quotes', '"'],
    ['signs that are escaped', '<&>'],
    ['emoji', '👍'],
    ['control characters', '\u0001'],
  ])('fits into an answer, however many %s the mail has', (_name, piece) => {
    const long = piece.repeat(Math.ceil(5_000_000 / piece.length));
    for (const body of [{ text: long }, { text: 'x', html: `<p>${long}</p>` }]) {
      const page = mailPage(withBody(body), '/m/t');

      expect(sizeOf(page)).toBeLessThan(longestAnswer);
      expect(page).toContain('Only the beginning is shown');
      expect(page).toContain(`postern trace ${event.eventId}`);
    }
  });

  it('shows a mail whole that is not too long, without a notice', () => {
    const page = mailPage(withBody({ text: `${'a'.repeat(500_000)} the end` }), '/m/t');

    expect(page).toContain('the end');
    expect(page).not.toContain('Only the beginning');
  });

  it('says that a mail is encrypted', () => {
    expect(mailPage(withBody({ notice: 'Only <you> can read it.' }), '/m/t')).toContain(
      '<strong>Only &lt;you&gt; can read it.',
    );
  });

  it('cuts HTML before a tag', () => {
    const page = mailPage(withBody({ html: '<img src="https://x.example/a.png">'.repeat(50_000) }), '/m/t');

    expect(page).toMatch(/a\.png&quot;&gt;"><\/iframe>/);
  });

  it('names some of many recipients, and counts the others', () => {
    const to = Array.from({ length: 200_000 }, (_, nth) => ({ address: `person-${nth}@customer.example` }));
    const page = mailPage({ ...event, message: { ...event.message, to, subject: 's'.repeat(1_000_000) } }, '/m/t');

    expect(page).toContain('person-99@');
    expect(page).toContain('and 199900 more');
    expect(sizeOf(page)).toBeLessThan(100_000);
  });

  it('shows an author by name alone, where From holds no address', () => {
    const from = { name: 'Harbour Office' };

    expect(mailPage({ ...event, message: { ...event.message, from } }, '/m/t')).toContain('<dd>Harbour Office</dd>');
  });
});
