import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { DealMove } from '../../../lambdas/domain/crm/deal-stage.ts';
import type { Outcome } from '../../../lambdas/domain/crm/outcome.ts';
import { moveDealStep } from '../../../lambdas/domain/planning/move-deal.ts';
import { memoryDealMoves } from '../../helpers/memory-deal-moves.ts';
import { type Subject, subjects } from './subjects.ts';

// Every CRM with deals moves them by the same rules, in the order that its own account has.

interface StagesOfVendor {
  /** The stages of one pipeline, in their order. */
  readonly order: readonly string[];
  /** The stage of a new deal, one further on, and the two ends. */
  readonly next: string;
  readonly won: string;
  readonly lost: string;
  /** A pipeline in which the deal is not; absent: the account has one row of stages. */
  readonly otherPipeline?: string;
}

const account: StagesOfVendor = {
  order: ['New', 'Qualified', 'Proposal', 'Won', 'Lost'],
  next: 'Proposal',
  won: 'won',
  lost: 'Lost',
  otherPipeline: 'Renewals',
};
const vendors: Readonly<Record<string, StagesOfVendor>> = {
  hubspot: {
    order: [
      'Appointment Scheduled',
      'Qualified To Buy',
      'Presentation Scheduled',
      'Decision Maker Bought-In',
      'Contract Sent',
      'Closed Won',
      'Closed Lost',
    ],
    next: 'contractsent',
    won: 'Closed Won',
    lost: 'closedlost',
    otherPipeline: 'Renewals',
  },
  salesforce: {
    order: ['Prospecting', 'Qualification', 'Needs Analysis', 'Negotiation', 'Closed Won', 'Closed Lost'],
    next: 'negotiation',
    won: 'Closed Won',
    lost: 'Closed Lost',
  },
  zoho: {
    order: ['Qualification', 'Needs Analysis', 'Negotiation', 'Closed Won', 'Closed Lost'],
    next: 'Negotiation',
    won: 'Closed Won',
    lost: 'Closed Lost',
  },
  pipedrive: account,
  close: account,
  freshsales: account,
  'zendesk-sell': account,
};

const noteOf = (outcome: Outcome<{ readonly note?: string } | undefined>): string | undefined =>
  outcome.kind === 'ok' ? outcome.value?.note : JSON.stringify(outcome);

describe.each(Object.entries(vendors))('the stages of deals at %s', (vendor, stages) => {
  let subject: Subject;
  let adapter: CrmAdapter;
  let deal: string;
  let marks: ReturnType<typeof memoryDealMoves>;
  beforeEach(async () => {
    marks = memoryDealMoves();
    subject = await new Map(subjects).get(vendor)!();
    adapter = await subject.adapter();
    deal = subject.addDeal!();
    await subject.passes(60_000);
  });
  afterEach(() => subject.stop());

  let mails = 0;
  /** A mail that is received after so many ms, or before, asks for a move. */
  async function move(wanted: DealMove, afterMs = 0, id = deal): Promise<string | undefined> {
    mails += 1;
    const event = { eventId: `evt_${mails}`, receivedAt: new Date(subject.now().getTime() + afterMs).toISOString() };
    const dependencies = { stages: adapter.dealStages!, marks, connection: `${vendor}-${deal}`, now: subject.now };
    const step = moveDealStep(dependencies, { move: wanted, event, proof: 'proven' });
    return noteOf(await step.write({ deal: { id } }));
  }
  const stageOf = async (): Promise<string | undefined> => {
    const [place, all] = [await adapter.dealStages!.placeOf(deal), await adapter.dealStages!.stages()];
    if (place.kind !== 'ok' || all.kind !== 'ok') throw new Error('no answer');
    return all.value.find(({ id }) => id === place.value?.stage)?.name;
  };

  it('are read in the order of the account, with those that close a deal', async () => {
    const answer = await adapter.dealStages!.stages();
    const all = answer.kind === 'ok' ? answer.value : [];
    const names = all.filter(({ pipeline }) => pipeline?.name !== 'Renewals').toSorted((a, b) => a.order - b.order);

    expect(names.map(({ name }) => name)).toEqual(stages.order);
    expect(names.filter(({ end }) => end !== undefined).map(({ end }) => end)).toEqual(['won', 'lost']);
  });

  it('are asked for once per cold start', async () => {
    await adapter.dealStages!.stages();
    const before = subject.calls.length;
    await adapter.dealStages!.stages();

    expect(subject.calls.length).toBe(before);
  });

  it('go forward, and not backwards without leave', async () => {
    expect(await move({ stage: stages.next })).toMatch(/^moved from .+ to /);
    expect((await stageOf())?.toLowerCase()).toBe(stages.next.replace('contractsent', 'contract sent').toLowerCase());
    await subject.passes(60_000);
    expect(await move({ stage: stages.next })).toMatch(/^not moved: already in /);
    expect(await move({ stage: stages.order[0]! })).toContain('would go backwards');
    expect(await move({ stage: stages.order[0]!, backwards: true })).toMatch(/^moved from /);
    expect(await stageOf()).toBe(stages.order[0]);
  });

  it('end a deal, and open none again', async () => {
    expect(await move({ stage: stages.won })).toMatch(/^moved from .+ to (?:Closed )?Won/i);
    await subject.passes(60_000);
    expect(await move({ stage: stages.next, backwards: true })).toContain('the deal is closed');
    expect(await move({ stage: stages.lost })).toContain('the deal is closed');
    expect((await stageOf())?.toLowerCase()).toContain('won');
  });

  it('stay as a person chose them after the mail was received', async () => {
    const all = await adapter.dealStages!.stages();
    const chosen = all.kind === 'ok' ? all.value.find(({ name }) => name === stages.order[1]) : undefined;
    await subject.passes(60_000);
    await adapter.dealStages!.move(deal, chosen!);
    await subject.passes(60_000);

    expect(await move({ stage: stages.next }, -300_000)).toBe(`not moved: ${stages.order[1]} is newer than the mail`);
    expect(await move({ stage: stages.next })).toMatch(/^moved from /);
  });

  it('are not those of a deal that is gone, or of an id that is none', async () => {
    const gone = vendor === 'salesforce' ? '006000000000999AAA' : vendor === 'close' ? 'oppo_999' : '999999';

    expect(await move({ stage: stages.next }, 0, gone)).toBe('not moved: there is no such deal');
    expect(await move({ stage: stages.next }, 0, "x' or '1'='1")).toBe('not moved: there is no such deal');
  });

  it('stop the connection where the account has no such stage', async () => {
    const gone = stages.otherPipeline === undefined ? { pipeline: 'Sales' } : { pipeline: 'Gone' };

    expect(await move({ stage: 'Nowhere' })).toContain('NO_STAGE');
    expect(await move({ stage: stages.next, ...gone })).toContain('NO_STAGE');
  });

  it('fail as the account fails', async () => {
    // With a token: a failure to get one is another case.
    await adapter.check?.();
    subject.faults.set([{ action: '500', match: '.*' }]);

    expect(await move({ stage: stages.next })).toContain('unknown');
  });
});
