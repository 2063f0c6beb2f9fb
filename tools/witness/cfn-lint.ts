import { join } from 'node:path';
import { lastLine, runChild } from './child-process.ts';
import { check, type Report } from './report.ts';
import type { AssembledStack } from './template.ts';

/** One finding of cfn-lint. */
interface LintFinding {
  /** `W3005` */
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A rule of cfn-lint that we do not follow, and why. */
interface LintException {
  readonly rule: string;
  readonly why: string;
}

/** Rules that we do not follow. Errors (`E…`) have no place here. */
export const lintExceptions: readonly LintException[] = [
  {
    rule: 'W3005',
    why: 'the CDK writes the dependency of a construct out, also where a reference already makes it: more than needed, not wrong',
  },
];

/** Runs cfn-lint once over every template, for all regions that any of them is deployed to. */
export async function lintTemplates(bin: string, stacks: readonly AssembledStack[]): Promise<Report> {
  const regions = [...new Set(stacks.map(({ region }) => region))];
  const args = ['--format', 'json', '--regions', ...regions, '--', ...stacks.map(({ file }) => file)];
  const { exitCode, stdout, stderr } = await runChild(join(bin, 'cfn-lint'), args);
  // 0 is clean, a sum of 2, 4 and 8 says which levels were found, anything else that it did not run.
  if (exitCode === undefined || exitCode % 2 === 1) throw new Error(`cfn-lint did not run: ${lastLine(stderr)}`);
  const findings = decodeFindings(stdout);
  if (exitCode !== 0 && findings.length === 0) throw new Error(`cfn-lint ended with ${exitCode} and says nothing`);
  return judge(stacks, findings, lintExceptions);
}

/**
 * One check for each template, one for each exception, which has to be needed, and one for what is found elsewhere. A note counts the findings that an exception covers.
 */
export function judge(
  stacks: readonly AssembledStack[],
  findings: readonly LintFinding[],
  exceptions: readonly LintException[],
): Report {
  const isExcepted = ({ rule }: LintFinding): boolean => exceptions.some((exception) => exception.rule === rule);
  const left = findings.filter((finding) => !isExcepted(finding));
  const counted = exceptions.map(({ rule, why }) => ({
    rule,
    why,
    count: findings.filter((finding) => finding.rule === rule).length,
  }));
  const files = new Set(stacks.map(({ file }) => file));
  const elsewhere = left.filter(({ file }) => !files.has(file));
  return {
    checks: [
      ...stacks.map(({ name, file }) =>
        check(
          `${name} is clean`,
          listed(
            left.filter((finding) => finding.file === file),
            ({ rule, line, message }) => `${rule} in line ${line}: ${message}`,
          ),
        ),
      ),
      ...counted.map(({ rule, count }) =>
        check(
          `${rule} is still found`,
          count === 0 ? 'it is not any more: take its exception out of tools/witness/cfn-lint.ts' : undefined,
        ),
      ),
      ...(elsewhere.length === 0
        ? []
        : [
            check(
              'every finding is of a template',
              listed(elsewhere, ({ rule, file, message }) => `${rule} in ${file}: ${message}`),
            ),
          ]),
    ],
    notes: counted
      .filter(({ count }) => count > 0)
      .map(({ rule, why, count }) => `${rule}, ${count} times, is an exception: ${why}`),
  };
}

const listed = (findings: readonly LintFinding[], line: (finding: LintFinding) => string): string | undefined =>
  findings.length === 0 ? undefined : findings.map(line).join('; ');

/** Reads what cfn-lint prints as JSON. */
export function decodeFindings(text: string): LintFinding[] {
  const findings = JSON.parse(text) as ReadonlyArray<{
    readonly Rule: { readonly Id: string };
    readonly Filename: string;
    readonly Location: { readonly Start: { readonly LineNumber: number } };
    readonly Message: string;
  }>;
  return findings.map(({ Rule, Filename, Location, Message }) => ({
    rule: Rule.Id,
    file: Filename,
    line: Location.Start.LineNumber,
    message: Message,
  }));
}
