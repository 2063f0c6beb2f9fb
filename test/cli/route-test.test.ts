import { testRoute } from '../../cli/route-test.ts';
import { anIntegration } from '../helpers/builders.ts';

describe('testRoute', () => {
  const open = anIntegration({ key: 'deals', addresses: ['deal+{token}@inbound.localhost'], tokens: 'open' });

  it.each([
    ['sales@inbound.localhost', { integration: 'sales' }, 0],
    ['deal+12345@inbound.localhost', { integration: 'deals', token: { type: 'deal', id: '12345' } }, 1],
  ])('finds where mail to %s goes, and warns of open tokens there', (address, route, warnings) => {
    const found = testRoute([anIntegration(), open], address);

    expect(found.route).toMatchObject(route);
    expect(found.warnings).toHaveLength(warnings);
  });

  it('finds nowhere for an address that no integration has', () => {
    expect(testRoute([anIntegration()], 'a@b.example')).toEqual({ route: undefined, warnings: [] });
  });
});
