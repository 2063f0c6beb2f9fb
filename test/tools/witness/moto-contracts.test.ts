import { decodeCases, type JestCase, judgeContracts } from '../../../tools/witness/moto-contracts.ts';

const known = {
  suite: 'SQS FIFO',
  test: 'keeps the order',
  differs: 'moto does not',
  page: 'https://docs.aws.amazon.com/x',
};
const aCase = (title: string, status = 'passed', messages: readonly string[] = []): JestCase => ({
  suite: 'SQS FIFO, moto',
  title,
  status,
  messages,
});

describe('the judgement of the contract suites', () => {
  it('fails what failed, with the first line of its message', () => {
    const { checks } = judgeContracts(
      [aCase('keeps the order'), aCase('hides', 'failed', ['was seen\n    at x'])],
      [known],
    );

    expect(checks).toEqual([
      { title: 'SQS FIFO, moto: keeps the order' },
      { title: 'SQS FIFO, moto: hides', problem: 'was seen' },
    ]);
  });

  it('fails a case that was not run', () => {
    expect(judgeContracts([aCase('hides', 'pending')], []).checks).toEqual([
      { title: 'SQS FIFO, moto: hides', problem: 'pending' },
    ]);
  });

  it('fails a difference that names no case', () => {
    const { checks } = judgeContracts([aCase('hides')], [known]);

    expect(checks.at(-1)).toEqual({
      title: 'SQS FIFO: keeps the order',
      problem: 'the difference names a case that is not there',
    });
  });

  it("notes each difference with AWS's page", () => {
    const { notes } = judgeContracts([aCase('keeps the order')], [known]);

    expect(notes).toEqual(['SQS FIFO, "keeps the order": moto does not (https://docs.aws.amazon.com/x)']);
  });

  it('takes no run of nothing for a confirmation', () => {
    expect(() => judgeContracts([], [])).toThrow('no contract was run');
  });

  it('fails a suite that fails though its cases pass', () => {
    const passed = { ancestorTitles: ['SQS FIFO, moto'], title: 'hides', status: 'passed', failureMessages: [] };
    const suite = { name: '/x/sqs.test.ts', message: 'the server is gone', status: 'failed' };
    const text = JSON.stringify({ testResults: [{ ...suite, assertionResults: [passed] }] });

    expect(judgeContracts(decodeCases(text), []).checks).toEqual([
      { title: 'SQS FIFO, moto: hides' },
      { title: '/x/sqs.test.ts: can be run', problem: 'the server is gone' },
    ]);
  });

  it("reads jest's report, in which a suite that cannot be loaded has no cases", () => {
    const suite = { name: '/x/sqs.test.ts', message: 'no such module', status: 'failed' };
    const testResult = { ancestorTitles: ['SQS FIFO, moto'], title: 'hides', status: 'passed', failureMessages: [] };
    const text = JSON.stringify({
      testResults: [
        { ...suite, assertionResults: [] },
        { ...suite, status: 'passed', assertionResults: [testResult] },
      ],
    });

    expect(decodeCases(text)).toEqual([
      { suite: '/x/sqs.test.ts', title: 'can be run', status: 'failed', messages: ['no such module'] },
      aCase('hides'),
    ]);
  });
});
