import { auditLog, logLine } from '../../cli/audit-log.ts';
import type { AuditEvent } from '../../lambdas/domain/audit/audit-event.ts';
import { beginningOf, segmentOf } from '../../lambdas/domain/audit/chain.ts';
import { entriesOf } from '../../lambdas/domain/audit/entries.ts';
import { anAuditEvent } from '../helpers/audit-chain.ts';
import { memoryTrail } from '../helpers/memory-trail.ts';

const day = Date.UTC(2026, 11, 1);
const anEvent = (uid: string, minute: number, code = 'test', actor = 'postern'): AuditEvent => {
  const event = anAuditEvent(uid);
  if (event.class_uid !== 6003) throw new Error('another class');
  const metadata = { ...event.metadata, event_code: code };
  return { ...event, metadata, time: day + minute * 60_000, actor: { user: { uid: actor, type_id: 3 } } };
};

const segmentsOf = (shard: string, events: readonly AuditEvent[]) => {
  const beginning = beginningOf(shard, '2026-12-01');
  return [beginning, segmentOf(beginning.head, events)];
};
const store = memoryTrail([
  ...segmentsOf('ledger', [anEvent('l1', 1, 'record.written'), anEvent('l3', 3, 'replay', 'arn:aws:iam::1:user/ada')]),
  ...segmentsOf('consent', [anEvent('c2', 2, 'consent.changed'), anEvent('c5', 5, 'consent.erased')]),
  ...segmentsOf('control', [anEvent('k4', 4, 'configuration.applied', 'arn:aws:iam::1:user/eve')]),
]);

describe('auditLog', () => {
  it.each([
    ['all entries in the order of their times', {}, ['l1', 'c2', 'l3', 'k4', 'c5']],
    ['those since a time', { since: new Date(day + 3 * 60_000) }, ['l3', 'k4', 'c5']],
    ['those since another day', { since: new Date(day + 86_400_000) }, []],
    ['those of a part of an actor', { actor: 'user/' }, ['l3', 'k4']],
    ['those of an operation', { operation: 'record.written' }, ['l1']],
    ['those of a group of operations', { operation: 'consent' }, ['c2', 'c5']],
    ['nothing of the beginning of a word', { operation: 'rec' }, []],
    ['those of both', { operation: 'replay', actor: 'ada' }, ['l3']],
  ])('gives %s', async (_, wanted, uids) => {
    const found = await Array.fromAsync(auditLog(store, wanted));

    expect(found.map(({ metadata }) => metadata.uid)).toEqual(uids);
  });

  it('passes by a line that is no entry', async () => {
    const [beginning, segment] = segmentsOf('ledger', [anEvent('a', 1)]);
    const broken = { ...segment!, text: `${segment!.text}nonsense\n{"hash":"x"}\nnull\n` };

    expect(await Array.fromAsync(auditLog(memoryTrail([beginning!, broken]), {}))).toHaveLength(1);
  });
});

describe('logLine', () => {
  it('names time, operation, actor and resources', () => {
    expect(logLine(anEvent('a', 1, 'replay', 'laptop'))).toBe('2026-12-01T00:01:00.000Z  replay  laptop    a');
  });

  it('names a mail and its event', () => {
    const [mail] = entriesOf(
      {
        shard: 'ledger',
        id: '1',
        at: day,
        pk: 'MAIL#m1',
        sk: 'MAIL',
        isExpired: false,
        after: { mailId: 'm1', state: 'quarantined', eventId: 'evt_1', reason: 'too long' },
      },
      () => 'h',
    );

    expect(logLine(mail!)).toBe(
      '2026-12-01T00:00:00.000Z  mail.received  nobody@hashed.invalid  mail m1 of evt_1  a mail was received, and quarantined: too long',
    );
  });
});
