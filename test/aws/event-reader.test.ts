import { randomBytes } from 'node:crypto';
import { createEventReader, eventKey } from '../../lambdas/aws/event-reader.ts';
import { sealEvent } from '../../lambdas/aws/sealed-event.ts';
import { TransientError } from '../../lambdas/domain/errors.ts';
import { anEvent } from '../helpers/builders.ts';
import { noTenantKeys } from '../helpers/null-ports.ts';

const event = anEvent({ text: 'Grüße' });

describe('createEventReader', () => {
  it('reads an event from its place in the bucket', async () => {
    const keys: string[] = [];
    const reader = createEventReader(
      async (bucket, key) => {
        keys.push(`${bucket}/${key}`);
        return new TextEncoder().encode(JSON.stringify(event));
      },
      'mail',
      noTenantKeys,
    );

    expect(await reader.getEvent(event.eventId)).toEqual(event);
    expect(keys).toEqual([`mail/${eventKey(event.eventId)}`]);
  });

  it('returns nothing for an event that is not there', async () => {
    expect(await createEventReader(async () => undefined, 'mail', noTenantKeys).getEvent('evt_1')).toBeUndefined();
  });

  it('opens a sealed event with the key of any of its tenants, and reads nothing when all of them were destroyed', async () => {
    const keys = new Map(['acme', 'other'].map((tenant) => [tenant, randomBytes(32)]));
    const sealed = sealEvent(event, keys);
    const read = (tenants: readonly string[]) =>
      createEventReader(async () => sealed, 'mail', {
        keyOf: async (tenant) => (tenants.includes(tenant) ? keys.get(tenant) : undefined),
      }).getEvent(event.eventId);

    expect(await read(['acme'])).toEqual(event);
    expect(await read(['other'])).toEqual(event);
    expect(await read([])).toBeUndefined();
  });

  it('waits, and does not take an event for erased, while the keys cannot be read', async () => {
    const sealed = sealEvent(event, new Map([['acme', randomBytes(32)]]));
    const keyOf = async (): Promise<Uint8Array> => {
      throw new TransientError('KMS answered Decrypt with 400');
    };

    await expect(createEventReader(async () => sealed, 'mail', { keyOf }).getEvent(event.eventId)).rejects.toThrow(
      'KMS',
    );
  });
});
