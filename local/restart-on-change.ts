import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './function-code.ts';
import type { FunctionHost } from './function-host.ts';
import { type RestartEvent, watchSources } from './source-watch.ts';
import type { Wiring } from './wiring.ts';

/**
 * Loads a function anew when one of its files changes, and says so in the log of the function.
 *
 * @param functions by the folder under `lambdas/`
 * @returns ends the watching
 */
export function restartOnChange(
  dataDir: string,
  wiring: Wiring,
  functions: ReadonlyMap<string, FunctionHost>,
  onRestart: (event: RestartEvent) => void = () => {},
): Promise<() => void> {
  return watchSources({
    root: projectRoot,
    folder: 'lambdas',
    functions: wiring.functions.flatMap(({ stage, entry }) => {
      const host = functions.get(stage);
      return host === undefined ? [] : [{ host, entry }];
    }),
    onRestart(event) {
      const { stage, files, error } = event;
      const isRestarted = error === undefined;
      const message = isRestarted ? 'function.restarted' : 'function.not-restarted';
      const line = { level: isRestarted ? 'INFO' : 'ERROR', message, service: stage, files, error };
      appendFileSync(join(dataDir, 'logs', `${stage}.log`), `${JSON.stringify(line)}\n`);
      onRestart(event);
    },
  });
}
