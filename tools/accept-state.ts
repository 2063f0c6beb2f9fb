// `npm run accept-state`: accepts the resources that the data stack holds now, after an intended change with a migration.
import { readFileSync, writeFileSync } from 'node:fs';
import { acceptOutputs } from '../lib/held-state.ts';
import { currentStages, heldStateFile, readAccepted } from './held-stages.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const accepted = readAccepted();
const stages = Object.entries(currentStages()).map(([name, { held, outputs }]) => [
  name,
  { held, outputs: acceptOutputs(accepted[name]?.outputs ?? {}, outputs, version) },
]);
writeFileSync(heldStateFile, `${JSON.stringify(Object.fromEntries(stages), null, 2)}\n`);
