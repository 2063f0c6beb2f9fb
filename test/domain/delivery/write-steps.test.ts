import fc from 'fast-check';
import type { CrmStep, StepKey, StepName } from '../../../lambdas/domain/crm/crm-step.ts';
import type { Outcome, Ref } from '../../../lambdas/domain/crm/outcome.ts';
import { requestTimeoutMs } from '../../../lambdas/domain/crm/retry-policy.ts';
import type { Delivery, Steps } from '../../../lambdas/domain/delivery/delivery.ts';
import type { SharedRecords } from '../../../lambdas/domain/delivery/ledger.ts';
import { firstIntents, type StepsResult, writeSteps } from '../../../lambdas/domain/delivery/write-steps.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';
import { memoryRecords, memorySteps } from '../../helpers/memory-ledger.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const later = new Date(now.getTime() + 60_000);
const unique: StepKey = { kind: 'unique' };
const lookup = { kind: 'lookup', visibilityLagMs: 30_000 } as const;
const aStep = (name: StepName, key: StepKey, more: Partial<CrmStep> = {}): CrmStep => ({
  name,
  key,
  write: async () => ({ kind: 'ok', value: { id: name }, how: 'created' }),
  ...more,
});
const aLeased = (steps: Steps = {}): Delivery => ({ ...aDelivery(anEvent()), attempts: 0, fence: 1, steps });
const stateOf = (steps: Steps) =>
  Object.fromEntries(Object.entries(steps).map(([name, record]) => [name, record.state]));
const intent = { state: 'intent', at: '2026-11-20T11:00:00.000Z' } as const;

describe('firstIntents', () => {
  const contact = aStep('contact', unique);
  const link = aStep('link', unique);
  const shared = aStep('deal', lookup, { record: 'deal of a conversation' });
  const claimed = aStep('contact', lookup, { record: 'contact of ada' });

  it.each<readonly [string, readonly CrmStep[], Steps, readonly string[]]>([
    ['an activity under a unique key', [contact, link, aStep('activity', unique)], {}, ['contact', 'link', 'activity']],
    ['an activity that is looked up', [contact, aStep('activity', lookup)], {}, ['contact', 'activity']],
    ['an activity alone', [aStep('activity', lookup)], {}, ['activity']],
    ['nothing behind the activity', [aStep('activity', unique), aStep('files', unique)], {}, ['activity']],
    [
      'the first of two steps that are looked up',
      [contact, aStep('deal', lookup), aStep('activity', lookup)],
      {},
      ['contact', 'deal'],
    ],
    ['no step with a claim', [contact, shared, aStep('activity', lookup)], {}, ['contact', 'activity']],
    ['the steps behind claims', [claimed, link, aStep('activity', lookup)], {}, ['link', 'activity']],
    ['nothing where all steps have claims', [claimed, shared], {}, []],
    ['not an unclear activity behind claims', [claimed, shared, aStep('activity', lookup)], { activity: intent }, []],
    [
      'not the activity that an earlier attempt may have made',
      [contact, aStep('activity', lookup)],
      { activity: intent },
      ['contact'],
    ],
    [
      'an activity under a unique key again, without a new intent',
      [contact, aStep('activity', unique)],
      { activity: intent },
      ['contact'],
    ],
    [
      'steps that are left',
      [contact, aStep('activity', lookup)],
      { contact: { state: 'done', at: intent.at } },
      ['activity'],
    ],
    [
      'a step that the CRM refused before',
      [contact, aStep('activity', lookup)],
      { activity: { state: 'refused', at: intent.at } },
      ['contact', 'activity'],
    ],
  ])('intends %s', (_case, steps, before, intended) => {
    const intents = firstIntents(steps, aLeased(before), now.toISOString());

    expect(Object.keys(intents)).toEqual(intended);
    for (const record of Object.values(intents))
      expect(record).toEqual({ state: 'intent', at: now.toISOString(), since: now.toISOString() });
  });
});

describe('writeSteps', () => {
  it.each([
    [1, 1.5, 'written'],
    [2, 1.5, 'lost'],
    [2, 2.5, 'written'],
  ])(
    'makes a write of %i requests with time for %f only if none can land after the lease: %s',
    async (requests, room, wanted) => {
      let writes = 0;
      const step: CrmStep = {
        name: 'task',
        key: { kind: 'lookup', visibilityLagMs: 0 },
        requests,
        async write() {
          writes += 1;
          return { kind: 'ok', value: { id: '1' }, how: 'created' };
        },
      };
      const delivery = { ...aDelivery(anEvent()), attempts: 0, fence: 1, steps: {} };
      const leaseUntil = new Date(now.getTime() + room * requestTimeoutMs);
      const ledger = memorySteps(memoryRecords());

      const { kind } = await writeSteps({ ledger, now: () => now }, { delivery, leaseUntil }, delivery, [step]);

      expect([kind, writes]).toEqual([wanted, wanted === 'written' ? 1 : 0]);
    },
  );
});

/** Walks steps once, and notes the order of writes at the CRM and in the ledger. */
async function walk(steps: readonly CrmStep[], before: Steps = {}, records = memoryRecords()) {
  const log: string[] = [];
  const ledger = memorySteps(records);
  const noted = steps.map((step) => ({
    ...step,
    async write(refs: Parameters<CrmStep['write']>[0]) {
      log.push(step.name);
      return step.write(refs);
    },
  }));
  const saveSteps: typeof ledger.saveSteps = async (id, fence, more) => {
    log.push(
      `save ${Object.entries(stateOf(more))
        .map((entry) => entry.join(' '))
        .join(', ')}`,
    );
    return ledger.saveSteps(id, fence, more);
  };
  const delivery = aLeased(before);
  const leaseUntil = new Date(now.getTime() + 60_000);
  const result = await writeSteps(
    { ledger: { ...ledger, saveSteps }, now: () => now },
    { delivery, leaseUntil },
    delivery,
    noted,
  );
  return { result, log };
}
const unsavedOf = (result: StepsResult) => ('unsaved' in result ? stateOf(result.unsaved) : {});

describe('writeSteps, by the number of calls to the ledger', () => {
  const records = [aStep('company', unique), aStep('contact', unique), aStep('link', unique)];
  const claimed = aStep('contact', lookup, { record: 'contact of ada' });

  it.each<readonly [string, readonly CrmStep[], readonly string[]]>([
    ['a first mail where every key is unique', [...records, aStep('activity', unique)], []],
    ['a first mail with an activity that is looked up', [...records, aStep('activity', lookup)], []],
    ['an answer', [aStep('activity', lookup)], []],
    [
      'a mail with files',
      [aStep('contact', unique), aStep('activity', unique), aStep('files', unique), aStep('task', unique)],
      ['save contact done, activity done, files intent, task intent'],
    ],
    [
      'a deal that is looked up, before the activity',
      [aStep('contact', unique), aStep('deal', lookup), aStep('activity', lookup)],
      ['save contact done, deal done, activity intent'],
    ],
    ['records with claims', [claimed, aStep('link', unique), aStep('activity', lookup)], []],
  ])('saves nothing of %s that is not needed', async (_case, steps, saves) => {
    const { result, log } = await walk(steps);

    expect(result.kind).toBe('written');
    expect(log.filter((line) => line.startsWith('save'))).toEqual(saves);
  });
});

describe('writeSteps, at a failure', () => {
  const fails = (name: StepName, outcome: Outcome<Ref>) => aStep(name, unique, { write: async () => outcome });
  const throttled: Outcome<Ref> = { kind: 'throttled', scope: 'burst', retryAt: now };

  it.each<readonly [string, Outcome<Ref>, string]>([
    ['rejects', { kind: 'rejected', code: 'INVALID', message: 'no' }, 'refused'],
    ['throttles', throttled, 'refused'],
    ['does not answer', { kind: 'unknown' }, 'intent'],
  ])('takes back the intent of the activity where the CRM %s the contact', async (_case, outcome, contact) => {
    const { result, log } = await walk([fails('contact', outcome), aStep('activity', lookup)]);

    expect(log).toEqual(['contact']);
    expect(result.kind).toBe('failed');
    expect(unsavedOf(result)).toEqual({ contact, activity: 'refused' });
  });

  it.each<readonly [string, Partial<CrmStep>, (records: SharedRecords) => Promise<unknown>, string]>([
    [
      'has a claim that another delivery holds',
      {},
      (records) => records.claim('contact of ada', 'other', now, later),
      'waiting',
    ],
    ['is refused under its claim', { write: async () => throttled }, async () => {}, 'failed'],
  ])('takes back the intent of the activity where the contact %s', async (_case, more, prepare, kind) => {
    const records = memoryRecords();
    await prepare(records);
    const contact = aStep('contact', lookup, { record: 'contact of ada', ...more });

    const { result, log } = await walk([contact, aStep('activity', lookup)], {}, records);

    expect([result.kind, unsavedOf(result)]).toEqual([kind, { activity: 'refused' }]);
    expect(log).not.toContain('activity');
  });

  it('keeps the intent of an earlier attempt, whatever the key is now', async () => {
    const before = { activity: intent };
    const { result } = await walk([fails('contact', throttled), aStep('activity', unique)], before);

    expect(unsavedOf(result)).toEqual({ contact: 'refused' });
  });

  it('looks an unclear activity up only after the records before it, and saves a new intent for it', async () => {
    const finds: object[] = [];
    const find = async (refs: object): Promise<Outcome<Ref | undefined>> => {
      finds.push({ ...refs });
      return { kind: 'ok', value: undefined, how: 'existing' };
    };
    const { log } = await walk([aStep('contact', unique), aStep('activity', lookup, { find })], { activity: intent });

    expect(finds).toEqual([{ contact: { id: 'contact' } }]);
    expect(log).toEqual(['contact', 'save contact done, activity intent', 'activity']);
  });
});

/** Results of a write, with the crashes around it; `lost` and `unanswered` are unknown to the writer. */
const results = ['ok', 'throttled', 'lost', 'unanswered', 'crash before', 'crash after'] as const;
type WriteResult = (typeof results)[number];
const clean: readonly WriteResult[] = ['ok', 'throttled'];
const leaseMs = 60_000;

type Kind = 'unique' | 'lookup' | 'claimed';

/** A CRM that makes a second record where a write under no unique key is repeated, and a ledger with leases. */
function aDeployment(kinds: Readonly<Partial<Record<StepName, Kind>>>, script: readonly WriteResult[]) {
  const clock = { ms: now.getTime() };
  const left = [...script];
  const made = new Map<StepName, number[]>();
  const ledger = memorySteps(memoryRecords());
  const row: { leaseUntil?: string; fence: number } = { fence: 0 };
  const steps = Object.entries(kinds).map(([text, kind]) => {
    const name = text as StepName;
    const commit = () => {
      const times = made.get(name) ?? [];
      if (kind !== 'unique' || times.length === 0) made.set(name, [...times, clock.ms]);
    };
    return aStep(name, kind === 'unique' ? unique : lookup, {
      ...(kind === 'claimed' && { record: `record of ${name}` }),
      async write() {
        clock.ms += 500;
        const result = left.shift() ?? 'ok';
        if (result === 'throttled') return { kind: 'throttled', scope: 'burst', retryAt: now };
        if (result === 'crash before') throw new Error('the worker dies');
        if (result === 'lost') return { kind: 'unknown' };
        commit();
        if (result === 'crash after') throw new Error('the worker dies');
        return result === 'ok' ? { kind: 'ok', value: { id: name }, how: 'created' } : { kind: 'unknown' };
      },
      async find() {
        const isVisible = (made.get(name) ?? []).some((at) => at + lookup.visibilityLagMs <= clock.ms);
        return { kind: 'ok', value: isVisible ? { id: name } : undefined, how: 'existing' };
      },
    });
  });
  /** @returns undefined when the worker died */
  async function attempt(): Promise<StepsResult | undefined> {
    clock.ms = Math.max(clock.ms + 1000, Date.parse(row.leaseUntil ?? now.toISOString()) + 1);
    const before = { ...aLeased(ledger.load()), ...row };
    const leaseUntil = new Date(clock.ms + leaseMs);
    ledger.keep(firstIntents(steps, before, new Date(clock.ms).toISOString()));
    row.leaseUntil = leaseUntil.toISOString();
    row.fence += 1;
    const delivery = { ...before, ...row, steps: ledger.load() };
    try {
      const result = await writeSteps(
        { ledger, now: () => new Date(clock.ms) },
        { delivery, leaseUntil },
        before,
        steps,
      );
      if ('unsaved' in result) ledger.keep(result.unsaved);
      if (result.kind === 'waiting') clock.ms = result.until.getTime();
      delete row.leaseUntil;
      return result;
    } catch {
      return undefined;
    }
  }
  return { attempt, made, ledger };
}

const ownKind = fc.constantFrom<Kind>('unique', 'lookup');
const anyKind = fc.constantFrom<Kind>('unique', 'lookup', 'claimed');
const plans = fc.record(
  {
    company: anyKind,
    contact: anyKind,
    link: ownKind,
    deal: anyKind,
    activity: ownKind,
    files: ownKind,
    task: ownKind,
  },
  { requiredKeys: ['activity'] },
);

describe('writeSteps over several attempts', () => {
  it('makes every record once, whatever happens to any write and wherever the worker dies', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.array(fc.constantFrom(...results), { maxLength: 12 }), async (kinds, script) => {
        const { attempt, made, ledger } = aDeployment(kinds, script);
        let result: StepsResult | undefined;
        for (let attempts = 0; attempts < 60 && result?.kind !== 'written'; attempts += 1) result = await attempt();

        expect(result?.kind).toBe('written');
        for (const name of Object.keys(kinds)) expect([name, made.get(name as StepName)?.length]).toEqual([name, 1]);
        expect(new Set(Object.values(stateOf(ledger.load())))).toEqual(new Set(['done']));
      }),
      { numRuns: 400 },
    );
  });

  it('never waits for a write that was not tried: after clean failures no attempt waits', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.array(fc.constantFrom(...clean), { maxLength: 8 }), async (kinds, script) => {
        const { attempt } = aDeployment(kinds, script);
        const ends = new Set<string | undefined>();
        for (let attempts = 0; attempts < 20 && !ends.has('written'); attempts += 1) ends.add((await attempt())?.kind);

        expect([...ends].filter((kind) => kind !== 'failed')).toEqual(['written']);
      }),
      { numRuns: 200 },
    );
  });
});
