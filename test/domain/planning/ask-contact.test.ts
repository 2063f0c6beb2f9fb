import type { ContactLookUp } from '../../../lambdas/domain/crm/contact-fields.ts';
import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { Admission } from '../../../lambdas/domain/delivery/connection-gate.ts';
import type { KnownPerson } from '../../../lambdas/domain/delivery/known-person.ts';
import { createAskContact } from '../../../lambdas/domain/planning/ask-contact.ts';
import { subjectFor } from '../../helpers/builders.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();
const lookUpAt = (hours: number, asked = ['Stage']): ContactLookUp => ({
  at: hoursAgo(hours),
  asked,
  fields: { Stage: `from ${hours} hours ago` },
});
type LookUp = NonNullable<CrmAdapter['lookUp']>;
const admitted = { kind: 'go' } as unknown as Admission;

function asking({
  known,
  asked,
  lookUp = async () => ({ kind: 'ok', value: { Stage: 'fresh' }, how: 'existing' }),
  admission = admitted,
  pause = () => new Promise(() => {}),
}: {
  readonly known?: KnownPerson;
  readonly asked?: ContactLookUp;
  readonly lookUp?: LookUp | undefined;
  readonly admission?: Admission;
  readonly pause?: (ms: number) => Promise<unknown>;
} = {}) {
  const calls: unknown[] = [];
  const kept: ContactLookUp[] = [];
  const ask = createAskContact({
    control: { connection: async () => ({ vendor: 'hubspot', baseUrl: 'https://x.example', credentials: 'env:X' }) },
    crm: {
      adapterFor: async () => ({
        kind: 'ok',
        how: 'existing',
        value: {
          calls: { unknown: 1, known: 1 },
          async lookUp(...given: Parameters<LookUp>) {
            calls.push(given);
            return lookUp(...given);
          },
          steps: async () => ({ kind: 'ok', how: 'unchanged', value: [] }),
        },
      }),
    },
    gate: { admit: async () => admission },
    memory: {
      recall: async () => ({ ...(known && { known }), ...(asked && { asked }) }),
      async keep(_person, answer) {
        kept.push(answer);
      },
    },
    subjectHash: async () => subjectFor,
    now: () => now,
    pause,
  });
  const question = { tenant: 'acme', connection: 'main', email: 'ada@customer.example', names: ['Stage'] };
  return { ask: () => ask(question), calls, kept };
}

describe('createAskContact', () => {
  it('asks the CRM, by the id where the ledger remembers it, and remembers the answer', async () => {
    const { ask, calls, kept } = asking({ known: { contact: 'c1', at: hoursAgo(1) } });

    expect(await ask()).toEqual({ kind: 'known', fields: { Stage: 'fresh' }, at: now.toISOString() });
    expect(calls).toEqual([[{ email: 'ada@customer.example', id: 'c1' }, ['Stage']]]);
    expect(kept).toEqual([{ at: now.toISOString(), asked: ['Stage'], fields: { Stage: 'fresh' } }]);
  });

  it.each<[string, Parameters<typeof asking>[0]]>([
    ['an earlier question', { asked: lookUpAt(0.5) }],
    ['a delivery', { known: { contact: 'c1', at: hoursAgo(1), crm: lookUpAt(0.5, ['Owner', 'Stage']) } }],
  ])('takes the answer to %s of the last hour', async (_what, memory) => {
    const { ask, calls } = asking(memory);

    expect(await ask()).toMatchObject({ kind: 'known', fields: { Stage: 'from 0.5 hours ago' } });
    expect(calls).toEqual([]);
  });

  it('asks again for fields that an answer does not cover, and after an hour', async () => {
    expect(await asking({ asked: lookUpAt(0.5, ['Owner']) }).ask()).toMatchObject({ fields: { Stage: 'fresh' } });
    expect(await asking({ asked: lookUpAt(1) }).ask()).toMatchObject({ fields: { Stage: 'fresh' } });
  });

  it.each<[string, Parameters<typeof asking>[0], string]>([
    [
      'fails',
      { lookUp: async () => ({ kind: 'misconfigured', code: 'HTTP 403', message: 'Ada may not' }) },
      'misconfigured: HTTP 403',
    ],
    ['gives no answer', { lookUp: async () => ({ kind: 'unknown' }) }, ''],
    [
      'throws',
      {
        lookUp: async () => {
          throw new Error('Ada');
        },
      },
      'the question failed',
    ],
    ['is busy', { admission: { kind: 'wait', until: now } }, 'the connection is busy or down'],
    ['takes too long', { lookUp: () => new Promise(() => {}), pause: async () => {} }, 'no answer within 3000 ms'],
  ])(
    'knows nothing when the CRM %s, and takes an answer of the last day where there is one',
    async (_what, how, reason) => {
      const answer = await asking(how).ask();
      const stale = await asking({ ...how, asked: lookUpAt(23) }).ask();
      const old = await asking({ ...how, asked: lookUpAt(25) }).ask();

      expect(answer).toMatchObject({ kind: 'unknown', reason: expect.stringContaining(reason) });
      expect(JSON.stringify(answer)).not.toContain('Ada');
      expect(stale).toMatchObject({ kind: 'known', at: hoursAgo(23) });
      expect(old.kind).toBe('unknown');
    },
  );
});
