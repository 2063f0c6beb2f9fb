import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './assembly.ts';
import { lastLine, runChild } from './child-process.ts';
import type { CaseDifference } from './differences.ts';
import { check, type Report } from './report.ts';

/** One test as jest's JSON report has it. */
export interface JestCase {
  /** The title of its outermost `describe`. */
  readonly suite: string;
  readonly title: string;
  readonly status: string;
  readonly messages: readonly string[];
}

/** The contract suites need no other test's files. */
const suites = 'test/contracts';

/** Runs the contract suites of `test/contracts` against a server of services that somebody else wrote. */
export async function runContracts(
  endpoint: string,
  scratch: string,
  differences: readonly CaseDifference[],
): Promise<Report> {
  const output = join(scratch, 'contracts.json');
  const jest = ['node_modules/jest/bin/jest.js', suites, '--json', `--outputFile=${output}`];
  const { stderr } = await runChild(
    process.execPath,
    ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', ...jest],
    { cwd: root, env: { ...process.env, POSTERN_WITNESS_ENDPOINT: endpoint } },
  );
  return judgeContracts(decodeCases(readReport(output, stderr)), differences);
}

function readReport(file: string, stderr: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`jest wrote no report: ${lastLine(stderr)}`);
  }
}

/**
 * Reads jest's JSON report. A suite that failed though none of its cases did, because it could not be loaded or cleared away,
 * is one case that failed.
 */
export function decodeCases(text: string): JestCase[] {
  const { testResults } = JSON.parse(text) as {
    readonly testResults: ReadonlyArray<{
      readonly name: string;
      readonly message: string;
      readonly status: string;
      readonly assertionResults: ReadonlyArray<{
        readonly ancestorTitles: readonly string[];
        readonly title: string;
        readonly status: string;
        readonly failureMessages: readonly string[];
      }>;
    }>;
  };
  return testResults.flatMap(({ name, message, status, assertionResults }) => {
    const cases = assertionResults.map(({ ancestorTitles, title, status: own, failureMessages }) => ({
      suite: ancestorTitles[0] ?? name,
      title,
      status: own,
      messages: failureMessages,
    }));
    const isSuiteAtFault = status === 'failed' && !cases.some((entry) => entry.status === 'failed');
    return isSuiteAtFault ? [...cases, { suite: name, title: 'can be run', status, messages: [message] }] : cases;
  });
}

/** One check for each case, and one for each named difference that names no case. */
export function judgeContracts(cases: readonly JestCase[], differences: readonly CaseDifference[]): Report {
  if (cases.length === 0) throw new Error('no contract was run');
  const isOf = ({ suite, test }: CaseDifference, entry: JestCase): boolean =>
    entry.suite.startsWith(`${suite}, `) && entry.title === test;
  return {
    checks: [
      ...cases.map(({ suite, title, status, messages }) =>
        check(`${suite}: ${title}`, status === 'passed' ? undefined : (messages[0]?.split('\n')[0] ?? status)),
      ),
      ...differences
        .filter((difference) => !cases.some((entry) => isOf(difference, entry)))
        .map(({ suite, test }) => check(`${suite}: ${test}`, 'the difference names a case that is not there')),
    ],
    notes: differences.map(({ suite, test, differs, page }) => `${suite}, "${test}": ${differs} (${page})`),
  };
}
