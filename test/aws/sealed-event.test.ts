import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { isSealed, openContent, readSealed, sealEvent, unwrapContentKey } from '../../lambdas/aws/sealed-event.ts';
import { anEvent } from '../helpers/builders.ts';

const event = anEvent({ subject: 'Offer for Ada', text: 'A very secret price.\n' });
const { eventId } = event;
const key = randomBytes(32);

/** Opens sealed bytes as a tenant. */
function openAs(tenant: string, tenantKey: Uint8Array, bytes: Uint8Array, ofEvent = eventId) {
  const sealed = readSealed(bytes);
  const wrapped = sealed.keys[tenant]!;
  return openContent(sealed, unwrapContentKey(wrapped, tenantKey, { tenant, eventId: ofEvent }), ofEvent);
}

describe('a sealed event', () => {
  it('opens for each tenant with the key of that tenant, and holds no word of the mail', () => {
    const other = randomBytes(32);
    const bytes = sealEvent(
      event,
      new Map([
        ['acme', key],
        ['other', other],
      ]),
    );

    expect(isSealed(bytes)).toBe(true);
    expect(openAs('acme', key, bytes)).toEqual(event);
    expect(openAs('other', other, bytes)).toEqual(event);
    for (const word of ['Offer', 'secret', 'ada@customer.example', 'customer'])
      expect(Buffer.from(bytes).toString('latin1')).not.toContain(word);
  });

  it('is another text each time, so that equal mails cannot be told', () => {
    const keys = new Map([['acme', key]]);

    expect(Buffer.from(sealEvent(event, keys)).equals(sealEvent(event, keys))).toBe(false);
  });

  it.each<[string, () => unknown]>([
    ['another key', () => openAs('acme', randomBytes(32), sealEvent(event, new Map([['acme', key]])))],
    ['the place of another event', () => openAs('acme', key, sealEvent(event, new Map([['acme', key]])), 'evt_other')],
    [
      'the key of another tenant under its name',
      () => {
        const sealed = readSealed(sealEvent(event, new Map([['acme', key]])));
        return unwrapContentKey(sealed.keys.acme!, key, { tenant: 'other', eventId });
      },
    ],
  ])('does not open with %s', (_case, open) => {
    expect(open).toThrow();
  });

  it('does not open when any byte of it was altered', () => {
    const bytes = sealEvent(event, new Map([['acme', key]]));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = Uint8Array.from(bytes);
        altered[at] = altered[at]! ^ change;
        expect(() => openAs('acme', key, altered)).toThrow();
      }),
    );
  });

  it('is told from an event that is stored as JSON, and from nothing', () => {
    expect(isSealed(Buffer.from(JSON.stringify(event)))).toBe(false);
    expect(isSealed(new Uint8Array())).toBe(false);
    expect(() => readSealed(Buffer.from('postern-sealed-event/2\n{}\n'))).toThrow('no form that this version knows');
  });
});
