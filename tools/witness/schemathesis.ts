import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLine, runChild } from './child-process.ts';
import type { LocalPipeline } from './local-pipeline.ts';
import { check, type Report } from './report.ts';

/** The mails that make its events: with HTML, a picture, and attachments of several kinds. */
export const attackedMails = ['plain-text', 'inline-image', 'many-attachments', 'html-only'].map(
  (name) => `fixtures/emails/${name}.eml`,
);

/** One tenant, so that each question of it has one answer. */
export const attackedIntegrations = `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: hub, mode: live }
`;

/** Answers have to be as described, nothing that is not described may be accepted, and nobody may do without the key. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'ignored_auth',
].join(',');

/** Test cases for each operation and phase. */
const maxExamples = 25;

/** The report that schemathesis writes, as far as it is read. */
interface AttackReport {
  readonly complete: boolean;
  /** In s. */
  readonly running_time: number;
  readonly operations: { readonly total: number; readonly tested: number };
  readonly test_cases: { readonly generated: number };
  readonly failures: ReadonlyArray<{ readonly title: string; readonly operations: readonly string[] }>;
  readonly errors: readonly object[];
}

/** How an attack ended: the report, and what was printed. */
export interface Attack {
  readonly report: AttackReport;
  readonly printed: string;
}

/**
 * Attacks the API with requests that are made from its own document, valid ones and others.
 *
 * @param bin folder of the Python environment
 * @param scratch a folder for its reports
 * @see https://schemathesis.readthedocs.io/en/stable/reference/cli/
 */
export async function attackApi(bin: string, scratch: string, { url, key }: LocalPipeline): Promise<Report> {
  const run = async (name: string, ...args: readonly string[]): Promise<Attack> => {
    const file = join(scratch, `${name}.json`);
    // The laptop lends its key to programs and to its own page; a page under another of its names has to send one.
    const headers = [
      '--header',
      `Authorization: Bearer ${key}`,
      '--header',
      `Origin: ${url.replace('127.0.0.1', 'localhost')}`,
    ];
    const report = ['--report', 'json', '--report-json-path', file, '--no-color'];
    // A redirect leads to a bucket.
    const bounds = ['--seed', '1', '--max-redirects', '0', '--generation-database', 'none'];
    const { stdout, stderr } = await runChild(
      join(bin, 'schemathesis'),
      ['run', '--url', url, ...headers, ...report, ...bounds, ...args],
      { cwd: scratch },
    );
    return { report: readReport(file, `${stdout}\n${stderr}`), printed: stdout };
  };
  const document = (await (await fetch(`${url}/v1/openapi.json`)).json()) as OpenApi;
  // It leaves out the route that it has the document from; of a file it leaves out none.
  const [served, altered] = ['served.json', 'altered.json'].map((name) => join(scratch, name)) as [string, string];
  writeFileSync(served, JSON.stringify(document));
  writeFileSync(altered, JSON.stringify(withWrongAnswer(document)));
  const attack = await run('attack', '--checks', checks, '--max-examples', String(maxExamples), served);
  const control = await run('control', '--include-path', wrongPath, '--phases', 'coverage', altered);
  return judgeAttack(operationsOf(document), attack, control);
}

function readReport(file: string, printed: string): AttackReport {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`schemathesis wrote no report: ${lastLine(printed)}`);
  }
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const wrongPath = '/v1/holds';

/** A document that promises something else than the API answers, which the attack has to notice. */
export const withWrongAnswer = (document: OpenApi): OpenApi => ({
  ...document,
  components: {
    ...document.components,
    schemas: { ...document.components.schemas, Holds: { type: 'object', required: ['nothing-of-the-kind'] } },
  },
});

/** The operations of a document, as schemathesis names them. */
export const operationsOf = ({ paths }: OpenApi): string[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );

/** One check for each operation, and those on the attack itself. */
export function judgeAttack(operations: readonly string[], { report, printed }: Attack, control: Attack): Report {
  const { complete, running_time, test_cases, failures, errors } = report;
  const { tested } = report.operations;
  return {
    checks: [
      check(
        'every operation was attacked',
        complete && errors.length === 0 && tested === operations.length
          ? undefined
          : `${tested} of ${operations.length} were, with ${errors.length} errors`,
      ),
      check(
        'an answer that is not as described is noticed',
        control.report.failures.length > 0 ? undefined : 'a wrong document passed',
      ),
      ...operations.map((operation) => {
        const titles = failures.flatMap((failure) => (failure.operations.includes(operation) ? [failure.title] : []));
        return check(
          `${operation} answers as described`,
          titles.length === 0 ? undefined : `${titles.join('; ')}\n${firstCaseOf(printed, operation)}`,
        );
      }),
    ],
    notes: [`${test_cases.generated} requests in ${Math.round(running_time)} s`],
  };
}

/** The first failing case of an operation, with the request that repeats it. */
function firstCaseOf(printed: string, operation: string): string {
  const [, section = ''] = printed.split(`_ ${operation} _`);
  const [first = ''] = section.replace(/^_+/, '').split(/^(?:2\. Test Case|_{3,}|={3,})/m);
  return first.trim();
}
