import { createEventReader, eventKey } from '../../lambdas/aws/event-reader.ts';
import { anEvent } from '../helpers/builders.ts';

const event = anEvent({ text: 'Grüße' });

describe('createEventReader', () => {
  it('reads an event from its place in the bucket', async () => {
    const keys: string[] = [];
    const reader = createEventReader(async (bucket, key) => {
      keys.push(`${bucket}/${key}`);
      return new TextEncoder().encode(JSON.stringify(event));
    }, 'mail');

    expect(await reader.getEvent(event.eventId)).toEqual(event);
    expect(keys).toEqual([`mail/${eventKey(event.eventId)}`]);
  });

  it('returns nothing for an event that is not there', async () => {
    expect(await createEventReader(async () => undefined, 'mail').getEvent('evt_1')).toBeUndefined();
  });
});
