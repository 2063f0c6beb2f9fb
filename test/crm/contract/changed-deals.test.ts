import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import { type Subject, subjects } from './subjects.ts';

// CRMs that can be polled for deals whose stage has changed, and a later stage of each account.
const next: Readonly<Record<string, string>> = {
  hubspot: 'Contract Sent',
  salesforce: 'Negotiation',
  pipedrive: 'Proposal',
  zoho: 'Negotiation',
  close: 'Proposal',
};

describe.each(Object.entries(next))('deals that changed at %s', (vendor, stage) => {
  let subject: Subject;
  let adapter: CrmAdapter;
  let start: Date;
  let deal: string;
  beforeEach(async () => {
    subject = await new Map(subjects).get(vendor)!();
    adapter = await subject.adapter();
    await adapter.check?.();
    start = subject.now();
    deal = subject.addDeal!();
    await subject.passes(2_000);
  });
  afterEach(() => subject.stop());

  const changed = async (since: Date) => {
    const answer = await adapter.dealStages!.changedSince!(since);
    if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
    return answer.value;
  };
  async function move(): Promise<void> {
    const stages = await adapter.dealStages!.stages();
    const target = stages.kind === 'ok' ? stages.value.find(({ name }) => name === stage) : undefined;
    await adapter.dealStages!.move(deal, target!);
    await subject.passes(60_000);
  }

  it('are listed with the id of their stage, as the stages of the account have it', async () => {
    await move();
    const { deals } = await changed(start);
    const stages = await adapter.dealStages!.stages();
    const found = deals.find(({ id }) => id === deal);

    expect(stages.kind === 'ok' && stages.value.find(({ id }) => id === found?.stage)?.name).toBe(stage);
  });

  it('are listed until the next poll begins behind them', async () => {
    await move();
    await subject.passes(600_000);
    const first = await changed(start);
    const second = await changed(first.until);

    expect(first.until.getTime()).toBeGreaterThan(start.getTime());
    expect(second.deals.map(({ id }) => id)).not.toContain(deal);
    expect(second.until.getTime()).toBeGreaterThanOrEqual(first.until.getTime());
  });

  it('are listed again when their newest change may not show yet', async () => {
    await move();
    const { until } = await changed(start);

    expect(until.getTime()).toBeLessThan(subject.now().getTime());
  });

  it('fail as the account fails', async () => {
    subject.faults.set([{ action: '500', match: '.*' }]);

    expect((await adapter.dealStages!.changedSince!(start)).kind).toBe('unknown');
  });
});
