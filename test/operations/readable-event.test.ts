import { readableEvent } from '../../lambdas/operations/readable-event.ts';
import { anEvent } from '../helpers/builders.ts';

const event = anEvent();
const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });

describe('readableEvent', () => {
  it.each([
    ['what is there', async () => event, { event, isHidden: false }],
    ['that it is gone', async () => undefined, { isHidden: false }],
    ['that the caller may not read it', async () => Promise.reject(denied), { isHidden: true }],
  ])('tells %s', async (_what, getEvent, expected) => {
    expect(await readableEvent({ getEvent }, 'evt_1')).toEqual(expected);
  });

  it('throws any other failure', async () => {
    const store = { getEvent: async () => Promise.reject(new Error('no answer')) };

    await expect(readableEvent(store, 'evt_1')).rejects.toThrow('no answer');
  });
});
