import * as z from 'zod/mini';
import { aText, common, readBody } from '../../lambdas/manage/body.ts';

const schema = z.strictObject({ ...common, event: z.optional(aText) });

describe('readBody', () => {
  it('takes what the schema has', () => {
    expect(readBody({ body: '{"event":"evt_1","dryRun":false}' }, schema)).toEqual({ event: 'evt_1', dryRun: false });
  });

  it.each([
    ['{"evnt":"x"}', 'evnt: no such member'],
    ['{"event":""}', 'event: is empty'],
    ['{"event":7}', 'event: wants a text'],
    ['{"dryRun":"no"}', 'dryRun: wants true or false'],
    ['[]', 'the body is no JSON object'],
    ['', 'the body is not JSON'],
  ])('refuses %s and says why', (body, message) => {
    expect(() => readBody({ body }, schema)).toThrow(message);
  });
});
