import { eventsSince } from '../../lambdas/operations/events-since.ts';
import { aFakeReader, aMailRecord, aStoredMail } from '../helpers/fake-reader.ts';

const numbers = Array.from({ length: 230 }, (_, nth) => nth);

describe('eventsSince', () => {
  it('asks the ledger for a hundred mails at a time', async () => {
    const ports = aFakeReader({
      stored: numbers.map((nth) => aStoredMail(nth)),
      mails: numbers.map((nth) => aMailRecord(nth)),
    });

    const batches = await Array.fromAsync(eventsSince(ports, new Date(0)));

    expect(batches.map(({ length }) => length)).toEqual([100, 100, 30]);
    expect(batches.flat()).toEqual(numbers.map((nth) => `evt_${nth}`));
  });

  it('leaves out mail that was stored before, and mail that became no event', async () => {
    const { eventId, ...quarantined } = aMailRecord(2, { state: 'quarantined' });
    const ports = aFakeReader({
      stored: [aStoredMail(1, '2026-11-01T00:00:00.000Z'), aStoredMail(2), aStoredMail(3), aStoredMail(4)],
      mails: [aMailRecord(1), quarantined, aMailRecord(3)],
    });

    expect(await Array.fromAsync(eventsSince(ports, new Date('2026-11-10')))).toEqual([['evt_3']]);
  });

  it('lists an event once for all its mails of a batch', async () => {
    const ports = aFakeReader({
      stored: [aStoredMail(1), aStoredMail(2)],
      mails: [aMailRecord(1), aMailRecord(2, { eventId: 'evt_1' })],
    });

    expect(await Array.fromAsync(eventsSince(ports, new Date(0)))).toEqual([['evt_1']]);
  });
});
