import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deniedCalls } from '../../cli/local-denials.ts';

describe('deniedCalls', () => {
  it('finds none where no local pipeline runs', async () => {
    expect(await deniedCalls(undefined)).toEqual([]);
  });

  it('puts each kind of denial of the running pipeline into words', async () => {
    const denial = {
      function: 'sink',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::mail/x',
      reason: 'because no identity-based policy allows it',
      times: 3,
    };
    const asked: Array<string | undefined> = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.end(JSON.stringify([denial]));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');

    try {
      expect(await deniedCalls({ http: (server.address() as AddressInfo).port })).toEqual([
        'IAM denied sink 3 times s3:GetObject on arn:aws:s3:::mail/x because no identity-based policy allows it: docs/runbook.md#access-denied',
      ]);
      expect(asked).toEqual(['/sandbox/denials']);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
