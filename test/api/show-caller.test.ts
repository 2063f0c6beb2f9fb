import { showCaller } from '../../lambdas/api/show-caller.ts';
import { aCaller, bodyOf, eventRequest } from '../helpers/visible-mail.ts';

describe('showCaller', () => {
  it('says whose key it is and what it may do, without its limits and addresses', async () => {
    const answer = await showCaller(eventRequest(), undefined, { ...aCaller, allow: ['10.0.0.0/8'] });

    expect(bodyOf(answer)).toEqual({ name: 'acme/crm', tenant: 'acme', scopes: aCaller.scopes });
  });
});
