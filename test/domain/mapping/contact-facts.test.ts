import { factSources } from '../../../lambdas/domain/mapping/contact-facts.ts';

describe('factSources', () => {
  it('name segments, and their ids', () => {
    const facts = { segments: [{ segment: 'vip', id: 'aud_1' }] };

    expect(factSources.segments?.(facts)).toEqual(['vip']);
    expect(factSources['segments.ids']?.(facts)).toEqual(['aud_1']);
  });

  it('name the ids of open deals', () => {
    expect(factSources['open-deals']?.({ fields: { 'deals:open': '7;9' } })).toEqual(['7', '9']);
    expect(factSources['open-deals']?.({ fields: { 'deals:open': 7 } })).toEqual(['7']);
  });

  it.each(Object.keys(factSources))('have no %s where nothing is known of the contact', (name) => {
    expect(factSources[name]?.({})).toBeUndefined();
  });
});
