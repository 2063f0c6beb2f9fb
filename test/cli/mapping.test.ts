import { checkLines } from '../../cli/mapping.ts';

describe('checkLines', () => {
  const result = { integration: 'sales', mapping: 'fair@1', owner: 'ada@acme.com', findings: [], unasked: [] };

  it.each([
    ['a mapping that fits', {}, ['sales (fair@1): as the CRM has it']],
    ['a CRM that does not answer', { failure: 'throttled: burst' }, ['sales (fair@1): throttled: burst']],
    [
      'findings for the owner of the mapping',
      { findings: [{ level: 'error', target: 'contact.x', message: 'is deleted' }] as const },
      ['sales (fair@1): 1 finding(s) for ada@acme.com', '  error: contact.x is deleted'],
    ],
    [
      'records that the CRM does not describe',
      { unasked: ['company', 'deal'] as const },
      ['sales (fair@1): as the CRM has it', '  the CRM cannot be asked about: company, deal'],
    ],
  ])('tells of %s', (_what, changes, lines) => {
    expect(checkLines({ ...result, ...changes })).toEqual(lines);
  });
});
