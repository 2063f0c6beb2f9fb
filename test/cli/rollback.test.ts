import { functionNames, planLines } from '../../cli/rollback.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { functionMetadata } from '../../lib/function-metadata.ts';
import { createDecider } from '../../local/iam/decider.ts';
import { loadSimulator } from '../../local/iam/simulator.ts';
import { readResources } from '../../local/wiring.ts';
import { type FakeFunction, type FakeLambda, startFakeLambda } from '../helpers/fake-lambda.ts';
import { anOperator, operatorPolicies, policiesOfOperator, statementsOf, unusedGrants } from '../helpers/iam.ts';
import { localTemplates } from '../helpers/local-templates.ts';
import { runCli } from '../helpers/pipeline.ts';
import { startRecordingProxy } from '../helpers/recording-proxy.ts';

let lambda: FakeLambda | undefined;

afterEach(async () => {
  await lambda?.stop();
  lambda = undefined;
});

const twoFunctions = (): Record<string, FakeFunction> => ({
  parse: { live: 3, versions: { 1: 'aaa', 2: 'bbb', 3: 'ccc' } },
  sink: { live: 7, versions: { 5: 'aaa', 6: 'bbb', 7: 'ccc' } },
});

async function rollback(functions: Record<string, FakeFunction>, ...args: string[]) {
  lambda = await startFakeLambda(functions);
  return rollbackAt(lambda.url, functions, ...args);
}

const rollbackAt = (url: string, functions: Record<string, FakeFunction>, ...args: string[]) =>
  runCli(['rollback', ...args], {
    AWS_ENDPOINT_URL_LAMBDA: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_MAX_ATTEMPTS: '1',
    FUNCTIONS: ['activate:Activate', ...Object.keys(functions).map((name) => `${name}:${name}`)].join(','),
  });

describe('postern rollback', () => {
  it('shows the plan and changes nothing without --yes', async () => {
    const functions = twoFunctions();
    const { code, stdout } = await rollback(functions);

    expect(stdout).toBe(
      'parse: version 3 (ccc) → 2 (bbb)\nsink: version 7 (ccc) → 6 (bbb)\n' +
        'Nothing was changed. With --yes all functions go back to release bbb.\n',
    );
    expect([code, functions.parse!.live, functions.sink!.live]).toEqual([0, 3, 7]);
  });

  it('points every alias at the version of the previous release', async () => {
    const functions = twoFunctions();
    const { code, stdout } = await rollback(functions, '--yes', '--json');

    expect(JSON.parse(stdout)).toMatchObject({ release: 'bbb', done: true });
    expect([code, functions.parse!.live, functions.sink!.live]).toEqual([0, 2, 6]);
  });

  it('says how to go on when one alias does not move', async () => {
    const functions = twoFunctions();
    functions.sink = { ...functions.sink!, isContended: true };
    const { code, stderr } = await rollback(functions, '--yes');

    expect(stderr).toMatch(
      /^postern: sink did not go back: PreconditionFailedException: .*1 function\(s\) before it did; postern rollback --to bbb --yes goes on$/m,
    );
    expect([code, functions.parse!.live]).toEqual([1, 2]);
  });

  it('changes nothing while a deployment is under way', async () => {
    const functions = { ...twoFunctions(), parse: { live: 2, versions: { 2: 'bbb', 3: 'ccc' }, weights: { 3: 0.1 } } };
    const { code, stderr } = await rollback(functions, '--yes');

    expect(stderr).toContain('a deployment moves parse at this moment');
    expect([code, functions.parse.live]).toEqual([1, 2]);
  });

  it('refuses to start without the names of the functions', async () => {
    const { code, stderr } = await rollback({});

    expect(stderr).toContain('FUNCTIONS is not set');
    expect(code).toBe(1);
  });
});

describe('the policy of releases', () => {
  it('grants what rollback calls on every function that has releases, and nothing more', async () => {
    const resources = readResources('http://127.0.0.1:1', await localTemplates());
    const names = [...resources]
      .filter(([, { Metadata = {} }]) => ![undefined, 'activate'].includes(Metadata[functionMetadata] as string))
      .map(([id]) => id);
    const functions = Object.fromEntries(names.map((name) => [name, { live: 2, versions: { 1: 'aaa', 2: 'bbb' } }]));
    lambda = await startFakeLambda(functions);
    const proxy = await startRecordingProxy({ AWS_ENDPOINT_URL_LAMBDA: lambda.url });
    const { code } = await rollbackAt(proxy.environment.AWS_ENDPOINT_URL_LAMBDA!, functions, '--yes');
    await proxy.stop();

    const decide = createDecider(policiesOfOperator(resources, 'Releases'), (await loadSimulator())!);
    const verdicts = await Promise.all(proxy.calls.map((call) => decide(anOperator, call)));
    expect([code, new Set(verdicts.map(({ isAllowed }) => isAllowed))]).toEqual([0, new Set([true])]);
    expect(unusedGrants(operatorPolicies(resources, 'Releases').flatMap(statementsOf), proxy.calls)).toEqual([]);
  });
});

describe('functionNames', () => {
  it('reads the functions that have releases', () => {
    expect(functionNames('activate:a,parse:postern-parse,sink:postern-sink')).toEqual([
      'postern-parse',
      'postern-sink',
    ]);
  });

  it.each([undefined, '', 'activate:a', 'parse'])('refuses %j', (variable) => {
    expect(() => functionNames(variable)).toThrow(ConfigError);
    expect(() => functionNames(variable)).toThrow(/^FUNCTIONS is not set/);
  });
});

describe('planLines', () => {
  const plan = {
    release: 'bbb',
    moves: [{ name: 'parse', revision: 'r', from: { version: 3, release: 'ccc' }, to: { version: 2, release: 'bbb' } }],
    unmoved: ['sink'],
  };

  it.each([
    [false, 'Nothing was changed. With --yes all functions go back to release bbb.'],
    [true, 'All functions have release bbb. A deployment with a change goes forward again.'],
  ])('shows each function, and whether anything was changed (%s)', (isDone, outcome) => {
    expect(planLines(plan, isDone)).toEqual([
      'parse: version 3 (ccc) → 2 (bbb)',
      'sink: has release bbb already',
      outcome,
    ]);
  });
});
