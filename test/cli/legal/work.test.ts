import type { WalkedMail } from '../../../cli/legal/stored-mails.ts';
import { countMatches, type HoldPorts, putOnStored, takeOffStored } from '../../../cli/legal/work.ts';
import type { HoldProgress } from '../../../lambdas/aws/dynamo-legal-holds.ts';
import type { LegalHold } from '../../../lambdas/domain/delivery/legal-hold.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';

const aHold = (state: LegalHold['state']): LegalHold => ({
  id: 'hold_1',
  kind: 'address',
  address: 'ada@x.example',
  reason: 'case 7',
  placedAt: '2026-11-20T12:00:00.000Z',
  state,
});
const none: HoldProgress = { mails: 0, objects: 0 };
const record = (mailId: string, receivedAt = '2026-11-20T09:00:00.000Z'): WalkedMail => ({
  mailId,
  objectKey: `inbound/${mailId}`,
  receivedAt,
  state: 'parsed',
  recipients: [],
});
/** Five mails on three pages; those of Ada have an odd number. */
const allMails: readonly WalkedMail[] = ['m1', 'm2', 'm3', 'm4', 'm5'].map((id) => record(id));

function aStore({ mails = allMails, failing = '', changedAfter = Number.POSITIVE_INFINITY } = {}) {
  const calls: string[] = [];
  let progress: HoldProgress = none;
  let pages = 0;
  const ports: HoldPorts = {
    holds: {
      list: async () => {
        calls.push('list');
        return [aHold('placing')];
      },
      records: async () => [],
      add: async () => true,
      async advance(_id, _state, next) {
        pages += 1;
        progress = next;
        return pages <= changedAfter;
      },
      async move(_id, _from, to) {
        calls.push(`state ${to}`);
        return true;
      },
      async remove() {
        calls.push('removed');
        return true;
      },
    },
    stored: {
      async *pages(from) {
        calls.push(`scan ${from?.pk ?? 'begin'}`);
        const start = from === undefined ? 0 : Number(from.pk);
        for (let at = start; at < mails.length; at += 2)
          yield {
            mails: mails.slice(at, at + 2),
            ...(at + 2 < mails.length && { next: { pk: String(at + 2), sk: 'MAIL' } }),
          };
      },
      load: async ({ mailId, objectKey, receivedAt }) => ({
        subject: {
          tenants: [],
          threads: [],
          receivedAt,
          addresses: [Number(mailId.slice(1)) % 2 === 1 ? 'ada@x.example' : 'bob@x.example'],
        },
        mail: { mailId, objectKey, receivedAt, hasReceipt: false },
        isWithoutEvent: mailId === 'm5',
      }),
    },
    keeper: {
      async put({ mailId }, holds) {
        if (mailId === failing) throw new Error('denied');
        calls.push(`put ${mailId} ${holds.join()}`);
        return 3;
      },
      async take({ mailId }, hold) {
        calls.push(`take ${mailId} ${hold}`);
        return 3;
      },
    },
    settle: async () => void calls.push('settle'),
    onProgress: () => {},
  };
  return { calls, ports, kept: () => progress };
}

describe('putOnStored', () => {
  it('waits until functions know the hold, puts it on what matches, and then calls it placed', async () => {
    const { calls, ports } = aStore();

    expect(await putOnStored(ports, aHold('placing'), none)).toEqual({ mails: 3, objects: 9, withoutEvent: 1 });
    expect(calls).toEqual(['settle', 'scan begin', 'put m1 hold_1', 'put m3 hold_1', 'put m5 hold_1', 'state placed']);
  });

  it('goes on at the page at which it was stopped, without waiting again', async () => {
    const { ports, kept } = aStore({ failing: 'm3' });
    await expect(putOnStored(ports, aHold('placing'), none)).rejects.toThrow('denied');
    const second = aStore();

    expect(await putOnStored(second.ports, aHold('placing'), kept())).toMatchObject({ mails: 3, objects: 9 });
    expect(second.calls).toEqual(['scan 2', 'put m3 hold_1', 'put m5 hold_1', 'state placed']);
  });

  it('stops when somebody releases the hold meanwhile, and takes it off the mails of the page', async () => {
    const { calls, ports } = aStore({ changedAfter: 1 });

    await expect(putOnStored(ports, aHold('placing'), none)).rejects.toThrow(ConfigError);
    expect(calls.slice(-3)).toEqual(['put m3 hold_1', 'take m3 hold_1', 'take m4 hold_1']);
  });

  it('takes off holds that are gone, and asks once for each hold that there is', async () => {
    const mails = [
      { ...record('m2'), heldBy: ['hold_1'] },
      { ...record('m4'), heldBy: ['hold_1', 'hold_gone'] },
    ];
    const { calls, ports } = aStore({ mails });
    await putOnStored(ports, aHold('placed'), none);

    expect(calls.filter((call) => call.startsWith('take'))).toEqual(['take m4 hold_gone']);
  });

  it('goes over everything again where the hold is placed, and leaves it placed', async () => {
    const { calls, ports } = aStore();
    await putOnStored(ports, aHold('placed'), none);

    expect(calls).toEqual(['scan begin', 'put m1 hold_1', 'put m3 hold_1', 'put m5 hold_1']);
  });
});

describe('takeOffStored', () => {
  it('waits for functions that still place the hold, takes it off what it is on, and deletes it', async () => {
    const mails = [record('m1'), { ...record('m2'), heldBy: ['hold_1'] }, { ...record('m3'), heldBy: ['hold_1'] }];
    const { calls, ports } = aStore({ mails });
    const result = await takeOffStored(ports, aHold('releasing'), none);

    expect(result).toMatchObject({ mails: 2, objects: 6 });
    expect(calls.filter((call) => call !== 'list')).toEqual([
      'settle',
      'scan begin',
      'take m2 hold_1',
      'take m3 hold_1',
      'removed',
    ]);
  });
});

describe('countMatches', () => {
  it('counts what a hold would be on, and writes nothing', async () => {
    const { calls, ports } = aStore();

    expect(await countMatches(ports, aHold('placed'))).toBe(3);
    expect(calls).toEqual(['scan begin']);
  });

  it('reads no mail that was received at another time', async () => {
    const { ports } = aStore();
    const loaded: string[] = [];
    const stored: HoldPorts['stored'] = {
      ...ports.stored,
      load(each, which) {
        loaded.push(each.mailId);
        return ports.stored.load(each, which);
      },
    };
    const period = { kind: 'time', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' } as const;

    expect(await countMatches({ stored }, period)).toBe(0);
    expect(loaded).toEqual([]);
  });
});
