import { salesforcePersonStages } from '../../../lambdas/crm/salesforce/converted-leads.ts';
import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { Failure } from '../../../lambdas/domain/crm/outcome.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';
import { adapterOf } from '../contract/subjects.ts';

const since = new Date('2026-11-20T09:00:00.000Z');
const now = new Date('2026-11-20T10:00:00.000Z');

describe('salesforcePersonStages', () => {
  let crm: TestVendorSandbox;
  let adapter: CrmAdapter;
  beforeEach(async () => {
    crm = await startVendorSandbox('salesforce');
    adapter = await adapterOf('salesforce', crm.url, () => now, crm.passes);
  });
  afterEach(() => crm.stop());

  const leadId = (nth: number) => `00Q${String(nth).padStart(12, '0')}AAA`;
  const lead = (fields: object) => crm.store.insert('Lead', { LastName: 'X', Company: 'Y', ...fields }, leadId).id;
  const converted = (Email: string | null, time: string, more: object = {}) =>
    lead({
      Email,
      IsConverted: true,
      ConvertedDate: time.slice(0, 10),
      ConvertedContactId: '003000000000001AAA',
      LastModifiedDate: `${time}.000+0000`,
      ...more,
    });
  async function changed(from = since) {
    const answer = await adapter.personStages!.changedSince(from);
    if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
    return answer.value;
  }

  it('lists whose lead was converted, with the opportunity that it became, dated by the conversion', async () => {
    converted('later@a.example', '2026-11-20T09:40:00');
    converted('deal@a.example', '2026-11-20T09:30:00', { ConvertedOpportunityId: '006000000000001AAA' });
    converted(null, '2026-11-20T09:35:00');
    lead({ Email: 'open@a.example', LastModifiedDate: '2026-11-20T09:30:00.000+0000' });

    const { people, until } = await changed();

    const person = { id: '003000000000001AAA', isFirst: false };
    expect(people).toEqual([
      { ...person, address: 'deal@a.example', stage: 'opportunity', at: '2026-11-20T09:30:00.000Z' },
      { ...person, address: 'later@a.example', stage: 'converted', at: '2026-11-20T09:40:00.000Z' },
    ]);
    expect(until).toEqual(new Date('2026-11-20T09:58:00.000Z'));
  });

  it('leaves out what was converted before, also where the system changes it later', async () => {
    converted('before@a.example', '2026-11-20T08:59:00');
    converted('old@a.example', '2026-11-20T09:30:00', { ConvertedDate: '2026-10-01' });

    expect((await changed()).people).toEqual([]);
  });

  it('goes on behind a full page', async () => {
    for (let nth = 0; nth < 200; nth += 1) converted(`p${nth}@a.example`, '2026-11-20T09:30:00');
    converted('next@a.example', '2026-11-20T09:31:00');

    const first = await changed();
    const second = await changed(first.until);

    expect([first.people.length, first.until]).toEqual([200, new Date('2026-11-20T09:30:00.000Z')]);
    expect(second.until > first.until).toBe(true);
  });

  it.each<[string, Failure, string]>([
    ['is nobody where the org has no leads', { kind: 'misconfigured', code: 'INVALID_TYPE', message: '' }, 'ok'],
    ['fails as the query fails', { kind: 'misconfigured', code: 'INVALID_FIELD', message: '' }, 'misconfigured'],
    ['knows nothing where nothing is clear', { kind: 'unknown' }, 'unknown'],
  ])('%s', async (_what, failure, kind) => {
    const calls = { query: async () => failure };

    expect((await salesforcePersonStages({ calls, now: () => now }).changedSince(since)).kind).toBe(kind);
  });
});
