import { createHubspotLimits, withPatientSearches } from '../../../lambdas/crm/hubspot/limits.ts';
import { scriptedHttp } from '../scripted-http.ts';

const announced = (max: string, intervalMs: string) =>
  new Headers({ 'x-hubspot-ratelimit-max': max, 'x-hubspot-ratelimit-interval-milliseconds': intervalMs });

describe('createHubspotLimits', () => {
  it.each([
    ['takes nine tenths of the limit of the account', announced('190', '10000'), { perSecond: 17.1, burst: 85 }],
    ['keeps a burst of one at least', announced('1', '1000'), { perSecond: 0.9, burst: 1 }],
    ['knows nothing without headers', new Headers(), undefined],
    ['knows nothing of a limit of zero', announced('0', '10000'), undefined],
    ['knows nothing of a header that is no number', announced('many', '10000'), undefined],
  ])('%s', (_name, headers, expected) => {
    const limits = createHubspotLimits();

    limits.see(headers);

    expect(limits.announcedLimits()).toEqual(expected);
  });

  it('keeps the last limits when an answer announces none', () => {
    const limits = createHubspotLimits();

    limits.see(announced('100', '10000'));
    limits.see(new Headers());

    expect(limits.announcedLimits()).toEqual({ perSecond: 9, burst: 45 });
  });
});

describe('withPatientSearches', () => {
  it('lets a search wait its own limit out, and no other call', async () => {
    const plain = scriptedHttp({ POST: { kind: 'unknown' } });
    const patient = scriptedHttp({ POST: { kind: 'unknown' } });
    const http = withPatientSearches(plain.http, patient.http);

    await http({ method: 'POST', path: '/crm/objects/2026-09/companies/search' });
    await http({ method: 'POST', path: '/crm/objects/2026-09/companies' });

    expect(patient.calls()).toEqual(['POST /crm/objects/2026-09/companies/search']);
    expect(plain.calls()).toEqual(['POST /crm/objects/2026-09/companies']);
  });
});
