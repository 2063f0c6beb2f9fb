import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { buildApp } from 'fauxqs';
import { escapeHtml } from '../lambdas/domain/mail/text.ts';

type App = ReturnType<typeof buildApp>;

/** Tags of objects, by name. */
type Tags = Readonly<Record<string, string>>;

/** The tags of the objects, beside the emulator, which would put them in the place of an object's bytes. */
export interface ObjectTags {
  of(bucket: string, key: string): Tags;
  put(bucket: string, key: string, tags: Tags): void;
  /** A new object has no tags. */
  remove(bucket: string, key: string): void;
  close(): void;
}

/** Opens the tags in the data folder; the file is made with the first tag. */
export function openObjectTags(dataDir: string): ObjectTags {
  const file = join(dataDir, 'object-tags.sqlite');
  let database: DatabaseSync | undefined;
  const opened = (): DatabaseSync => {
    if (database !== undefined) return database;
    database = new DatabaseSync(file);
    database.exec(
      'CREATE TABLE IF NOT EXISTS tags (bucket TEXT NOT NULL, key TEXT NOT NULL, tags TEXT NOT NULL, PRIMARY KEY (bucket, key))',
    );
    return database;
  };
  // Most runs have no tag, and pay nothing for them.
  const isEmpty = (): boolean => database === undefined && !existsSync(file);
  return {
    of(bucket, key) {
      if (isEmpty()) return {};
      const row = opened().prepare('SELECT tags FROM tags WHERE bucket = ? AND key = ?').get(bucket, key);
      return row === undefined ? {} : (JSON.parse(String(row.tags)) as Tags);
    },
    put(bucket, key, tags) {
      opened()
        .prepare('INSERT OR REPLACE INTO tags (bucket, key, tags) VALUES (?, ?, ?)')
        .run(bucket, key, JSON.stringify(tags));
    },
    remove(bucket, key) {
      if (!isEmpty()) opened().prepare('DELETE FROM tags WHERE bucket = ? AND key = ?').run(bucket, key);
    },
    close: () => database?.close(),
  };
}

/** An object that a request names. */
interface NamedObject {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Answers the requests about tags in the place of the emulator, behind IAM.
 *
 * @param objectOf the object that a URL names
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
 */
export function answerTags(app: App, tags: ObjectTags, objectOf: (url: string) => NamedObject | undefined): void {
  app.addHook('preHandler', async (request, reply) => {
    const target = objectOf(request.url);
    if (target === undefined || !/[?&]tagging\b/.test(request.url)) return;
    const { bucket, key } = target;
    if (request.method === 'GET') {
      await reply
        .code(200)
        .type('application/xml')
        .send(tagsXml(tags.of(bucket, key)));
    } else if (request.method === 'DELETE') {
      tags.remove(bucket, key);
      await reply.code(204).send();
    } else {
      const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : String(request.body ?? '');
      tags.put(bucket, key, tagsIn(body));
      await reply.code(200).send('');
    }
  });
}

const tagsXml = (tags: Tags): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Tagging><TagSet>${Object.entries(tags)
    .map(([key, value]) => `<Tag><Key>${escapeHtml(key)}</Key><Value>${escapeHtml(value)}</Value></Tag>`)
    .join('')}</TagSet></Tagging>`;

const tagsIn = (xml: string): Tags =>
  Object.fromEntries(
    [...xml.matchAll(/<Key>([^<]{1,128})<\/Key>\s*<Value>([^<]{0,256})<\/Value>/g)].map(([, key, value]) => [
      key,
      value,
    ]),
  );
