import type { CrmRequest } from '../../../lambdas/crm/http.ts';
import { withRepeatedReads } from '../../../lambdas/crm/hubspot/repeat-reads.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const unclear = { kind: 'unknown' } as const;
const contacts = '/crm/objects/2026-09/contacts';
const link = `${contacts}/1/associations/default/companies/7`;

/** How a request ends, and after how many tries, where the first of them has no clear answer after some time. */
async function send(method: CrmRequest['method'], path: string, tookMs = 10, answers = [unclear, reply({})]) {
  let ms = 0;
  const { http, calls } = scriptedHttp({ [method]: answers });
  const slow: typeof http = async (request) => {
    ms += tookMs;
    return http(request);
  };
  const result = await withRepeatedReads(slow, () => new Date(ms))({ method, path });
  return [result.kind, calls().length];
}

describe('withRepeatedReads', () => {
  it.each<[CrmRequest['method'], string]>([
    ['GET', `${contacts}/1`],
    ['PUT', link],
    ['POST', `${contacts}/search`],
    ['POST', `${contacts}/batch/read`],
    ['POST', '/crm/objects/2026-09/companies/batch/upsert'],
    ['POST', '/communication-preferences/2026-09/statuses/batch/unsubscribe-all/read?channel=EMAIL'],
  ])('repeats %s %s, which changes nothing twice', async (method, path) => {
    expect(await send(method, path)).toEqual(['answer', 2]);
  });

  it.each<[CrmRequest['method'], string]>([
    ['POST', '/crm/objects/2026-09/emails'],
    ['POST', '/crm/objects/2026-09/tasks/batch/create'],
    ['POST', '/files/2026-03/files'],
    ['PATCH', `${contacts}/1`],
    ['POST', '/communication-preferences/2026-09/statuses/batch/unsubscribe-all?channel=EMAIL'],
  ])('leaves %s %s to the next attempt of the mail', async (method, path) => {
    expect(await send(method, path)).toEqual(['unknown', 1]);
  });

  it('repeats no request that ran into its time limit, none that was refused, and none twice', async () => {
    expect(await send('GET', contacts, 15_000)).toEqual(['unknown', 1]);
    expect(await send('GET', contacts, 10, [reply({}, 404)] as never)).toEqual(['answer', 1]);
    expect(await send('GET', contacts, 10, [unclear] as never)).toEqual(['unknown', 2]);
  });
});
