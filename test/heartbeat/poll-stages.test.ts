import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import type { ConsentChange } from '../../lambdas/domain/consent/change.ts';
import type { CrmAdapter, CrmRegistry } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { ChangedDeals, DealPlace, DealStage, DealStages } from '../../lambdas/domain/crm/deal-stage.ts';
import type { Failure, Outcome } from '../../lambdas/domain/crm/outcome.ts';
import type { PersonStage, PersonStages } from '../../lambdas/domain/crm/person-stages.ts';
import type { StageChange } from '../../lambdas/domain/crm/stage-change.ts';
import { createPollStages } from '../../lambdas/heartbeat/poll-stages.ts';
import { anIntegration, subjectFor } from '../helpers/builders.ts';

const now = new Date('2026-11-20T10:00:00.000Z');
const since = new Date('2026-11-20T09:00:00.000Z');
const until = new Date('2026-11-20T09:59:00.000Z');
const stages: DealStage[] = [
  { id: 's1', name: 'New', order: 1 },
  { id: 's2', name: 'Proposal', order: 2 },
  { id: 's3', name: 'Won', order: 3, end: 'won' },
  { id: 's4', name: 'Cancelled', order: 4, end: 'lost' },
];
const settings = {
  opportunity: { deals: ['proposal'], bars: ['sales'] },
  won: { deals: [], bars: [] },
  churned: { deals: ['s4'], bars: ['marketing'] },
};
const listening = (changes: Partial<Integration> = {}): Integration =>
  anIntegration({ key: 'sales', consent: { stages: settings, targets: [] } as never, ...changes });

interface Given {
  readonly deals?: ChangedDeals['deals'];
  readonly place?: DealPlace;
  readonly integrations?: readonly Integration[];
  readonly mark?: Date;
  readonly changed?: Outcome<ChangedDeals>;
  readonly people?: readonly string[];
  /** People who came into a stage of the lifecycle; absent: the CRM has no lifecycle. */
  readonly lifecycle?: Outcome<{ readonly people: readonly PersonStage[]; readonly until: Date }>;
  readonly circuit?: 'closed' | 'open';
  readonly adapter?: Outcome<CrmAdapter>;
  /** The answer of the target `hook`. */
  readonly heard?: Outcome<unknown>;
}

/** One poll, and what it sent. */
async function poll({
  deals = [{ id: 'd1', stage: 's2' }],
  place = { stage: 's2', changedAt: '2026-11-20T09:30:00Z' },
  integrations = [listening()],
  mark = since,
  changed = { kind: 'ok', value: { deals, until } },
  people = ['ada@customer.example'],
  lifecycle,
  circuit = 'closed',
  adapter,
  heard = { kind: 'ok', value: undefined },
}: Given = {}) {
  const announced: StageChange[] = [];
  const [sent, marks, failures, asked]: [ConsentChange[], Date[], Failure[], string[]] = [[], [], [], []];
  const logged: unknown[] = [];
  const names: string[] = [];
  const dealStages: DealStages = {
    stages: async () => ({ kind: 'ok', value: stages }),
    placeOf: async () => ({ kind: 'ok', value: place }),
    move: async () => ({ kind: 'unknown' }),
    async changedSince(from) {
      asked.push(from.toISOString());
      return changed;
    },
  };
  const personStages: PersonStages | undefined = lifecycle && {
    async changedSince(from) {
      asked.push(`people ${from.toISOString()}`);
      return lifecycle;
    },
  };
  const own = {
    dealStages,
    personStages,
    peopleOfDeal: async () => ({ kind: 'ok', value: { emails: people, domains: [] } }),
  };
  const hook = {
    async announceStage(change: StageChange) {
      announced.push(change);
      return heard;
    },
  };
  const log = (message: string, extra: unknown) => void logged.push([message, extra]);
  const run = createPollStages({
    control: {
      integrations: async () => [...integrations],
      connection: async (name) => ({
        vendor: name === 'hook' ? 'webhook' : 'hubspot',
        baseUrl: 'https://x.example',
        credentials: 'env:X',
      }),
    },
    crm: {
      adapterFor: async ({ vendor }: { vendor: string }) =>
        vendor === 'webhook' ? { kind: 'ok', value: hook } : (adapter ?? { kind: 'ok', value: own }),
    } as unknown as CrmRegistry,
    gate: {
      state: async () => ({ circuit }) as never,
      async failed(_, failure) {
        failures.push(failure);
        return undefined;
      },
    },
    marks: {
      get: async () => (mark.getTime() === 0 ? undefined : mark),
      set: async (name, time) => {
        marks.push(time);
        names.push(name);
      },
    },
    queues: { sendChange: async (change) => void sent.push(change) },
    subjectHash: async () => subjectFor,
    log: { info: log, warn: log, error: log },
    now: () => now,
  });
  await run();
  return { sent, marks, names, failures, asked, logged, announced };
}

describe('createPollStages', () => {
  it('sends the meaning of a stage for each person of the deal, dated by the change, and moves the mark', async () => {
    const { sent, marks, asked } = await poll({
      people: ['ada@customer.example', 'bob@customer.example', 'no address'],
    });

    expect(asked).toEqual([since.toISOString()]);
    expect(sent).toMatchObject(
      ['ada', 'bob'].map((name) => ({
        tenant: 'acme',
        address: `${name}@customer.example`,
        signal: 'crm-stage',
        source: 'crm',
        reason: 'opportunity',
        at: '2026-11-20T09:30:00.000Z',
        evidence: 'main deal d1 opportunity',
      })),
    );
    expect(marks).toEqual([until]);
  });

  it('makes the same change of the same stage, so that a repetition changes nothing', async () => {
    const [first, second] = [await poll(), await poll()];

    expect(first.sent[0]?.changeId).toBe(second.sent[0]?.changeId);
  });

  it.each<[string, string, string | undefined]>([
    ['the name of a stage in any case', 's2', 'opportunity'],
    ['a stage that the account closes as won', 's3', 'won'],
    ['the id of a stage', 's4', 'churned'],
    ['a stage without a meaning', 's1', 'open'],
  ])('knows %s', async (_how, stage, reason) => {
    const { sent } = await poll({ deals: [{ id: 'd1', stage }] });

    expect(sent.map((change) => change.reason)).toEqual([reason]);
  });

  it('says nothing of a deal that has never left a stage without a meaning, and of an unknown stage', async () => {
    expect((await poll({ deals: [{ id: 'd1', stage: 's1' }], place: { stage: 's1' } })).sent).toEqual([]);
    expect((await poll({ deals: [{ id: 'd1', stage: 'gone' }, { id: 'd2' }] })).sent).toEqual([]);
  });

  it('dates a deal that was made in its stage by its making, and never in the future', async () => {
    const made = await poll({ deals: [{ id: 'd1', stage: 's2', createdAt: '2026-11-20T09:10:00Z' }], place: {} });
    const future = await poll({ place: { changedAt: '2027-01-01T00:00:00Z' } });

    expect(made.sent[0]?.at).toBe('2026-11-20T09:10:00.000Z');
    expect(future.sent[0]?.at).toBe(now.toISOString());
  });

  it('only notes the time of a first poll', async () => {
    const { sent, marks, asked } = await poll({ mark: new Date(0) });

    expect([sent, asked]).toEqual([[], []]);
    expect(marks).toEqual([now]);
  });

  it.each<[string, Given]>([
    ['an integration without meanings of stages', { integrations: [anIntegration({ key: 'plain' })] }],
    ['an integration that is not live', { integrations: [listening({ mode: 'shadow' })] }],
    ['a connection with an open circuit', { circuit: 'open' }],
    ['a CRM that cannot be polled', { adapter: { kind: 'ok', value: {} as CrmAdapter } }],
  ])('asks nothing for %s', async (_what, given) => {
    expect(await poll(given)).toMatchObject({ asked: [], sent: [], marks: [], failures: [] });
  });

  it('keeps the mark and reports a failure, and no address is logged', async () => {
    const failure: Failure = { kind: 'misconfigured', code: 'credentials', message: 'no secret' };
    const { marks, failures, logged } = await poll({ changed: failure });
    const { logged: success } = await poll();

    expect([marks, failures]).toEqual([[], [failure]]);
    expect(JSON.stringify([logged, success])).not.toContain('@');
  });

  it('does not count a limit of the vendor against the connection', async () => {
    const limit: Failure = { kind: 'throttled', scope: 'burst', retryAt: now };

    expect((await poll({ changed: limit })).failures).toEqual([]);
  });

  it('sends one statement to each tenant of a connection', async () => {
    const integrations = [listening(), listening({ key: 'again' }), listening({ key: 'other', tenant: 'other' })];

    expect((await poll({ integrations })).sent.map(({ tenant }) => tenant)).toEqual(['acme', 'other']);
  });

  const withHook = { consent: { stages: settings, targets: ['hook', 'main'] } as never };

  it('tells each target that is no CRM once per deal, with an id that a repetition has again', async () => {
    const given = { integrations: [listening(withHook)], people: ['ada@customer.example', 'bob@customer.example'] };
    const [first, again] = [await poll(given), await poll(given)];

    expect(first.announced).toEqual([
      {
        id: expect.any(String),
        tenant: 'acme',
        connection: 'main',
        deal: 'd1',
        stage: 'Proposal',
        meaning: 'opportunity',
        at: '2026-11-20T09:30:00.000Z',
        people: ['ada@customer.example', 'bob@customer.example'],
      },
    ]);
    expect(again.announced[0]?.id).toBe(first.announced[0]?.id);
  });

  it('comes back to a target that did not answer, and passes one that refuses the message', async () => {
    const integrations = [listening(withHook)];
    const unclear = await poll({ integrations, heard: { kind: 'unknown' } });
    const refused = await poll({ integrations, heard: { kind: 'rejected', code: 'HTTP 400', message: 'no' } });

    expect([unclear.marks, unclear.failures]).toEqual([[], []]);
    expect(unclear.sent).toHaveLength(1);
    expect(refused.marks).toEqual([until]);
    expect(JSON.stringify([unclear.logged, refused.logged])).not.toContain('@');
  });
});

describe('stages of people', () => {
  const person = (changes: Partial<PersonStage> = {}): PersonStage => ({
    id: '7',
    address: 'ada@customer.example',
    stage: 'opportunity',
    at: '2026-11-20T09:40:00Z',
    isFirst: false,
    ...changes,
  });
  const lifecycleOf = (...people: PersonStage[]) => ({ kind: 'ok' as const, value: { people, until } });
  const forPeople = (targets: readonly string[] = []): Integration =>
    anIntegration({
      key: 'sales',
      consent: { stages: { opportunity: { people: ['Opportunity'], bars: ['sales'] } }, targets } as never,
    });

  it('count for the person, dated by the change, with a mark of their own', async () => {
    const { sent, marks, names, asked } = await poll({ integrations: [forPeople()], lifecycle: lifecycleOf(person()) });

    expect(asked).toEqual([`people ${since.toISOString()}`]);
    expect(sent).toMatchObject([
      {
        address: 'ada@customer.example',
        signal: 'crm-stage',
        reason: 'opportunity',
        at: '2026-11-20T09:40:00.000Z',
        evidence: 'main contact 7 opportunity',
      },
    ]);
    expect([marks, names]).toEqual([[until], ['main#people']]);
  });

  it('end an earlier meaning, and are no news where there was no stage before', async () => {
    const people = [person({ stage: 'customer' }), person({ id: '8', stage: 'lead', isFirst: true })];
    const { sent } = await poll({ integrations: [forPeople()], lifecycle: lifecycleOf(...people) });

    expect(sent.map(({ reason }) => reason)).toEqual(['open']);
  });

  it('are told to each target as a change of the contact', async () => {
    const given = { integrations: [forPeople(['hook'])], lifecycle: lifecycleOf(person()) };
    const [first, again] = [await poll(given), await poll(given)];

    expect(first.announced).toEqual([
      {
        id: expect.any(String),
        tenant: 'acme',
        connection: 'main',
        contact: '7',
        stage: 'opportunity',
        meaning: 'opportunity',
        at: '2026-11-20T09:40:00.000Z',
        people: ['ada@customer.example'],
      },
    ]);
    expect(again.announced[0]?.id).toBe(first.announced[0]?.id);
  });

  it('are asked for beside the stages of deals where both have meanings, and their failure moves no mark', async () => {
    const stagesOfBoth = { ...settings, opportunity: { deals: ['proposal'], people: ['opportunity'], bars: [] } };
    const integrations = [listening({ consent: { stages: stagesOfBoth, targets: [] } as never })];
    const { asked, names, failures } = await poll({ integrations, lifecycle: { kind: 'unknown' } });

    expect(asked).toEqual([since.toISOString(), `people ${since.toISOString()}`]);
    expect(names).toEqual(['main']);
    expect(failures).toEqual([{ kind: 'unknown' }]);
  });

  it.each<[string, Given]>([
    ['a CRM without a lifecycle', { integrations: [forPeople()] }],
    ['meanings of deals alone', { lifecycle: lifecycleOf(person()), deals: [] }],
  ])('are not asked for with %s', async (_what, given) => {
    expect((await poll(given)).asked.filter((call) => call.startsWith('people'))).toEqual([]);
  });
});
