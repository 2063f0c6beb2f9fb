import { type SenderOrigin, senderChange } from '../../../../lambdas/domain/consent/intake/sender-changes.ts';
import type { SenderEvent } from '../../../../lambdas/domain/consent/intake/sender-event.ts';
import { subjectFor } from '../../../helpers/builders.ts';

const receivedAt = new Date('2026-11-20T09:00:00.000Z');
const change = (event: Partial<SenderEvent>, origin: Partial<SenderOrigin> = {}) =>
  senderChange(
    { type: 'unsubscribe', address: 'Lea@example.org', at: '2026-11-20T08:00:00.000Z', id: 'e1', ...event },
    { tenant: 'acme', source: 'webhook', name: 'sendgrid', ...origin },
    receivedAt,
    subjectFor,
  );

describe('senderChange', () => {
  it('names the person, the time and what proves it', () => {
    expect(change({ reason: '550' })).toMatchObject({
      tenant: 'acme',
      address: 'lea@example.org',
      subject: subjectFor('acme', 'lea@example.org'),
      signal: 'unsubscribe',
      at: '2026-11-20T08:00:00.000Z',
      receivedAt: receivedAt.toISOString(),
      source: 'webhook',
      evidence: 'sendgrid e1',
      reason: '550',
    });
  });

  it('takes no time from the future, which would outrank all that comes after it', () => {
    expect(change({ at: '2027-01-01T00:00:00.000Z' }).at).toBe(receivedAt.toISOString());
  });

  it('gives the purposes of its source to consent, and not to a bounce', () => {
    const origin = { purposes: ['marketing'] as const };

    expect(change({}, origin).purposes).toEqual(['marketing']);
    expect(change({ type: 'hard-bounce' }, origin)).not.toHaveProperty('purposes');
  });

  it('keeps no more evidence than a change holds', () => {
    expect(change({ id: 'x'.repeat(600) }).evidence).toHaveLength(500);
  });
});
