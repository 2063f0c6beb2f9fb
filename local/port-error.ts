import { ConfigError } from '../lambdas/domain/errors.ts';

/**
 * The error of a server that cannot open its port, in the words of the person who started it.
 *
 * @param server the server's protocol
 * @param variable the environment variable that sets the port
 */
export function portError(error: NodeJS.ErrnoException, server: string, port: number, variable: string): Error {
  const problems: Readonly<Record<string, string>> = { EADDRINUSE: 'is in use', EACCES: 'may not be opened' };
  const problem = problems[error.code ?? ''];
  return problem === undefined
    ? error
    : new ConfigError(`${server} port ${port} ${problem}; set ${variable} to another one, or to 0 for any free port`);
}
