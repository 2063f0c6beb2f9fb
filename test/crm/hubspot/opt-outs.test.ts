import { jest } from '@jest/globals';
import { createCrmHttp } from '../../../lambdas/crm/http.ts';
import { optedOutSince } from '../../../lambdas/crm/hubspot/opt-outs.ts';
import { startSandbox, type TestSandbox } from '../../helpers/sandbox.ts';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const asked = new Date('2026-11-20T10:00:00Z');
const soon = new Date(Date.now() + 3_600_000);

function look(since: Date, now = soon) {
  const headers = { authorization: 'Bearer test' };
  return optedOutSince(createCrmHttp({ baseUrl: sandbox.url, headers, now: () => now }), since, now);
}
async function seen(since: Date, now = soon) {
  const outcome = await look(since, now);
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}
function tick(email: string, value = 'true'): string {
  const [known] = sandbox.store.find('contacts', 'email', email);
  const contact = known ?? sandbox.store.create('contacts', { email }, []);
  return sandbox.store.update('contacts', contact, { hs_email_optout: value }).updatedAt;
}

describe('optedOutSince', () => {
  it('dates an opt-out by the tick, however often the contact changes afterwards', async () => {
    const at = tick('left@example.org');
    const [contact] = sandbox.store.find('contacts', 'email', 'left@example.org');
    sandbox.store.update('contacts', contact!, { firstname: 'Lea' });

    const { optOuts } = await seen(asked);

    expect(optOuts).toEqual([{ address: 'left@example.org', at, id: `contact ${contact!.id} ${at}` }]);
  });

  it('leaves out a box that our own unsubscription ticked, and no later tick of a person', async () => {
    for (const name of ['postern_email_status', 'postern_email_status_at'])
      sandbox.store.addProperty('contacts', { name, label: name, type: 'string', hasHistory: true });
    const write = (email: string, status: string) => {
      const contact = sandbox.store.create('contacts', { email }, []);
      const changes = { postern_email_status: status, postern_email_status_at: '2026-11-20T09:00:00.000Z' };
      sandbox.store.update('contacts', contact, changes);
    };
    write('ours@example.org', 'suppressed');
    tick('ours@example.org');
    write('returned@example.org', 'contactable');
    tick('returned@example.org');
    write('later@example.org', 'suppressed');
    jest.useFakeTimers({ now: Date.now() + 1_000_000, doNotFake: ['nextTick', 'setImmediate'] });
    tick('later@example.org');
    jest.useRealTimers();

    const { optOuts } = await seen(asked);

    expect(optOuts.map(({ address }) => address)).toEqual(['returned@example.org', 'later@example.org']);
  });

  it('leaves out a box that was unticked again, or was never ticked', async () => {
    tick('back@example.org');
    tick('back@example.org', 'false');
    sandbox.store.create('contacts', { email: 'never@example.org' }, []);

    expect((await seen(asked)).optOuts).toEqual([]);
  });

  it('polls an opt-out again for as long as the search may lag, and not for longer', async () => {
    const now = new Date(Date.now() + 3_600_000);

    expect((await seen(asked, now)).until).toEqual(new Date(now.getTime() - 120_000));
    // A clock that went back moves no mark back.
    expect((await seen(soon, asked)).until).toEqual(soon);
  });

  it('reads an import of thousands in several polls, and misses none', async () => {
    const people = Array.from({ length: 1230 }, (_, nth) => `p${nth}@example.org`);
    for (const person of people) tick(person);

    const addresses = new Set<string>();
    let since = asked;
    let looks = 0;
    for (; looks < 10 && addresses.size < people.length; looks += 1) {
      const { optOuts, until } = await seen(since);
      for (const { address } of optOuts) addresses.add(address);
      since = until;
    }

    expect(addresses.size).toBe(people.length);
    expect(looks).toBeGreaterThan(1);
  });

  it('knows no outcome when HubSpot refuses', async () => {
    tick('left@example.org');
    sandbox.faults.set([{ action: '403', match: 'POST .*/search' }]);

    expect((await look(asked)).kind).toBe('misconfigured');
  });
});
