import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamCheckpoint } from './stream-source.ts';

/**
 * How far the streams of the tables were read, in a file of the data folder. Without the file the streams are read
 * again, which the audit trail does not mind.
 */
export function openStreamCheckpoints(dataDir: string): (reader: string) => StreamCheckpoint {
  const path = join(dataDir, 'streams.json');
  const places = readPlaces(path);
  return (reader) => ({
    read: () => places.get(reader),
    write(sequenceNumber) {
      places.set(reader, sequenceNumber);
      writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(places)));
      renameSync(`${path}.new`, path);
    },
  });
}

function readPlaces(path: string): Map<string, string> {
  if (!existsSync(path)) return new Map();
  try {
    const places: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return new Map(Object.entries(places ?? {}).map(([table, place]) => [table, String(place)]));
  } catch {
    return new Map();
  }
}
