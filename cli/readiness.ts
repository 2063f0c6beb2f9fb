import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { connectBackend } from './backend.ts';
import { printJson, printLines } from './output.ts';
import { answerReadiness, type ReadinessAnswer } from './readiness-questions.ts';

export async function runReadiness({ json }: { readonly json?: boolean }): Promise<void> {
  const { dynamo, controlTable } = connectBackend();
  const file = await readIntegrations(dynamo, controlTable);
  const answers = answerReadiness({ file, isSet: (variable) => Boolean(process.env[variable]) });
  if (json) answers.forEach(printJson);
  else printLines(readinessLines(answers));
  process.exitCode = answers.every(({ open }) => open.length === 0) ? 0 : 1;
}

/** The checklist for people. */
export function readinessLines(answers: readonly ReadinessAnswer[]): string[] {
  const open = answers.reduce((sum, answer) => sum + answer.open.length, 0);
  return [
    ...answers.flatMap(({ question, answer, open: points }, index) => [
      `${index + 1}. ${question}`,
      ...answer.map((line) => `   ${line}`),
      ...points.map((point) => `   OPEN ${point}`),
    ]),
    open === 0 ? 'All five questions are answered.' : `${open} open.`,
  ];
}
