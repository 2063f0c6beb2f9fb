import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localCost } from '../../../cli/cost/local-cost.ts';

let server: Server;
afterEach(() => new Promise((closed) => void server.close(closed)));

async function serve(answer: unknown): Promise<number> {
  server = createServer((request, response) => {
    response.end(JSON.stringify(request.url === '/sandbox/usage' ? answer : { error: 'no such path' }));
  });
  await new Promise((listening) => void server.listen(0, '127.0.0.1', () => listening(undefined)));
  return (server.address() as AddressInfo).port;
}

const counts = { s3Puts: 1, s3Gets: 2, queueRequests: 1, secretReads: 1, readUnits: 9, writeUnits: 24 };
const now = (): Date => new Date('2026-11-20T10:00:00Z');

describe('localCost', () => {
  it('prices the calls of the run and the arrival of its mails', async () => {
    const parse = { invocations: 2, ms: 500, memoryMb: 2048, counts };
    const http = await serve({ startedAt: '2026-11-20T09:00:00.000Z', functions: { parse } });
    const since: Date[] = [];
    const { from, mails, usdByService } = await localCost({
      runtime: { http },
      countMails: async (start) => since.push(start) * 2,
      now,
    });

    expect(since).toEqual([new Date('2026-11-20T09:00:00Z')]);
    expect([from, mails]).toEqual(['2026-11-20T09:00:00.000Z', 2]);
    expect(usdByService.SES).toBeCloseTo(2 * 0.000_19, 9);
    expect(usdByService.S3).toBeCloseTo(3 * 0.000_005 + 2 * 0.000_000_4, 9);
    expect(usdByService.SQS).toBeCloseTo((12 * 0.4 + 3 * 0.5) / 1e6, 12);
    expect(usdByService.Lambda).toBeCloseTo((2 * 0.2) / 1e6 + 1 * 0.0000133334, 12);
    expect(usdByService.DynamoDB).toBeCloseTo((9 * 0.125 + 24 * 0.625) / 1e6, 12);
  });

  it('rejects an answer of another form, as of an older pipeline', async () => {
    const http = await serve({ error: 'no such path' });

    await expect(localCost({ runtime: { http }, countMails: async () => 0, now })).rejects.toThrow();
  });
});
