import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import { consentSettingsOf, onlyTenant } from '../../../lambdas/domain/consent/consent-settings.ts';
import { defaultConsentPolicy } from '../../../lambdas/domain/consent/eligibility.ts';
import { anIntegration } from '../../helpers/builders.ts';

const consent = (changes: object): NonNullable<Integration['consent']> => ({
  negative: 'stop',
  optOut: 'unsubscribe',
  requireOptIn: [],
  targets: [],
  softBounces: { count: 5, days: 3, withinDays: 30 },
  ...changes,
});
const confirmation = { from: 'a@b.example', subject: 'x', text: '{link}' };

describe('consentSettingsOf', () => {
  it('takes the policy of the first integration that has one', () => {
    const integrations = [
      anIntegration({ key: 'a' }),
      anIntegration({
        key: 'b',
        consent: consent({ requireOptIn: ['sales'], policyVersion: '2026-01', confirmation }),
      }),
      anIntegration({ key: 'c', consent: consent({ policyVersion: 'later' }) }),
    ];

    expect(consentSettingsOf(integrations, 'acme')).toEqual({
      policy: { requireOptIn: ['sales'], softBounces: { count: 5, days: 3, withinDays: 30 } },
      policyVersion: '2026-01',
      confirmation,
      connections: ['main'],
    });
  });

  it('takes what the stages of deals bar', () => {
    const stages = { opportunity: { deals: ['Proposal'], bars: ['sales'] }, lost: { deals: [], bars: [] } };
    const { policy } = consentSettingsOf([anIntegration({ consent: consent({ stages }) })], 'acme');

    expect(policy.stageBars).toEqual({ opportunity: ['sales'], lost: [] });
  });

  it.each<[string, Integration['mode'], string[]]>([
    ['the connection and the targets of a live integration', 'live', ['main', 'cdp']],
    ['only the targets of a shadow integration', 'shadow', ['cdp']],
    ['nothing of an integration that is off', 'off', []],
  ])('informs %s', (_case, mode, connections) => {
    const integrations = [anIntegration({ mode, consent: consent({ targets: ['cdp', 'cdp'] }) })];

    expect(consentSettingsOf(integrations, 'acme').connections).toEqual(connections);
  });

  it('has the default policy and informs nobody for a tenant without integrations', () => {
    expect(consentSettingsOf([anIntegration()], 'other')).toEqual({ policy: defaultConsentPolicy, connections: [] });
  });
});

describe('onlyTenant', () => {
  it.each<[string, string[], string | undefined]>([
    ['the tenant of all integrations', ['acme', 'acme'], 'acme'],
    ['the tenant beside the canary', ['acme', 'postern-canary'], 'acme'],
    ['nobody among several tenants', ['acme', 'other'], undefined],
    ['nobody without integrations', [], undefined],
  ])('names %s', (_case, tenants, tenant) => {
    expect(onlyTenant(tenants.map((name) => anIntegration({ tenant: name })))).toBe(tenant);
  });
});
