import { createFaults } from '../../../local/sandbox-crm/faults.ts';

describe('createFaults', () => {
  it('hits matching requests so often as the fault says, and counts them', () => {
    const faults = createFaults(() => 0);
    faults.set([{ match: '^POST /contacts', action: '500', times: 2 }]);
    const actions = ['GET', 'POST', 'POST', 'POST'].map((method) => faults.next(method, '/contacts')?.action);

    expect(actions).toEqual([undefined, '500', '500', undefined]);
    expect(faults.count()).toBe(2);
  });

  it('hits only requests with a body that the fault names', () => {
    const faults = createFaults();
    faults.set([{ action: '500', match: '^POST /contacts', matchBody: 'eve@' }]);
    const bodies = ['{"email":"ada@x.example"}', '{"email":"eve@x.example"}'];
    const actions = bodies.map((body) => faults.next('POST', '/contacts', Buffer.from(body))?.action);

    expect(actions).toEqual([undefined, '500']);
    expect(faults.next('POST', '/contacts')).toBeUndefined();
  });

  it('hits a share of the requests', () => {
    const shares = [0.4, 0.6];
    const faults = createFaults(() => shares.shift() ?? 1);
    faults.set([{ action: '429', probability: 0.5 }]);

    expect(['/a', '/b'].map((path) => faults.next('GET', path)?.action)).toEqual(['429', undefined]);
  });

  it('lists the faults with their defaults, and forgets them with an empty list', () => {
    const faults = createFaults();
    faults.set([{ action: 'slow' }]);

    expect(faults.list()).toEqual([
      { match: '.*', action: 'slow', probability: 1, retryAfterSeconds: 1, delayMs: 2000 },
    ]);
    faults.set([]);
    expect(faults.next('GET', '/')).toBeUndefined();
  });

  it.each([{}, [{ action: 'nap' }], [{ action: '500', times: 0 }], [{ action: '500', nope: 1 }]])(
    'rejects %j',
    (list) => {
      expect(() => createFaults().set(list)).toThrow();
    },
  );
});
