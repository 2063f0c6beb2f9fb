import { join } from 'node:path';
import { lastLine, runChild } from './child-process.ts';
import { check, type Report } from './report.ts';

/** Holds the OpenAPI document of the API against the specification, as openapi-spec-validator reads it. */
export async function validateOpenApi(bin: string, file: string): Promise<Report> {
  const { exitCode, stdout, stderr } = await runChild(join(bin, 'python'), ['-m', 'openapi_spec_validator', file]);
  if (exitCode === undefined) throw new Error(`openapi-spec-validator did not run: ${lastLine(stderr)}`);
  return judgeOpenApi(exitCode, stdout, stderr);
}

/** @param exitCode 0 for a valid document */
export const judgeOpenApi = (exitCode: number, stdout: string, stderr: string): Report => ({
  checks: [
    check(
      'the OpenAPI document of the API is valid',
      exitCode === 0 && stdout.includes(': OK')
        ? undefined
        : lastLine(stdout) || lastLine(stderr) || `it ended with ${exitCode}`,
    ),
  ],
  notes: [],
});
