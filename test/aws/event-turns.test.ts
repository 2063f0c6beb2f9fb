import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDynamo } from '../../lambdas/aws/clients.ts';
import { createEventTurns, largeEventBytes } from '../../lambdas/aws/event-turns.ts';
import { createGetObject, type GetObject, ObjectTooLargeError } from '../../lambdas/aws/s3-get-object.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { anEvent } from '../helpers/builders.ts';
import { noTenantKeys } from '../helpers/null-ports.ts';

/** Events by id, each with a size; the reader refuses an event over its limit. */
function storeOf(sizes: Readonly<Record<string, number>>): { getObject: GetObject; held: string[] } {
  const held: string[] = [];
  return {
    held,
    async getObject(_bucket, key, maxBytes = Number.POSITIVE_INFINITY) {
      const id = key.replace(/^events\/|\.json$/g, '');
      if (sizes[id]! > maxBytes) throw new ObjectTooLargeError();
      held.push(id);
      return Buffer.from(JSON.stringify({ eventId: id }));
    },
  };
}

const large = largeEventBytes + 1;
const opensNothing = async () => undefined;

describe('createEventTurns', () => {
  it('holds one large event at a time, until its delivery has ended, in the order of asking', async () => {
    const { getObject, held } = storeOf({ a: large, b: large, c: large });
    const inTurn = createEventTurns(getObject, 'bucket', { open: opensNothing, tenantKeys: noTenantKeys });
    const ends = new Map<string, () => void>();
    const deliver = (id: string): Promise<void> =>
      inTurn(async (mail) => {
        await mail.getEvent(id);
        await new Promise<void>((resolve) => ends.set(id, resolve));
      });

    const deliveries = ['a', 'b', 'c'].map(deliver);
    for (const id of ['a', 'b', 'c']) {
      while (!ends.has(id)) await Promise.resolve();
      expect([...ends.keys()].at(-1)).toBe(id);
      expect(held.at(-1)).toBe(id);
      ends.get(id)!();
    }

    await Promise.all(deliveries);
    expect(held).toEqual(['a', 'b', 'c']);
  });

  it('lets small events pass, and the same delivery read its large event again', async () => {
    const { getObject, held } = storeOf({ a: large, b: 1 });
    const inTurn = createEventTurns(getObject, 'bucket', { open: opensNothing, tenantKeys: noTenantKeys });

    await inTurn(async (mail) => {
      await mail.getEvent('a');
      await inTurn((other) => other.getEvent('b'));
      await mail.getEvent('a');
    });

    expect(held).toEqual(['a', 'b', 'a']);
  });

  it('gives the turn of a delivery that failed to the next', async () => {
    const { getObject } = storeOf({ a: large, b: large });
    const inTurn = createEventTurns(getObject, 'bucket', { open: opensNothing, tenantKeys: noTenantKeys });
    const failing = inTurn(async (mail) => {
      await mail.getEvent('a');
      throw new Error('the CRM is down');
    });

    await expect(failing).rejects.toThrow('the CRM is down');
    expect(await inTurn((mail) => mail.getEvent('b'))).toEqual({ eventId: 'b' });
  });

  it('gives up waiting before the function has no time left', async () => {
    const { getObject } = storeOf({ a: large, b: large, c: large });
    const inTurn = createEventTurns(getObject, 'bucket', { open: opensNothing, tenantKeys: noTenantKeys }, 1);
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = inTurn(async (mail) => {
      await mail.getEvent('a');
      await promise;
    });

    await expect(inTurn((mail) => mail.getEvent('b'))).rejects.toThrow('another large event');
    resolve();
    await first;
    expect(await inTurn((mail) => mail.getEvent('c'))).toEqual({ eventId: 'c' });
  });
});

describe('createEventTurns, for a message that carries its event', () => {
  const sealed = Buffer.from('sealed');
  const event = anEvent();

  function aReader(opened: EmailReceived | undefined) {
    const { getObject, held } = storeOf({ evt_1: 1 });
    const asked: string[] = [];
    const inTurn = createEventTurns(getObject, 'bucket', {
      async open(bytes, eventId) {
        asked.push(`${Buffer.from(bytes)} ${eventId}`);
        return opened;
      },
      tenantKeys: noTenantKeys,
    });
    return { inTurn, held, asked };
  }

  it('reads no object, however often the delivery asks', async () => {
    const { inTurn, held, asked } = aReader(event);

    const both = await inTurn(async (mail) => [await mail.getEvent('evt_1'), await mail.getEvent('evt_1')], sealed);

    expect(both).toEqual([event, event]);
    expect(asked).toEqual(['sealed evt_1', 'sealed evt_1']);
    expect(held).toEqual([]);
  });

  it('reads the object where the bytes cannot be opened', async () => {
    const { inTurn, held } = aReader(undefined);

    expect(await inTurn((mail) => mail.getEvent('evt_1'), sealed)).toEqual({ eventId: 'evt_1' });
    expect(held).toEqual(['evt_1']);
  });

  it('reads the object of a message that carries nothing', async () => {
    const { inTurn, held, asked } = aReader(event);

    await inTurn((mail) => mail.getEvent('evt_1'));

    expect([held, asked]).toEqual([['evt_1'], []]);
  });
});

describe('createGetObject with a limit', () => {
  it('refuses a large object by its length, without its bytes', async () => {
    const server = createServer((_, response) => response.end(Buffer.alloc(2000))).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
    const getObject = createGetObject({
      dynamo: createDynamo(),
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      pause: async () => {},
      random: () => 0,
    });

    await expect(getObject('b', 'k', 1999)).rejects.toThrow(ObjectTooLargeError);
    expect(await getObject('b', 'k', 2000)).toHaveLength(2000);
    expect(await getObject('b', 'k')).toHaveLength(2000);
    server.closeAllConnections();
    server.close();
  });
});
