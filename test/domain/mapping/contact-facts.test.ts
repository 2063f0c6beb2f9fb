import { factSources } from '../../../lambdas/domain/mapping/contact-facts.ts';

describe('factSources', () => {
  it('name segments, and their ids', () => {
    const facts = { segments: [{ segment: 'vip', id: 'aud_1' }] };

    expect(factSources.segments?.(facts)).toEqual(['vip']);
    expect(factSources['segments.ids']?.(facts)).toEqual(['aud_1']);
  });

  it.each(Object.keys(factSources))('have no %s where nothing is known of the contact', (name) => {
    expect(factSources[name]?.({})).toBeUndefined();
  });
});
