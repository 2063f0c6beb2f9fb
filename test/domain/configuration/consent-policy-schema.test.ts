import { consentPolicy } from '../../../lambdas/domain/configuration/consent-policy-schema.ts';

const messageOf = (stages: unknown): string | undefined =>
  consentPolicy
    .safeParse({ stages })
    .error?.issues.map(({ message }) => message)
    .join();

describe('stages of a consent policy', () => {
  it.each([
    ['of deals', { opportunity: { deals: ['Proposal'] } }],
    ['of people', { opportunity: { people: ['opportunity'], bars: ['sales'] } }],
    ['of both', { churned: { deals: ['Cancelled'], people: ['former_customer'] } }],
    ['of people beside the stages that the account closes', { won: { people: ['customer'] } }],
  ])('are taken: %s', (_what, stages) => {
    expect(messageOf(stages)).toBeUndefined();
  });

  it.each([
    ['no meaning', {}, 'wants at least one meaning'],
    ['a meaning of nothing', { opportunity: { bars: ['sales'] } }, 'wants deals or people'],
    ['no stage of people', { churned: { people: [] } }, 'Too small'],
    ['a bar of a notice that a contract demands', { won: { bars: ['legal'] } }, 'Invalid option'],
  ])('are refused with %s', (_what, stages, message) => {
    expect(messageOf(stages)).toContain(message);
  });
});
