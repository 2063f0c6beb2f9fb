import { startReceiver } from '../../../tools/clients/receiver.ts';

describe('startReceiver', () => {
  it('catches a webhook that comes before or after it is asked for', async () => {
    await using receiver = await startReceiver();
    const later = receiver.next('/b?x=1');
    await fetch(`${receiver.url}/a`, { method: 'POST', body: 'one', headers: { 'webhook-id': '1' } });
    await fetch(`${receiver.url}/b?x=1`, { method: 'POST', body: 'two' });

    const first = await receiver.next('/a');
    expect([first.headers['webhook-id'], first.body.toString()]).toEqual(['1', 'one']);
    expect((await later).body.toString()).toBe('two');
  });

  it('says when no webhook comes', async () => {
    await using receiver = await startReceiver(50);

    await expect(receiver.next('/a')).rejects.toThrow('no webhook came to /a');
  });

  it.each([
    [{}, 'no key'],
    [{ authorization: 'Bearer k' }, 'a key'],
  ])('answers who reads its content with %j: %s', async (headers, text) => {
    await using receiver = await startReceiver();

    expect(await (await fetch(`${receiver.url}/content`, { headers })).text()).toBe(text);
  });
});
