import { createCrmHttp } from '../../../lambdas/crm/http.ts';
import { optedOutSince } from '../../../lambdas/crm/salesforce/opt-outs.ts';
import type { VendorRecord } from '../../../local/sandbox-crm/record-store.ts';
import { track } from '../../../local/sandbox-crm/salesforce/history.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';

let fake: TestVendorSandbox;
beforeEach(async () => {
  fake = await startVendorSandbox('salesforce');
});
afterEach(() => fake.stop());

const pollStart = new Date('2026-11-20T10:00:00Z');

function look(
  since: Date,
  now = new Date(fake.store.now() + 3_600_000),
  marked: ReadonlyArray<'Contact' | 'Lead'> = ['Contact'],
) {
  const headers = { authorization: 'Bearer 00D!test' };
  return optedOutSince(createCrmHttp({ baseUrl: fake.url, headers, now: () => now }), 'v68.0', { since, now, marked });
}
async function seen(since: Date, now?: Date) {
  const outcome = await look(since, now);
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}
const add = (Email: string, type = 'Contact'): VendorRecord => fake.store.insert(type, { Email, LastName: 'L' });
/** A person ticks the box, or takes the tick away; the time of it. */
function tick(record: VendorRecord, value = true): string {
  fake.passes(1000);
  const before = fake.store.get(record.type, record.id)!;
  const after = fake.store.update(before, { HasOptedOutOfEmail: value });
  track(fake.store, before, after);
  return new Date(after.updatedAt).toISOString();
}

describe('optedOutSince', () => {
  it('reads contacts and leads, dated by the tick, however often the record changes afterwards', async () => {
    const contact = add('left@example.org');
    const at = tick(contact);
    const leadAt = tick(add('lead@example.org', 'Lead'));
    fake.passes(60_000);
    fake.store.update(fake.store.get('Contact', contact.id)!, { FirstName: 'Lea' });

    const { optOuts } = await seen(pollStart);

    expect(optOuts.map((optOut) => [optOut.address, optOut.at.slice(0, 19)])).toEqual([
      ['left@example.org', at.slice(0, 19)],
      ['lead@example.org', leadAt.slice(0, 19)],
    ]);
  });

  it('leaves out a box that was unticked again, or was never ticked', async () => {
    const back = add('back@example.org');
    tick(back);
    tick(back, false);
    add('never@example.org');

    expect((await seen(pollStart)).optOuts).toEqual([]);
  });

  it.each([
    ['sales', []],
    ['marketing', ['ada@example.org']],
    ['marketing;sales', ['ada@example.org']],
    [null, ['ada@example.org']],
  ])('takes no tick for an opt-out that Postern made for %s alone', async (suppressedFor, expected) => {
    const record = add('ada@example.org');
    fake.store.update(record, { Postern_Suppressed_For__c: suppressedFor });
    tick(fake.store.get('Contact', record.id)!);

    expect((await seen(pollStart)).optOuts.map(({ address }) => address)).toEqual(expected);
  });

  it('gives no opt-out again once the mark has moved past it', async () => {
    tick(add('left@example.org'));

    const { until } = await seen(pollStart);

    expect((await seen(until)).optOuts).toEqual([]);
    // A clock that went back moves no mark back.
    expect((await seen(until, pollStart)).until).toEqual(until);
  });

  it('reads an import of thousands page by page, and misses none', async () => {
    for (let nth = 0; nth < 4300; nth += 1) {
      if (nth === 2500) fake.passes(1000);
      const before = add(`p${nth}@example.org`);
      track(fake.store, before, fake.store.update(before, { HasOptedOutOfEmail: true }));
    }

    const addresses = new Set<string>();
    let since = pollStart;
    let looks = 0;
    for (; looks < 10 && addresses.size < 4300; looks += 1) {
      const { optOuts, until } = await seen(since);
      for (const { address } of optOuts) addresses.add(address);
      since = until;
    }

    expect(addresses.size).toBe(4300);
  });

  it.each(['INVALID_TYPE', 'INSUFFICIENT_ACCESS'])(
    'finds none, and does not fail, where the history is %s',
    async (code) => {
      tick(add('left@example.org'));
      const headers = { authorization: 'Bearer 00D!test' };
      const http = createCrmHttp({ baseUrl: fake.url, headers, now: () => pollStart });
      const refusing: typeof http = async () => ({
        kind: 'answer',
        answer: { status: 400, headers: new Headers(), json: [{ errorCode: code }] },
      });

      expect(await optedOutSince(refusing, 'v68.0', { since: pollStart, now: new Date(), marked: [] })).toMatchObject({
        kind: 'ok',
        value: { optOuts: [], until: pollStart },
      });
    },
  );

  it.each(['INVALID_TYPE', 'HTTP 403'])('finds contacts once where leads have no history (%s)', async (code) => {
    tick(add('left@example.org'));
    const headers = { authorization: 'Bearer 00D!test' };
    const now = new Date(fake.store.now() + 3_600_000);
    const http = createCrmHttp({ baseUrl: fake.url, headers, now: () => now });
    const onlyContacts: typeof http = async (request) => {
      if (!request.path.includes('LeadHistory')) return http(request);
      if (code === 'HTTP 403') return { kind: 'misconfigured', code, message: 'credentials or scope refused' };
      return { kind: 'answer', answer: { status: 400, headers: new Headers(), json: [{ errorCode: code }] } };
    };

    const first = await optedOutSince(onlyContacts, 'v68.0', { since: pollStart, now, marked: [] });
    if (first.kind !== 'ok') throw new Error(first.kind);
    const again = await optedOutSince(onlyContacts, 'v68.0', { since: first.value.until, now, marked: [] });

    expect(first.value.optOuts.map(({ address }) => address)).toEqual(['left@example.org']);
    expect(first.value.until > pollStart).toBe(true);
    expect(again).toMatchObject({ kind: 'ok', value: { optOuts: [] } });
  });

  it('knows no outcome while Salesforce does not answer', async () => {
    fake.faults.set([{ action: '500', match: 'GET .*/query' }]);

    expect((await look(pollStart)).kind).toBe('unknown');
  });
});
