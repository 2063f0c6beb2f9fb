import { checkIntegrations } from '../../../lambdas/domain/configuration/check-integrations.ts';

const withKinds = (kinds: object) =>
  checkIntegrations({
    connections: { main: { vendor: 'hubspot', baseUrl: 'sandbox:', credentials: 'env:TOKEN' } },
    integrations: [{ key: 'sales', tenant: 'acme', addresses: ['sales@in.example'], connection: 'main', kinds }],
  });

describe('kindsSchema', () => {
  it('takes a treatment for each kind, and leaves out the others', () => {
    const kinds = { list: 'filter', 'auto-reply': 'log-on-known-contacts', automated: 'log', bounce: 'filter' };
    const checked = withKinds(kinds);

    expect(checked.ok && checked.value.integrations[0]?.kinds).toEqual(kinds);
  });

  it.each([
    ['an unknown kind', { newsletter: 'filter' }, 'integrations[0].kinds', /newsletter/],
    ['an unknown treatment', { list: 'drop' }, 'integrations[0].kinds.list', /log-on-known-contacts/],
    ['bounces that make records', { bounce: 'log' }, 'integrations[0].kinds.bounce', /suppression lane/],
    [
      'complaints that make records',
      { complaint: 'log-on-known-contacts' },
      'integrations[0].kinds.complaint',
      /no record/,
    ],
    ['unsubscribes that make records', { unsubscribe: 'log' }, 'integrations[0].kinds.unsubscribe', /no record/],
  ])('refuses %s', (_what, kinds, path, message) => {
    const checked = withKinds(kinds);

    expect(checked.ok ? [] : checked.mistakes).toEqual([{ path, message: expect.stringMatching(message) as string }]);
  });
});
