import { join } from 'node:path';
import { lastLine, runChild } from './child-process.ts';
import { check, type Report } from './report.ts';
import type { AssembledStack } from './template.ts';

/** One finding of cfn-lint. */
export interface LintFinding {
  /** `W3005` */
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A rule of cfn-lint that we do not follow, and why. */
export interface LintException {
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
  return judge(stacks, decodeFindings(stdout), lintExceptions);
}

/** One check for each template; what an exception covers is counted in a note. */
export function judge(
  stacks: readonly AssembledStack[],
  findings: readonly LintFinding[],
  exceptions: readonly LintException[],
): Report {
  const isExcepted = ({ rule }: LintFinding): boolean => exceptions.some((exception) => exception.rule === rule);
  const left = findings.filter((finding) => !isExcepted(finding));
  return {
    checks: stacks.map(({ name, file }) => {
      const lines = left
        .filter((finding) => finding.file === file)
        .map(({ rule, line, message }) => `${rule} in line ${line}: ${message}`);
      return check(`${name} is clean`, lines.length === 0 ? undefined : lines.join('; '));
    }),
    notes: exceptions.map(({ rule, why }) => {
      const count = findings.filter((finding) => finding.rule === rule).length;
      return count === 0
        ? `${rule} is not found any more: its exception can go`
        : `${rule}, ${count} times, is an exception: ${why}`;
    }),
  };
}

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
