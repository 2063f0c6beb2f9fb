import type { AuditEvent } from '../../../lambdas/domain/audit/audit-event.ts';
import {
  beginningOf,
  closingSegmentOf,
  genesis,
  lineHash,
  linesOf,
  readLine,
  readSegment,
  segmentOf,
} from '../../../lambdas/domain/audit/chain.ts';
import { anAuditEvent } from '../../helpers/audit-chain.ts';

const day = '2026-12-01';
const beginning = beginningOf('ledger', day);

describe('beginningOf', () => {
  it('begins a shard with the hash of nothing, before any real day', () => {
    const [line] = linesOf(beginning.text).map((text) => readLine(text)!);
    const place = { shard: 'ledger', day: '1970-01-01', number: 0 };

    expect(beginning.place).toEqual(place);
    expect(JSON.parse(line!.json)).toEqual({ schema: 'audit-segment/1', ...place, before: 0, count: 0, next: day });
    expect(line!.hash).toBe(lineHash(genesis, line!.json));
    expect(beginning.head).toEqual({ ...place, hash: line!.hash, entries: 0, next: day });
  });
});

describe('segmentOf', () => {
  it('chains its lines', () => {
    const { place, text, head } = segmentOf(beginning.head, [anAuditEvent('a'), anAuditEvent('b')]);
    const [header, first, second] = linesOf(text).map((line) => readLine(line)!);

    expect(place).toEqual({ shard: 'ledger', day, number: 0 });
    expect(header!.hash).toBe(lineHash(beginning.head.hash, header!.json));
    expect(first!.hash).toBe(lineHash(header!.hash, first!.json));
    expect(head).toEqual({ shard: 'ledger', day, number: 0, hash: second!.hash, entries: 2 });
  });

  it('numbers entries over segments, and joins each segment to the one before', () => {
    const { head } = segmentOf(beginning.head, [anAuditEvent('a')]);
    const next = readSegment(segmentOf(head, [anAuditEvent('b')], [{ ...head, shard: 'consent' }]).text);

    expect(next.header).toMatchObject({ number: 1, before: 1, count: 1, previous: { number: 0, hash: head.hash } });
    expect(next.header.heads).toEqual([{ shard: 'consent', day, number: 0, hash: head.hash }]);
    expect(next.events.map(({ metadata }) => [metadata.uid, metadata.sequence])).toEqual([['b', 1]]);
    expect(next.head.entries).toBe(2);
  });

  it('begins the next day behind the close of the one before', () => {
    const { head } = segmentOf(beginning.head, [anAuditEvent('a')]);
    const closing = closingSegmentOf(head, '2026-12-03');

    expect(readSegment(closing.text).header).toMatchObject({ day, number: 1, count: 0, next: '2026-12-03' });
    expect(segmentOf(closing.head, []).place).toEqual({ shard: 'ledger', day: '2026-12-03', number: 0 });
  });
});

describe('readLine', () => {
  it.each(['', '{}', '{"hash":"x","line":{}}', `{"hash":"${genesis}","lime":{}}`])(
    'does not take %j for a line',
    (text) => expect(readLine(text)).toBeUndefined(),
  );
});

describe('readSegment', () => {
  it.each(['', 'nonsense\n', `{"hash":"${genesis}","line":nonsense}\n`])('refuses %j', (text) =>
    expect(() => readSegment(text)).toThrow(SyntaxError),
  );

  it('gives back the events as they were', () => {
    const event: AuditEvent = anAuditEvent('ü"\\\u2028');
    const { events } = readSegment(segmentOf(beginning.head, [event]).text);

    expect(events[0]).toEqual({ ...event, metadata: { ...event.metadata, sequence: 0 } });
  });
});
