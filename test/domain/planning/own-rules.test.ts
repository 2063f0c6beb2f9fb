import { ownRulesOf } from '../../../lambdas/domain/planning/own-rules.ts';

describe('ownRulesOf', () => {
  it('compiles the data-loss rules of an integration', async () => {
    const rules = await ownRulesOf({ dataLoss: { rules: [{ name: 'project', pattern: 'PRJ-\\d' }], redact: false } });

    expect(rules.map(({ name, matches }) => [name, [...matches('PRJ-1')].map(({ match }) => match)])).toEqual([
      ['project', ['PRJ-1']],
    ]);
  });

  it('leaves out what is no pattern, which a check refuses before', async () => {
    expect(await ownRulesOf({ dataLoss: { rules: [{ name: 'bad', pattern: '(' }], redact: false } })).toEqual([]);
  });

  it.each([
    ['no integration', undefined],
    ['no data-loss rules', {}],
    ['none of its own', { dataLoss: { rules: [], redact: true } }],
  ])('has none for %s', async (_name, integration) => {
    expect(await ownRulesOf(integration)).toEqual([]);
  });
});
