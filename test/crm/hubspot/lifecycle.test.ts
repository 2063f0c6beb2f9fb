import { createCrmHttp } from '../../../lambdas/crm/http.ts';
import { hubspotPersonStages } from '../../../lambdas/crm/hubspot/lifecycle.ts';
import { startSandbox, type TestSandbox } from '../../helpers/sandbox.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const since = new Date('2026-11-20T09:00:00.000Z');

describe('hubspotPersonStages', () => {
  let sandbox: TestSandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.stop());

  /** @param ahead of the present, in ms */
  async function changedAt(from: Date, ahead = 600_000) {
    const now = () => new Date(Date.now() + ahead);
    const http = createCrmHttp({ baseUrl: sandbox.url, headers: { authorization: 'Bearer test' }, now });
    const answer = await hubspotPersonStages(http, now).changedSince(from);
    if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
    return answer.value;
  }
  function come(email: string, ...stages: string[]): string {
    let contact = sandbox.store.find('contacts', 'email', email)[0] ?? sandbox.store.create('contacts', { email }, []);
    for (const lifecyclestage of stages) contact = sandbox.store.update('contacts', contact, { lifecyclestage });
    return contact.id;
  }

  it('lists who came into a stage, dated by the history, and whether there was another stage before', async () => {
    const start = new Date(Date.now() - 1000);
    const ids = [come('new@a.example', 'lead'), come('moved@a.example', 'lead', 'opportunity')];
    sandbox.store.create('contacts', { email: 'without@a.example' }, []);

    const { people } = await changedAt(start);

    expect(people).toEqual([
      { id: ids[0], address: 'new@a.example', stage: 'lead', at: expect.any(String), isFirst: true },
      { id: ids[1], address: 'moved@a.example', stage: 'opportunity', at: expect.any(String), isFirst: false },
    ]);
  });

  it('lists a contact until the next poll begins behind the change', async () => {
    come('moved@a.example', 'lead', 'opportunity');
    const { until } = await changedAt(new Date(Date.now() - 1000));

    expect(until.getTime()).toBeGreaterThan(Date.now());
    expect((await changedAt(until)).people).toEqual([]);
  });

  it('leaves out a stage that began long before, however the contact changes, and a contact without an address', async () => {
    const contact = (at: string, email: string | null) => ({
      id: '7',
      properties: { email },
      propertiesWithHistory: { lifecyclestage: [{ value: 'opportunity', timestamp: at }] },
    });
    const stageOf = async (at: string, email: string | null = 'ada@a.example') => {
      const { http } = scriptedHttp({
        'POST /crm/objects/2026-09/contacts/search': reply({
          results: [{ id: '7', properties: { lastmodifieddate: '2026-11-20T09:30:00.000Z' } }],
        }),
        'POST /crm/objects/2026-09/contacts/batch/read': reply({ results: [contact(at, email)] }),
      });
      const answer = await hubspotPersonStages(http, () => new Date('2026-11-20T10:00:00Z')).changedSince(since);
      return answer.kind === 'ok' ? answer.value.people.map(({ stage }) => stage) : answer;
    };

    expect(await stageOf('2026-11-20T08:55:00.000Z')).toEqual(['opportunity']);
    expect(await stageOf('2026-11-20T08:45:00.000Z')).toEqual([]);
    expect(await stageOf('2026-11-20T09:15:00.000Z', null)).toEqual([]);
    expect(await stageOf('no time')).toEqual([]);
  });

  it('makes one call where nobody changed, and fails as the account fails', async () => {
    await changedAt(new Date(Date.now() - 1000));
    expect(sandbox.calls).toHaveLength(1);

    sandbox.faults.set([{ action: '500', match: '.*' }]);
    await expect(changedAt(since)).rejects.toThrow('unknown');
  });
});
