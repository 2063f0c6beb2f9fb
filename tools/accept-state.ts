// Accepts what the stack of the data holds now: for a change of it that is meant, and that has a way for the data.
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
