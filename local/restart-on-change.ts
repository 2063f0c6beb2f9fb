import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionHost } from './function-host.ts';
import { type RestartEvent, watchSources } from './source-watch.ts';
import type { Wiring } from './wiring.ts';

export interface RestartOnChangeOptions {
  /** The root of the project. */
  readonly root: string;
  readonly dataDir: string;
  readonly wiring: Pick<Wiring, 'functions'>;
  /** By the folder under `lambdas/`. */
  readonly functions: ReadonlyMap<string, Pick<FunctionHost, 'stage' | 'restart'>>;
  /** Called after a function has restarted, or has failed to. @default nothing is called */
  readonly onRestart?: ((event: RestartEvent) => void) | undefined;
}

/**
 * Loads a function anew when one of its files changes, and says so in the log of the function.
 *
 * @returns a function that ends the watching
 */
export function restartOnChange(options: RestartOnChangeOptions): Promise<() => void> {
  const { root, dataDir, wiring, functions, onRestart = () => {} } = options;
  return watchSources({
    root,
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
