import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** How a process ended. */
interface Ended {
  /** Undefined when the program is not there, or when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a process that ends with this one at the latest. */
export function startChild(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  child.once('close', () => process.off('exit', kill));
  return child;
}

/** Runs a program to its end and collects what it prints. */
export function runChild(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
  const child = startChild(command, args, options);
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  return new Promise((resolve) => {
    child.once('error', () => resolve({ exitCode: undefined, ...output }));
    child.once('close', (code) => resolve({ exitCode: code ?? undefined, ...output }));
  });
}

/** The last line that says something. */
export const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.trim() ?? '';
