import { compareMappings } from '../../../lambdas/domain/mapping/compare-mappings.ts';
import type { MappingField } from '../../../lambdas/domain/mapping/mapping-schema.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const event = () => {
  const mail = anEvent({
    subject: 'Prices',
    text: 'What does it cost?\n',
    headers: [{ name: 'X-Region', value: 'EMEA' }],
  });
  return routeEvent(mail, aDelivery(mail));
};
const field = (target: string, from: string, ...transform: MappingField['transform']): MappingField => ({
  target,
  from,
  transform,
});

describe('compareMappings', () => {
  it('shows what would change between two versions, and nothing else', () => {
    const before = {
      name: 'a@1',
      owner: 'x',
      fields: [field('contact.region', 'header:X-Region'), field('deal.n', 'kind')],
    };
    const after = {
      name: 'a@2',
      owner: 'x',
      fields: [field('contact.region', 'header:X-Region', 'lower'), field('deal.m', 'kind')],
    };

    expect(compareMappings(before, after, event())).toEqual([
      { target: 'contact.region', before: 'EMEA', after: 'emea' },
      { target: 'deal.m', after: 'human' },
      { target: 'deal.n', before: 'human' },
    ]);
    expect(compareMappings(before, before, event())).toEqual([]);
  });
});
