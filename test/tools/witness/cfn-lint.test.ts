import { decodeFindings, judge, lintExceptions } from '../../../tools/witness/cfn-lint.ts';

const stack = (name: string) => ({ name, region: 'eu-west-1', file: `/out/${name}.json`, template: { Resources: {} } });
const finding = (rule: string, file = '/out/State.json') => ({ rule, file, line: 7, message: 'is not allowed' });

describe('the judgement of what cfn-lint finds', () => {
  it('names every finding of a template, and passes the others', () => {
    const { checks } = judge([stack('State'), stack('App')], [finding('E3002'), finding('E3030')], []);

    expect(checks).toEqual([
      { title: 'State is clean', problem: 'E3002 in line 7: is not allowed; E3030 in line 7: is not allowed' },
      { title: 'App is clean' },
    ]);
  });

  it('leaves out what is an exception, counts it, and fails one that is not needed any more', () => {
    const exceptions = [
      { rule: 'W1', why: 'of a reason' },
      { rule: 'W2', why: 'of another' },
    ];
    const { checks, notes } = judge([stack('State')], [finding('W1'), finding('W1')], exceptions);

    expect(checks).toEqual([
      { title: 'State is clean' },
      { title: 'W1 is still found' },
      {
        title: 'W2 is still found',
        problem: 'it is not any more: take its exception out of tools/witness/cfn-lint.ts',
      },
    ]);
    expect(notes).toEqual(['W1, 2 times, is an exception: of a reason']);
  });

  it('fails on what is found in no template', () => {
    const { checks } = judge([stack('State')], [finding('E0000', 'elsewhere.json')], []);

    expect(checks.at(-1)).toEqual({
      title: 'every finding is of a template',
      problem: 'E0000 in elsewhere.json: is not allowed',
    });
  });

  it('makes no exception of an error', () => {
    expect(lintExceptions.filter(({ rule }) => rule.startsWith('E'))).toEqual([]);
  });

  it('reads what cfn-lint prints', () => {
    const printed = [
      {
        Rule: { Id: 'E3002', Description: 'x' },
        Filename: '/out/State.json',
        Level: 'Error',
        Location: { Start: { ColumnNumber: 1, LineNumber: 7 }, Path: ['Resources'] },
        Message: 'is not allowed',
      },
    ];

    expect(decodeFindings(JSON.stringify(printed))).toEqual([finding('E3002')]);
  });
});
