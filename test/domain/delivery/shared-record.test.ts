import type { Outcome, Ref } from '../../../lambdas/domain/crm/outcome.ts';
import { isShared, type SharedStep, writeShared } from '../../../lambdas/domain/delivery/shared-record.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';

const now = new Date('2026-11-20T09:00:00.000Z');
const inMs = (ms: number): Date => new Date(now.getTime() + ms);
const lease = { holder: 'evt_1#sales#1', leaseUntil: inMs(60_000) };
const unknown = { kind: 'unknown' } as const;

/** A step of a shared contact at a CRM that answers as given. */
function aStep({
  lookUp,
  outcome = { kind: 'ok', value: { id: 'made' }, how: 'created' } as Outcome<Ref | undefined>,
}: {
  lookUp?: Outcome<Ref | undefined>;
  outcome?: Outcome<Ref | undefined>;
} = {}) {
  const asked: string[] = [];
  const step: SharedStep = {
    name: 'contact',
    record: 'ada',
    key: { kind: 'lookup', visibilityLagMs: 30_000 },
    async find() {
      asked.push('find');
      return lookUp ?? { kind: 'ok', value: undefined, how: 'existing' };
    },
    async write() {
      asked.push('write');
      return outcome;
    },
  };
  return { step, asked };
}

describe('isShared', () => {
  it.each([
    ['a record without a unique key', { record: 'r', key: { kind: 'lookup', visibilityLagMs: 0 } }, true],
    ['a record under a unique key', { record: 'r', key: { kind: 'unique' } }, false],
    ['a step that no other delivery wants', { key: { kind: 'lookup', visibilityLagMs: 0 } }, false],
    ['no step', undefined, false],
  ])('answers for %s', (_case, step, isClaimed) => {
    expect(isShared(step as SharedStep | undefined)).toBe(isClaimed);
  });
});

describe('writeShared', () => {
  it('waits until a record would show that was made without a trace in a restored ledger', async () => {
    const { step, asked } = aStep();
    const doubted = (doubtful: Date) =>
      writeShared({ records: memoryRecords(), now: () => now }, step, {}, { ...lease, doubtful });

    expect(await doubted(inMs(-10_000))).toEqual({ kind: 'waiting', until: inMs(20_000) });
    expect(asked).toEqual([]);
    expect(await doubted(inMs(-30_000))).toMatchObject({ kind: 'ok', value: { id: 'made' } });
    expect(asked).toEqual(['find', 'write']);
  });

  it('makes an absent record once, and remembers it', async () => {
    const { step, asked } = aStep();
    const dependencies = { records: memoryRecords(), now: () => now };

    const first = await writeShared(dependencies, step, {}, lease);
    const second = await writeShared(dependencies, step, {}, { ...lease, holder: 'evt_2#sales#1' });

    expect(first).toEqual({ kind: 'ok', value: { id: 'made' }, isRemembered: false });
    expect(second).toEqual({ kind: 'ok', value: { id: 'made' }, isRemembered: true });
    expect(asked).toEqual(['find', 'write']);
  });

  it('takes the record that the CRM has', async () => {
    const { step, asked } = aStep({ lookUp: { kind: 'ok', value: { id: 'there' }, how: 'existing' } });

    expect(await writeShared({ records: memoryRecords(), now: () => now }, step, {}, lease)).toMatchObject({
      value: { id: 'there' },
    });
    expect(asked).toEqual(['find']);
  });

  it('waits for the delivery that holds the claim', async () => {
    const records = memoryRecords();
    await records.claim('ada', 'another', now, inMs(5_000));

    expect(await writeShared({ records, now: () => now }, aStep().step, {}, lease)).toEqual({
      kind: 'waiting',
      until: inMs(5_000),
    });
  });

  it('waits until an unclear write would show, and then looks before it writes', async () => {
    const records = memoryRecords();
    const { step, asked } = aStep({ outcome: unknown });

    expect(await writeShared({ records, now: () => now }, step, {}, lease)).toEqual({
      kind: 'failed',
      failure: unknown,
    });
    expect(await writeShared({ records, now: () => now }, step, {}, lease)).toEqual({
      kind: 'waiting',
      until: inMs(30_000),
    });
    await writeShared({ records, now: () => inMs(30_000) }, step, {}, { ...lease, leaseUntil: inMs(90_000) });
    expect(asked).toEqual(['find', 'write', 'find', 'write']);
  });

  it.each<[string, Parameters<typeof aStep>[0], object]>([
    ['a look-up that fails', { lookUp: unknown }, { kind: 'failed', failure: unknown }],
    ['a write that is refused', { outcome: { kind: 'rejected', code: 'X', message: 'no' } }, { kind: 'failed' }],
    [
      'a record that is not to be made',
      { outcome: { kind: 'ok', value: undefined, how: 'unchanged' } },
      { kind: 'ok', value: undefined },
    ],
  ])('gives the claim back after %s', async (_case, given, result) => {
    const records = memoryRecords();

    expect(await writeShared({ records, now: () => now }, aStep(given).step, {}, lease)).toMatchObject(result);
    expect(await records.claim('ada', 'another', now, inMs(1))).toEqual({ kind: 'acquired' });
  });

  it('writes nothing when a request could outlive the lease', async () => {
    const { step, asked } = aStep();

    expect(
      await writeShared({ records: memoryRecords(), now: () => now }, step, {}, { ...lease, leaseUntil: inMs(14_000) }),
    ).toEqual({ kind: 'lost' });
    expect(asked).toEqual(['find']);
  });

  it('answers lost when another delivery took the claim over', async () => {
    const records = { ...memoryRecords(), remember: async () => false };

    expect(await writeShared({ records, now: () => now }, aStep().step, {}, lease)).toEqual({ kind: 'lost' });
  });
});
